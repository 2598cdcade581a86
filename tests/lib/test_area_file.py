"""Files of areas: which field is what, which rows can be used, what kind an area is."""

import json

import pytest
from shapely.geometry import box, mapping, shape

from events.lib import area_fields, area_file, area_kinds
from events.lib.area_file import NotAreas
from events.lib.area_shapes import change_of, km2_of

WEST, SOUTH, SIDE = -90.25, 38.60, 0.01


def cell(column, row=0, size=SIDE):
    """A square of a grid, as a GeoJSON polygon."""
    west, south = WEST + column * SIDE, SOUTH + row * SIDE
    return mapping(box(west, south, west + size, south + size))


def feature(geometry, **properties):
    return {"type": "Feature", "properties": properties, "geometry": geometry}


@pytest.fixture
def read(tmp_path):
    """read(features, mapping) gives the Reading of a file of them."""

    def reading(features, **mapping):
        path = tmp_path / "areas.geojson"
        path.write_text(json.dumps({"type": "FeatureCollection", "features": list(features)}))
        return area_file.read(path, mapping=mapping)

    return reading


def numbered(*names):
    return [feature(cell(place), NUM=place, NAME=name) for place, name in enumerate(names, start=1)]


@pytest.mark.parametrize(
    ("properties", "fields"),
    [
        ({"NHD_NUM": [1, 2, 3], "NHD_NAME": ["Elm", "Oak", "Ash"]}, ("NHD_NUM", "NHD_NAME", "")),
        ({"name": ["Elm", "Oak", "Ash"], "cartodb_id": [1, 2, 3], "created_at": ["a", "b", "c"]}, ("", "name", "")),
        ({"OBJECTID": [1, 2, 3], "DISTNO": ["1", "2", "3"], "DISTRICT": ["1", "2", "3"]}, ("DISTNO", "", "")),
        ({"WARD_NUM": ["01", "02", "03"], "ALDERMAN": ["A B", "C D", "E F"]}, ("WARD_NUM", "", "")),
        ({"ward": [1.0, 2.0, 3.0], "Shape_Area": [5, 6, 7]}, ("ward", "", "")),
        ({"L_HOOD": ["North", "North", "South"], "S_HOOD": ["Elm", "Oak", "Ash"]}, ("", "S_HOOD", "")),
        ({"NAME": ["Elm", "Oak", "Ash"], "NAMELSAD": ["Elm city", "Oak city", "Ash city"]}, ("", "NAME", "")),
        ({"num": [1, 2, 3], "name": ["Elm", "Oak", "Ash"], "type": ["Park", "neighborhood", "PARK"]},
         ("num", "name", "type")),
        ({"Beat": [111, 112, 113], "district": [1, 1, 1]}, ("Beat", "", "")),
    ],
)  # fmt: skip
def test_the_fields_are_guessed(read, properties, fields):
    rows = [feature(cell(place), **{name: values[place] for name, values in properties.items()}) for place in range(3)]
    mapping = read(rows).mapping
    assert (mapping["number"], mapping["name"], mapping["kind"]) == fields
    assert mapping["match"] == ("number" if fields[0] else "name")


def test_a_person_may_choose_other_fields_or_none(read):
    rows = [feature(cell(place), code=place, NAME=f"N{place}", title=f"T{place}") for place in range(3)]
    chosen = read(rows, number="", name="title")
    assert [(one.number, one.name) for one in chosen.shapes] == [(None, "T0"), (None, "T1"), (None, "T2")]
    assert read(rows, match="name").mapping["match"] == "name"
    with pytest.raises(NotAreas, match=r"no field KIND\. It has: code, NAME, title\."):
        read(rows, kind="KIND")
    with pytest.raises(NotAreas, match="Say which one is"):
        read(rows, number="", name="")


def test_the_fields_are_told_with_examples(read):
    assert read(numbered("Elm", "Oak")).fields == [
        {"name": "NUM", "examples": ["1", "2"]},
        {"name": "NAME", "examples": ["Elm", "Oak"]},
    ]


@pytest.mark.parametrize(
    ("value", "number"),
    [(7, 7), ("07", 7), (7.0, 7), ("7.00", 7), (0, 0), (7.5, None), ("7A", None), (-1, None), (True, None),
     (None, None), ("", None), (2**31, None), ("99999999999", None)],
)  # fmt: skip
def test_whole_numbers_are_read_however_they_are_written(value, number):
    assert area_fields.whole(value) == number


def test_rows_are_refused_one_by_one(read):
    bow = {"type": "Polygon", "coordinates": [[[-90.25, 38.6], [-90.24, 38.6], [-90.25, 38.6], [-90.25, 38.6]]]}
    rows = [
        *numbered("Elm", "Oak", "Ash", "Fir", "Yew", "Bay", "Fig", "Gum", "Box", "Tea", "Cob"),
        feature(None, NUM=20, NAME="Nowhere"),
        feature(cell(20), NUM="x", NAME="Wordy"),
        feature(cell(21), NUM=22, NAME=" "),
        feature(cell(22), NUM=None, NAME=None),
        feature({"type": "Point", "coordinates": [-90.2, 38.6]}, NUM=24, NAME="Dot"),
        feature(bow, NUM=25, NAME="Line"),
        feature(cell(25), NUM=26, NAME="L" * 81),
        feature({"type": "Polygon", "coordinates": [[[-9e6, 4e6], [-9e6, 5e6], [-8e6, 4e6]]]}, NUM=27, NAME="Far"),
    ]
    reading = read(rows, number="NUM", name="NAME")
    assert len(reading.shapes) == 11
    said = {refused.row: (refused.number, refused.name, refused.sentence) for refused in reading.refused}
    assert said[12] == (20, "Nowhere", "It has no outline.")
    assert said[13] == (None, "Wordy", "“x” in NUM is not a whole number.")
    assert said[14] == (22, "", "It has no name.")
    assert said[15] == (None, "", "It has no number.")
    assert said[16][2] == "An outline must be a Polygon or a MultiPolygon; this is a Point."
    assert "too few points" in said[17][2]
    assert said[18][2] == "Its name is longer than 80 letters."
    assert "outside the world" in said[19][2]
    assert reading.as_json()["refused"][0] == {
        "row": 12, "number": 20, "name": "Nowhere", "sentence": "It has no outline.",
    }  # fmt: skip


def test_outlines_are_repaired_and_it_is_said(read):
    """As in Minneapolis: parts with too few points beside a sound one."""
    sound = cell(0)["coordinates"]
    flawed = {"type": "MultiPolygon", "coordinates": [sound, [[[-90.25, 38.6], [-90.24, 38.6], [-90.25, 38.6]]]]}
    crossed = [[-90.23, 38.60, 9.0], [-90.22, 38.61, 9.0], [-90.22, 38.60, 9.0], [-90.23, 38.61, 9.0]]
    reading = read(
        [
            feature(flawed, NUM=1, NAME="Longfellow"),
            feature({"type": "Polygon", "coordinates": [crossed]}, NUM=2, NAME="Bow Tie"),
            feature(cell(5), NUM=3, NAME="Sound"),
        ]
    )
    assert [one["row"] for one in reading.as_json()["repaired"]] == [1, 2]
    assert shape(reading.shapes[0].outline).equals(shape(cell(0)))
    assert shape(reading.shapes[1].outline).is_valid
    assert reading.shapes[2].repairs == ()


def test_one_area_in_several_rows_is_joined(read):
    rows = [*numbered("Elm", "Oak", "Ash"), feature(cell(9), NUM=2, NAME="Oak")]
    oak = read(rows, number="NUM").shapes[1]
    assert (oak.rows, len(oak.outline["coordinates"])) == ((2, 4), 2)
    assert "stands in 2 rows" in oak.repairs[0]


def test_two_areas_with_one_number_are_refused_both(read):
    rows = [*numbered("Elm", "Oak", "Ash"), feature(cell(9), NUM=2, NAME="Fir")]
    reading = read(rows, number="NUM", name="NAME")
    assert [one.name for one in reading.shapes] == ["Elm", "Ash"]
    assert [(one.row, one.sentence) for one in reading.refused] == [
        (2, "Several areas have the number 2: Fir, Oak."),
        (4, "Several areas have the number 2: Fir, Oak."),
    ]


def test_names_in_capitals_are_written_as_names(read):
    reading = read(numbered("ST. LOUIS HILLS", "O'FALLON", "KING'S OAK"))
    assert [one.name for one in reading.shapes] == ["St. Louis Hills", "O'Fallon", "King's Oak"]
    assert "capitals" in reading.notes[0]


def test_slivers_are_let_be_and_overlaps_are_told(read):
    over = mapping(box(WEST + SIDE - 0.000002, SOUTH, WEST + 2 * SIDE, SOUTH + SIDE))
    assert read([feature(cell(0), NUM=1, NAME="Elm"), feature(over, NUM=2, NAME="Oak")]).notes == []
    half = mapping(box(WEST + SIDE / 2, SOUTH, WEST + 1.5 * SIDE, SOUTH + SIDE))
    assert read([feature(cell(0), NUM=1, NAME="Elm"), feature(half, NUM=2, NAME="Oak")]).notes == [
        "Elm and Oak overlap (50% of the smaller). A place in both belongs to the lower number."
    ]


@pytest.mark.parametrize(
    ("geometries", "said"),
    [
        ([{"type": "Point", "coordinates": [-90.2, 38.6]}], "None of the file's 1 features has an outline .* Point."),
        ([None, None], "None of the file's 2 features has an outline"),
        ([mapping(box(-10_050_000, 4_660_000, -10_040_000, 4_670_000))], "map projection"),
        ([mapping(box(38.6, -90.2, 38.7, -90.1))], "swapped"),
    ],
)
def test_files_that_hold_no_areas_are_refused_whole(read, geometries, said):
    with pytest.raises(NotAreas, match=said):
        read(feature(geometry, NAME="Elm") for geometry in geometries)


def test_more_areas_than_any_city_has_are_refused(read, monkeypatch):
    monkeypatch.setattr(area_file, "MOST_AREAS", 2)
    with pytest.raises(NotAreas, match="3 areas, and at most 2"):
        read(numbered("Elm", "Oak", "Ash"))


# Kinds


CITY = [(1, "Carondelet"), (13, "Southwest Garden"), (22, "Benton Park"), (53, "Fountain Park"), (60, "Baden")]
CITY += [(72, "Walnut Park East"), (79, "North Riverfront"), (70, "Hyde Park"), (71, "Penrose"), (75, "Riverview")]
PARKS = [(80, "Carondelet Park"), (86, "Calvary Cemetery"), (87, "Botanical Garden"), (88, "Willmore Park")]


def test_parks_behind_the_neighborhoods_are_found_and_parks_by_name_are_not():
    kinds, rule = area_kinds.kinds_by_rule(CITY + PARKS)
    assert {number: kind for number, kind in kinds.items() if kind != "neighborhood"} == {
        80: "park",
        86: "cemetery",
        87: "other",
        88: "park",
    }
    assert rule.startswith("Areas 80 to 88 are not neighborhoods")


def test_two_parks_at_the_end_may_be_chance_but_a_cemetery_is_none():
    kinds, rule = area_kinds.kinds_by_rule([*CITY, (90, "Oak Park"), (91, "Elm Cemetery")])
    assert (kinds[90], kinds[91]) == ("neighborhood", "cemetery")
    assert rule == "All areas count as neighborhoods, except cemeteries."


def test_numbers_that_are_not_the_citys_tell_nothing():
    kinds, _rule = area_kinds.kinds_by_rule(CITY + PARKS, is_numbered=False)
    assert kinds[88] == "neighborhood"


def test_a_person_may_say_where_the_neighborhoods_end():
    kinds, rule = area_kinds.kinds_by_rule([*CITY, (77, "Islands"), *PARKS], up_to=76)
    assert (kinds[75], kinds[77], kinds[79], kinds[88]) == ("neighborhood", "other", "other", "park")
    assert rule == "Areas above number 76 are not neighborhoods."


def test_kinds_are_read_from_a_table(tmp_path):
    path = tmp_path / "kinds.csv"
    path.write_text("number,name,kind\n1,Elm,Neighborhood\n080,Oak,PARK\n")
    assert area_kinds.read_kinds(path) == {"1": "neighborhood", "80": "park"}
    path.write_text("name;kind\nOak Park;park\n")
    assert area_kinds.read_kinds(path) == {"oak-park": "park"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("number,sort\n1,park\n", "needs a column “kind”"),
        ("kind\npark\n", "needs a column “kind” and a column “number” or “name”"),
        ("number,kind\n1,swamp\n", "Row 2 of the file of kinds: say neighborhood"),
        ("", "cannot be read"),
    ],
)
def test_a_table_of_kinds_that_cannot_be_used_is_refused(tmp_path, text, said):
    path = tmp_path / "kinds.csv"
    path.write_text(text)
    with pytest.raises(area_kinds.NotKinds, match=said):
        area_kinds.read_kinds(path)


# Sizes


def test_sizes_and_changes_are_measured():
    whole, half = cell(0), mapping(box(WEST, SOUTH, WEST + SIDE / 2, SOUTH + SIDE))
    assert km2_of(whole) == pytest.approx(1.112 * 1.112 * 0.7815, rel=0.001)
    assert change_of(whole, half) == pytest.approx(0.5)
    assert change_of(whole, cell(5)) == pytest.approx(1)
    assert change_of(whole, whole) == 0
