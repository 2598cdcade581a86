"""Address points come out of a city's file."""

import json

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from events.gazetteer import addresses, records
from events.gazetteer.addresses import split_number
from events.gazetteer.reach import OUTSIDE_WORLD, SWAPPED
from events.models import AddressPoint, NamedPlace, PlaceFile, Street

HEADER = ["LON", "LAT", "NUMBER", "STREET", "UNIT", "CITY", "DISTRICT", "REGION", "POSTCODE", "ID", "HASH"]


def row(number, street, lat=38.605, lng=-90.225, postcode="", unit=""):
    return [lng, lat, number, street, unit, "Springfield", "", "MO", postcode, "", ""]


def feature(number, street, lat=38.605, lng=-90.225, **properties):
    point = {"type": "Point", "coordinates": [lng, lat]}
    return {"type": "Feature", "properties": {"number": number, "street": street} | properties, "geometry": point}


def lines():
    return [str(point) for point in AddressPoint.objects.select_related("street").order_by("pk")]


def test_an_openaddresses_csv_is_loaded(write, load):
    file = load(
        "addresses", write([HEADER, row(2827, "LEMP AVE"), row("2829R", "Lemp Avenue"), row("10 1/2", "n 9TH st.")])
    )
    assert file.state == PlaceFile.State.IN_USE
    assert lines() == ["2827 Lemp Ave", "2829R Lemp Ave", "101/2 N 9th St"]
    assert [(street.name, street.key) for street in Street.objects.all()] == [("Lemp Ave", "lemp"), ("N 9th St", "9th")]
    assert (file.rows, file.report["read"], file.report["faults"], file.report["finished"]) == (3, 3, [], True)


def test_columns_come_in_any_order_and_case(write, load):
    load("addresses", write("street;Number;lat;lon\nElm St;12;38,605;-90,225\n"))
    assert lines() == ["12 Elm St"]
    assert AddressPoint.objects.get().lng == -90.225


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_letters_with_accents_come_through_in_every_encoding(write, load, encoding):
    load("addresses", write("NUMBER,STREET,LON,LAT\r\n7,Calle Peña,-90.225,38.605\r\n".encode(encoding)))
    assert lines() == ["7 Calle Peña"]


def test_openaddresses_geojson_lines_are_loaded(write, load):
    load("addresses", write([feature("2827", "LEMP AVE", postcode="63118-1234", unit=""), feature(9, "Elm St")]))
    assert lines() == ["2827 Lemp Ave", "9 Elm St"]
    assert NamedPlace.objects.get().name == "63118"


def test_a_feature_collection_is_read_whole_or_line_by_line(write, load):
    whole = {"type": "FeatureCollection", "features": [feature(1, "Elm St"), feature(2, "Elm St")]}
    load("addresses", write(json.dumps(whole, indent=1)))
    assert lines() == ["1 Elm St", "2 Elm St"]
    body = ",\n".join(json.dumps(one) for one in whole["features"])
    path = write('{\n"type": "FeatureCollection",\n"features": [\n' + body + "\n]\n}\n", name="by-lines")
    assert records.Records(path).layout == "lines"
    load("addresses", path)
    assert lines() == ["1 Elm St", "2 Elm St"]


def test_the_units_of_a_house_are_one_point(write, load):
    file = load("addresses", write([HEADER, *(row(40, "Elm St", unit=unit) for unit in "ABC"), row("40A", "Elm St")]))
    assert lines() == ["40 Elm St", "40A Elm St"]
    assert file.report["units"] == 2


def test_a_zip_code_lies_in_the_middle_of_its_addresses(write, load):
    rows = [row(n, "Elm St", lat=38.601 + n / 1000, postcode=63118) for n in (1, 2, 6)]
    file = load("addresses", write([HEADER, *rows, row(5, "Elm St", postcode="unknown")]))
    (place,) = NamedPlace.objects.filter(kind=NamedPlace.Kind.ZIP)
    assert (place.name, place.file, place.lat, place.lng) == ("63118", file, 38.604, -90.225)


def test_rows_that_cannot_be_used_are_counted_and_named(write, load):
    good = [row(n, "Elm St") for n in range(1, 12)]
    bad = [
        row("", "Elm St"),
        row(5, ""),
        row(6, "Elm St", lat="", lng=""),
        row(7, "Elm St", lat=4_270_000, lng=740_000),
        row(8, "Elm St", lat=-90.225, lng=38.605),
        row("0", "Elm St"),
        [1, 2],
    ]
    file = load("addresses", write([HEADER, *good, *bad]))
    assert file.rows == 11
    assert [fault["row"] for fault in file.report["faults"]] == [13, 14, 15, 16, 17, 18, 19]
    assert file.report["counts"] == {
        "It has no house number.": 2,
        "It has no street.": 1,
        "It has no coordinates.": 1,
        OUTSIDE_WORLD: 1,
        SWAPPED: 1,
        "The row has 2 cells, the first row has 11.": 1,
    }


def test_only_the_first_twenty_faults_are_named(write, load):
    rows = [row(n, "Elm St") for n in range(1, 40)] + [row("", "Elm St")] * 30
    report = load("addresses", write([HEADER, *rows])).report
    assert len(report["faults"]) == 20
    assert report["counts"] == {"It has no house number.": 30}


def test_a_file_with_more_bad_rows_than_good_is_refused_and_the_old_one_stays(write, load):
    old = load("addresses", write([HEADER, row(1, "Elm St")]))
    bad = write([HEADER, row(2, "Elm St"), row("", "Elm St"), row("", "Elm St")], name="bad")
    with pytest.raises(records.NotReadable, match="2 of 3 rows cannot be used"):
        load("addresses", bad)
    refused = PlaceFile.objects.exclude(pk=old.pk).get()
    assert refused.state == PlaceFile.State.REFUSED
    assert "no house number" in refused.report["error"]
    assert lines() == ["1 Elm St"]
    assert list(PlaceFile.objects.in_use()) == [old]


def test_swapped_coordinates_are_told_apart_even_where_both_are_in_the_world(write, load, springfield):
    springfield.neighborhoods.update(is_retired=True)  # no outline: only what is outside the world is known to be wrong
    load("addresses", write([HEADER, row(1, "Elm St", lat=-73.9, lng=40.7)]))
    assert lines() == ["1 Elm St"]
    springfield.neighborhoods.update(is_retired=False)
    with pytest.raises(records.NotReadable, match="swapped"):
        load("addresses", write([HEADER, row(1, "Elm St", lat=-90.225, lng=38.605)]))


def test_other_towns_rows_are_left_out_and_counted(write, load):
    file = load("addresses", write([HEADER, row(1, "Elm St"), row(2, "Elm St", lat=38.9), row(3, "Elm St", lat=39.5)]))
    assert (file.rows, file.report["outside"], file.report["faults"]) == (1, 2, [])


def test_a_file_of_another_town_is_refused(write, load):
    with pytest.raises(records.NotReadable, match="Not one of the 2 rows lies in this community"):
        load("addresses", write([HEADER, row(1, "Elm St", lat=40), row(2, "Elm St", lat=40)]))


def test_one_field_may_hold_the_number_and_the_street(write, load):
    load(
        "addresses",
        write('lon,lat,full\n-90.225,38.605,"2827R Lemp Ave, St. Louis"\n'),
        mapping={"street": "full", "number": "full"},
    )
    assert lines() == ["2827R Lemp Ave"]


def test_the_guess_can_be_overridden_and_is_shown_first(write):
    path = write("LON,LAT,HSE,STREET,NUMBER\n-90.225,38.605,12,Elm St,99\n")
    assert addresses.read_head(path).mapping["number"] == "NUMBER"
    guess = addresses.read_head(path, {"number": "hse"})
    assert guess.mapping == {
        "number": "HSE",
        "street": "STREET",
        "lng": "LON",
        "lat": "LAT",
        "postcode": "",
        "letter": "",
    }
    assert guess.rows == [{"number": "12", "street": "Elm St", "lng": "-90.225", "lat": "38.605"}]
    assert (guess.total, guess.problem, guess.layout) == (1, "", "csv")
    json.dumps(guess.as_json())
    with pytest.raises(records.NotReadable, match="has no field “NOPE”"):
        addresses.read_head(path, {"number": "NOPE"})


def test_a_table_without_what_is_needed_says_what_is_missing(write):
    guess = addresses.read_head(write("a,b\n1,2\n"))
    assert guess.problem == "No field was found for: house number, street, longitude, latitude. Say which field it is."


@pytest.mark.parametrize(
    "content,says",
    [
        (b"", "empty"),
        (b"PK\x03\x04....", "packed"),
        (b"\x1f\x8b\x08\x00", "packed"),
        (b"a,b\n\0\0\0\n", "not text"),
        (b'{"type": "FeatureCollection", "features": [', "cut off"),
        (b'{"type": "Topology"}', "not a GeoJSON"),
        (b"[" * 100_000, "cut off"),
    ],
)
def test_what_is_no_such_file_is_refused_with_a_sentence(write, content, says):
    with pytest.raises(records.NotReadable, match=says):
        addresses.read_head(write(content))


@pytest.mark.parametrize(
    "text,parts",
    [
        ("2827", (2827, "")),
        ("2827R", (2827, "R")),
        ("2827 r", (2827, "R")),
        ("0012", (12, "")),
        ("12.0", (12, "")),
        ("10 1/2", (10, "1/2")),
        ("10½", (10, "1/2")),
        ("12B 1/2", (12, "B1/2")),
        ("2827-2829", (2827, "")),
        ("2827-A", (2827, "A")),
        ("#12", (12, "")),
        ("12 APT 3", (12, "")),
        ("0", None),
        ("W220", None),
        ("1234567", None),
        ("", None),
    ],
)
def test_house_numbers_are_split(text, parts):
    assert split_number(text) == parts


@given(st.text(max_size=30))
def test_no_house_number_is_too_odd(text):
    parts = split_number(text)
    assert parts is None or (0 < parts[0] < 1_000_000 and len(parts[1]) <= 8)


@given(st.lists(st.sampled_from(['"', ",", "\n", "1", "Elm", "\0", "{", "é", "-90.2", "\r"]), max_size=40))
@pytest.mark.once
def test_no_text_is_too_odd_to_read_or_refuse(tmp_path_factory, parts):
    path = tmp_path_factory.mktemp("odd") / "file"
    path.write_text("number,street,lat,lon\n" + "".join(parts), newline="")
    try:
        guess = addresses.read_head(path)
    except records.NotReadable:
        return
    assert len(guess.rows) <= 5


def test_the_command_says_what_it_read_and_a_dry_run_writes_nothing(write, springfield, capsys):
    path = str(write([HEADER, row(1, "Elm St", postcode="63118"), row("", "Elm St"), row(2, "Elm St")]))
    call_command("import_addresses", path, community="springfield", dry_run=True)
    told = capsys.readouterr().out
    assert "House number                 NUMBER" in told
    assert "1 not used: It has no house number." in told
    assert "row 3: It has no house number." in told
    assert "2 would be written" in told
    assert not PlaceFile.objects.exists()
    call_command("import_addresses", path, community="springfield")
    assert "2 written" in capsys.readouterr().out
    assert lines() == ["1 Elm St", "2 Elm St"]


def test_the_command_refuses_what_is_not_there(write, springfield):
    path = str(write([HEADER, row(1, "Elm St")]))
    with pytest.raises(CommandError, match="no community"):
        call_command("import_addresses", path, community="nowhere")
    with pytest.raises(CommandError, match="no file"):
        call_command("import_addresses", "/nowhere.csv", community="springfield")
    page = write("<!doctype html><html>Not found")
    with pytest.raises(CommandError, match="This is a web page"):
        call_command("import_addresses", str(page), community="springfield")
    path = str(write([HEADER, row(1, "Elm St")]))
    with pytest.raises(CommandError, match="No field was found for: house number"):
        call_command("import_addresses", path, community="springfield", number="")
    assert not PlaceFile.objects.exists()
