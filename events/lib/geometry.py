"""Places as numbers: distances, boxes and outlines on the WGS 84 globe.

Latitude and longitude are degrees and come in that order as arguments; outlines are GeoJSON dicts, whose points are
[lng, lat]. Distances are metres. Outlines that leave this module are MultiPolygons rounded to 6 decimals (0.1 m).
"""

import math
from collections.abc import Iterable
from typing import NamedTuple

import numpy
import shapely
from shapely.geometry import mapping, shape
from shapely.geometry.base import BaseGeometry

EARTH_RADIUS_M = 6_371_008.8  # mean radius, IUGG
DECIMALS = 6


class NotAnArea(ValueError):
    """What was given as an outline encloses no area on the globe; the message is a sentence for people."""


class Box(NamedTuple):
    """The smallest rectangle of degrees that holds something."""

    south: float
    west: float
    north: float
    east: float

    @classmethod
    def of(cls, geometry: dict) -> "Box":
        """The box around a GeoJSON geometry."""
        west, south, east, north = shape(geometry).bounds
        return cls(south, west, north, east)


def distance_m(lat1: float, lng1: float, lat2: float, lng2: float) -> float:
    """Metres between two points along the globe (haversine; within 0.6 % of the ellipsoid)."""
    north, east = math.radians(lat2 - lat1), math.radians(lng2 - lng1)
    chord = (
        math.sin(north / 2) ** 2 + math.cos(math.radians(lat1)) * math.cos(math.radians(lat2)) * math.sin(east / 2) ** 2
    )
    return 2 * EARTH_RADIUS_M * math.asin(math.sqrt(min(1.0, chord)))


def box_around(lat: float, lng: float, radius_m: float) -> Box:
    """The box that holds every point within radius_m metres; it may hold some that are farther away.

    Near a pole or the date line the box is as wide as the world, so that no point is missed.
    """
    angle = radius_m / EARTH_RADIUS_M + 1e-9
    south, north = lat - math.degrees(angle), lat + math.degrees(angle)
    if south <= -90 or north >= 90:
        return Box(max(south, -90.0), -180.0, min(north, 90.0), 180.0)
    across = math.degrees(math.asin(min(1.0, math.sin(angle) / math.cos(math.radians(lat)))))
    if lng - across < -180 or lng + across > 180:
        return Box(south, -180.0, north, 180.0)
    return Box(south, lng - across, north, lng + across)


def repaired(geometry: dict) -> tuple[dict, bool]:
    """A valid MultiPolygon made of a GeoJSON Polygon or MultiPolygon, and whether it had to be repaired.

    Repairs: rings that cross themselves, rings left open, parts without area (dropped). Heights are dropped in
    silence. Raises NotAnArea for everything that is no polygon, is empty or lies outside the world.
    """
    polygons, repairs = [], 0
    for rings in _polygons_in(geometry):
        clean = []
        for position, ring in enumerate(rings):
            points = _points_in(ring)
            if len(set(points)) < 3:
                repairs += 1
                if position == 0:
                    break
                continue
            repairs += points[0] != points[-1]
            clean.append(points)
        if clean:
            polygons.append(shapely.Polygon(clean[0], clean[1:]))
    whole = shapely.MultiPolygon(polygons)
    if not whole.is_valid:
        repairs += 1
    outline = _polygonal(whole)
    if outline.is_empty:
        raise NotAnArea("The outline has too few points: an area needs at least three that are not on one line.")
    return _as_geojson(outline), repairs > 0


def covers(outline: dict, lat: float, lng: float) -> bool:
    """Whether the point is inside the outline or on its edge."""
    return shape(outline).covers(shapely.Point(lng, lat))


def distance_to_m(outline: dict, lat: float, lng: float) -> float:
    """Metres from the point to the nearest place of the outline; 0 inside. Meant for distances within a region."""
    return distance_of_shape_m(shape(outline), lat, lng)


def area_at(areas: Iterable, lat: float, lng: float, *, reach_m: float = 50):
    """The area that a point belongs to, or None.

    `areas` are objects with `.number` and `.outline`. An area that covers the point wins; on a shared line the lowest
    number. In a gap between areas the nearest within reach_m metres, else None: never a guess.
    """
    near = areas_near_line(areas, lat, lng, within_m=reach_m)
    return near[0] if near else None


def areas_near_line(areas: Iterable, lat: float, lng: float, *, within_m: float = 25) -> list:
    """All areas that a point may belong to: those that cover it or lie within within_m metres.

    `areas` are objects with `.number` and `.outline`. Nearest first, then the lowest number: two areas in the answer
    mean "this block borders both".
    """
    found = []
    for area in areas:
        away = distance_to_m(area.outline, lat, lng)
        if away <= within_m:
            found.append((away, area.number, area))
    return [area for _, _, area in sorted(found, key=lambda row: row[:2])]


def center_of(outline: dict) -> tuple[float, float]:
    """A point (lat, lng) inside the outline: its centroid, or if that is outside, a point that is not."""
    geometry = shape(outline)
    center = geometry.centroid
    if not geometry.contains(center):
        center = geometry.representative_point()
    tidy = shapely.Point(round(center.x, DECIMALS), round(center.y, DECIMALS))
    if geometry.contains(tidy):
        center = tidy
    return center.y, center.x


def union_of(outlines: Iterable[dict]) -> dict:
    """One outline around all of the given ones. Raises NotAnArea when there is none."""
    whole = _polygonal(shapely.union_all([shape(outline) for outline in outlines]))
    if whole.is_empty:
        raise NotAnArea("There is no outline to join.")
    return _as_geojson(whole)


def simplified(outlines: list[dict], tolerance_deg: float) -> list[dict]:
    """The outlines with fewer points, in the same order, neighbors still glued together.

    `tolerance_deg` is about the size in degrees of the details that may go. An outline that would lose its whole
    area or become invalid is simplified by itself instead.
    """
    shapes = [_polygonal(shape(outline)) for outline in outlines]
    if not shapes:
        return []
    try:
        simpler = list(shapely.coverage_simplify(numpy.array(shapes, dtype=object), tolerance_deg))
    except (shapely.errors.GEOSException, TypeError):
        simpler = [None] * len(shapes)
    return [
        _as_geojson(thin if thin is not None and thin.is_valid and not thin.is_empty else _thinned(full, tolerance_deg))
        for thin, full in zip(simpler, shapes, strict=True)
    ]


def _thinned(geometry: BaseGeometry, tolerance_deg: float) -> BaseGeometry:
    """One shape simplified by itself; as it was, when nothing would be left."""
    thin = _polygonal(geometry.simplify(tolerance_deg, preserve_topology=True))
    return geometry if thin.is_empty else thin


def _polygons_in(geometry: object) -> list:
    """The polygons (lists of rings) of a GeoJSON geometry. Raises NotAnArea when it has none."""
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    if kind not in ("Polygon", "MultiPolygon"):
        raise NotAnArea(f"An outline must be a Polygon or a MultiPolygon; this is {_said(kind)}.")
    coordinates = geometry.get("coordinates")
    polygons = [coordinates] if kind == "Polygon" else coordinates
    if not isinstance(polygons, list | tuple) or not all(isinstance(rings, list | tuple) for rings in polygons):
        raise NotAnArea("The outline's coordinates are not lists of rings.")
    if not any(polygons):
        raise NotAnArea("The outline is empty: it has no points.")
    return polygons


def _said(kind: object) -> str:
    """The type of something that is no outline, in words that fit into a sentence."""
    return f"a {kind[:40]}" if isinstance(kind, str) and kind else "something else"


def _points_in(ring: object) -> list[tuple[float, float]]:
    """The (lng, lat) pairs of a GeoJSON ring. Raises NotAnArea for what is no place on the globe."""
    points = []
    for point in ring if isinstance(ring, list | tuple) else [None]:
        if not isinstance(point, list | tuple) or len(point) < 2 or not all(_is_number(part) for part in point[:2]):
            raise NotAnArea("The outline has a point that is not a pair of numbers, longitude and latitude.")
        lng, lat = point[:2]
        if not (-180 <= lng <= 180 and -90 <= lat <= 90):
            raise NotAnArea(
                "The outline has a point outside the world (longitude -180 to 180, latitude -90 to 90). "
                "Save the file in WGS 84 (EPSG:4326), longitude first."
            )
        points.append((float(lng), float(lat)))
    return points


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _polygonal(geometry: BaseGeometry) -> shapely.MultiPolygon:
    """The valid polygons of a geometry, as one MultiPolygon; its points and lines are left out."""
    if not geometry.is_valid:
        geometry = shapely.make_valid(geometry, method="structure", keep_collapsed=False)
    parts = [part for part in shapely.get_parts(geometry) if part.geom_type == "Polygon" and part.area > 0]
    return shapely.MultiPolygon(parts)


def _as_geojson(geometry: BaseGeometry) -> dict:
    """A MultiPolygon dict with lists (as JSON gives them back) and 6 decimals.

    Each point is rounded alone, so that neighbors keep the same points and stay glued.
    """
    tidy = shapely.transform(geometry, lambda points: numpy.round(points, DECIMALS))
    tidy = _polygonal(tidy)
    rings = mapping(geometry if tidy.is_empty else tidy)["coordinates"]
    return {
        "type": "MultiPolygon",
        "coordinates": [[[list(point) for point in ring] for ring in polygon] for polygon in rings],
    }


def distance_of_shape_m(geometry: BaseGeometry, lat: float, lng: float) -> float:
    """Metres from a point to a shapely geometry, on a flat sheet laid on the globe at that point; 0 inside."""
    if geometry.covers(shapely.Point(lng, lat)):
        return 0.0
    per_degree = math.radians(EARTH_RADIUS_M)
    scale = numpy.array([per_degree * math.cos(math.radians(lat)), per_degree])
    here = numpy.array([lng, lat])
    return shapely.transform(geometry, lambda points: (points - here) * scale).distance(shapely.Point(0, 0))
