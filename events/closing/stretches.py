"""Which pieces of a street lie between two cross streets, in a community's file of streets."""

import heapq
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from events.lib.geometry import distance_m
from events.lib.matching import fold, name_of
from events.lib.streets import same_street
from events.models import Segment
from events.whereabouts.names import names_of

NODE_DECIMALS = 5  # ends within about a meter are one corner, as in the reading of the file
MOST_LIKE = 6  # streets that a typed name can stand for
DEAD_ENDS = {"deadend", "theend", "end", "culdesac", "callejonsinsalida", "sinsalida"}


@dataclass(frozen=True)
class Stretch:
    """The Segments from one cross street to another, in that order; empty where they were not found.

    `line` is ([[lng, lat], ...], ...), a part for each segment, running from the first cross street to the last.
    `crossings` are the names of the streets that cross in between, `corners` those that meet it at its first and at its
    last end, as far as the file says. `street` is the name in the file; `missing` the
    typed name that no street of the file bears. `is_checked` is False where the community has no file of streets.
    """

    segments: tuple = ()
    line: tuple = ()
    length_m: float = 0
    crossings: tuple = ()
    corners: tuple = ((), ())
    street: str = ""
    missing: str = ""
    is_checked: bool = True

    @property
    def is_known(self):
        return bool(self.segments)

    @property
    def blocks(self):
        return len(self.crossings) + 1 if self.segments else 0

    @property
    def is_main(self):
        return self._has(Segment.RoadClass.MAIN)

    @property
    def is_highway(self):
        return self._has(Segment.RoadClass.HIGHWAY)

    @property
    def has_bus(self):
        return any(segment.is_bus_route for segment in self.segments)

    def names_for(self, street, from_street, to_street):
        """The three names as the file writes them, for those typed; a typed one stays where the file tells no other."""
        if not self.is_known:
            return street, from_street, to_street
        typed = zip((from_street, to_street), self.corners, strict=True)
        return self.street, *(
            next((name for name in corner if same_street(name, text)), text) for text, corner in typed
        )

    @cached_property
    def middle(self):
        """(lat, lng) of the middle segment, or None."""
        if not self.segments:
            return None
        segment = self.segments[len(self.segments) // 2]
        return segment.lat, segment.lng

    def _has(self, road_class):
        return any(segment.road_class == road_class for segment in self.segments)


def node_of(point):
    """The corner at which an end [lng, lat] of a segment lies."""
    return round(point[0], NODE_DECIMALS), round(point[1], NODE_DECIMALS)


def find(community, street, from_street, to_street, *, near=None):
    """The Stretch of `street` between two cross streets as a person writes them. Two queries.

    Typing mistakes and a missing suffix or direction are forgiven where both cross streets meet the street. Of several
    streets that fit, the one most like what was typed is taken, then the one nearest to the point `near` (lat, lng);
    of several ways the shortest. One end may be a dead end.
    """
    names = names_of(community)
    if names is None or not any(known.segments for known in names.streets):
        return Stretch(is_checked=False)
    mine = [(known.segments, cost) for known, cost in _meant(names, street) if known.segments]
    if not mine:
        return Stretch(missing=street)
    crosses = [_Cross(text, names) for text in (from_street, to_street)]
    asked = {pk for pk, _cost in mine}.union(*(cross.streets for cross in crosses))
    net = _Net(Segment.objects.filter(street__in=asked).select_related("street").order_by("pk"))
    ways, met = [], [False, False]
    for pk, cost in mine:
        ends = [cross.ends(net, pk) for cross in crosses]
        met = [was or bool(nodes) for was, nodes in zip(met, ends, strict=True)]
        path = net.way(pk, *ends)
        if path:
            far = distance_m(*near, path[0][0].lat, path[0][0].lng) if near else 0
            ways.append((cost, far, path))
    if ways:
        return _stretch(net, min(ways, key=lambda way: way[:2])[2])
    lost = [cross.text for cross, was in zip(crosses, met, strict=True) if not was and not cross.streets]
    return Stretch(missing=lost[0] if lost else "")


def _meant(names, text):
    """(KnownStreet, cost) of the streets that a text can stand for; one of a wrong direction is none of them."""
    typed = name_of(text).direction
    for position, score in names.street_names.rank(text, limit=MOST_LIKE):
        known = names.streets[position]
        direction = name_of(known.name).direction
        if not typed or not direction or typed == direction:
            yield known, 100 - score


class _Cross:
    """A cross street as typed: `streets` are the primary keys of those in the file that it can stand for."""

    def __init__(self, text, names):
        self.text, typed = text, name_of(text)
        self.is_dead_end = "".join(fold(text)) in DEAD_ENDS
        found = [] if self.is_dead_end else list(_meant(names, text))
        self.streets = {known.segments for known, _cost in found if known.segments}
        self.readings = [(0, typed, None)] if typed.core else []
        self.readings += [(cost, name_of(known.name), known.segments) for known, cost in found]

    def ends(self, net, pk):
        """The nodes of a street that are meant: those at which the likeliest of the readings meets it."""
        if self.is_dead_end:
            return net.dead_ends(pk)
        for _cost, name, cross in sorted(self.readings, key=lambda reading: reading[0]):
            nodes = net.meeting(pk, name, cross) if cross != pk else set()
            if nodes:
                return nodes
        return set()


class _Net:
    """The segments of some streets as a net: which nodes each connects, and which streets meet there."""

    def __init__(self, segments):
        self.steps = defaultdict(lambda: defaultdict(list))  # street: node: [(next node, segment)]
        self.named = defaultdict(set)  # (street, node): the names of the streets that the file says meet there
        for segment in segments:
            pk, first, last = segment.street_id, node_of(segment.line[0]), node_of(segment.line[-1])
            own = name_of(segment.street.name).core
            self.steps[pk][first].append((last, segment))
            self.steps[pk][last].append((first, segment))
            for node, name in ((first, segment.from_street), (last, segment.to_street)):
                if name and name_of(name).core != own:
                    self.named[pk, node].add(name)

    def meeting(self, pk, name, cross):
        """The nodes of a street at which another meets it: the file names it there, or they share the corner."""
        told = {
            node for node in self.steps[pk] if any(_is_same(name_of(other), name) for other in self.named[pk, node])
        }
        return told | (self.steps[pk].keys() & self.steps[cross].keys() if cross in self.steps else set())

    def dead_ends(self, pk):
        """The nodes at which a street ends and nothing meets it."""
        return {node for node, out in self.steps[pk].items() if len(out) == 1 and not self.named[pk, node]}

    def way(self, pk, firsts, lasts):
        """[(segment, is turned)] of the shortest way along a street from one of the nodes to one of the others."""
        ends = set(lasts)
        queue = [(0, number, node, ()) for number, node in enumerate(sorted(firsts))]
        heapq.heapify(queue)
        count, done = len(queue), set()
        while queue:
            length, _, node, path = heapq.heappop(queue)
            if node in ends and path:
                return list(path)
            if node in done:
                continue
            done.add(node)
            for after, segment in self.steps[pk][node]:
                if after not in done:
                    turned = node_of(segment.line[0]) != node
                    count += 1
                    heapq.heappush(queue, (length + _length_m(segment), count, after, (*path, (segment, turned))))
        return []


def _is_same(one, other):
    """Whether two names of files mean one street; what one of them leaves out is no difference."""
    return (
        one.core == other.core
        and (one.suffix == other.suffix or not one.suffix or not other.suffix)
        and (one.direction == other.direction or not one.direction or not other.direction)
    )


def _length_m(segment):
    return sum(distance_m(a[1], a[0], b[1], b[0]) for a, b in pairwise(segment.line))


def _stretch(net, path):
    line = tuple(segment.line[::-1] if turned else segment.line for segment, turned in path)
    pk, crossings = path[0][0].street_id, []
    for part in line[:-1]:
        names = net.named[pk, node_of(part[-1])]
        if names:
            crossings.append(min(names))
    return Stretch(
        segments=tuple(segment for segment, _turned in path),
        line=line,
        length_m=sum(_length_m(segment) for segment, _turned in path),
        crossings=tuple(crossings),
        corners=tuple(tuple(sorted(net.named[pk, node_of(end)])) for end in (line[0][0], line[-1][-1])),
        street=path[0][0].street.name,
    )
