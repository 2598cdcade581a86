"""What a file is, told by its first bytes: GeoJSON, GeoJSON lines or CSV, or what it is instead and how to mend that.

Names and types that a browser sends prove nothing and are not asked.
"""

import codecs
import json
import re

GEOJSON, LINES, CSV = "geojson", "lines", "csv"
HEAD = 65_536
DELIMITERS = ",;\t|"

HOW = "In QGIS or ArcGIS, export the layer as GeoJSON (WGS 84, EPSG:4326), and upload that file."
UNPACK = "Unpack it first, and upload the GeoJSON or CSV file in it."
MAGIC = [
    (b"\x1f\x8b", f"This is a compressed file (.gz). {UNPACK}"),
    (b"BZh", f"This is a compressed file (.bz2). {UNPACK}"),
    (b"7z\xbc\xaf\x27\x1c", f"This is a 7-Zip archive. {UNPACK}"),
    (b"Rar!", f"This is a RAR archive. {UNPACK}"),
    (b"\x00\x00\x27\x0a", f"This is one file of a shapefile. {HOW}"),
    (b"SQLite format 3\x00", f"This is a GeoPackage or another database. {HOW}"),
    (b"%PDF", f"This is a PDF, which holds a drawing and no outlines. Ask your GIS office for the layer. {HOW}"),
    (b"\xd0\xcf\x11\xe0", "This is an Excel workbook. Save the sheet as CSV (UTF-8), and upload that file."),
    (b"\x89PNG", f"This is a picture. {HOW}"),
    (b"\xff\xd8\xff", f"This is a picture. {HOW}"),
    (b"GIF8", f"This is a picture. {HOW}"),
    (b"II*\x00", f"This is a picture. {HOW}"),
    (b"MM\x00*", f"This is a picture. {HOW}"),
]
SHEET = "This is an Excel workbook. Save the sheet as CSV (UTF-8), and upload that file."
ZIPPED_SHAPES = f"This is a ZIP archive with a shapefile. {HOW}"
ZIPPED = f"This is a ZIP archive. {UNPACK}"
WEB_PAGE = "This is a web page, not the file itself. Open it, choose “Download” and “GeoJSON”, and upload what you get."
XML = f"This is XML (KML, GML or the like). {HOW}"
TOPOLOGY = f"This is TopoJSON. {HOW}"
ESRI = f"This is Esri JSON. Where you got it, choose “GeoJSON” instead of “JSON” (f=geojson). {HOW}"
OTHER_JSON = f"This is JSON, but no GeoJSON: it has no “features”. {HOW}"
NO_TEXT = f"This is no text that we can read. {HOW}"
NO_TABLE = f"This is neither GeoJSON nor a CSV file with a row of column names. {HOW}"
EMPTY = "This file is empty. Choose another one."


class WrongType(ValueError):
    """The file is of no type that can be imported; the message says what to do."""


def type_of(head):
    """GEOJSON, LINES or CSV from a file's first bytes (up to HEAD of them). Raises WrongType."""
    if not head.strip():
        raise WrongType(EMPTY)
    for magic, sentence in MAGIC:
        if head.startswith(magic):
            raise WrongType(sentence)
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        raise WrongType(_of_zip(head))
    text = _as_text(head).lstrip("\x1e \t\r\n")
    if text.startswith("<"):
        raise WrongType(WEB_PAGE if re.search(r"<(!doctype html|html)\b", text[:2000], re.I) else XML)
    if text.startswith(("{", "[")):
        return _of_json(text)
    if _is_table(text):
        return CSV
    raise WrongType(NO_TABLE)


def _of_zip(head):
    if b"[Content_Types].xml" in head or b"xl/" in head:
        return SHEET
    return ZIPPED_SHAPES if re.search(rb"\.(shp|dbf|prj|gdb)", head, re.I) else ZIPPED


def _as_text(head):
    """The bytes as text; a character cut in two at the end does not matter."""
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return head[: len(head) // 2 * 2].decode("utf-16", "replace")
    if b"\0" in head:
        raise WrongType(NO_TEXT)
    try:
        return codecs.getincrementaldecoder("utf-8-sig")().decode(head)
    except UnicodeDecodeError:
        return head.decode("cp1252", "replace")


def _of_json(text):
    """The type of a JSON text by its first line, or by the words in its head where it goes on over lines."""
    first = text.split("\n", 1)[0].strip().lstrip("\x1e")
    try:
        row = json.loads(first)
    except (ValueError, RecursionError):
        row = None
    if isinstance(row, dict) and row.get("type") == "Feature":
        return LINES
    if re.search(r'"type"\s*:\s*"FeatureCollection"', text) or re.search(r'"features"\s*:\s*\[\s*\{\s*"type"', text):
        return GEOJSON
    if re.search(r'"type"\s*:\s*"Topology"', text):
        raise WrongType(TOPOLOGY)
    if re.search(r'"(esri\w+|geometryType|spatialReference|rings)"', text):
        raise WrongType(ESRI)
    raise WrongType(OTHER_JSON)


def _is_table(text):
    """Whether the first line has at least two columns and the second, if there is one, as many by the same mark."""
    lines = [line for line in text.splitlines()[:3] if line.strip()]
    shown = all(character.isprintable() or character in "\t\r\n" for character in text[:2000])
    return shown and bool(lines) and any(all(mark in line for line in lines[:2]) for mark in DELIMITERS)
