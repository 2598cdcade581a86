"""The middle of a block, from the pieces of its street or from the houses along it.

It depends on the block alone: whoever knows the middle knows nothing of any one house. Degrees are WGS 84, points are
(lat, lng), lines are GeoJSON coordinates ([lng, lat]), distances metres.
"""

import math
from collections.abc import Iterable

import numpy
import shapely

from .geometry import EARTH_RADIUS_M, distance_of_shape_m

DECIMALS = 5  # a meter: the same block gives the same numbers, whichever way its line was drawn
FEWEST = 3  # the middle of two houses would be the yard between them


class Stretch:
    """Pieces of one street that belong together: one block, with its middle."""

    def __init__(self, shapes: list, middle: tuple[float, float]):
        self._whole = shapely.union_all(shapes)
        self.middle = round(middle[0], DECIMALS), round(middle[1], DECIMALS)

    def distance_m(self, lat: float, lng: float) -> float:
        """Metres from a point to the nearest place of the stretch."""
        return distance_of_shape_m(self._whole, lat, lng)


def stretches_of_lines(lines: Iterable[list], *, apart_m: float) -> list[Stretch]:
    """The stretches that lines make up, those within apart_m metres of each other being one. The order is their own.

    The middle lies half way along the line, or for lines that do not join (a divided street) on the line nearest to
    the middle of them all.
    """
    shapes = [shapely.LineString([point[:2] for point in line]) for line in lines if len(line) > 1]
    shapes = [shape for shape in shapes if shape.length > 0]
    return [Stretch(group, _half_way(group)) for group in _gathered(shapes, apart_m)]


def stretches_of_points(points: Iterable[tuple[float, float]], *, apart_m: float) -> list[Stretch]:
    """The stretches of points, those within apart_m metres of each other being one; of less than three points none.

    The middle is the mean of the different points.
    """
    shapes = [shapely.Point(lng, lat) for lat, lng in set(points)]
    groups = [group for group in _gathered(shapes, apart_m) if len(group) >= FEWEST]
    return [Stretch(group, _mean(group)) for group in groups]


def nearest(stretches: Iterable[Stretch], lat: float, lng: float, *, within_m: float) -> Stretch | None:
    """The stretch nearest to a point, None where all are farther than within_m metres away."""
    away = [(one.distance_m(lat, lng), one.middle, one) for one in stretches]
    best = min(away, key=lambda row: row[:2], default=None)
    return best[2] if best is not None and best[0] <= within_m else None


def _gathered(shapes: list, apart_m: float) -> list[list]:
    """Groups of shapes that lie within apart_m metres of another of their group, each in an order of its own."""
    if not shapes:
        return []
    shapes = sorted(shapes, key=lambda shape: shape.wkt)
    north = math.radians(EARTH_RADIUS_M)
    scale = numpy.array([north * math.cos(math.radians(shapes[0].centroid.y)), north])
    flat = [shapely.transform(shape, lambda points: points * scale) for shape in shapes]
    zones = shapely.get_parts(shapely.union_all(shapely.buffer(flat, apart_m / 2)))
    return [[shape for shape, laid in zip(shapes, flat, strict=True) if zone.covers(laid)] for zone in zones]


def _half_way(lines: list) -> tuple[float, float]:
    whole = shapely.line_merge(shapely.union_all(lines))
    if whole.geom_type == "LineString":
        middle = whole.interpolate(0.5, normalized=True)
        return middle.y, middle.x
    lng, lat = shapely.shortest_line(whole, whole.centroid).coords[0]
    return lat, lng


def _mean(points: list) -> tuple[float, float]:
    return sum(point.y for point in points) / len(points), sum(point.x for point in points) / len(points)
