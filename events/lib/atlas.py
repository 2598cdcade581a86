"""Areas that are asked about many points: the answers of `geometry.area_at`, a hundred times as fast.

An atlas reads each outline once and keeps the boxes in a tree. Degrees are WGS 84, distances metres.
"""

from collections.abc import Iterable

import shapely
from shapely.geometry import shape

from .geometry import distance_of_shape_m

DEGREES = 0.001  # how far around a point areas are looked for: more than 50 m everywhere people live


class Atlas:
    """Areas (objects with `.number` and `.outline`, a GeoJSON dict) that know in which of them a point lies."""

    def __init__(self, areas: Iterable):
        self._areas = list(areas)
        self._shapes = [shape(area.outline) for area in self._areas]
        shapely.prepare(self._shapes)
        self._tree = shapely.STRtree(self._shapes)

    def __len__(self) -> int:
        return len(self._areas)

    def at(self, lat: float, lng: float, *, reach_m: float = 50):
        """The area a point belongs to: one that covers it, else the nearest within reach_m metres, else None.

        Ties go to the lowest number.
        """
        here = shapely.Point(lng, lat)
        near = self._tree.query(shapely.box(lng - DEGREES, lat - DEGREES, lng + DEGREES, lat + DEGREES))
        covering = [self._areas[index] for index in near if self._shapes[index].covers(here)]
        if covering:
            return min(covering, key=lambda area: area.number)
        found = (
            (distance_of_shape_m(self._shapes[index], lat, lng), self._areas[index].number, index) for index in near
        )
        away, _number, index = min(found, default=(None, None, None))
        return None if index is None or away > reach_m else self._areas[index]

    def distance_m(self, area, lat: float, lng: float) -> float:
        """Metres from a point to one of the atlas's areas, 0 inside; ValueError for an area it does not hold."""
        return distance_of_shape_m(self._shapes[self._areas.index(area)], lat, lng)
