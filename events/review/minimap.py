"""A small drawing of where a party is: the neighborhoods around it, other parties' lights, its own."""

import math
from dataclasses import dataclass

from events.checks import GONE
from events.lib.citymap import Frame
from events.lib.geometry import box_around

WIDTH_M, HEIGHT_M = 2600, 1600


@dataclass(frozen=True)
class MiniMap:
    """What the template draws; all lengths are units of the community's own map frame."""

    view_box: str
    x: float
    y: float
    unit: float
    areas: list
    labels: list
    lights: list
    words: str


def minimap(party, facts):
    """The MiniMap of a placed party in a community that has a map, else None. One query (and the facts' points)."""
    community = party.edition.community
    if not community.frame or party.lat is None:
        return None
    frame = Frame.from_json(community.frame)
    x, y = frame.xy(party.lat, party.lng)
    across = frame.width / (frame.east - frame.west)
    width = across * WIDTH_M / (111_195 * math.cos(math.radians(party.lat)))
    height = width * HEIGHT_M / WIDTH_M
    box = box_around(party.lat, party.lng, WIDTH_M)
    areas = community.neighborhoods.current().filter(
        south__lte=box.north, north__gte=box.south, west__lte=box.east, east__gte=box.west
    )
    areas = list(areas.defer("outline"))
    if not areas:
        return None
    inside = [area for area in areas if area.pk == party.neighborhood_id]
    return MiniMap(
        view_box=f"{x - width / 2:.1f} {y - height / 2:.1f} {width:.1f} {height:.1f}",
        x=x,
        y=y,
        unit=round(width / 360, 3),
        areas=[(area.path, _kind(area, party)) for area in areas if area.path],
        labels=[(area.name, *_label(frame, area, x, y, width, height)) for area in inside],
        lights=[frame.xy(point.lat, point.lng) for point in _others(party, facts, box)],
        words=f"Map: the party is in {party.neighborhood.name}" if party.neighborhood else "Map of the party’s place",
    )


def _kind(area, party):
    return "here" if area.pk == party.neighborhood_id else "park" if area.kind in ("park", "cemetery") else "hood"


def _label(frame, area, x, y, width, height):
    """Where the area's name stands: its own place, kept inside the drawing and off the party's light."""
    place_x, place_y = frame.xy(area.lat, area.lng) if area.lat is not None else (x, y)
    place_x = min(max(place_x, x - width * 0.3), x + width * 0.3)
    place_y = min(max(place_y, y - height * 0.4), y + height * 0.42)
    if abs(place_y - y) < height * 0.14:
        place_y = y + height * 0.24
    return round(place_x, 1), round(place_y, 1)


def _others(party, facts, box):
    return [
        point
        for point in facts.points.values()
        if point.pk != party.pk
        and point.review not in GONE
        and box.south <= point.lat <= box.north
        and box.west <= point.lng <= box.east
    ]
