"""GeoJSON files as cities publish them, read row by row; what is none is refused in a sentence that says what to do.

RFC 7946, with what is met besides: a byte order mark, one feature a line, a single feature, a bare geometry, the `crs`
member of 2008. Coordinates are WGS 84 degrees, longitude first; other reference systems are recognised and refused.
"""

import codecs
import json
import re
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import NamedTuple

from .texts import sound_json

MOST_BYTES = 16_000_000
MOST_FEATURES = 5_000
GEOMETRIES = "Point MultiPoint LineString MultiLineString Polygon MultiPolygon GeometryCollection".split()
DEGREES = re.compile(r"CRS:?84|(?:EPSG|epsg)\D+(?:4326|4269|4979)\b|WGS ?84$", re.IGNORECASE)
SOUTHERNMOST = -60  # nobody lives farther south, and every longitude of the Americas is below it
ENDLESS = 1e12  # no projection has coordinates as large
SAVE_AS_DEGREES = "Save it again in WGS 84 (EPSG:4326) and bring that file."


class NotGeoJson(ValueError):
    """The file cannot be read as GeoJSON in degrees; the message is a sentence for people."""


class Feature(NamedTuple):
    """One feature: its place in the file (the first is 1), its fields, and its geometry or None."""

    row: int
    properties: dict
    geometry: dict | None


def read_features(path, *, most_bytes: int = MOST_BYTES, most_features: int = MOST_FEATURES) -> list[Feature]:
    """The features of a file. Raises NotGeoJson."""
    path = Path(path)
    try:
        size = path.stat().st_size
        if size > most_bytes:
            raise NotGeoJson(
                f"The file is too large: {size / 1e6:.0f} MB, and at most {most_bytes / 1e6:.0f} MB can be read. "
                "Save it with fewer decimals (6 are enough) or with fewer fields."
            )
        data = path.read_bytes()
    except OSError as error:
        raise NotGeoJson(f"The file could not be opened: {error.strerror or error}.") from error
    found = _features_in(_parsed(_text_of(data)))
    if len(found) > most_features:
        raise NotGeoJson(f"The file has {len(found):,} features, and at most {most_features:,} can be read.")
    if not found:
        raise NotGeoJson("The file has no features in it.")
    return [_feature(row, one) for row, one in enumerate(found, start=1)]


def check_degrees(features: list[Feature]) -> None:
    """Raise NotGeoJson where the coordinates are metres of a projection, or latitude comes before longitude."""
    corners = [corner for feature in features if (corner := _first_point(feature.geometry)) is not None]
    if not corners:
        return
    x, y = median(corner[0] for corner in corners), median(corner[1] for corner in corners)
    if abs(x) > 180 or (abs(y) > 90 and not (abs(x) <= 90 and abs(y) <= 180)):
        raise NotGeoJson(
            f"The coordinates are not degrees (the first point is {corners[0][0]:g}, {corners[0][1]:g}): "
            f"the file is in a map projection. {SAVE_AS_DEGREES}"
        )
    if abs(y) > 90 or y < SOUTHERNMOST:
        raise NotGeoJson(
            f"Latitude and longitude are swapped (the first point is {corners[0][0]:g}, {corners[0][1]:g}): "
            f"GeoJSON has the longitude first. {SAVE_AS_DEGREES}"
        )


def _text_of(data: bytes) -> str:
    """The text of a file's bytes; raises NotGeoJson for kinds of files that are known not to be GeoJSON."""
    start = data[:200].removeprefix(codecs.BOM_UTF8).lstrip()
    if data.startswith(b"PK"):
        raise NotGeoJson("This is a ZIP file or a workbook, not GeoJSON. Unpack it, and save a shapefile as GeoJSON.")
    if data.startswith((b"\x00\x00\x27\x0a", b"SQLite format 3")):
        raise NotGeoJson("This is a shapefile or a GeoPackage, not GeoJSON. Save it as GeoJSON in WGS 84 (EPSG:4326).")
    if start.startswith(b"<"):
        raise NotGeoJson("This is a web page, KML or another XML file, not GeoJSON. Save it as GeoJSON.")
    is_utf_16 = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    try:
        return data.decode("utf-16" if is_utf_16 else "utf-8-sig").strip()
    except UnicodeDecodeError as error:
        raise NotGeoJson("The file is not text in UTF-8. Save it as GeoJSON in UTF-8.") from error


def _parsed(text: str):
    """The JSON value of a text, or the list of values where each line is one. Raises NotGeoJson."""
    if not text:
        raise NotGeoJson("The file is empty.")
    try:
        return json.loads(sound_json(text), parse_constant=_no_number)
    except json.JSONDecodeError as error:
        lines = [line.strip("\x1e \t\r") for line in text.split("\n")]
        lines = [(number, line) for number, line in enumerate(lines, start=1) if line]
        if error.msg == "Extra data" and len(lines) > 1 and _is_json(lines[0][1]):
            return [_line(number, line) for number, line in lines]
        raise NotGeoJson(_why_not_json(error, text)) from error
    except RecursionError as error:
        raise NotGeoJson("The file is nested too deeply to be GeoJSON.") from error
    except ValueError as error:
        raise NotGeoJson(f"The file has a number that cannot be read: {str(error)[:80]}.") from error


def _line(number: int, line: str):
    try:
        return json.loads(sound_json(line), parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        raise NotGeoJson(f"Line {number} of the file is not JSON.") from error


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True


def _no_number(word: str):
    raise ValueError(word)


def _why_not_json(error: json.JSONDecodeError, text: str) -> str:
    if text[:1] not in "{[":
        return "This is not GeoJSON: such a file begins with a curly bracket. Save the areas as GeoJSON."
    if error.pos >= len(text) - 1 or error.msg.startswith("Unterminated"):
        return "The file breaks off in the middle. It was not saved or sent whole: get it again."
    return f"The file is not whole JSON: something is wrong in line {error.lineno}, column {error.colno}."


def _features_in(value) -> list:
    """The features of a parsed file, not looked at yet."""
    if isinstance(value, list):
        return [one for part in value if isinstance(part, dict) for one in _features_in(part)]
    if not isinstance(value, dict):
        raise NotGeoJson("This is JSON, but not GeoJSON: there are no features in it.")
    kind = value.get("type")
    _check_system(value.get("crs"))
    if kind == "FeatureCollection":
        if not isinstance(value.get("features"), list):
            raise NotGeoJson("The file says it is a FeatureCollection, but it has no list of features.")
        return value["features"]
    if kind == "Feature":
        return [value]
    if kind in GEOMETRIES:
        return [{"properties": {}, "geometry": value}]
    if kind == "Topology":
        raise NotGeoJson("This is TopoJSON. Save it as GeoJSON.")
    if "geometryType" in value or "rings" in value:
        raise NotGeoJson("This is Esri JSON. Choose GeoJSON (f=geojson) where you downloaded it.")
    if "error" in value:
        raise NotGeoJson("The file holds an error message of the place it was downloaded from. Download it again.")
    raise NotGeoJson("This is JSON, but not GeoJSON: it is no FeatureCollection.")


def _check_system(crs) -> None:
    """Refuse a named reference system that is not WGS 84 (or NAD 83, which is within two metres of it)."""
    properties = crs.get("properties") if isinstance(crs, dict) else None
    name = properties.get("name") if isinstance(properties, dict) else None
    if isinstance(name, str) and name.strip() and not DEGREES.search(name):
        raise NotGeoJson(f"The file says that its coordinates are in {name[:60]}. {SAVE_AS_DEGREES}")


def _feature(row: int, value) -> Feature:
    if not isinstance(value, dict):
        return Feature(row, {}, None)
    properties, geometry = value.get("properties"), value.get("geometry")
    return Feature(
        row, properties if isinstance(properties, dict) else {}, geometry if isinstance(geometry, dict) else None
    )


def _first_point(geometry: dict | None) -> tuple[float, float] | None:
    """The first pair of numbers of a geometry, or None."""
    return next(_points_in(geometry.get("coordinates")), None) if geometry else None


def _points_in(value) -> Iterator[tuple[float, float]]:
    while isinstance(value, list) and value:
        if len(value) > 1 and all(isinstance(part, int | float) and abs(part) < ENDLESS for part in value[:2]):
            yield float(value[0]), float(value[1])
            return
        value = value[0]
