"""The barricades that a city brings or hands out: one line for each approved closure, by delivery area."""

import datetime as dt
from dataclasses import dataclass
from itertools import groupby

from django.db.models import Prefetch

from events.lib import phones, wording
from events.models import Barricades, Closure, Host
from events.whereabouts.districts import NAMED, by_layer

NOWHERE = "No area known"
WAYS = {Barricades.DELIVERED: "To deliver", Barricades.PICKUP: "The host picks them up"}
HEADER = [
    "area", "date", "street", "from street", "to street", "closed from", "closed until", "barricades", "left at",
    "reference", "host", "phone",
]  # fmt: skip
HOSTS = Prefetch("party__hosts", Host.objects.main())
DISTRICTS = Prefetch("party__districts", NAMED.queryset, to_attr="districts_in_order")


@dataclass(frozen=True)
class Drop:
    """The barricades of one closure: where they go, when the street closes, and whom to call."""

    area: str
    reference: str
    date: dt.date
    street: str
    from_street: str
    to_street: str
    starts: dt.time
    ends: dt.time
    barricades: str
    left_at: str
    host: str
    phone: str
    is_picked_up: bool

    @property
    def times(self):
        return wording.time_range(self.starts, self.ends)

    @property
    def day(self):
        return wording.day(self.date)

    @property
    def sort_key(self):
        return self.area == NOWHERE, self.area.casefold(), self.date, self.street.casefold(), self.from_street

    def cells(self):
        """The cells of a line of the file, in the order of HEADER."""
        return [
            self.area, self.date, self.street, self.from_street, self.to_street, f"{self.starts:%H:%M}",
            f"{self.ends:%H:%M}", self.barricades, self.left_at, self.reference, self.host, self.phone,
        ]  # fmt: skip


def drops_of(edition):
    """The Drops of an edition's public closures that need the city's barricades, by area. Six queries at most."""
    layer = edition.community.layers.filter(slug=edition.policy.delivery_layer).first()
    closures = Closure.objects.public().in_edition(edition).exclude(barricades=Barricades.OWN)
    closures = closures.select_related("party__neighborhood").defer("party__neighborhood__outline", "line")
    closures = closures.prefetch_related(HOSTS, DISTRICTS)
    return sorted((_drop(closure, layer) for closure in closures), key=lambda drop: drop.sort_key)


def by_area(drops):
    """[(area, its Drops)] of Drops in their order."""
    return [(area, list(group)) for area, group in groupby(drops, key=lambda drop: drop.area)]


def _drop(closure, layer):
    party, host = closure.party, closure.party.main_host()
    return Drop(
        area=_area_of(party, layer),
        reference=party.reference,
        date=party.date,
        street=closure.street,
        from_street=closure.from_street,
        to_street=closure.to_street,
        starts=closure.starts,
        ends=closure.ends,
        barricades=WAYS[closure.barricades],
        left_at=closure.barricades_at,
        host=host.name if host else "",
        phone=phones.pretty(host.phone) if host and host.phone else "",
        is_picked_up=closure.barricades == Barricades.PICKUP,
    )


def _area_of(party, layer):
    if layer is not None:
        return by_layer(party).get(layer.pk) or NOWHERE
    return party.neighborhood.name if party.neighborhood else NOWHERE
