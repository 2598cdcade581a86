"""In which order to walk to a few places that are each open for some hours, and when to be where.

All times are minutes since midnight, distances metres along the globe. Walking is reckoned at an easy pace, with
children along, and a third longer than the crow flies, since streets go around blocks.
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from itertools import pairwise, permutations

from events.lib.geometry import distance_m

METRES_A_MINUTE = 65  # 2.4 miles an hour
AROUND_BLOCKS = 1.3
LEAST_STAY = 15  # minutes for which it is worth going
GOOD_STAY = 30
ROUND = 5  # minutes: nobody comes at 6:42
MOST_STOPS = 5  # every order is tried: 325 of them


@dataclass(frozen=True)
class Place:
    """A place to go to, open from `starts` to `ends`."""

    key: Hashable
    lat: float
    lng: float
    starts: int
    ends: int


@dataclass(frozen=True)
class Stop:
    """One stop: when to come and when to leave, and how far it is from the stop before (0 at the first without a
    start)."""

    key: Hashable
    arrive: int
    leave: int
    metres: float
    minutes: int


@dataclass(frozen=True)
class Walk:
    """The stops in order, and the keys of the places that cannot be reached in time."""

    stops: tuple[Stop, ...]
    missed: tuple[Hashable, ...] = ()

    @property
    def metres(self) -> float:
        return sum(stop.metres for stop in self.stops)

    @property
    def minutes(self) -> int:
        """How long one walks in all."""
        return sum(stop.minutes for stop in self.stops)


def walk(places: Sequence[Place], *, start: tuple[float, float] | None = None) -> Walk:
    """The order in which most of the places are reached with time to stay, by the shortest way of the calmest ones.

    Calm is to stand about little before a place opens, and to have half an hour at each stop where that is possible.

    `start` is where one sets out (latitude, longitude). Places that fit in no order with the others are `missed`. At
    most MOST_STOPS places; ValueError for more. Time is shared evenly between the stops as far as hours allow.
    """
    if len(places) > MOST_STOPS:
        raise ValueError(f"At most {MOST_STOPS} places can be put in order.")
    for number in range(len(places), 0, -1):
        orders = [order for order in permutations(places, number) if _works(order)]
        if orders:
            best = min(orders, key=lambda order: (*_unrest(order, start), _length(order, start), _order_of(order)))
            reached = {place.key for place in best}
            return Walk(_timed(best, start), tuple(one.key for one in places if one.key not in reached))
    return Walk((), tuple(place.key for place in places))


def minutes_for(metres: float) -> int:
    """How many minutes a walk of so many metres as the crow flies takes, rounded up."""
    return -int(-metres * AROUND_BLOCKS // METRES_A_MINUTE)


def _works(order):
    """Whether one comes to every place of the order with the least stay left there and at all before."""
    now = order[0].starts
    for index, place in enumerate(order):
        if index:
            now = max(place.starts, now + LEAST_STAY + _minutes(order[index - 1], place))
        if now + LEAST_STAY > place.ends:
            return False
    return True


def _latest(order):
    """The latest minute to come to each place of an order that works, so that the rest can still be reached."""
    latest = [place.ends - LEAST_STAY for place in order]
    for index in range(len(order) - 2, -1, -1):
        onward = latest[index + 1] - _minutes(order[index], order[index + 1]) - LEAST_STAY
        latest[index] = min(latest[index], onward)
    return latest


def _timed(order, start):
    """The stops of an order that works, time shared evenly as far as hours allow."""
    latest = _latest(order)
    ways = [distance_m(*start, order[0].lat, order[0].lng) if start else 0]
    ways += [_metres(one, other) for one, other in pairwise(order)]
    on_foot = sum(minutes_for(way) for way in ways[1:])
    share = (max(place.ends for place in order) - order[0].starts - on_foot) // len(order)
    stops, arrive = [], order[0].starts
    for index, (place, way) in enumerate(zip(order, ways, strict=True)):
        if index:
            arrive = max(place.starts, stops[-1].leave + minutes_for(way))
            arrive = min(arrive + -arrive % ROUND, max(arrive, latest[index]))
        last, long_enough = place.ends, arrive + max(share - share % ROUND, LEAST_STAY)
        if index + 1 < len(order):
            onward = minutes_for(ways[index + 1])
            last = min(last, latest[index + 1] - onward)
            long_enough = max(long_enough, order[index + 1].starts - onward)
        leave = min(long_enough, last)
        stops.append(Stop(place.key, arrive, leave, way * AROUND_BLOCKS, minutes_for(way)))
    return tuple(stops)


def _length(order, start):
    """Metres of the way, from the start where there is one; rounded, so that a way and its way back are equal."""
    first = distance_m(*start, order[0].lat, order[0].lng) if start else 0
    return round(first + sum(_metres(one, other) for one, other in pairwise(order)))


def _unrest(order, start):
    """(quarters of an hour between stops neither at a place nor on the way, minutes missing at the shortest stop)."""
    stops = _timed(order, start)
    idle = sum(after.arrive - stop.leave - after.minutes for stop, after in pairwise(stops))
    return idle // 15, max(GOOD_STAY - min(stop.leave - stop.arrive for stop in stops), 0)


def _order_of(order):
    """What decides between equal ways: what opens and closes early comes first, then the keys."""
    pairs = list(pairwise(order))
    late = sum(max(0, one.starts - other.starts) + max(0, one.ends - other.ends) for one, other in pairs)
    return late, tuple(str(place.key) for place in order)


def _metres(one, other):
    return distance_m(one.lat, one.lng, other.lat, other.lng)


def _minutes(one, other):
    return minutes_for(_metres(one, other))
