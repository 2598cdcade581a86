"""The drawing around a pin: the neighborhoods and streets that are there, each name once and never upside down."""

import pytest

from events import pinmap
from tests.streetfiles import make_file, make_segment, make_street, make_streets

PIN = 38.605, -90.227


def test_the_streets_and_areas_around_a_pin_are_drawn(springfield):
    make_streets(springfield)
    drawn = pinmap.around(springfield, *PIN)
    assert [street.name for street in drawn.streets] == ["Lemp Ave", "Lemp Ave", "Lynch St"]
    assert len(drawn.areas) == 3
    assert drawn.view_box == "-360 -200 720 400"


def test_without_a_file_the_areas_are_drawn_and_without_both_nothing(springfield, shelby):
    drawn = pinmap.around(springfield, *PIN)
    assert (drawn.streets, len(drawn.areas)) == ([], 3)
    assert pinmap.around(shelby, 38.705, -90.225) is None


def test_a_file_that_is_not_in_use_is_not_drawn(springfield):
    make_streets(springfield)
    springfield.place_files.update(state="replaced")
    assert pinmap.streets_around(springfield, *PIN, reach_m=500) == []


@pytest.mark.parametrize("ends", [(-1, -1), (-1, 1), (1, -1), (1, 1), (0, 1), (0, -1), (1, 0), (-1, 0)])
def test_a_name_is_never_upside_down(springfield, ends):
    lat, lng = PIN[0] + 0.0008, PIN[1] + 0.0008
    north, east = (0.0006 * way for way in ends)
    line = [[lng - east, lat - north], [lng + east, lat + north]]
    make_segment(make_street(make_file(springfield, "streets"), "Elm St"), 1, 99, "", "", line)
    (street,) = pinmap.around(springfield, *PIN).streets
    turn = int(street.at.rpartition("rotate(")[2].rstrip(")"))
    assert -90 <= turn <= 90


def test_a_name_stands_once_on_the_longest_piece_and_not_under_the_pin(springfield):
    elm = make_street(make_file(springfield, "streets"), "Elm St")
    for west, east in ((-90.2290, -90.2282), (-90.2282, -90.2262), (-90.2262, -90.2252)):
        make_segment(elm, 1, 99, "", "", [[west, 38.6051], [east, 38.6051]])
    named = [street.at for street in pinmap.around(springfield, *PIN).streets if street.at]
    assert len(named) == 1
    assert not named[0].startswith("translate(-")  # the piece in the middle would lie under the pin


def test_the_drawing_asks_the_database_three_times(springfield, django_assert_num_queries):
    make_streets(springfield)
    with django_assert_num_queries(3):
        pinmap.around(springfield, *PIN)
