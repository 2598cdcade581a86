"""The map beside the list, ready for a template: areas, water and lights as SVG paths.

A light is a listing that shows a pin and is not called off, so the map never says more than the list.
"""

from dataclasses import dataclass, field
from itertools import groupby

from events.lib import citymap
from events.lib.geometry import distance_m
from events.models import Neighborhood

TALL = 0.8
LETTER_UNITS = 5.4
REGION_WIDTH = 420


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
    """A map: the SVG's viewBox, water and lights as one path each, areas, and (x, y, words) labels."""

    view_box: str
    areas: list
    water: str = ""
    lights: str = ""
    labels: list = field(default_factory=list)
    is_wide: bool = False


def drawing_of(community, areas, listings):
    """The map of a community with its `areas` (Neighborhoods with path) and a light for each listing, or None.

    There is no map for a community without a frame or without drawn areas.
    """
    drawn = [area for area in areas if area.path]
    if not community.frame or not drawn:
        return None
    frame = citymap.Frame.from_json(community.frame)
    counts = counted(listings)
    return Drawing(
        view_box=frame.view_box,
        areas=[_area(area, community, counts.get(area.pk, 0)) for area in drawn],
        water=community.water,
        lights=lights_of(listings, frame),
        labels=[_label(area, frame) for area in drawn if _has_room(area, frame)],
        is_wide=frame.width / max(frame.height, 1) > TALL,
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
    around = [
        near
        for near in community.neighborhoods.current().defer("outline").exclude(path="")
        if near.south is not None and _touches(near, frame, x, y, side, tall)
    ]
    if not around:
        return None
    counts = {area.pk: 1}
    return Drawing(
        view_box=f"{x:.0f} {y:.0f} {side:.0f} {tall:.0f}",
        areas=[_area(near, community, counts.get(near.pk, 0)) for near in around],
        water=community.water,
        lights=lights_of(listings, frame),
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
        scale = f"{(right - x) / frame.width:.4f} {(bottom - y) / max(frame.height, 0.1):.4f}"
        middle = round((x + right) / 2), round((y + bottom) / 2)
        drawn.append((one, f"translate({x} {y}) scale({scale})", paths.get(one.pk, ""), middle))
    return whole.view_box, drawn


def lights_of(listings, frame):
    """One path with a light for each listing that shows a pin and is on."""
    return citymap.lights([(one.lat, one.lng) for one in listings if one.lat is not None and not one.is_off], frame)


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
