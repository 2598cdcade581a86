"""The drawn map: a true scale, compact paths, and a light for everyone."""

import json
import math
import re
from collections import Counter
from pathlib import Path

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import mapping

from events.lib import citymap
from events.lib.citymap import Frame

GEOGRAPHY = json.loads((Path(citymap.__file__).parents[1] / "invented" / "geography.json").read_text(encoding="utf-8"))
TEN = Frame(south=0, west=0, north=10, east=10, width=100)
POINTS = st.lists(st.tuples(st.floats(0, 10), st.floats(0, 10)), max_size=40)


def box(west, south, east, north):
    return mapping(shapely.box(west, south, east, north))


def places(path):
    """Where a browser draws the dots: every step goes on from where the stroke before it ended."""
    found, x, y = [], 0.0, 0.0
    for kind, right, down, stroke in re.findall(r"([Mm])(-?\d+) ?(-?\d+)h(-?\.1)", path):
        x, y = (float(right), float(down)) if kind == "M" else (x + int(right), y + int(down))
        found.append((round(min(x, x + float(stroke)), 3), y))
        x += float(stroke)
    assert found == citymap.dots_of(path)
    return found


def test_a_frame_has_the_same_scale_in_both_directions():
    frame = Frame.around([box(-90.3, 38.5, -90.1, 38.7)])
    across = frame.xy(38.6, -90.2)[0] - frame.xy(38.6, -90.3)[0]
    down = frame.xy(38.5, -90.3)[1] - frame.xy(38.6, -90.3)[1]
    assert across / down == pytest.approx(math.cos(math.radians(38.6)), rel=0.001)


def test_the_corners_of_a_frame_are_drawn_at_its_corners():
    frame = Frame(38.5, -90.3, 38.7, -90.1, width=300)
    assert frame.xy(38.7, -90.3) == (0, 0)
    assert frame.xy(38.5, -90.1) == (300, frame.height)
    assert frame.view_box == f"-8 -8 316 {math.ceil(frame.height) + 16}"


def test_a_frame_goes_around_all_outlines_and_the_river():
    river = {"type": "LineString", "coordinates": [[5, 1], [9, 2]]}
    frame = Frame.around([box(0, 0, 1, 1), river], width=200)
    assert frame == Frame(0, 0, 2, 9, 200)
    with pytest.raises(ValueError, match="at least one"):
        Frame.around([])


def test_a_frame_survives_json_and_a_place_without_width():
    frame = Frame.around([{"type": "Point", "coordinates": [-90, 38]}])
    assert Frame.from_json(json.loads(json.dumps(frame.as_json()))) == frame
    assert frame.xy(38, -90)[0] == 0


def test_a_path_is_in_whole_units_and_closed():
    assert citymap.path_of(box(1, 1, 3, 2), Frame(0, 0, 10, 10, 10)) in ("M3 9L3 8L1 8L1 9z", "M3 9L1 9L1 8L3 8z")


def test_a_path_drops_points_that_fall_together_and_rings_too_small_to_see():
    ring = [[0, 0], [5, 0], [5.001, 0.001], [5, 5], [0, 5], [0, 0]]
    speck = [[8, 8], [8.01, 8], [8.01, 8.01], [8, 8]]
    path = citymap.path_of({"type": "MultiPolygon", "coordinates": [[ring], [speck]]}, TEN)
    assert path.count("M") == path.count("z") == 1
    assert path.count("L") == 3


def test_a_hole_stays_open_whichever_way_its_ring_runs():
    shell = [[0, 0], [9, 0], [9, 9], [0, 9], [0, 0]]
    hole = [[3, 3], [6, 3], [6, 6], [3, 6], [3, 3]]
    for inner in (hole, hole[::-1]):
        path = citymap.path_of({"type": "Polygon", "coordinates": [shell, inner]}, TEN)
        turns = []
        for ring in path.strip("z").split("z"):
            points = [tuple(map(int, pair.split())) for pair in re.split("[ML]", ring) if pair]
            turns.append(shapely.LinearRing(points).is_ccw)
        assert turns[0] != turns[1]


def test_a_gap_leaves_ground_between_neighbors_but_never_eats_an_area():
    frame = Frame(0, 0, 10, 10, 100)
    wide = citymap.path_of(box(0, 0, 5, 10), frame, gap=4)
    xs = [int(x) for x in re.findall(r"[ML](-?\d+) ", wide)]
    assert (min(xs), max(xs)) == (2, 48)
    assert citymap.path_of(box(0, 0, 0.3, 0.3), frame, gap=4)


def test_a_river_is_an_open_line():
    river = {"type": "LineString", "coordinates": [[0, 10], [5, 10], [5, 10.001], [10, 10]]}
    assert citymap.line_of(river, TEN) == "M0 0L50 0L100 0"
    twice = {"type": "MultiLineString", "coordinates": [[[0, 10], [5, 10]], [[6, 10], [6, 10]]]}
    assert citymap.line_of(twice, TEN) == "M0 0L50 0"


def test_lights_far_apart_stand_at_their_own_place():
    assert citymap.lights([(10, 0), (10, 5)], TEN) == "M0 0h.1m50 0h-.1"
    assert citymap.lights([], TEN) == ""


@given(POINTS)
def test_every_light_can_be_seen_and_stands_near_its_place(points):
    spots = places(citymap.lights(points, TEN))
    assert len(spots) == len(points)
    for i, spot in enumerate(spots):
        assert all(math.dist(spot, other) >= citymap.APART for other in spots[:i])
        assert min(math.dist(spot, TEN.xy(*point)) for point in points) <= citymap.SPREAD + 1


@given(POINTS, POINTS)
def test_lights_stay_in_place_when_others_come(first, later):
    before, after = (places(citymap.lights(points, TEN)) for points in (first, first + later))
    assert not Counter(before) - Counter(after)


@given(POINTS)
def test_the_path_does_not_tell_which_light_came_first(points):
    spots = places(citymap.lights(points, TEN))
    assert spots == sorted(spots)


def test_a_crowd_at_one_place_is_spread_and_nobody_is_lost():
    spots = places(citymap.lights([(5, 5)] * 1500, TEN))
    assert len(spots) == 1500
    assert len(set(spots)) == len(citymap.HONEYCOMB) > 80


def test_the_map_of_the_demo_city_is_small():
    city = GEOGRAPHY["st-louis"]
    frame = Frame.around([area["outline"] for area in city["areas"]] + [city["water"]])
    paths = [citymap.path_of(area["outline"], frame, gap=2.4) for area in city["areas"]]
    assert all(path.endswith("z") for path in paths)
    assert sum(map(len, paths)) + len(citymap.line_of(city["water"], frame)) < 12_000


def test_a_light_is_not_moved_off_the_ground_to_be_seen():
    paths = citymap.path_of(box(4, 4, 6, 6), TEN)
    spots = places(citymap.lights([(5, 4.1)] * 20, TEN, citymap.ground_of(paths)))
    assert len(set(spots)) == 20
    assert all(40 <= x <= 60 and 40 <= y <= 60 for x, y in spots)


def test_a_pin_that_lies_off_the_ground_keeps_its_place():
    ground = citymap.ground_of(citymap.path_of(box(4, 4, 6, 6), TEN))
    assert citymap.lights([(5, 1)], TEN, ground) == "M10 50h.1"


def test_a_hole_is_not_ground():
    ring = mapping(shapely.box(1, 1, 9, 9).difference(shapely.box(4, 4, 6, 6)))
    ground = citymap.ground_of(citymap.path_of(ring, TEN))
    assert [bool(shapely.contains_xy(ground, x, 50)) for x in (20, 50, 95)] == [True, False, False]


@given(st.lists(st.tuples(st.integers(-900, 900), st.integers(-900, 900)), min_size=3, max_size=20))
def test_a_shortened_path_goes_through_the_same_points(points):
    ring = "".join(f"{'L' if place else 'M'}{x} {y}" for place, (x, y) in enumerate(points)) + "z"
    assert citymap.rings_of(ring) == [points]
    short = citymap.shortened(ring + ring)
    assert citymap.rings_of(short) == [points, points]
    assert "L" not in short
