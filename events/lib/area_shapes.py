"""How large an outline is and how much of it another one changes."""

import math

from shapely.geometry import shape

from .geometry import EARTH_RADIUS_M

KM_PER_DEGREE = math.radians(EARTH_RADIUS_M) / 1000


def km2_of(outline: dict) -> float:
    """The size of an outline in km², to three decimals; within 1 % for a city."""
    return round(_km2(shape(outline)), 3)


def change_of(before: dict, after: dict) -> float:
    """What was lost and gained, as a share of both together: 0 for the same area, 1 for one that lies elsewhere."""
    old, new = shape(before), shape(after)
    return _km2(old.symmetric_difference(new)) / _km2(old.union(new))


def _km2(geometry) -> float:
    if geometry.is_empty:
        return 0.0
    _west, south, _east, north = geometry.bounds
    return geometry.area * KM_PER_DEGREE**2 * math.cos(math.radians((south + north) / 2))
