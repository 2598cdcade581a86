"""Street segments come out of a city's file, whatever it calls its fields and whichever way it drew its lines."""

import json

import pytest
from django.core.management import call_command

from events.gazetteer import lines, records, streets
from events.models import PlaceFile, Segment, Street

SIDES = ("L_F_ADD", "L_T_ADD", "R_F_ADD", "R_T_ADD")


def piece(name, points, numbers=(0, 0, 0, 0), names=SIDES, **properties):
    """A feature; `points` are (lng, lat) in thousandths of a degree from the corner of Elm Park."""
    line = [[round(-90.23 + x / 1000, 6), round(38.60 + y / 1000, 6)] for x, y in points]
    values = {"FULLNAME": name} | dict(zip(names, numbers, strict=True)) | properties
    return {"type": "Feature", "properties": values, "geometry": {"type": "LineString", "coordinates": line}}


ELM = ((1, 5), (3, 5))


def only():
    return Segment.objects.select_related("street").get()


def test_a_segment_has_its_numbers_its_middle_and_its_class(write, load):
    file = load("streets", write([piece("ELM ST", ELM, (100, 198, 101, 199), CLASS="Arterial", BUS="Route 70")]))
    segment = only()
    assert (str(segment), segment.runs_up, segment.road_class, segment.is_bus_route) == (
        "Elm St 100-199",
        True,
        "main",
        True,
    )
    assert (segment.lat, segment.lng) == (38.605, -90.228)
    assert segment.line == [[-90.229, 38.605], [-90.227, 38.605]]
    assert (file.rows, file.report["streets"], segment.street.key) == (1, 1, "elm")


@pytest.mark.parametrize(
    "names",
    [
        SIDES,
        ("FROMADDR_L", "TOADDR_L", "FROMADDR_R", "TOADDR_R"),
        ("LFROMADD", "LTOADD", "RFROMADD", "RTOADD"),
        ("L_ADD_FROM", "L_ADD_TO", "R_ADD_FROM", "R_ADD_TO"),
        ("LFROMHN", "LTOHN", "RFROMHN", "RTOHN"),
        ("FraddL", "ToaddL", "FraddR", "ToaddR"),
        ("left_from", "left_to", "right_from", "right_to"),
        ("FROMLEFT", "TOLEFT", "FROMRIGHT", "TORIGHT"),
        ("LLO_A", "LHI_A", "RLO_A", "RHI_A"),
    ],
)
def test_the_usual_spellings_of_ranges_are_guessed(write, names):
    guess = streets.read_head(write([piece("Elm St", ELM, (1, 2, 3, 4), names)]))
    assert [guess.mapping[code] for code in ("left_from", "left_to", "right_from", "right_to")] == list(names)


@pytest.mark.parametrize(
    "sides,expected",
    [
        ((("100", "198"), ("101", "199")), (100, 199, True)),
        ((("198", "100"), ("199", "101")), (100, 199, False)),
        ((("0", "0"), ("101", "199")), (101, 199, True)),
        ((("", ""), ("101", "199")), (101, 199, True)),
        ((("0", "0"), ("0", "0")), (None, None, True)),
        ((("", ""), ("", "")), (None, None, True)),
        ((("0", "98"), ("1", "99")), (0, 99, True)),
        ((("0", "2898"), ("2801", "2899")), (2801, 2899, True)),
        ((("100", "198"), ("199", "101")), (100, 199, True)),
        ((("100", "198"), ("195", "103")), (100, 198, True)),
        ((("100A", "198"), ("-5", "x")), (100, 198, True)),
        ((("150", "150"), ("", "")), (150, 150, True)),
        ((("", "198"), ("", "")), (198, 198, True)),
    ],
)
def test_numbers_of_both_sides_are_one_range(sides, expected):
    assert lines.numbers(*sides) == expected


def test_every_spelling_of_a_range_keeps_the_promise_of_the_database(write, load):
    ranges = [(0, 0, 0, 0), (198, 100, 199, 101), (0, 0, 199, 101), (5, 0, 0, 0)]
    load("streets", write([piece(f"Street {n}", ELM, numbers) for n, numbers in enumerate(ranges)]))
    found = Segment.objects.order_by("pk").values_list("low", "high", "runs_up")
    assert list(found) == [(None, None, True), (100, 199, False), (101, 199, False), (0, 5, False)]


def grid():
    """Elm St from Oak Ave by First St to Pine Ave, its second half drawn the other way; nobody names a cross street."""
    return [
        piece("Elm St", ((1, 5), (3, 5)), (100, 198, 101, 199)),
        piece("Elm St", ((5, 5), (3, 5)), (298, 200, 299, 201)),
        piece("Oak Ave", ((1, 5), (1, 7))),
        piece("1st St", ((3, 3), (3, 5))),
        piece("1st St", ((3, 5), (3, 7))),
        piece("Pine Ave", ((5, 5), (5, 8))),
    ]


def test_cross_streets_are_taken_from_the_corners(write, load):
    file = load("streets", write(grid()))
    found = Segment.objects.filter(street__name="Elm St").order_by("pk")
    assert [(segment.from_street, segment.to_street, segment.runs_up) for segment in found] == [
        ("Oak Ave", "1st St", True),
        ("Pine Ave", "1st St", False),
    ]
    assert Segment.objects.get(street__name="Oak Ave").to_street == ""
    assert file.report["derived"] == 8


def test_named_cross_streets_stay_and_turn_a_line_that_is_drawn_against_them(write, load):
    rows = grid()
    for row in rows:
        row["properties"] |= {"FROM_ST": "", "TO_ST": ""}
    rows[1]["properties"] |= {"FROM_ST": "1ST STREET", "TO_ST": "PINE AVENUE"}
    file = load("streets", write(rows))
    segment = Segment.objects.get(street__name="Elm St", low=200)
    assert (segment.from_street, segment.to_street, segment.runs_up) == ("1st St", "Pine Ave", True)
    assert segment.line == [[-90.227, 38.605], [-90.225, 38.605]]
    assert file.report["turned"] == 1


def test_a_street_that_goes_on_with_another_direction_is_not_its_own_cross_street(write, load):
    rows = [
        piece("S Elm Ave", ((3, 3), (3, 5))),
        piece("N Elm Ave", ((3, 5), (3, 7))),
        piece("Oak St", ((3, 5), (5, 5))),
    ]
    load("streets", write(rows))
    assert Segment.objects.get(street__name="S Elm Ave").to_street == "Oak St"


def test_a_line_in_parts_is_joined_and_of_one_with_a_gap_the_longest_part_is_taken(write, load):
    joined, gap = piece("Elm St", ELM), piece("Oak Ave", ELM)
    parts = [[[-90.229, 38.605], [-90.228, 38.605]], [[-90.228, 38.605], [-90.227, 38.605]]]
    joined["geometry"] = {"type": "MultiLineString", "coordinates": parts}
    gap["geometry"] = {"type": "MultiLineString", "coordinates": [parts[0], [[-90.226, 38.605], [-90.221, 38.605]]]}
    load("streets", write([joined, gap]))
    found = {segment.street.name: segment.line for segment in Segment.objects.select_related("street")}
    assert found["Elm St"] == [[-90.229, 38.605], [-90.228, 38.605], [-90.227, 38.605]]
    assert found["Oak Ave"] == [[-90.226, 38.605], [-90.221, 38.605]]


@pytest.mark.parametrize(
    "text,road_class",
    [
        ("S1400", "local"),
        ("S1200", "main"),
        ("S1100", "highway"),
        ("S1730", "alley"),
        ("Major Arterial", "main"),
        ("Alley", "alley"),
        ("residential", "local"),
        ("motorway_link", "highway"),
        ("", "local"),
    ],
)
def test_classes_are_known_by_their_usual_words(text, road_class):
    assert lines.road_class(text) == road_class


@pytest.mark.parametrize(
    "parts,name",
    [
        ({"PREDIR": "S", "NAME": "LEMP", "TYPE": "AVE"}, "S Lemp Ave"),
        ({"PREDIR": "", "NAME": "St Louis", "TYPE": "St", "SUFDIR": "N"}, "St Louis St N"),
        ({"PREDIR": "S", "FULLNAME": "South Lemp Avenue", "TYPE": "AVE"}, "S Lemp Ave"),
    ],
)
def test_a_name_in_parts_is_put_together(write, load, parts, name):
    row = piece("", ELM)
    row["properties"] = parts
    load("streets", write([row]))
    assert Street.objects.get().name == name


def test_fields_can_be_named_on_the_command_line(write, springfield, capsys):
    row = piece("Elm St", ELM, (100, 198, 101, 199), ("a", "b", "c", "d"))
    row["properties"]["label2"] = "Oak Ave"
    path = str(write([row]))
    options = ["--name-field=label2", "--left-from-field=a", "--left-to-field=b", "--community=springfield"]
    call_command("import_streets", path, *options)
    assert str(only()) == "Oak Ave 100-198"
    assert "Street name                  label2" in capsys.readouterr().out


def test_rows_without_a_name_or_a_line_are_counted(write, load):
    rows = [piece(f"{n} St", ELM) for n in ("Elm", "Oak", "Pine", "Ash")]
    bad = [piece("", ELM), piece("Elm St", ((1, 5), (1, 5))), piece("Elm St", ((1, 5), (500_000, 5)))]
    bad.append({"type": "Feature", "properties": {"FULLNAME": "Elm St"}, "geometry": None})
    file = load("streets", write([*rows, *bad]))
    says = [fault["says"] for fault in file.report["faults"]]
    assert [fault["row"] for fault in file.report["faults"]] == [5, 6, 7, 8]
    assert says[:2] == ["It has no street name.", "Its line has no length."]
    assert says[3] == "Its geometry is no line."
    assert file.state == PlaceFile.State.IN_USE


def test_a_table_is_no_street_file(write, load):
    path = write("street,lat,lon\nElm St,38.605,-90.225\n")
    assert streets.read_head(path).problem == "A street file must be GeoJSON: a table has no lines."
    with pytest.raises(records.NotReadable, match="a table has no lines"):
        load("streets", path)


def test_a_collection_above_its_limit_is_refused_and_lines_are_not(write, load, monkeypatch):
    monkeypatch.setattr(records, "LARGEST_COLLECTION", 1_000)
    whole = json.dumps({"type": "FeatureCollection", "features": grid()})
    with pytest.raises(records.NotReadable, match="GeoJSON lines"):
        load("streets", write(whole))
    assert load("streets", write(grid())).rows == 6
