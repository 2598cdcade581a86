"""The rows of a CSV file, of GeoJSON lines or of a GeoJSON FeatureCollection, one after the other."""

import codecs
import csv
import json
import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from events.lib.texts import sound_json

HEAD = 262_144  # bytes looked at to tell what a file is
LARGEST_COLLECTION = 60_000_000  # bytes: a FeatureCollection is read as a whole, lines are not
DELIMITERS = ",;\t|"
PACKED = (b"PK\x03\x04", b"\x1f\x8b", b"\xd0\xcf\x11\xe0", b"BZh", b"7z\xbc\xaf")
FIELDS_FROM = 50  # features whose properties name the fields


class NotReadable(ValueError):
    """A file that cannot be read, or not as what it was given for; the text is a sentence for people."""


@dataclass(frozen=True)
class Record:
    """One row: `row` as an editor counts it, `values` by field, `geometry` GeoJSON or None, `fault` if unreadable."""

    row: int
    values: dict = field(default_factory=dict)
    geometry: dict | None = None
    fault: str = ""


class Records:
    """The records of the file at `path`; iterate as often as wanted. Raises NotReadable for what is none of the three.

    `layout` is "csv", "lines" or "collection", `fields` the names of its fields, `total` about how many rows it has.
    """

    def __init__(self, path):
        self.path = Path(path)
        with self.path.open("rb") as file:
            head = file.read(HEAD)
        if not head.strip():
            raise NotReadable("The file is empty.")
        if head.startswith(PACKED):
            raise NotReadable("This is a packed file or a workbook. Unpack it, or save it as CSV, and try again.")
        self.encoding = "utf-16" if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else ""
        text = _decoded(head) if not self.encoding else head.decode("utf-16", "ignore")
        if "\0" in text:
            raise NotReadable("This file is not text. Save it as CSV (UTF-8) or GeoJSON and try again.")
        self._features = None
        start = text.lstrip("\ufeff\x1e \r\n\t")
        if start.startswith(("{", "[")):
            self.layout = "lines" if _has_feature_lines(start) else "collection"
            self._read_collection()
        else:
            self.layout = "csv"
            self.delimiter = max(DELIMITERS, key=start.partition("\n")[0].count)
            header = self._header()
            self.fields = [name.strip().strip("\ufeff") for name in header]
            self.total = max(self._count_lines() - 1, 0)

    def __iter__(self) -> Iterator[Record]:
        if self.layout == "csv":
            yield from self._rows()
        elif self.layout == "lines":
            yield from self._feature_lines()
        else:
            for number, feature in enumerate(self._features, start=1):
                yield _record(number, feature)

    def _header(self):
        try:
            return next(csv.reader(self._lines(), delimiter=self.delimiter), [])
        except csv.Error as error:
            raise NotReadable("The first row of the file is no row of column names. Save it as CSV again.") from error

    def _read_collection(self):
        """Read a FeatureCollection as a whole, or count the lines of one that has a feature on each."""
        if self.layout == "lines":
            self.total = self._count_lines()
        else:
            self._features = self._all_features()
            self.total = len(self._features)
        self.fields = []
        for number, record in enumerate(self):
            self.fields += [name for name in record.values if name not in self.fields]
            if number == FIELDS_FROM:
                break

    def _all_features(self):
        if self.path.stat().st_size > LARGEST_COLLECTION:
            raise NotReadable(
                f"A FeatureCollection may have at most {LARGEST_COLLECTION // 1_000_000} MB. "
                "Save the file as GeoJSON lines, one feature on each line, and try again."
            )
        data = self.path.read_bytes()
        text = data.decode("utf-16", "replace") if self.encoding else _decoded(data)
        try:
            whole = json.loads(sound_json(text.lstrip("\ufeff")))
        except (ValueError, RecursionError) as error:
            raise NotReadable("The file begins like GeoJSON but cannot be read: it is cut off or damaged.") from error
        features = whole.get("features") if isinstance(whole, dict) else None
        if not isinstance(features, list):
            raise NotReadable("The file is JSON, but not a GeoJSON FeatureCollection and not GeoJSON lines.")
        return features

    def _lines(self) -> Iterator[str]:
        if self.encoding:
            with self.path.open(encoding=self.encoding, errors="replace", newline="") as file:
                yield from file
            return
        with self.path.open("rb") as file:
            for line in file:
                yield _decoded(line)

    def _count_lines(self) -> int:
        count, last = 0, b"\n"
        with self.path.open("rb") as file:
            while block := file.read(1 << 20):
                count += block.count(b"\n")
                last = block
        return count + (not last.endswith(b"\n"))

    def _rows(self) -> Iterator[Record]:
        reader = csv.reader(self._lines(), delimiter=self.delimiter)
        width = len(self.fields)
        next(reader, None)
        while True:
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error:
                yield Record(reader.line_num, fault="The row has a quotation mark out of place or a cell without end.")
                continue
            if len(cells) == width:
                yield Record(reader.line_num, dict(zip(self.fields, cells, strict=True)))
            elif any(cell.strip() for cell in cells):
                says = f"The row has {len(cells)} cells, the first row has {width}."
                yield Record(reader.line_num, fault=says)

    def _feature_lines(self) -> Iterator[Record]:
        for number, line in enumerate(self._lines(), start=1):
            text = line.strip("\ufeff\x1e \r\n\t,")
            if len(text) < 2 or text.startswith('"'):
                continue  # the frame around the features of a FeatureCollection
            try:
                yield _record(number, json.loads(sound_json(text)))
            except (ValueError, RecursionError):
                if '"Feature"' in text:
                    yield Record(number, fault="The line is no GeoJSON feature: it is cut off or damaged.")


def text_of(value: object) -> str:
    """Give a cell or property as text on one line; a number without its ".0", "" for nothing."""
    if value is None or isinstance(value, dict | list):
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return " ".join(str(value).replace("\0", "").split())


def number_of(value: object) -> float | None:
    """Give a cell or property as a finite number, or None."""
    try:
        number = float(text_of(value).replace(",", "."))
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def _decoded(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.start > HEAD - 4 and len(data) == HEAD:
            return data[: error.start].decode("utf-8")
        return data.decode("cp1252", "replace")


def _has_feature_lines(start: str) -> bool:
    """Tell whether one of the first lines is a whole feature."""
    for line in start.split("\n")[:20]:
        try:
            whole = json.loads(line.strip("\x1e \r\t,"))
        except (ValueError, RecursionError):
            continue
        if isinstance(whole, dict) and whole.get("type") == "Feature":
            return True
    return False


def _record(number: int, feature: object) -> Record:
    if not isinstance(feature, dict) or feature.get("type") != "Feature":
        return Record(number, fault="This is no GeoJSON feature.")
    values, geometry = feature.get("properties"), feature.get("geometry")
    return Record(
        number,
        values if isinstance(values, dict) else {},
        geometry if isinstance(geometry, dict) else None,
    )
