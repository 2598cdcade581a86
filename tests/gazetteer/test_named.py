"""Named places come out of a small table."""

import json

import pytest
from django.core.management import call_command

from events.gazetteer import named
from events.models import NamedPlace


def test_a_small_table_of_places_is_loaded(write, load):
    path = write(
        "Facility Name,Type,Address,Y,X\n"
        "Hickey Elementary,Public School,3111 Cora Ave,38.605,-90.225\n"
        "Peña Park,,,38.606,-90.226\n"
    )
    file = load("places", path)
    assert list(NamedPlace.objects.values_list("name", "key", "kind", "address", "lat", "lng")) == [
        ("Hickey Elementary", "hickey elementary", "school", "3111 Cora Ave", 38.605, -90.225),
        ("Peña Park", "pena park", "park", "", 38.606, -90.226),
    ]
    assert file.report["rows"] == 2


@pytest.mark.parametrize(
    "said,name,kind",
    [
        ("school", "", "school"),
        ("Branch Libraries", "", "library"),
        ("", "Church of the Morning Light", "church"),
        ("", "Riverbend Academy", "school"),
        ("playground", "School Yard", "park"),
        ("", "Copper Kettle", "other"),
        ("", "", "other"),
    ],
)
def test_the_kind_is_known_by_the_files_word_or_the_name(said, name, kind):
    assert named.kind_of(said, name) == kind


def test_points_in_geojson_do_as_well(write, load):
    point = {"type": "Point", "coordinates": [-90.225, 38.605]}
    whole = {
        "type": "FeatureCollection",
        "features": [{"type": "Feature", "properties": {"name": "Berra Park"}, "geometry": point}],
    }
    load("places", write(json.dumps(whole)))
    assert NamedPlace.objects.get().kind == "park"


def test_the_same_place_twice_is_one_and_two_of_one_name_are_two(write, load):
    file = load(
        "places", write("name,lat,lng\nElm Park,38.605,-90.225\nElm Park,38.605,-90.225\nElm Park,38.601,-90.21\n")
    )
    assert NamedPlace.objects.count() == 2
    assert file.report["twice"] == 1


def test_places_without_a_name_or_a_point_are_counted(write, load):
    file = load("places", write("name,lat,lng\nA,38.605,-90.225\nB,38.605,-90.225\nC,38.6,-90.22\n,38.6,-90.2\nD,,\n"))
    assert [fault["says"] for fault in file.report["faults"]] == ["It has no name.", "It has no coordinates."]
    assert file.rows == 3


def test_the_command_loads_places(write, springfield, capsys):
    call_command("import_places", str(write("name,lat,lng\nElm Park,38.605,-90.225\n")), community="springfield")
    assert "1 written" in capsys.readouterr().out
    assert NamedPlace.objects.get().name == "Elm Park"
