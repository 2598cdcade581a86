"""Cells of a spreadsheet, in the ways people write them."""

import datetime as dt
from types import SimpleNamespace

import pytest

from events.imports import cells
from events.imports.cells import CellFault
from events.imports.columns import guess

WINDOW = (dt.time(16), dt.time(21))


@pytest.mark.parametrize(
    "text",
    [
        *("2022-10-04", "10/4/2022", "10/04/22", "Oct 4, 2022", "October 4th", "4 October 2022", "4-Oct-22", "10/4"),
        *("Tuesday, October 4, 2022", "2022-10-04 00:00:00", "10/4/2022 17:00", "Oct. 4 2022", "10-4-2022"),
    ],
)
def test_a_day_is_read_however_it_is_written(text):
    assert cells.day(text, 2022) == dt.date(2022, 10, 4)


@pytest.mark.parametrize("text", ["13/40/2022", "soon", "October", "2/30/2022", "Oct 4 5 2022", "44838", "2022"])
def test_what_is_no_day_is_refused(text):
    with pytest.raises(CellFault, match="Enter a date"):
        cells.day(text, 2022)


def test_a_day_of_another_year_is_refused():
    with pytest.raises(CellFault, match="This date is in 2021, not in 2022"):
        cells.day("10/5/2021", 2022)


@pytest.mark.parametrize(
    "text, hours",
    [
        ("5-8 pm", (17, 20)),
        ("5pm - 8pm", (17, 20)),
        ("17:00-20:00", (17, 20)),
        ("5 to 8", (17, 20)),
        ("5:00 p.m. – 8:00 p.m.", (17, 20)),
        ("11-1 pm", (11, 13)),
        ("9-11 am", (9, 11)),
        ("11am to noon", (11, 12)),
        ("2022-10-04 17:00 - 20:00", (17, 20)),
    ],
)
def test_hours_in_one_column_are_read(text, hours):
    assert cells.hours(text, WINDOW) == tuple(dt.time(hour) for hour in hours)


def test_a_start_alone_has_no_end():
    assert cells.hours("5pm", WINDOW) == (dt.time(17), None)
    assert cells.hours("", WINDOW) == (None, None)


@pytest.mark.parametrize("text", ["5-8-9 pm", "evening", "25:00", "5-evening"])
def test_what_are_no_hours_is_refused(text):
    with pytest.raises(CellFault, match="Enter"):
        cells.hours(text, WINDOW)


@pytest.mark.parametrize("text", ["314-555-0142", "(314) 555 0142", "+1 314 555 0142", "3145550142.0", "314.555.0142"])
def test_a_phone_is_read_in_many_shapes(text):
    assert cells.phone(text) == "+13145550142"


@pytest.mark.parametrize("text", ["", "n/a", "-", "None", " TBD "])
def test_nothing_is_nothing_in_many_words(text):
    assert cells.phone(text) == cells.email(text) == cells.line(text, 10) == ""


@pytest.mark.parametrize(
    "text", ["ada@example", "ada at example.org", "ada@example,org", "ada@example.org, bo@example.org"]
)
def test_a_misspelt_address_is_refused(text):
    with pytest.raises(CellFault, match="Enter one email address"):
        cells.email(text)


def test_a_likely_slip_in_an_address_is_named():
    with pytest.raises(CellFault, match=r"Is it ada@gmail\.com"):
        cells.email("Ada@gmial.com")


@pytest.mark.parametrize("text", ['=HYPERLINK("http://example.org")', "#REF!", "#N/A"])
def test_formulas_and_their_errors_are_refused(text):
    with pytest.raises(CellFault, match="This cell holds"):
        cells.line(text, 100)


@pytest.mark.parametrize("text, number", [("40", 40), ("about 40", 40), ("1,200", 1200), ("40-50", 40), ("", None)])
def test_numbers_of_people_are_read(text, number):
    assert cells.people(text) == number


@pytest.mark.parametrize("text", ["many", "-4", "4.5", "9999999"])
def test_what_is_no_number_of_people_is_refused(text):
    with pytest.raises(CellFault):
        cells.people(text)


def area(number, name, *aliases, is_retired=False):
    return SimpleNamespace(number=number, name=name, aliases=list(aliases), is_retired=is_retired)


@pytest.mark.parametrize("text", ["Elm Park", "elm  park", "1", "1 - Elm Park", "Elm Park (1)", "The Elms"])
def test_a_neighborhood_is_known_by_name_alias_or_number(text):
    elm = area(1, "Elm Park", "The Elms")
    assert cells.neighborhood(text, cells.names_of([elm, area(2, "Oak Hill")])) is elm


def test_a_misspelt_neighborhood_is_answered_with_the_likely_one():
    with pytest.raises(CellFault, match="Did you mean Oak Hill"):
        cells.neighborhood("Oak Hil", cells.names_of([area(2, "Oak Hill")]))
    with pytest.raises(CellFault, match="official name or number"):
        cells.neighborhood("Mars", cells.names_of([area(2, "Oak Hill")]))


def test_columns_are_guessed_from_the_words_at_their_heads():
    header = ["Timestamp", "Your Name", "E-mail Address", "Cell Phone", "Party Address", "Neighborhood", "Start Time"]
    assert guess(header) == {
        "host_name": 1,
        "email": 2,
        "phone": 3,
        "address": 4,
        "neighborhood": 5,
        "starts": 6,
    }


def test_number_and_street_apart_are_not_one_address():
    assert guess(["Contact", "Block Number", "Street"]) == {"host_name": 0, "number": 1, "street": 2}
    assert guess(["Contact", "Street"]) == {"host_name": 0, "address": 1}
