"""The figures of a community's nights: how many parties, held or not, how many people, by area and kind of host.

Registered are the parties that were sent and not merged into another one. All other figures count approved parties, as
they stand now: one that was called off is among the registered alone. What nobody has said is "not known yet".
"""

from collections import defaultdict
from dataclasses import dataclass, fields

from django.db.models import Count, Q, Sum

from events.models import Closure, HostKind, Outcome, Party, Review, VisitRequest

NEIGHBORHOOD, KIND = "neighborhood", "kind"
NOT_PLACED = "Not placed"
ELSEWHERE = "In no district"
APPROVED = Q(review=Review.APPROVED)
COUNTED = {
    "registered": Count("pk"),
    "approved": Count("pk", filter=APPROVED),
    "held": Count("pk", filter=APPROVED & Q(outcome=Outcome.HELD)),
    "not_held": Count("pk", filter=APPROVED & Q(outcome=Outcome.NOT_HELD)),
    "unknown": Count("pk", filter=APPROVED & Q(outcome=Outcome.UNKNOWN)),
    "attendance": Sum("attendance", filter=APPROVED),
    "closures": Count("pk", filter=APPROVED & Q(closure__state=Closure.State.APPROVED)),
    "returning": Count("pk", filter=APPROVED & Q(previous__isnull=False)),
}


@dataclass(frozen=True)
class Figures:
    """One line of figures."""

    registered: int = 0
    approved: int = 0
    held: int = 0
    not_held: int = 0
    unknown: int = 0
    attendance: int = 0
    closures: int = 0
    returning: int = 0
    visits: int = 0

    def __add__(self, other):
        return Figures(*(mine + theirs for mine, theirs in zip(self.cells, other.cells, strict=True)))

    def __sub__(self, other):
        """What is left; never below nothing, where an area overlaps another one of its layer."""
        return Figures(*(max(mine - theirs, 0) for mine, theirs in zip(self.cells, other.cells, strict=True)))

    @property
    def cells(self):
        """The numbers in the order of HEADS."""
        return [getattr(self, one.name) for one in fields(self)]


HEADS = {
    "registered": "Registered",
    "approved": "Approved",
    "held": "Held",
    "not_held": "Not held",
    "unknown": "Not known yet",
    "attendance": "People who came",
    "closures": "Streets closed",
    "returning": "Returning",
    "visits": "Visits asked for",
}


@dataclass(frozen=True)
class Line:
    """A line of a table: its name, its figures, and those of the night before, or None where there was none."""

    name: str
    figures: Figures
    before: Figures | None = None


class Report:
    """The figures of some nights (`editions`, newest first, of one community); ten queries, however many there are."""

    def __init__(self, community, editions):
        self.community, self.editions = community, editions
        self.layers = list(community.layers.all())
        self._by_kind = self._counted("host_kind")
        self._by_area = self._counted("neighborhood")
        self._by_district = self._counted("districts")
        self._areas = list(community.neighborhoods.order_by("name").values_list("pk", "name", "is_retired"))
        self._districts = defaultdict(list)
        for layer in self.layers:
            self._districts[layer.slug] = []
        rows = community.layers.filter(districts__isnull=False).order_by("districts__number")
        for slug, *row in rows.values_list("slug", "districts__pk", "districts__name", "districts__is_retired"):
            self._districts[slug].append(row)

    @property
    def ways(self):
        """[(key, words)] of the ways the figures can be broken down."""
        named = [(layer.slug, layer.name) for layer in self.layers]
        return [(NEIGHBORHOOD, "Neighborhood"), (KIND, "Kind of host"), *named]

    def total(self, edition):
        """The figures of a whole night."""
        return sum(self._by_kind[edition.pk].values(), Figures())

    def before(self, edition):
        """The night before this one among the editions, or None."""
        return max((one for one in self.editions if one.date < edition.date), key=lambda one: one.date, default=None)

    def years(self):
        """A line for each night, the newest first."""
        return [Line(str(edition.year), self.total(edition)) for edition in self.editions]

    def lines(self, way, edition):
        """The night's lines, broken down by `way` (a key of `ways`); what has nothing has a line of zeros."""
        before = self.before(edition)
        now, then = self._of(way, edition), self._of(way, before) if before else None
        return [Line(name, now[name], then[name] if then is not None else None) for name in now]

    def _of(self, way, edition):
        """{name: Figures} of one night, in the order of the table."""
        if way == KIND:
            found = self._by_kind[edition.pk]
            return {str(label): found.get(value, Figures()) for value, label in HostKind.choices}
        if way == NEIGHBORHOOD:
            return self._places(self._areas, self._by_area[edition.pk], self.total(edition), NOT_PLACED)
        return self._places(self._districts[way], self._by_district[edition.pk], self.total(edition), ELSEWHERE)

    def _places(self, places, found, total, rest):
        """The lines of areas, retired ones only where any night had a party there, and what is in none of them."""
        used = {key for night in (*self._by_area.values(), *self._by_district.values()) for key in night}
        named, left = {}, total
        for key, name, is_retired in places:
            if not is_retired or key in used:
                named[name] = named.get(name, Figures()) + found.get(key, Figures())
                left = left - found.get(key, Figures())
        return named | {rest: left}

    def _counted(self, column):
        """{edition's key: {value of the column: Figures}}. Two queries."""
        parties = Party.objects.filter(edition__in=self.editions, merged_into__isnull=True)
        parties = parties.exclude(review=Review.UNCONFIRMED).order_by()
        visits = VisitRequest.objects.filter(party__in=parties.filter(APPROVED)).order_by()
        asked = {
            (edition, value): number
            for edition, value, number in visits.values_list("party__edition", f"party__{column}").annotate(Count("pk"))
        }
        found = defaultdict(dict)
        for row in parties.values("edition", column).annotate(**COUNTED):
            key = row["edition"], row[column]
            numbers = {name: row[name] or 0 for name in COUNTED}
            found[key[0]][key[1]] = Figures(**numbers, visits=asked.get(key, 0))
        return found
