"""Which pieces of a street a host means by two cross streets, however they are written."""

import pytest

from events.closing.stretches import find
from events.models import PlaceFile, Segment
from tests.streetfiles import make_file, make_segment, make_street

LAT, STEP = 38.605, 0.002
CROSSES = ["Arsenal St", "Lynch St", "Pestalozzi St", "S Grand Blvd"]


def lng(corner):
    return -90.229 + corner * STEP


@pytest.fixture
def file(springfield):
    """Lemp Ave from west to east across four streets, then to a dead end; its third block is on a bus route.

    Lynch St and Pestalozzi St are streets of the file too; the others are known by the corners' names alone.
    """
    file = make_file(springfield, PlaceFile.Kind.STREETS)
    lemp = make_street(file, "Lemp Ave")
    for corner, (first, last) in enumerate(zip(CROSSES, [*CROSSES[1:], ""], strict=True)):
        line = [[lng(corner), LAT], [lng(corner + 1), LAT]]
        make_segment(lemp, None, None, first, last, line, is_bus_route=corner == 2)
    lynch = make_street(file, "Lynch St")
    make_segment(lynch, None, None, "Lemp Ave", "", [[lng(1), LAT], [lng(1), LAT + 0.003]])
    make_street(file, "Pestalozzi St")
    return file


def corners(stretch):
    return [(segment.from_street, segment.to_street) for segment in stretch.segments]


@pytest.mark.parametrize(
    ("street", "first", "last"),
    [
        ("Lemp Ave", "Lynch St", "Pestalozzi St"),
        ("lemp avenue", "LYNCH", "Pestalozzi Street"),
        ("Lemp", "Lynch St.", "Pestalozi"),
        ("Lemp Ave", "Pestalozzi St", "Lynch St"),
    ],
)
def test_a_block_is_found_however_it_is_written(springfield, file, street, first, last):
    stretch = find(springfield, street, first, last)
    assert corners(stretch) == [("Lynch St", "Pestalozzi St")]
    assert (stretch.street, stretch.blocks, stretch.crossings) == ("Lemp Ave", 1, ())
    assert 170 < stretch.length_m < 178


def test_the_line_runs_from_the_first_cross_street_to_the_last(springfield, file):
    there = find(springfield, "Lemp Ave", "Arsenal St", "Pestalozzi St")
    back = find(springfield, "Lemp Ave", "Pestalozzi St", "Arsenal St")
    assert there.line == ([[lng(0), LAT], [lng(1), LAT]], [[lng(1), LAT], [lng(2), LAT]])
    assert [part[::-1] for part in back.line[::-1]] == list(there.line)


def test_streets_that_cross_in_between_are_counted_and_named(springfield, file):
    stretch = find(springfield, "Lemp Ave", "Arsenal St", "S Grand Blvd")
    assert (stretch.blocks, stretch.crossings) == (3, ("Lynch St", "Pestalozzi St"))
    assert stretch.has_bus
    assert not find(springfield, "Lemp Ave", "Arsenal St", "Pestalozzi St").has_bus


def test_a_piece_that_the_file_cuts_without_a_crossing_is_one_block(springfield, file):
    lemp = file.streets.get(name="Lemp Ave")
    half = lng(0.5)
    Segment.objects.filter(street=lemp, from_street="Arsenal St").delete()
    make_segment(lemp, None, None, "Arsenal St", "", [[lng(0), LAT], [half, LAT]])
    make_segment(lemp, None, None, "", "Lynch St", [[half, LAT], [lng(1), LAT]])
    stretch = find(springfield, "Lemp Ave", "Arsenal St", "Lynch St")
    assert (len(stretch.segments), stretch.blocks) == (2, 1)


def test_the_class_of_every_piece_counts(springfield, file):
    Segment.objects.filter(from_street="Lynch St").update(road_class="main")
    assert find(springfield, "Lemp Ave", "Arsenal St", "Pestalozzi St").is_main
    assert not find(springfield, "Lemp Ave", "Arsenal St", "Lynch St").is_main


def test_a_street_may_end_without_a_cross_street(springfield, file):
    assert corners(find(springfield, "Lemp Ave", "Grand", "dead end")) == [("S Grand Blvd", "")]


@pytest.mark.parametrize(
    ("street", "first", "last", "missing"),
    [
        ("Nowhere Ln", "Lynch St", "Pestalozzi St", "Nowhere Ln"),
        ("Lemp Ave", "Lynch St", "Main St", "Main St"),
        ("Lemp Ave", "", "Lynch St", ""),
        ("", "", "", ""),
        ("Lemp Ave", "Lynch St", "Lynch St", ""),
        ("Lynch St", "Arsenal St", "Pestalozzi St", "Arsenal St"),
        ("Lemp Ave", "N Grand Blvd", "Pestalozzi St", "N Grand Blvd"),
    ],
)
def test_what_is_not_found_is_told_by_its_name(springfield, file, street, first, last, missing):
    stretch = find(springfield, street, first, last)
    assert (stretch.is_known, stretch.missing, stretch.is_checked) == (False, missing, True)


def test_of_two_streets_of_a_name_the_one_at_the_pin_is_meant(springfield, file):
    for direction, lat in (("N", 38.608), ("S", 38.602)):
        elm = make_street(file, f"{direction} Elm St")
        make_segment(elm, None, None, "Oak Ave", "Ash Ave", [[-90.22, lat], [-90.218, lat]])
    for direction, near in (("N", (38.6079, -90.219)), ("S", (38.6021, -90.219))):
        assert find(springfield, "Elm St", "Oak Ave", "Ash Ave", near=near).street == f"{direction} Elm St"
    assert find(springfield, "S Elm St", "Oak Ave", "Ash Ave", near=(38.6079, -90.219)).street == "S Elm St"


def test_of_two_ways_the_shorter_is_taken(springfield, file):
    lemp = file.streets.get(name="Lemp Ave")
    around = [[lng(1), LAT], [lng(1.5), LAT + 0.01], [lng(2), LAT]]
    make_segment(lemp, None, None, "Lynch St", "Pestalozzi St", around)
    assert find(springfield, "Lemp Ave", "Lynch St", "Pestalozzi St").length_m < 178


def test_a_city_without_a_street_file_is_not_checked(springfield, shelby, file):
    stretch = find(shelby, "Lemp Ave", "Lynch St", "Pestalozzi St")
    assert (stretch.is_checked, stretch.is_known) == (False, False)


def test_a_stretch_costs_two_queries(springfield, file, django_assert_max_num_queries):
    find(springfield, "Lemp Ave", "Lynch St", "Pestalozzi St")
    with django_assert_max_num_queries(2):
        assert find(springfield, "Lemp Ave", "Arsenal St", "S Grand Blvd").is_known
