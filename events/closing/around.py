"""What else is closed around a closure at the same time, and whether people there can still drive out."""

import datetime as dt
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Q

from events.lib import wording
from events.lib.detour import Closing, Kind, Net, conflicts
from events.lib.geometry import Box, box_around
from events.lib.streets import same_street
from events.models import Closure, Night, PlaceFile, Review, Segment, Street

REACH_M = 500  # streets that are locked in are looked for as far as this around a closure
PIECE_M = 400  # a piece that reaches into that ground has its middle no farther away
BOXES_AT_ONCE = 40
SERIOUS = {Kind.TWICE, Kind.LOCKED}
COLUMNS = ["pk", "party__reference", "street", "from_street", "to_street", "party__date", "starts", "ends", "line"]
PIECE = ["pk", "street", "line", "lat", "lng"]


@dataclass(frozen=True)
class Around:
    """One thing between a closure and what is around it, in words for staff.

    `others` are the references of the other parties; `is_serious` tells what a coordinator should not approve unseen.
    """

    kind: str
    words: str
    others: tuple = ()
    is_serious: bool = False

    @property
    def short(self):
        """The same in a few words, for a list."""
        others = wording.and_list(self.others)
        if self.kind == Kind.TWICE:
            return f"Same stretch as {others}"
        if self.kind == Kind.TOUCHING:
            return f"Meets the closure of {others}"
        return f"No way around together with {others}" if others else "No other way out"


@dataclass(frozen=True)
class _Wish:
    """A closure as it stands beside others."""

    pk: int
    reference: str
    street: str
    from_street: str
    to_street: str
    date: dt.date
    starts: dt.time
    ends: dt.time
    line: list | None

    @cached_property
    def box(self):
        """The Box around its line, or None where no file tells it."""
        return _box_of(self.line) if self.line else None

    @property
    def closing(self):
        return Closing(self.pk, tuple(map(tuple, self.line or ())), self.starts, self.ends)

    @property
    def ends_at(self):
        return self.from_street, self.to_street

    def is_at_the_time_of(self, other):
        return self.date == other.date and self.starts < other.ends and other.starts < self.ends


def around(closure):
    """The Arounds of one closure, the serious ones first. Three queries."""
    return around_all(closure.party.edition, [closure])[closure.pk]


def around_all(edition, closures, *, alone=True):
    """{primary key: the Arounds} of an edition's closures, the serious ones first. Three queries, few more for many.

    Other closures count while they are asked for or approved. Without `alone`, a closure that has none close by is not
    asked whether it locks a street in by itself, which is what costs most in a long list.
    """
    wishes = _wishes(edition, {closure.party.date for closure in closures})
    mine = [wishes[closure.pk] for closure in closures if closure.pk in wishes]
    close = {wish.pk: _close_to(wish, wishes.values()) for wish in mine}
    drawn = [wish for wish in mine if wish.line and (alone or any(other.line for other in close[wish.pk]))]
    pieces = _pieces(edition.community, [_grown(wish.box, REACH_M + PIECE_M) for wish in drawn])
    found = {closure.pk: [] for closure in closures}
    for wish in mine:
        told = _by_streets(wish, close[wish.pk], pieces) if wish in drawn else []
        told += _by_names(wish, [other for other in close[wish.pk] if not (wish.line and other.line)])
        found[wish.pk] = sorted(told, key=lambda one: not one.is_serious)
    return found


def _wishes(edition, days):
    """{primary key: _Wish} of the closures on those days that are asked for or approved. One query."""
    rows = Closure.objects.in_edition(edition).live().filter(party__date__in=days)
    rows = rows.exclude(state=Closure.State.DECLINED).exclude(party__review=Review.UNCONFIRMED)
    rows = rows.exclude(party__night=Night.NOT_HAPPENING)
    return {row[0]: _Wish(*row) for row in rows.values_list(*COLUMNS)}


def _close_to(wish, wishes):
    """The others at the same time whose stretch is near, or whose place no file tells."""
    at_the_time = [other for other in wishes if other.pk != wish.pk and wish.is_at_the_time_of(other)]
    if wish.box is None:
        return at_the_time
    ground = _grown(wish.box, REACH_M)
    return [other for other in at_the_time if other.box is None or _meet(ground, other.box)]


def _pieces(community, boxes):
    """[(street's name, line, lat, lng)] of the community's street file in use, in and around the boxes.

    Two queries, more beyond 40 boxes: first by place alone, since in one a database would rather read the whole file.
    """
    found = {}
    for start in range(0, len(boxes), BOXES_AT_ONCE):
        where = Q()
        for box in boxes[start : start + BOXES_AT_ONCE]:
            where |= Q(lat__gte=box.south, lat__lte=box.north, lng__gte=box.west, lng__lte=box.east)
        found.update((row[0], row[1:]) for row in Segment.objects.filter(where).values_list(*PIECE))
    in_use = Street.objects.filter(file__community=community, file__state=PlaceFile.State.IN_USE)
    names = {street.pk: street.name for street in in_use.in_bulk({row[0] for row in found.values()}).values()}
    return [(names[street], line, lat, lng) for street, line, lat, lng in found.values() if street in names]


def _by_streets(wish, others, pieces):
    """What the net of streets around tells: pieces closed twice, streets locked in, closures that touch."""
    ground, wide = _grown(wish.box, REACH_M), _grown(wish.box, REACH_M + PIECE_M)
    near = [(name, line) for name, line, lat, lng in pieces if _holds(wide, lat, lng)]
    net = Net(near, outside=lambda node: not _holds(ground, node[1], node[0]))
    by_pk = {other.pk: other for other in others}
    closings = [wish.closing, *(other.closing for other in others if other.line)]
    return [_said(wish, one, by_pk) for one in conflicts(net, closings, wish.pk)]


def _said(wish, conflict, by_pk):
    others = [by_pk[key] for key in conflict.keys if key != wish.pk]
    references = tuple(other.reference for other in others)
    streets = wording.and_list(conflict.streets) or wish.street
    if conflict.kind == Kind.TWICE:
        words = f"{streets}: the same stretch is asked for by another party too, {_overlap(wish, others)}."
    elif conflict.kind == Kind.TOUCHING:
        words = f"It meets the closure of {_stretch(others[0])} at the corner of {streets}."
    elif others:
        stretches = wording.and_list(_stretch(other) for other in others)
        words = (
            f"While {stretches} is closed too, {_overlap(wish, others)}, nobody can drive out of {streets}: "
            "the way around is closed as well."
        )
    else:
        words = f"While it is closed, nobody can drive out of {streets}: there is no other way."
    return Around(conflict.kind.value, words, references, conflict.kind in SERIOUS)


def _by_names(wish, others):
    """What the names alone tell where no file has the stretch."""
    found = []
    for other in others:
        if not same_street(wish.street, other.street):
            continue
        shared = [name for name in wish.ends_at if any(same_street(name, end) for end in other.ends_at)]
        if len(shared) == 2:
            words = f"{wish.street}: the same stretch is asked for by another party too, {_overlap(wish, [other])}."
            found.append(Around(Kind.TWICE.value, words, (other.reference,), True))
        elif shared:
            words = f"It meets the closure of {_stretch(other)} at the corner of {wish.street} and {shared[0]}."
            found.append(Around(Kind.TOUCHING.value, words, (other.reference,)))
    return found


def _stretch(wish):
    return f"{wish.street} from {wish.from_street} to {wish.to_street}"


def _overlap(wish, others):
    """From when to when all of them are closed, in words."""
    starts = max(one.starts for one in (wish, *others))
    return wording.time_range(starts, min(one.ends for one in (wish, *others)))


def _box_of(line):
    points = [point for part in line for point in part]
    lngs, lats = [point[0] for point in points], [point[1] for point in points]
    return Box(min(lats), min(lngs), max(lats), max(lngs))


def _grown(box, metres):
    low, high = box_around(box.south, box.west, metres), box_around(box.north, box.east, metres)
    return Box(low.south, low.west, high.north, high.east)


def _meet(one, other):
    return one.south <= other.north and other.south <= one.north and one.west <= other.east and other.west <= one.east


def _holds(box, lat, lng):
    return box.south <= lat <= box.north and box.west <= lng <= box.east
