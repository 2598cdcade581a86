"""Spreadsheets in and out as CSV, kind to people and safe to open."""

import csv
import datetime as dt
import io
import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

BYTE_ORDER_MARK = "\ufeff"  # without it, Excel takes UTF-8 for another alphabet
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
DELIMITERS = (",", ";", "\t")
MOST_COLUMNS = 200
LOOK_AT = 50  # rows read to guess the delimiter
NAME_AT_MOST = 5  # faulty rows named in a message


@dataclass(frozen=True)
class Table:
    """A spreadsheet that was read: as many cells in each row as in the header.

    `numbers` holds each row's number as a spreadsheet shows it (the header is mostly 1); `notes` says in sentences
    what was tidied on the way.
    """

    header: list[str]
    rows: list[list[str]]
    numbers: list[int]
    notes: list[str]


class NotATable(ValueError):
    """A file that cannot be read as a table; its text is a sentence for people."""


def safe_cell(value: object) -> str | int | float | Decimal:
    """Give a cell that no spreadsheet takes for a formula: text that could be one gets an apostrophe in front.

    Numbers stay numbers, None is empty, dates and times are ISO 8601.
    """
    if value is None:
        return ""
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        return value
    text = value.isoformat() if isinstance(value, dt.date | dt.time) else str(value)
    text = text.replace("\0", "")
    return f"'{text}" if _starts_a_formula(text) else text


def write_rows(header: Iterable[object], rows: Iterable[Iterable[object]]) -> Iterator[str]:
    """Yield the lines of a CSV file one by one, every cell made safe, ready to stream. Encode them as UTF-8."""
    yield BYTE_ORDER_MARK
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    for row in itertools.chain([header], rows):
        writer.writerow([safe_cell(value) for value in row])
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()


def read_table(data: bytes, *, max_rows: int, max_bytes: int) -> Table:
    """Read a CSV file in UTF-8, UTF-16 or Windows-1252 with commas, semicolons or tabs; raises NotATable.

    Empty rows are skipped, cells are stripped, and the apostrophes that `safe_cell` adds are taken off.
    """
    if len(data) > max_bytes:
        raise NotATable(_("The file is too large. Split it into smaller files."))
    notes = []
    text = _decoded(data, notes)
    delimiter = _delimiter(text)
    header, rows, numbers = None, [], []
    for number, cells in _records(text, delimiter):
        cells = [_plain(cell) for cell in cells]
        if not any(cells):
            continue
        if header is None:
            header = cells
            continue
        if len(rows) == max_rows:
            raise NotATable(
                _("The file has more than %(count)s rows. Split it into smaller files.") % {"count": max_rows}
            )
        rows.append(cells)
        numbers.append(number)
    if header is None:
        raise NotATable(_("The file is empty. Choose one with a row of column names and rows under it."))
    if not rows:
        raise NotATable(_("The file has only one row. Choose one with a row of column names and rows under it."))
    header, rows = _without_empty_columns(header, rows)
    _refuse_ragged(header, rows, numbers)
    return Table(_named(header, notes), rows, numbers, notes)


def _starts_a_formula(text: str) -> bool:
    return text.startswith(FORMULA_STARTS) or text.lstrip().startswith(FORMULA_STARTS)


def _plain(cell: str) -> str:
    if cell.startswith("'") and _starts_a_formula(cell[1:]):
        cell = cell[1:]
    return cell.strip()


def _decoded(data: bytes, notes: list[str]) -> str:
    if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise NotATable(_("This is a workbook. Open it in your spreadsheet program and save it as CSV."))
    has_utf_16_mark = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    try:
        text = data.decode("utf-16" if has_utf_16_mark else "utf-8-sig")
    except UnicodeDecodeError as error:
        if has_utf_16_mark:
            raise _not_text() from error
        text = _decoded_as_windows(data)
        notes.append(_("The file is not in UTF-8. Check that letters with accents look right."))
    if "\0" in text:
        raise _not_text()
    return text


def _decoded_as_windows(data: bytes) -> str:
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError as error:
        raise _not_text() from error


def _not_text() -> NotATable:
    return NotATable(_("This file is not text. Open it in your spreadsheet program and save it as CSV (UTF-8)."))


def _delimiter(text: str) -> str:
    """Give the delimiter whose rows agree best with the first row, then the one that makes the most columns."""

    def fit(delimiter: str) -> tuple[bool, float, int]:
        try:
            widths = [len(cells) for _n, cells in itertools.islice(_records(text, delimiter), LOOK_AT) if cells]
        except NotATable:
            return False, 0, 0
        if not widths or widths[0] == 1:
            return False, 0, 0
        return True, sum(width == widths[0] for width in widths) / len(widths), widths[0]

    return max(DELIMITERS, key=fit)


def _records(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    for number in itertools.count(1):
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            message = _("Row %(number)s has a quotation mark out of place. Mend that row and try again.")
            raise NotATable(message % {"number": number}) from error
        yield number, cells


def _without_empty_columns(header: list[str], rows: list[list[str]]) -> tuple[list[str], list[list[str]]]:
    """Drop the empty columns that spreadsheets leave at the right; a cell that stands outside the header stays."""
    widest = max(_used(row) for row in [header, *rows])
    width = min(len(header), widest)
    if width > MOST_COLUMNS:
        message = _("The file has more than %(count)s columns. Keep only the ones you need.")
        raise NotATable(message % {"count": MOST_COLUMNS})
    return header[:width], [row[: max(width, _used(row))] for row in rows]


def _used(row: list[str]) -> int:
    """Give the number of cells up to the last one that holds something."""
    return next((n for n in range(len(row), 0, -1) if row[n - 1]), 0)


def _refuse_ragged(header: list[str], rows: list[list[str]], numbers: list[int]) -> None:
    ragged = [str(number) for number, row in zip(numbers, rows, strict=True) if len(row) != len(header)]
    if not ragged:
        return
    message = ngettext(
        "Row %(rows)s does not have %(count)s cells like the first row. Mend it and try again.",
        "Rows %(rows)s do not have %(count)s cells like the first row. Mend them and try again.",
        len(ragged),
    )
    named = ", ".join(ragged[:NAME_AT_MOST]) + (" …" if len(ragged) > NAME_AT_MOST else "")
    raise NotATable(message % {"rows": named, "count": len(header)})


def _named(header: list[str], notes: list[str]) -> list[str]:
    """Give every column a name of its own."""
    names = []
    for number, name in enumerate(header, start=1):
        own = name or _("Column %(number)s") % {"number": number}
        if own in names:
            own = next(f"{own} ({n})" for n in itertools.count(2) if f"{own} ({n})" not in names)
        if own != name:
            notes.append(_("Column %(number)s is called “%(name)s” here.") % {"number": number, "name": own})
        names.append(own)
    return names
