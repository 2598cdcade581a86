"""A drawing of what is around a pin: neighborhoods, and the streets where the community has a file of them.

The person who placed it, or decides about it, sees it; the public never does. Units of the drawing are metres from the
pin, north is up.
"""

import math
from dataclasses import dataclass

from django.utils.translation import gettext as _

from events.lib.citymap import Frame
from events.lib.geometry import box_around, distance_m
from events.lib.streets import same_street
from events.models import PlaceFile, Segment, Street

WIDTH_M, HEIGHT_M = 720, 400
METRES_A_DEGREE = 111_195
MOST_STREETS = 400
MOST_NAMES = 14
LETTER_M = 9  # how wide a letter of a street's name is drawn
MAIN = {Segment.RoadClass.MAIN, Segment.RoadClass.HIGHWAY}
UNDER_PIN_M = 30
BLOCK_M = 60  # as near as this a piece of street is the one a block's pin is on


@dataclass(frozen=True)
class Line:
    """A piece of street: its path, its name, and where and how far turned the name is written ('' where it is not)."""

    path: str
    name: str
    road_class: str
    at: str = ""


@dataclass(frozen=True)
class PinMap:
    """What the template draws; `shift` brings the paths of areas, which are in the community's frame, to metres."""

    view_box: str
    shift: str
    areas: list
    streets: list


def around(community, lat, lng):
    """The PinMap of a pin (WGS 84 degrees), or None where the community has neither outlines nor streets. 3 queries."""
    areas, shift = _areas(community, lat, lng)
    streets = _drawn(streets_around(community, lat, lng, reach_m=WIDTH_M * 0.6), lat, lng)
    if not areas and not streets:
        return None
    box = f"{-WIDTH_M / 2:.0f} {-HEIGHT_M / 2:.0f} {WIDTH_M} {HEIGHT_M}"
    return PinMap(box, shift, areas, streets)


def streets_around(community, lat, lng, *, reach_m):
    """The Segments of the community's file in use around a point, the nearest first, each with its street.

    2 queries: first by place alone, since in one a database would rather read the whole file.
    """
    box = box_around(lat, lng, reach_m)
    pieces = Segment.objects.filter(lat__gte=box.south, lat__lte=box.north, lng__gte=box.west, lng__lte=box.east)
    pieces = sorted(pieces[: MOST_STREETS * 4], key=lambda piece: distance_m(lat, lng, piece.lat, piece.lng))
    in_use = Street.objects.filter(file__community=community, file__state=PlaceFile.State.IN_USE)
    streets = in_use.in_bulk({piece.street_id for piece in pieces})
    near = [piece for piece in pieces if piece.street_id in streets][:MOST_STREETS]
    for piece in near:
        piece.street = streets[piece.street_id]
    return near


def in_words(place, *, area, community):
    """A found place in one line: "2800 block of Lemp Ave, between Lynch St and Pestalozzi St, in Soulard"."""
    values = {"place": place.label, "area": area}
    crosses = _crosses(place, community)
    if crosses and area:
        first, last = crosses
        values |= {"first": first, "last": last}
        return _("%(place)s, between %(first)s and %(last)s, in %(area)s") % values
    return _("%(place)s, in %(area)s") % values if area else place.label


def crosses_of(community, street, lat, lng):
    """The two streets between which a point on a street is, or None where no file tells. Two queries."""
    for row in streets_around(community, lat, lng, reach_m=BLOCK_M * 3):
        if same_street(row.street.name, street) and row.from_street and row.to_street:
            return row.from_street, row.to_street
    return None


def _crosses(place, community):
    if place.kind not in ("address", "block", "range"):
        return None
    return crosses_of(community, place.street, place.lat, place.lng)


def _areas(community, lat, lng):
    """([(path, kind)], the transform that brings them to metres)."""
    if not community.frame:
        return [], ""
    frame = Frame.from_json(community.frame)
    box = box_around(lat, lng, WIDTH_M)
    rows = community.neighborhoods.current().filter(
        south__lte=box.north, north__gte=box.south, west__lte=box.east, east__gte=box.west
    )
    across = frame.width / (frame.east - frame.west)
    down = across / math.cos(math.radians((frame.south + frame.north) / 2))
    x, y = (lng - frame.west) * across, (frame.north - lat) * down
    metres = METRES_A_DEGREE / down
    shift = f"scale({metres:.3f}) translate({-x:.3f} {-y:.3f})"
    return [(row.path, row.kind) for row in rows.defer("outline") if row.path], shift


def _drawn(rows, lat, lng):
    """The Lines of Segments; each street's name stands once, on its longest piece, where there is room for it."""
    across = METRES_A_DEGREE * math.cos(math.radians(lat))
    lines, longest = [], {}
    for row in rows:
        points = [((x - lng) * across, (lat - y) * METRES_A_DEGREE) for x, y in row.line]
        lines.append([row, points, ""])
        length = math.dist(points[0], points[-1])
        fits = length > LETTER_M * len(row.street.name) * 0.8 and _is_inside(points)
        if fits and length > longest.get(row.street.name, (0, None))[0]:
            longest[row.street.name] = length, lines[-1]
    for _length, line in sorted(longest.values(), key=lambda found: -found[0])[:MOST_NAMES]:
        line[2] = _along(line[1])
    return [Line(_path(points), row.street.name, row.road_class, at) for row, points, at in lines]


def _is_inside(points):
    """Whether the middle of a line is well inside the drawing, and not under the pin."""
    x, y = (sum(pair) / 2 for pair in zip(points[0], points[-1], strict=True))
    return abs(x) < WIDTH_M * 0.42 and abs(y) < HEIGHT_M * 0.42 and math.hypot(x, y) > UNDER_PIN_M


def _along(points):
    """The transform that writes a name along a line, never upside down."""
    (x1, y1), (x2, y2) = points[0], points[-1]
    turn = math.degrees(math.atan2(y2 - y1, x2 - x1))
    turn = turn - 180 if turn > 90 else turn + 180 if turn < -90 else turn
    return f"translate({(x1 + x2) / 2:.0f} {(y1 + y2) / 2:.0f}) rotate({turn:.0f})"


def _path(points):
    return "M" + "L".join(f"{x:.0f} {y:.0f}" for x, y in points)
