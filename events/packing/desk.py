"""Which kits are to be packed and handed out, and how many of what go where."""

from dataclasses import dataclass, field

from django.db.models import Count, F, Prefetch, Q

from events.checks import place_in_words
from events.lib.phones import pretty
from events.models import Host, Kit, KitItem, Night, Party, Review

OPEN, DONE = "open", "done"
TABS = {OPEN: "To hand over", DONE: "Handed over"}
NOWHERE = "none"
IS_DONE = Q(kit__handed_over_at__isnull=False)


def wanted_in(edition):
    """The edition's approved parties that want a kit, each with its kit where there is a row for it.

    A party that is off needs none any more; one that has its kit already stays among those handed over.
    """
    wanted = Party.objects.in_edition(edition).filter(review=Review.APPROVED, kit_wanted=True)
    return wanted.filter(~Q(night=Night.NOT_HAPPENING) | IS_DONE)


def in_tab(parties, tab):
    return parties.filter(IS_DONE) if tab == DONE else parties.exclude(IS_DONE)


def at_place(parties, place):
    """The parties that pick up at a place (its id as text), nowhere yet ('none'), or anywhere ('')."""
    if place == NOWHERE:
        return parties.filter(kit__place__isnull=True)
    return parties.filter(kit__place=int(place)) if place else parties


def for_list(parties):
    """The parties as the list shows them: by place, then street; kits, hosts and areas at hand."""
    items = Prefetch("kit__items", KitItem.objects.order_by("position", "id"))
    hosts = Prefetch("hosts", Host.objects.filter(role=Host.Role.MAIN), to_attr="main_hosts")
    rows = parties.select_related("edition", "neighborhood", "kit__place", "kit__handed_over_by")
    first = F("kit__place__position").asc(nulls_last=True)
    return rows.prefetch_related(items, hosts).order_by(first, "kit__place__name", "street", "number", "reference")


@dataclass(frozen=True)
class Row:
    """One kit in the list: for whom, what is in it, where it is picked up, and whether it was handed over."""

    party: Party
    name: str
    host: str
    phone: str
    items: str
    place: object
    kit: Kit | None

    @classmethod
    def of(cls, party, offered):
        """`offered` are the edition's items: all of them are in a kit of which nothing was said."""
        kit = getattr(party, "kit", None)
        host = party.main_hosts[0] if party.main_hosts else None
        items = kit.items.all() if kit else offered
        return cls(
            party=party,
            name=place_in_words(party),
            host=host.name if host else "",
            phone=pretty(host.phone) if host and host.phone else "",
            items=", ".join(in_words(item) for item in items),
            place=kit.place if kit else None,
            kit=kit,
        )


@dataclass
class Pile:
    """What goes to one place: `kits` in all, `left` of them not handed over, `items` the number of each item."""

    place: object
    kits: int = 0
    left: int = 0
    items: list = field(default_factory=list)


def piles_of(edition, parties):
    """([the heads of the columns], a Pile for each pickup place and for none, and one of all) of the kits to pack.

    Three queries, however many parties there are.
    """
    places, offered = list(edition.pickup_places.all()), list(edition.kit_items.all())
    counted = (
        parties.order_by()
        .values("kit__place")
        .annotate(kits=Count("pk"), done=Count("pk", filter=IS_DONE), unsaid=Count("pk", filter=Q(kit__isnull=True)))
    )
    held = Kit.items.through.objects.filter(kit__party__in=parties).values("kit__place", "kititem")
    numbers = {(row["kit__place"], row["kititem"]): row["number"] for row in held.annotate(number=Count("pk"))}
    piles = {place and place.pk: Pile(place) for place in (*places, None)}
    unsaid = 0
    for row in counted:
        pile = piles[row["kit__place"]]
        pile.kits, pile.left = row["kits"], row["kits"] - row["done"]
        unsaid += row["unsaid"]
    for pk, pile in piles.items():
        more = unsaid if pk is None else 0
        pile.items = [(numbers.get((pk, item.pk), 0) + more) * item.per_kit for item in offered]
    shown = [pile for pile in piles.values() if pile.kits or pile.place]
    whole = Pile(None, sum(pile.kits for pile in shown), sum(pile.left for pile in shown))
    whole.items = [sum(column) for column in zip(*(pile.items for pile in shown), strict=True)]
    return [item.label("en") for item in offered], shown, whole


def in_words(item):
    """An item as the packer reads it: "Yard sign", "6 × Wristbands"."""
    return item.label("en") if item.per_kit == 1 else f"{item.per_kit} × {item.label('en')}"
