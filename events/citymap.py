"""The map beside the list, ready for a template: areas, water and lights as SVG paths.

A light is a listing that shows a pin and is not called off, so the map never says more than the list.
"""

from dataclasses import dataclass, field
from itertools import groupby

from events.lib import citymap
from events.lib.geometry import distance_m
from events.models import Neighborhood

TALL = 0.8  # width by height from which a map has no room beside the title
CORNER = 0.34  # how much of the map's height the title takes on a large screen, beside a map of the usual shape
USUAL = 0.42  # width by height of a map that leaves the title free whatever its shape
CROWD = 400  # lights, on a map of 420 by 700 units, from which they are drawn smaller
CROWDED = CROWD / (420 * 700)
LETTER_UNITS = 5.4
REGION_WIDTH = 420
NAME_LETTER_UNITS = 7.5
SPOT = 8  # units: a city drawn smaller than this is a round spot
ROUND = "M-5 0a5 5 0 1 0 10 0a5 5 0 1 0 -10 0z"


@dataclass(frozen=True)
class Area:
    """One area of the map: where it leads, its name, its path, `look` (its classes) and how many parties it has."""

    url: str
    name: str
    path: str
    look: str
    count: int = 0


@dataclass(frozen=True)
class Drawing:
    """A map: the SVG's viewBox, water and lights as one path each, areas, and (x, y, words) labels.

    `is_wide`: there is no room for the title beside it. `is_full`: the title would cover areas on a large screen.
    `is_crowded`: the lights are so many that they must be small.
    """

    view_box: str
    areas: list
    water: str = ""
    lights: str = ""
    labels: list = field(default_factory=list)
    is_wide: bool = False
    is_full: bool = False
    is_crowded: bool = False


def drawing_of(community, areas, listings):
    """The map of a community with its `areas` (Neighborhoods with path) and a light for each listing, or None.

    There is no map for a community without a frame or without drawn areas.
    """
    drawn = [area for area in areas if area.path]
    if not community.frame or not drawn:
        return None
    frame = citymap.Frame.from_json(community.frame)
    counts = counted(listings)
    lights = lights_of(listings, frame, drawn)
    return Drawing(
        view_box=frame.view_box,
        areas=[_area(area, community, counts.get(area.pk, 0)) for area in drawn],
        water=community.water,
        lights=lights,
        labels=[_label(area, frame) for area in drawn if _has_room(area, frame)],
        is_wide=_shape(frame) > TALL,
        is_full=_covers_corner(drawn, frame),
        is_crowded=lights.count("h") > CROWDED * frame.width * max(frame.height, 1),
    )


def close_up(community, area, listings, *, room=0.35):
    """The map zoomed to one area, its neighbors around it, with a light for each listing; None where nothing is drawn.

    `room` is how much of the area's size stays free on every side. One query.
    """
    if not community.frame or area is None or area.south is None:
        return None
    frame = citymap.Frame.from_json(community.frame)
    left, top = frame.xy(area.north, area.west)
    right, bottom = frame.xy(area.south, area.east)
    width, height = right - left, bottom - top
    side = max(width, height * 1.5, 30) * (1 + 2 * room)
    tall = max(side / 1.5, height * (1 + room))
    x, y = (left + right - side) / 2, (top + bottom - tall) / 2
    return _cut_out(community, frame, (x, y, side, tall), {area.pk}, listings)


def close_up_on(community, listings, *, least=40, room=0.3):
    """The map zoomed to the pins of the listings, without lights; None where nothing is drawn or none shows a pin.

    It is at least `least` units wide; `room` is how much of the pins' box stays free on every side. One query.
    """
    pins = [(one.lat, one.lng) for one in listings if one.lat is not None]
    if not community.frame or not pins:
        return None
    frame = citymap.Frame.from_json(community.frame)
    across, down = zip(*(frame.xy(lat, lng) for lat, lng in pins), strict=True)
    side = max(max(across) - min(across), (max(down) - min(down)) * 1.5, least) * (1 + 2 * room)
    x, y = (min(across) + max(across) - side) / 2, (min(down) + max(down) - side / 1.5) / 2
    lit = {one.neighborhood.pk for one in listings if one.neighborhood is not None}
    return _cut_out(community, frame, (x, y, side, side / 1.5), lit, [])


def _cut_out(community, frame, window, lit, listings):
    """The part of the map in a window (x, y, width, height) with the areas in it, `lit` by id; None where none lies."""
    around = [
        near
        for near in community.neighborhoods.current().defer("outline").exclude(path="")
        if near.south is not None and _touches(near, frame, *window)
    ]
    if not around:
        return None
    return Drawing(
        view_box=" ".join(f"{number:.0f}" for number in window),
        areas=[_area(near, community, int(near.pk in lit)) for near in around],
        water=community.water,
        lights=lights_of(listings, frame, around),
    )


def region_drawing(communities):
    """One map of several communities, each in its own frame, set side by side as they lie; None without any frame.

    Gives (viewBox, [(community, transform, path, (x, y) of its name)]): a community's areas are one path. One query.
    """
    framed = [(one, citymap.Frame.from_json(one.frame)) for one in communities if one.frame]
    if len(framed) < 2:
        return None
    whole = citymap.Frame(
        min(frame.south for _, frame in framed),
        min(frame.west for _, frame in framed),
        max(frame.north for _, frame in framed),
        max(frame.east for _, frame in framed),
        REGION_WIDTH,
    )
    rows = (
        Neighborhood.objects.current()
        .filter(community__in=[one.pk for one, _ in framed])
        .order_by("community")
        .values_list("community", "path")
    )
    paths = {key: "".join(path for _, path in group) for key, group in groupby(rows, key=lambda row: row[0])}
    drawn = []
    for one, frame in framed:
        x, y = whole.xy(frame.north, frame.west)
        right, bottom = whole.xy(frame.south, frame.east)
        middle = round((x + right) / 2), round((y + bottom) / 2)
        if max(right - x, bottom - y) < SPOT:
            place, path = f"translate({middle[0]} {middle[1]})", ROUND
        else:
            scale = f"{(right - x) / frame.width:.4f} {(bottom - y) / max(frame.height, 0.1):.4f}"
            place, path = f"translate({x} {y}) scale({scale})", paths.get(one.pk, "")
        half = min(NAME_LETTER_UNITS * len(one.name) / 2, whole.width / 2)
        beside = round(min(max(middle[0], half), whole.width - half)), middle[1] + (18 if path == ROUND else 0)
        drawn.append((one, place, path, beside))
    return whole.view_box, drawn


def lights_of(listings, frame, areas):
    """One path with a light for each listing that shows a pin and is on; none is moved off the areas to be seen."""
    shown = [(one.lat, one.lng) for one in listings if one.lat is not None and not one.is_off]
    ground = citymap.ground_of("".join(area.path for area in areas)) if len(shown) > 1 else None
    return citymap.lights(shown, frame, ground)


def counted(listings):
    """How many listings each neighborhood (by id) has."""
    counts = {}
    for one in listings:
        if one.neighborhood is not None:
            counts[one.neighborhood.pk] = counts.get(one.neighborhood.pk, 0) + 1
    return counts


def nearest(listings, lat, lng, *, limit=3):
    """[(listing, metres)] of the nearest listings that show a pin and are on, nearest first."""
    shown = [one for one in listings if one.lat is not None and not one.is_off]
    found = [(one, distance_m(lat, lng, one.lat, one.lng)) for one in shown]
    return sorted(found, key=lambda pair: (pair[1], pair[0].url))[:limit]


def _area(area, community, count):
    area.community = community
    look = "n park" if area.kind in (area.Kind.PARK, area.Kind.CEMETERY) else "n lit" if count else "n"
    return Area(area.get_absolute_url(), area.name, area.path, look, count)


def _shape(frame):
    return frame.width / max(frame.height, 1)


def _covers_corner(areas, frame):
    """Whether areas lie in the corner that the title takes of a map this wide, judged by the boxes around them."""
    right = frame.width * (1 - USUAL / _shape(frame))
    places = (frame.xy(area.north, area.west) for area in areas if area.south is not None)
    return any(x < right and y < frame.height * CORNER for x, y in places)


def _has_room(area, frame):
    """Whether a park is wide enough for its name."""
    if area.kind != area.Kind.PARK or area.south is None:
        return False
    wide = frame.xy(area.north, area.east)[0] - frame.xy(area.north, area.west)[0]
    return wide >= LETTER_UNITS * len(area.name)


def _label(area, frame):
    x, y = frame.xy((area.south + area.north) / 2, (area.west + area.east) / 2)
    return round(x), round(y) + 3, area.name


def _touches(area, frame, x, y, width, height):
    left, top = frame.xy(area.north, area.west)
    right, bottom = frame.xy(area.south, area.east)
    return left <= x + width and right >= x and top <= y + height and bottom >= y
