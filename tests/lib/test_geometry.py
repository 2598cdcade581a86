"""Distances, boxes and outlines: tables of known answers, and what must hold for any place."""

import json
import math
from pathlib import Path
from typing import NamedTuple

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import mapping, shape

from events.lib import geometry
from events.lib.geometry import Box, NotAnArea

GEOGRAPHY = Path(geometry.__file__).parents[1] / "invented" / "geography.json"


class Area(NamedTuple):
    number: int
    outline: dict


def square(west, south, size=1.0):
    return mapping(shapely.box(west, south, west + size, south + size))


def drawn(slug):
    return json.loads(GEOGRAPHY.read_text(encoding="utf-8"))[slug]


CITY = [Area(area["number"], area["outline"]) for area in drawn("st-louis")["areas"]]
CITY_SHAPES = {area.number: shape(area.outline) for area in CITY}
LATS = st.floats(-89.9, 89.9)
LNGS = st.floats(-179.9, 179.9)


@pytest.mark.parametrize(
    ("here", "there", "metres"),
    [
        ((38.6, -90.2), (38.6, -90.2), 0),
        ((0, 0), (0, 1), 111_195),
        ((0, 0), (1, 0), 111_195),
        ((0, 0), (0, 180), math.pi * geometry.EARTH_RADIUS_M),
        ((38.6247, -90.1848), (38.6557, -90.3020), 10_755),
        ((10, 179.95), (10, -179.95), 10_950),
    ],
)
def test_distances_between_known_places(here, there, metres):
    assert geometry.distance_m(*here, *there) == pytest.approx(metres, rel=0.002, abs=0.01)


@given(LATS, LNGS, LATS, LNGS)
def test_a_distance_is_the_same_both_ways_and_never_longer_than_half_the_globe(lat1, lng1, lat2, lng2):
    away = geometry.distance_m(lat1, lng1, lat2, lng2)
    assert away == pytest.approx(geometry.distance_m(lat2, lng2, lat1, lng1))
    assert 0 <= away <= math.pi * geometry.EARTH_RADIUS_M


@given(LATS, LNGS, st.floats(1, 50_000), st.floats(0, 1), st.floats(0, 2 * math.pi))
def test_a_box_holds_every_point_within_its_radius(lat, lng, radius, share, bearing):
    box = geometry.box_around(lat, lng, radius)
    angle, phi = radius * share / geometry.EARTH_RADIUS_M, math.radians(lat)
    sine = math.sin(phi) * math.cos(angle) + math.cos(phi) * math.sin(angle) * math.cos(bearing)
    there = math.asin(max(-1, min(1, sine)))
    east = math.atan2(
        math.sin(bearing) * math.sin(angle) * math.cos(phi), math.cos(angle) - math.sin(phi) * math.sin(there)
    )
    lat2, lng2 = math.degrees(there), (lng + math.degrees(east) + 180) % 360 - 180
    assert box.south <= lat2 <= box.north
    assert box.west <= lng2 <= box.east


def test_a_box_is_about_as_large_as_its_radius():
    box = geometry.box_around(38.6, -90.2, 1000)
    assert geometry.distance_m(box.south, -90.2, box.north, -90.2) == pytest.approx(2000, rel=0.001)
    assert geometry.distance_m(38.6, box.west, 38.6, box.east) == pytest.approx(2000, rel=0.001)


def test_a_box_near_a_pole_or_the_date_line_is_as_wide_as_the_world():
    assert geometry.box_around(89.999, 10, 1000)[1:] == (-180, 90, 180)
    west, east = geometry.box_around(51, 179.999, 1000)[1::2]
    assert (west, east) == (-180, 180)


def test_the_box_of_an_outline_is_south_west_north_east():
    assert Box.of(square(-90, 38)) == Box(south=38, west=-90, north=39, east=-89)


def test_a_valid_polygon_becomes_a_multipolygon_without_repair():
    outline, mended = geometry.repaired(square(-90, 38))
    assert not mended
    assert outline["type"] == "MultiPolygon"
    assert shape(outline).equals(shapely.box(-90, 38, -89, 39))
    assert json.loads(json.dumps(outline)) == outline


def test_heights_are_dropped_and_points_rounded_to_six_decimals():
    ring = [[0.12345678, 0, 7], [1, 0, 7], [1, 1, 7], [0.12345678, 0, 7]]
    outline, mended = geometry.repaired({"type": "Polygon", "coordinates": [ring]})
    assert not mended
    assert {tuple(point) for point in outline["coordinates"][0][0]} == {(0.123457, 0), (1, 0), (1, 1)}


@pytest.mark.parametrize(
    ("coordinates", "area"),
    [
        pytest.param([[[0, 0], [2, 2], [2, 0], [0, 2], [0, 0]]], 2, id="a bow tie"),
        pytest.param([[[0, 0], [1, 0], [1, 1], [0, 1]]], 1, id="a ring left open"),
        pytest.param([[[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]], [[3, 3], [3, 3]]], 1, id="a hole without area"),
        pytest.param([[[0, 0], [1, 0], [1, 1], [0.5, 1], [0.5, 2], [0.5, 1], [0, 1], [0, 0]]], 1, id="a spike"),
    ],
)
def test_a_broken_polygon_is_repaired_and_says_so(coordinates, area):
    outline, mended = geometry.repaired({"type": "Polygon", "coordinates": coordinates})
    assert mended
    assert shape(outline).is_valid
    assert shape(outline).area == pytest.approx(area)


def test_parts_with_too_few_points_are_dropped_from_a_multipolygon():
    whole = [[0, 0], [1, 0], [1, 1], [0, 0]]
    outline, mended = geometry.repaired({"type": "MultiPolygon", "coordinates": [[[[5, 5], [6, 6]]], [whole]]})
    assert mended
    assert len(outline["coordinates"]) == 1


@pytest.mark.parametrize(
    ("given_as", "says"),
    [
        (None, "must be a Polygon"),
        ([], "must be a Polygon"),
        ({}, "must be a Polygon"),
        ({"type": ["Polygon"]}, "must be a Polygon"),
        ({"type": "LineString", "coordinates": [[0, 0], [1, 1]]}, "a LineString"),
        ({"type": "Feature", "geometry": None}, "a Feature"),
        ({"type": "Polygon", "coordinates": []}, "empty"),
        ({"type": "MultiPolygon", "coordinates": []}, "empty"),
        ({"type": "Polygon", "coordinates": None}, "lists of rings"),
        ({"type": "MultiPolygon", "coordinates": 5}, "lists of rings"),
        ({"type": "Polygon", "coordinates": [5]}, "pair of numbers"),
        ({"type": "Polygon", "coordinates": [["a", "b"]]}, "pair of numbers"),
        ({"type": "Polygon", "coordinates": [[[0], [1], [2]]]}, "pair of numbers"),
        ({"type": "Polygon", "coordinates": [[[True, 0], [1, 1], [2, 0]]]}, "pair of numbers"),
        ({"type": "Polygon", "coordinates": [[[0, 0], [1, 1], [0, 0]]]}, "too few points"),
        ({"type": "Polygon", "coordinates": [[[0, 0], [1, 1], [2, 2], [0, 0]]]}, "too few points"),
        ({"type": "Polygon", "coordinates": [[[38, -90], [38, -95], [39, 200], [38, -90]]]}, "outside the world"),
        ({"type": "Polygon", "coordinates": [[[743000, 4278000], [743100, 4278000], [743100, 4278100]]]}, "WGS 84"),
        ({"type": "Polygon", "coordinates": [[[0, 0], [float("nan"), 1], [2, 0]]]}, "outside the world"),
        ({"type": "Polygon", "coordinates": [[[0, 0], [10**400, 1], [2, 0]]]}, "outside the world"),
    ],
)
def test_what_is_no_area_is_refused_in_a_plain_sentence(given_as, says):
    with pytest.raises(NotAnArea, match=says) as refusal:
        geometry.repaired(given_as)
    assert str(refusal.value).endswith(".")


@given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), min_size=3, max_size=9))
def test_any_ring_is_either_repaired_to_a_valid_outline_or_refused(points):
    try:
        outline, _ = geometry.repaired({"type": "Polygon", "coordinates": [[list(point) for point in points]]})
    except NotAnArea:
        return
    assert shape(outline).is_valid
    assert shape(outline).area > 0
    assert geometry.repaired(outline) == (outline, False)


def test_an_outline_covers_its_edge():
    assert geometry.covers(square(0, 0), 0.5, 0.5)
    assert geometry.covers(square(0, 0), 0.5, 0)
    assert not geometry.covers(square(0, 0), 0.5, -0.000001)


@pytest.mark.parametrize("lat", [0.0, 38.6, 60.0])
def test_the_distance_to_an_outline_is_in_metres_in_both_directions(lat):
    box = square(10, lat, 0.01)
    assert geometry.distance_to_m(box, lat + 0.005, 10.005) == 0
    west_of = geometry.distance_m(lat + 0.005, 9.999, lat + 0.005, 10)
    assert geometry.distance_to_m(box, lat + 0.005, 9.999) == pytest.approx(west_of, rel=0.001)
    assert geometry.distance_to_m(box, lat - 0.001, 10.005) == pytest.approx(111.195, rel=0.001)


def test_the_area_on_a_shared_line_is_the_one_with_the_lowest_number():
    areas = [Area(7, square(0, 0)), Area(3, square(1, 0))]
    assert geometry.area_at(areas, 0.5, 1).number == 3
    assert geometry.area_at(areas, 0.5, 0.9999999).number == 7


def test_a_point_in_a_gap_goes_to_the_nearest_area_within_reach_and_else_to_none():
    areas = [Area(1, square(0, 0)), Area(2, square(1.0006, 0))]
    assert geometry.area_at(areas, 0.5, 1.0002).number == 1
    assert geometry.area_at(areas, 0.5, 1.0004).number == 2
    assert geometry.area_at(areas, 0.5, -0.001) is None
    assert geometry.area_at(areas, 0.5, -0.001, reach_m=120).number == 1
    assert geometry.area_at([], 0, 0) is None


def test_a_block_near_a_line_borders_both_areas_and_one_far_from_it_borders_none_other():
    areas = [Area(2, square(0, 0)), Area(1, square(1, 0))]
    assert [area.number for area in geometry.areas_near_line(areas, 0.5, 0.9999)] == [2, 1]
    assert [area.number for area in geometry.areas_near_line(areas, 0.5, 1)] == [1, 2]
    assert [area.number for area in geometry.areas_near_line(areas, 0.5, 0.9997)] == [2]
    assert geometry.areas_near_line(areas, 0.5, -0.001) == []


def test_the_center_of_a_horseshoe_is_inside_it():
    ring = [[0, 0], [3, 0], [3, 3], [2, 3], [2, 1], [1, 1], [1, 3], [0, 3], [0, 0]]
    outline, _ = geometry.repaired({"type": "Polygon", "coordinates": [ring]})
    assert geometry.covers(outline, *geometry.center_of(outline))
    assert geometry.center_of(square(-90, 38)) == (38.5, -89.5)


def test_the_union_of_neighbors_has_no_line_between_them():
    outline = geometry.union_of([square(0, 0), square(1, 0)])
    assert shape(outline).equals(shapely.box(0, 0, 2, 1))
    with pytest.raises(NotAnArea):
        geometry.union_of([])


@given(st.floats(0.00005, 0.01))
@settings(deadline=None, max_examples=20)
def test_simplified_neighbors_stay_glued(tolerance):
    outlines = [area.outline for area in CITY]
    thin = geometry.simplified(outlines, tolerance)
    shapes = [shape(outline) for outline in thin]
    assert len(shapes) == len(outlines)
    assert all(one.is_valid and not one.is_empty for one in shapes)
    assert shapely.coverage_is_valid(shapes)
    assert shapely.get_num_coordinates(shapes).sum() <= shapely.get_num_coordinates(list(CITY_SHAPES.values())).sum()


def test_outlines_that_overlap_are_simplified_all_the_same():
    circle = mapping(shapely.Point(0, 0).buffer(1))
    thin = geometry.simplified([circle, square(0, 0), square(0.5, 0.5)], 0.1)
    assert [shape(outline).is_valid for outline in thin] == [True] * 3
    assert len(thin[0]["coordinates"][0][0]) < len(circle["coordinates"][0])
    assert geometry.simplified([], 0.1) == []


@given(st.floats(38.53, 38.78), st.floats(-90.33, -90.17))
@settings(deadline=None, max_examples=200)
def test_every_point_of_the_demo_city_has_one_area_or_the_lowest_number_on_a_line(lat, lng):
    found = geometry.area_at(CITY, lat, lng, reach_m=0)
    spot = shapely.Point(lng, lat)
    on = sorted(number for number, area in CITY_SHAPES.items() if area.covers(spot))
    assert (found.number if found else None) == (on[0] if on else None)
    assert len(on) < 2 or all(CITY_SHAPES[number].boundary.distance(spot) < 1e-9 for number in on)
    if shapely.union_all(list(CITY_SHAPES.values())).contains(spot):
        assert found


def test_each_corner_of_the_demo_city_goes_to_the_lowest_of_the_areas_that_meet_there():
    for number, area in CITY_SHAPES.items():
        for lng, lat in shapely.get_coordinates(area)[::4]:
            touching = [n for n, other in CITY_SHAPES.items() if other.covers(shapely.Point(lng, lat))]
            assert geometry.area_at(CITY, lat, lng).number == min(touching) <= number


def test_the_demo_outlines_are_a_glued_coverage_of_88_areas():
    shapes = list(CITY_SHAPES.values())
    assert [area.number for area in CITY] == list(range(1, 89))
    assert all(one.is_valid for one in shapes)
    assert shapely.coverage_is_valid(shapes)
    whole = shapely.union_all(shapes)
    assert whole.geom_type == "Polygon"
    assert len(whole.interiors) == 0
    kinds = [area["kind"] for area in drawn("st-louis")["areas"]]
    assert kinds.count("neighborhood") == 79
    assert GEOGRAPHY.stat().st_size < 120_000


def test_maplewood_touches_the_demo_city_and_the_other_towns_do_not():
    whole = shapely.union_all(list(CITY_SHAPES.values()))
    towns = {slug: shape(drawn(slug)["areas"][0]["outline"]) for slug in ("florissant", "maplewood", "valley-park")}
    assert towns["maplewood"].touches(whole)
    assert towns["maplewood"].intersection(whole).length > 0.02
    assert towns["florissant"].disjoint(whole)
    assert towns["valley-park"].disjoint(whole)
