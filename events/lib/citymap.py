"""A community's areas and lights as the path strings of one small SVG.

Nothing here knows what an area or a light stands for: outlines and points in, strings out. North is up, the scale is
the same in both directions at the middle of the frame, units are those of the SVG.
"""

import itertools
import math
import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from functools import lru_cache

import numpy
import shapely
from shapely.geometry import mapping, shape
from shapely.geometry.polygon import orient

MARGIN = 8
APART = 4  # two lights closer than this look like one
SPREAD = 24  # how far a light may be moved to be seen
SMALLEST_DEG = 0.0001
RING = re.compile(r"M([^Mz]+)z")
PAIR = re.compile(r"(-?\d+) ?(-?\d+)")
DOT = re.compile(r"[Mm](-?\d+) ?(-?\d+)h-?\.1")


@dataclass(frozen=True)
class Frame:
    """A rectangle of degrees and how wide it is drawn."""

    south: float
    west: float
    north: float
    east: float
    width: int = 420

    @classmethod
    def around(cls, outlines: Iterable[dict], width: int = 420) -> "Frame":
        """The frame that holds all of the given GeoJSON geometries (areas, and a river if it is to be seen whole)."""
        bounds = [shape(outline).bounds for outline in outlines]
        if not bounds:
            raise ValueError("A frame needs at least one outline.")
        west, south = (min(bound[side] for bound in bounds) for side in (0, 1))
        east, north = (max(bound[side] for bound in bounds) for side in (2, 3))
        return cls(south, west, max(north, south + SMALLEST_DEG), max(east, west + SMALLEST_DEG), width)

    @classmethod
    def from_json(cls, data: dict) -> "Frame":
        """The frame that as_json() gave."""
        return cls(**data)

    def as_json(self) -> dict:
        """The frame as a dict for a JSON column or a script."""
        return asdict(self)

    @property
    def _per_degree(self) -> tuple[float, float]:
        """Units for one degree of longitude and one of latitude."""
        across = self.width / (self.east - self.west)
        return across, across / math.cos(math.radians((self.south + self.north) / 2))

    @property
    def height(self) -> float:
        """How high the frame is drawn, in units."""
        return round((self.north - self.south) * self._per_degree[1], 1)

    @property
    def view_box(self) -> str:
        """The SVG's viewBox, with a small margin so that strokes and glows are not cut."""
        return f"{-MARGIN} {-MARGIN} {self.width + 2 * MARGIN} {math.ceil(self.height) + 2 * MARGIN}"

    def xy(self, lat: float, lng: float) -> tuple[float, float]:
        """Where a point is drawn, to a tenth of a unit."""
        across, down = self._per_degree
        return round((lng - self.west) * across, 1), round((self.north - lat) * down, 1)

    def drawn(self, geometry: dict) -> shapely.Geometry:
        """A GeoJSON geometry in the frame's units, y pointing down."""
        corner, scale = numpy.array([self.west, self.north]), numpy.array(self._per_degree) * (1, -1)
        return shapely.transform(shapely.force_2d(shape(geometry)), lambda points: (points - corner) * scale)


def path_of(outline: dict, frame: Frame, *, gap: float = 0) -> str:
    """The SVG path of an area, whole units, every ring; rings smaller than a unit are left out.

    `gap` units stay free between this area and its neighbors, so that the ground shows as a line between them.
    An area too small for the gap is drawn without it.
    """
    area = frame.drawn(outline)
    if gap:
        inner = area.buffer(-gap / 2, join_style="mitre")
        area = area if inner.is_empty else inner
    rings = []
    for polygon in shapely.get_parts(area):
        turned = orient(polygon)  # holes run against their shell, so that every fill-rule leaves them open
        rings += [_ring(ring.coords) for ring in (turned.exterior, *turned.interiors)]
    return "".join(rings)


def line_of(linestring: dict, frame: Frame) -> str:
    """The SVG path of a GeoJSON LineString or MultiLineString, whole units."""
    drawn = mapping(frame.drawn(linestring))
    lines = [drawn["coordinates"]] if drawn["type"] == "LineString" else drawn["coordinates"]
    return "".join(_line(points) for points in map(_whole, lines) if len(points) > 1)


def shortened(path: str) -> str:
    """The path of rings with each point told from the one before ("M2 2l6 0 0 6z"): a third less to send."""
    rings = []
    for (x, y), *points in rings_of(path):
        said = f"M{x} {y}l"
        for right, down in points:
            said += f"{'' if said[-1] == 'l' or right < x else ' '}{right - x}{'' if down < y else ' '}{down - y}"
            x, y = right, down
        rings.append(f"{said}z")
    return "".join(rings)


def rings_of(path: str) -> list[list[tuple[int, int]]]:
    """The points of a path's rings, as path_of or shortened wrote it."""
    rings = []
    for ring in RING.findall(path):
        start, *steps = [(int(x), int(y)) for x, y in PAIR.findall(ring)]
        points = [start, *steps]
        if "l" in ring:
            points = list(itertools.accumulate(points, lambda at, step: (at[0] + step[0], at[1] + step[1])))
        rings.append(points)
    return rings


def dots_of(path: str) -> list[tuple[int, int]]:
    """The places of a path's dots, as lights wrote it."""
    steps = [(int(x), int(y)) for x, y in DOT.findall(path)]
    return list(itertools.accumulate(steps, lambda at, step: (at[0] + step[0], at[1] + step[1])))


@lru_cache(maxsize=64)
def ground_of(paths: str) -> shapely.Geometry:
    """The ground that drawn areas cover, in units, from the paths that path_of gave; only to ask what lies inside."""
    ground = shapely.MultiPolygon([(ring, []) for ring in rings_of(paths) if len(ring) > 2])
    shapely.prepare(ground)
    return ground


def lights(points: Iterable[tuple[float, float]], frame: Frame, ground: shapely.Geometry | None = None) -> str:
    """One SVG path with a dot for each (lat, lng), each of them to be seen: "M296 574h.1m6-20h-.1".

    The rule: points are taken in the order given. A point takes its own place; if a light is closer than 4 units to
    it, the nearest free place on the `ground` of a fixed honeycomb around it, up to 24 units away; if all of these are
    taken (about 80 lights at one place, fewer at the ground's edge), its own place after all. So with points in the
    order in which they came, each light stays where it is when others come. They are written from west to east, each
    told from the one before: half as much to send, and the path does not tell who came first.
    """
    taken: dict[tuple[int, int], list[tuple[int, int]]] = {}
    tried: dict[tuple[int, int], int] = {}
    dots = []
    for lat, lng in points:
        home = tuple(math.floor(value + 0.5) for value in frame.xy(lat, lng))
        x, y = home
        for step in range(tried.get(home, 0), len(HONEYCOMB)):
            tried[home] = step + 1  # a place once taken stays taken: the next light here need not ask again
            place = home[0] + HONEYCOMB[step][0], home[1] + HONEYCOMB[step][1]
            if _free(place, taken) and (step == 0 or ground is None or shapely.contains_xy(ground, *place)):
                x, y = place
                break
        taken.setdefault((x // APART, y // APART), []).append((x, y))
        dots.append((x, y))
    return _dotted(sorted(dots))


def _dotted(dots: list[tuple[int, int]]) -> str:
    """The path of dots at whole units. Strokes go forth and back by turns, so that the steps between stay whole."""
    said, x, y = "", 0, 0
    for place, (right, down) in enumerate(dots):
        step = f"m{right - x}{'' if down < y else ' '}{down - y}" if place else f"M{right} {down}"
        said += f"{step}h{'-' if place % 2 else ''}.1"
        x, y = right, down
    return said


def _free(place: tuple[int, int], taken: dict) -> bool:
    """Whether no light is closer to the place than APART; `taken` keeps them by squares of that size."""
    column, row = place[0] // APART, place[1] // APART
    return all(
        math.dist(place, light) >= APART
        for across in (column - 1, column, column + 1)
        for down in (row - 1, row, row + 1)
        for light in taken.get((across, down), ())
    )


def _honeycomb() -> list[tuple[int, int]]:
    """Offsets from a place, itself first, then outward; no two of them closer than APART."""
    rows = range(-SPREAD // APART, SPREAD // APART + 1)
    places = [(5 * column + 2 * (row % 2), APART * row) for row in rows for column in rows]
    inside = [place for place in places if math.hypot(*place) <= SPREAD]
    return sorted(inside, key=lambda place: (place[0] ** 2 + place[1] ** 2, place))


HONEYCOMB = _honeycomb()


def _whole(points: Iterable) -> list[tuple[int, int]]:
    """Points in whole units without those that repeat the one before."""
    kept: list[tuple[int, int]] = []
    for x, y in points:
        point = math.floor(x + 0.5), math.floor(y + 0.5)
        if not kept or kept[-1] != point:
            kept.append(point)
    return kept


def _line(points: list[tuple[int, int]]) -> str:
    (x, y), *others = points
    return f"M{x} {y}" + "".join(f"L{x} {y}" for x, y in others)


def _ring(points: Iterable) -> str:
    """A closed ring as a path, or nothing when it is too small to be seen."""
    whole = _whole(points)
    if len(whole) > 1 and whole[0] == whole[-1]:
        whole.pop()
    return _line(whole) + "z" if len(whole) > 2 else ""
