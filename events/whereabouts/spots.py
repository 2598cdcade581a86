"""Where a house number, a block or a crossing lies, looked up by index in the rows of a community's files."""

from dataclasses import dataclass
from itertools import pairwise
from math import cos, hypot, radians

from django.db.models import Max, Min, Q

from events.lib.geometry import distance_m
from events.lib.matching import block_of, name_of
from events.models import AddressPoint, Segment

IN_RANGE, IN_BLOCK, NEAR_NUMBER, NO_NUMBER = 1, 2, 9, 14  # what it costs that a street does not have the very number
NEAR = 200  # house numbers
FAR_BEHIND = 15  # points: what is so much less like what was typed is not meant
SAME_CORNER_M = 60


@dataclass
class Spot:
    """A place along a street; `kind` as in search.Place."""

    street: object
    score: float
    kind: str
    lat: float
    lng: float
    number: str = ""


def at_number(streets, asked, *, most):
    """The Spots of a house number or block on the `most` likeliest of (street, score) pairs, best first.

    A constant number of queries, the fewer the surer the answer is: the exact number first, then the ranges and the
    blocks, then the nearest numbers, each only for streets that can still be meant.
    """
    exact = {} if asked.is_block else _exact(streets, asked)
    spots = [
        _spot(street, score, asked, exact[street.addresses]) for street, score in streets if street.addresses in exact
    ]
    rest = _can_be_meant([pair for pair in streets if pair[0].addresses not in exact], spots, IN_RANGE)[:most]
    ranges = _ranges(rest, block_of(asked.number))
    blocks = _blocks([pair for pair in rest if not _is_covered(ranges.get(pair[0].segments, ()), asked)], asked.number)
    lost = []
    for street, score in rest:
        spot = _spot(street, score, asked, None, ranges.get(street.segments, ()), blocks.get(street.addresses, ()))
        if spot:
            spots.append(spot)
        else:
            lost.append((street, score))
    spots += _nearest(_can_be_meant(lost, spots, NEAR_NUMBER), asked.number)
    return sorted(spots, key=lambda spot: -spot.score)


def _can_be_meant(streets, spots, cost):
    """The (street, score) pairs that at that cost are not far behind the best of the spots and pairs."""
    best = max([spot.score for spot in spots] + [score - cost for _, score in streets], default=0)
    return [pair for pair in streets if pair[1] - cost >= best - FAR_BEHIND]


def _is_covered(segments, asked):
    """Whether segments alone tell the place."""
    whole_block = asked.is_block or asked.number % 100 == 0
    return any(whole_block or row.low <= asked.number <= row.high for row in segments)


def _spot(street, score, asked, point, segments=(), points=()):
    """The Spot on one street: at the point, along the segments or between the block's points; None without any."""
    number, block = f"{asked.number}{asked.letter}", str(block_of(asked.number)[0])
    if point:
        return Spot(street, score, "address", *point, number)
    if not segments and not points:
        return None
    if asked.is_block or asked.number % 100 == 0:
        cost = 0 if asked.is_block else IN_RANGE
        return Spot(street, score - cost, "block", *_middle(segments, points, asked.number), block)
    for segment in segments:
        if segment.low <= asked.number <= segment.high:
            return Spot(street, score - IN_RANGE, "range", *_along(segment, asked.number), number)
    if points:
        return Spot(street, score - IN_BLOCK, "range", *_between(points, asked.number), number)
    return Spot(street, score - IN_BLOCK - 1, "block", *_middle(segments, [], asked.number), block)


def _exact(streets, asked):
    """{address street: point} of the very number, the letter's own point first."""
    ids = [street.addresses for street, _ in streets if street.addresses]
    rows = AddressPoint.objects.filter(street__in=ids, number=asked.number) if ids else AddressPoint.objects.none()
    found = {}
    for pk, letter, lat, lng in rows.values_list("street", "letter", "lat", "lng"):
        rank = (letter.upper() != asked.letter, letter)
        if pk not in found or rank < found[pk][0]:
            found[pk] = (rank, (lat, lng))
    return {pk: point for pk, (_, point) in found.items()}


def _ranges(streets, block):
    """{segment street: segments} that have house numbers of the block."""
    ids = [street.segments for street, _ in streets if street.segments]
    found = {}
    if ids:
        rows = Segment.objects.filter(street__in=ids, low__lte=block[-1], high__gte=block[0]).order_by("low")
        for row in rows.values_list("street", "low", "high", "runs_up", "line", "lat", "lng", named=True):
            found.setdefault(row.street, []).append(row)
    return found


def _blocks(streets, number):
    """{address street: [(number, lat, lng), ...]} of the block that the number is on."""
    ids, block = [street.addresses for street, _ in streets if street.addresses], block_of(number)
    found = {}
    if ids:
        rows = AddressPoint.objects.filter(street__in=ids, number__range=(block[0], block[-1])).order_by("number")
        for pk, *point in rows.values_list("street", "number", "lat", "lng"):
            found.setdefault(pk, []).append(point)
    return found


def _nearest(streets, number):
    """Spots on streets that do not have the block: at the nearest house number there is, as the street's own spot."""
    if not streets:
        return []
    ids = [street.addresses for street, _ in streets if street.addresses]
    points = AddressPoint.objects.filter(street__in=ids)
    ends = points.values("street").annotate(
        below=Max("number", filter=Q(number__lt=number)), above=Min("number", filter=Q(number__gt=number))
    )
    wanted = {}
    for pk, *nearest in ends.values_list("street", "below", "above") if ids else ():
        wanted[pk] = min((end for end in nearest if end is not None), key=lambda end: abs(end - number), default=number)
    places = {street: (lat, lng) for street, lat, lng in _points_at(points, wanted)}
    rest = [pair for pair in streets if pair[0].addresses not in places]
    spots = []
    for street, score in streets:
        if street.addresses in places:
            cost = NEAR_NUMBER if abs(wanted[street.addresses] - number) <= NEAR else NO_NUMBER
            spots.append(Spot(street, score - cost, "street", *places[street.addresses]))
    spots += [Spot(street, score - NO_NUMBER, "street", lat, lng) for street, lat, lng, score in _by_segments(rest)]
    return spots


def _points_at(points, wanted):
    if not wanted:
        return []
    which = Q()
    for pk, number in wanted.items():
        which |= Q(street=pk, number=number)
    return points.filter(which).values_list("street", "lat", "lng")


def middles(streets):
    """(street, lat, lng, score) for each of the (street, score) pairs: the middle one of its segments or numbers."""
    found = list(_by_segments(streets))
    placed = {id(street) for street, *_ in found}
    rest = [pair for pair in streets if id(pair[0]) not in placed]
    ids = [street.addresses for street, _ in rest if street.addresses]
    if ids:
        points = AddressPoint.objects.filter(street__in=ids)
        ends = points.values("street").values_list("street", Min("number"), Max("number"))
        which = Q()
        for pk, low, high in ends:
            which |= Q(street=pk, number__gte=(low + high) // 2)
        middle = dict(points.filter(which).values("street").values_list("street", Min("number"))) if which else {}
        places = {pk: (lat, lng) for pk, lat, lng in _points_at(points, middle)}
        found += [(street, *places[street.addresses], score) for street, score in rest if street.addresses in places]
    return sorted(found, key=lambda row: -row[3])


def _by_segments(streets):
    ids = [street.segments for street, _ in streets if street.segments]
    rows = {}
    if ids:
        for pk, lat, lng in (
            Segment.objects.filter(street__in=ids).order_by("street", "low", "pk").values_list("street", "lat", "lng")
        ):
            rows.setdefault(pk, []).append((lat, lng))
    for street, score in streets:
        if street.segments in rows:
            of_street = rows[street.segments]
            yield street, *of_street[len(of_street) // 2], score


def crossings(ones, others):
    """(street, cross street, lat, lng, score) for each corner of two streets, by the names that segments end at.

    `ones` and `others` are (street, score) pairs of what was typed before and after "and". One query.
    """
    mine, theirs = _with_segments(ones), _with_segments(others)
    if not mine or not theirs:
        return []
    which = _ends_at(mine, theirs) | _ends_at(theirs, mine)
    corners = []
    for pk, start, end, line in Segment.objects.filter(which).values_list("street", "from_street", "to_street", "line"):
        for name, (lng, lat) in ((start, line[0]), (end, line[-1])):
            for street, cross in _pairs(pk, name, mine, theirs):
                is_known = any(
                    corner[0] is street[0]
                    and corner[1] is cross[0]
                    and distance_m(lat, lng, *corner[2:4]) < SAME_CORNER_M
                    for corner in corners
                )
                if street[0] is not cross[0] and not is_known:
                    corners.append((street[0], cross[0], lat, lng, street[1] + cross[1] - 100))
    return corners


def _with_segments(streets):
    return {street.segments: (street, score) for street, score in streets if street.segments}


def _ends_at(streets, crosses):
    """The segments of some streets that begin or end at one of the others."""
    names = {name for street, _ in crosses.values() for name in _short_names(street.name)}
    return Q(street__in=streets) & (Q(from_street__in=names) | Q(to_street__in=names))


def _pairs(pk, name, mine, theirs):
    """The (street, cross street) pairs that a segment of one, which ends at the other's name, tells of."""
    if pk in mine:
        yield from ((mine[pk], cross) for cross in theirs.values() if name in _short_names(cross[0].name))
    if pk in theirs:
        yield from ((street, theirs[pk]) for street in mine.values() if name in _short_names(street[0].name))


def _short_names(name):
    """A street's name as files write it at corners: "S Grand Blvd", and also "S Grand", "Grand Blvd", "Grand"."""
    words, parts = name.split(), name_of(name)
    shorter = words[:-1] if parts.suffix and len(words) > 1 else words
    start = 1 if parts.direction and len(shorter) > 1 and words[0] == parts.direction else 0
    return {name, " ".join(shorter), " ".join(words[start:]), " ".join(shorter[start:])}


def _middle(segments, points, number):
    """The middle of a block: of the segment with most of its numbers, else of its address points."""
    block = block_of(number)
    if segments:

        def share(row):
            return min(row.high, block[-1]) - max(row.low, block[0]), -abs((row.low + row.high) / 2 - block[50])

        best = max(segments, key=share)
        return best.lat, best.lng
    lats, lngs = [lat for _, lat, _ in points], [lng for _, _, lng in points]
    return sum(lats) / len(lats), sum(lngs) / len(lngs)


def _between(points, number):
    """The estimated place of a number among (number, lat, lng) of its block, on its own side of the street."""
    side = [point for point in points if point[0] % 2 == number % 2] or points
    below = [point for point in side if point[0] < number]
    above = [point for point in side if point[0] > number]
    if not below or not above:
        nearest = min(side, key=lambda point: abs(point[0] - number))
        return nearest[1], nearest[2]
    low, high = below[-1], above[0]
    share = (number - low[0]) / (high[0] - low[0])
    return low[1] + (high[1] - low[1]) * share, low[2] + (high[2] - low[2]) * share


def _along(segment, number):
    """The estimated place of a number along a segment's line."""
    share = (number - segment.low) / (segment.high - segment.low) if segment.high > segment.low else 0.5
    line = segment.line if segment.runs_up else segment.line[::-1]
    wide = cos(radians(segment.lat))
    steps = [hypot((b[0] - a[0]) * wide, b[1] - a[1]) for a, b in pairwise(line)]
    left = sum(steps) * share
    for step, (a, b) in zip(steps, pairwise(line), strict=True):
        if step and left <= step:
            part = left / step
            return a[1] + (b[1] - a[1]) * part, a[0] + (b[0] - a[0]) * part
        left -= step
    return line[-1][1], line[-1][0]
