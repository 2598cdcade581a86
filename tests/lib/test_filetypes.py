"""What an uploaded file is, told by its first bytes."""

import gzip
import io
import json
import zipfile

import pytest

from events.lib import filetypes

TABLE = b"LON,LAT,NUMBER,STREET\r\n-90.2249,38.6051,2827,Elm St\r\n"
AREAS = json.dumps(
    {
        "type": "FeatureCollection",
        "features": [{"type": "Feature", "properties": {"NAME": "Elm"}, "geometry": None}],
    }
).encode()


def zipped(*names):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return data.getvalue()


@pytest.mark.parametrize(
    "head, found",
    [
        (AREAS, filetypes.GEOJSON),
        (b"\xef\xbb\xbf" + AREAS, filetypes.GEOJSON),
        (b'{\n  "name": "areas",\n  "type": "FeatureCollection",\n  "features": []\n}', filetypes.GEOJSON),
        (b'{"type":"Feature","geometry":null,"properties":{}}\n{"type":"Feature"', filetypes.LINES),
        (b'\x1e{"type":"Feature","geometry":null,"properties":{}}\n', filetypes.LINES),
        (TABLE, filetypes.CSV),
        ("Straße;Nummer\nElm;5\n".encode("cp1252"), filetypes.CSV),
        ("name\tlat\tlng\nLibrary\t1\t2\n".encode("utf-16"), filetypes.CSV),
        (b"NUMBER,STREET\n", filetypes.CSV),
    ],
)
def test_a_file_is_told_by_what_it_holds(head, found):
    assert filetypes.type_of(head) == found


@pytest.mark.parametrize(
    "head, words",
    [
        (b"", "empty"),
        (b" \r\n", "empty"),
        (zipped("areas.shp", "areas.dbf"), "ZIP archive with a shapefile. In QGIS"),
        (zipped("[Content_Types].xml", "xl/workbook.xml"), "Excel workbook. Save the sheet as CSV"),
        (zipped("addresses.csv"), "Unpack it first"),
        (gzip.compress(TABLE, mtime=0), "Unpack it first"),
        (b"\x00\x00\x27\x0a" + bytes(96), "shapefile. In QGIS or ArcGIS, export the layer as GeoJSON"),
        (b"SQLite format 3\x00" + bytes(84), "GeoPackage"),
        (b"%PDF-1.7\n%\xe2\xe3", "PDF, which holds a drawing"),
        (b"\xd0\xcf\x11\xe0" + bytes(60), "Excel workbook"),
        (b"\x89PNG\r\n", "picture"),
        (b"<!DOCTYPE html><html><body>Sign in", "web page, not the file"),
        (b"<?xml version='1.0'?><kml>", "XML"),
        (b'{"type":"Topology","objects":{}}', "TopoJSON"),
        (b'{"displayFieldName":"","geometryType":"esriGeometryPolygon","features":[{"attributes":{}}]}', "Esri JSON"),
        (b'{"hello": 1}', "no “features”"),
        (b"[1, 2]", "no “features”"),
        (b"a text of some words", "neither GeoJSON nor a CSV"),
        (bytes(range(1, 32)) * 8, "neither GeoJSON nor a CSV"),
        (b"abc\x00def", "no text"),
    ],
)
def test_everything_else_is_refused_with_what_to_do(head, words):
    with pytest.raises(filetypes.WrongType, match=words):
        filetypes.type_of(head)
