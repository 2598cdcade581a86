import csv
import datetime as dt
import io
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.lib import tables

LIMITS = {"max_rows": 100, "max_bytes": 100_000}
CELLS = st.text(st.characters(codec="utf-8", exclude_characters="\0\ufeff"), max_size=12).map(str.strip)


def read(text, encoding="utf-8", **limits):
    return tables.read_table(text.encode(encoding), **(LIMITS | limits))


@pytest.mark.parametrize(
    "value, cell",
    [
        ("Block party", "Block party"),
        ("=1+1", "'=1+1"),
        ("+1314", "'+1314"),
        ("-2", "'-2"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("\rx", "'\rx"),
        (" =1", "' =1"),
        ("\0=1", "'=1"),
        (-2, -2),
        (Decimal("-0.5"), Decimal("-0.5")),
        (True, "True"),
        (None, ""),
        (dt.date(2027, 10, 5), "2027-10-05"),
    ],
)
def test_a_cell_is_never_a_formula(value, cell):
    assert tables.safe_cell(value) == cell


def test_rows_are_written_one_by_one():
    lines = tables.write_rows(["Name", "People"], iter([["Elm, north", 40], ['"Big" one', None]]))
    assert next(lines) == "\ufeff"
    assert next(lines) == "Name,People\r\n"
    assert list(lines) == ['"Elm, north",40\r\n', '"""Big"" one",\r\n']


@given(st.lists(st.text(max_size=10), min_size=1, max_size=4))
def test_no_written_text_starts_a_formula(cells):
    written = "".join(tables.write_rows(["Name"], [cells]))
    row = list(csv.reader(io.StringIO(written, newline="")))[1]
    assert not any(cell.startswith(tables.FORMULA_STARTS) for cell in row)


@given(st.lists(st.tuples(CELLS, CELLS, CELLS).filter(any), min_size=1, max_size=8))
def test_what_is_written_reads_back(rows):
    header = ["Name", "Block", "Notes"]
    table = tables.read_table("".join(tables.write_rows(header, rows)).encode(), **LIMITS)
    assert table.header == header
    assert table.rows == [list(row) for row in rows]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_encodings_and_delimiters_are_guessed(encoding, delimiter):
    text = "Name|Phone\r\n\r\nPeña| 314-555-0142 \r\n".replace("|", delimiter)
    table = read(text, encoding)
    assert (table.header, table.rows, table.numbers) == (["Name", "Phone"], [["Peña", "314-555-0142"]], [3])
    assert bool(table.notes) == (encoding == "cp1252")


def test_commas_inside_cells_do_not_confuse():
    assert read('Name;Place\nElm, north, block;"A; B"\nOak, south, block;C\n').rows[0] == ["Elm, north, block", "A; B"]


def test_one_column_is_a_table():
    assert read("Name\nElm\nOak\n").rows == [["Elm"], ["Oak"]]


def test_a_cell_may_hold_lines_and_the_numbers_count_as_spreadsheets_do():
    table = read('Name,Notes\nElm,"one\ntwo"\n,\nOak,three\n')
    assert table.rows == [["Elm", "one\ntwo"], ["Oak", "three"]]
    assert table.numbers == [2, 4]


def test_empty_columns_at_the_end_are_left_out():
    table = read("Name,Phone,,\nElm,1,,\nOak,2,,,,\n")
    assert (table.header, table.rows) == (["Name", "Phone"], [["Elm", "1"], ["Oak", "2"]])


def test_every_column_gets_a_name_of_its_own():
    table = read("Name,,Name\nElm,1,2\n")
    assert table.header == ["Name", "Column 2", "Name (2)"]
    assert len(table.notes) == 2


@pytest.mark.parametrize(
    "data, says",
    [
        (b"", "is empty"),
        (b"\n\n,,\n", "is empty"),
        (b"\xef\xbb\xbf", "is empty"),
        (b"Name,Phone\n", "only one row"),
        (b"Name,Phone\nElm\0,1\n", "not text"),
        (b"PK\x03\x04rest", "save it as CSV"),
        (b"\xff\xfeA", "not text"),
        (b"\x81\x8d\x8f", "not text"),
        (b"Name,Phone\nElm,1\nOak\nAsh,2\nFir,3,4\n", "Rows 3, 5 do not have 2 cells"),
        (b"Name,Phone\nElm,1\nOak\n", "Row 3 does not have 2 cells"),
        (b'Name,Phone\nElm,"1\nOak,2\n', "Row 2 has a quotation mark"),
        (b"Name,Phone\n" + b"Elm\n" * 30, "2, 3, 4, 5, 6 …"),
        (b"Name,Phone\n" + b"Elm,1\n" * 101, "more than 100 rows"),
        (b"," * 300 + b"Name\nElm\n", "more than 200 columns"),
        (b"x" * 100_001, "too large"),
    ],
)
def test_what_is_no_table_is_refused_in_words(data, says):
    with pytest.raises(tables.NotATable, match=says):
        tables.read_table(data, **LIMITS)


def test_a_cell_larger_than_a_reader_takes_is_refused():
    with pytest.raises(tables.NotATable):
        read("Name,Phone\nElm," + "x" * 200_000, max_bytes=1_000_000)


@given(st.binary(max_size=200))
def test_any_bytes_are_a_table_or_a_kind_refusal(data):
    try:
        table = tables.read_table(data, **LIMITS)
    except tables.NotATable as error:
        table = tables.Table([], [], [], [str(error)])
    assert table.rows or table.notes[0].endswith(".")
    assert all(len(row) == len(table.header) for row in table.rows)
    assert len(table.rows) == len(table.numbers)
