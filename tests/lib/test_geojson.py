"""GeoJSON files as they come: what can be read is read, what cannot is refused in a sentence that says what to do."""

import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.lib.geojson import Feature, NotGeoJson, check_degrees, read_features

SQUARE = {"type": "Polygon", "coordinates": [[[-90.2, 38.6], [-90.1, 38.6], [-90.1, 38.7], [-90.2, 38.6]]]}
FEATURE = {"type": "Feature", "properties": {"NAME": "Elm"}, "geometry": SQUARE}
COLLECTION = {"type": "FeatureCollection", "features": [FEATURE]}


@pytest.fixture
def saved(tmp_path):
    """saved(text or bytes or JSON value) gives the path of a file that holds it."""

    def save(content):
        path = tmp_path / "areas.geojson"
        if not isinstance(content, str | bytes):
            content = json.dumps(content)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return save


def why_refused(path, **limits):
    with pytest.raises(NotGeoJson) as refusal:
        check_degrees(read_features(path, **limits))
    return str(refusal.value)


@pytest.mark.parametrize(
    "content",
    [
        COLLECTION,
        FEATURE,
        [FEATURE],
        b"\xef\xbb\xbf" + json.dumps(COLLECTION).encode(),
        json.dumps(COLLECTION).encode("utf-16"),
        json.dumps(FEATURE) + "\n\n",
        COLLECTION | {"crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}}},
        COLLECTION | {"crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::4326"}}},
        COLLECTION | {"crs": {"type": "name", "properties": {"name": "EPSG:4269"}}},
        COLLECTION | {"crs": None},
    ],
)
def test_a_file_is_read_whatever_its_wrapping(saved, content):
    assert read_features(saved(content)) == [Feature(1, {"NAME": "Elm"}, SQUARE)]


def test_one_feature_a_line_is_read_with_its_separators(saved):
    text = "\x1e" + json.dumps(FEATURE) + "\n\x1e" + json.dumps(FEATURE | {"properties": {"NAME": "Oak"}}) + "\r\n"
    assert [feature.properties["NAME"] for feature in read_features(saved(text))] == ["Elm", "Oak"]


def test_a_bare_outline_is_one_feature_without_fields(saved):
    assert read_features(saved(SQUARE)) == [Feature(1, {}, SQUARE)]


def test_rows_that_are_no_features_keep_their_place(saved):
    rows = read_features(saved({"type": "FeatureCollection", "features": [None, FEATURE, {"geometry": 5}]}))
    assert [row.row for row in rows] == [1, 2, 3]
    assert [row.geometry for row in rows] == [None, SQUARE, None]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "The file is empty."),
        (b"PK\x03\x04rest", "ZIP file"),
        (b"\x00\x00\x27\x0a0000", "shapefile"),
        (b"<kml></kml>", "KML"),
        (b"\xef\xbb\xbf <html>", "web page"),
        (b"\xff\xff\xfa", "not text in UTF-8"),
        ("number,name\n1,Elm\n", "begins with a curly bracket"),
        ('{"type": "FeatureCollection", "features": [', "breaks off in the middle"),
        ('{"type": "FeatureCollection" "features": []}', "wrong in line 1"),
        ('{"type": "FeatureCollection", "x": NaN}', "number that cannot be read: NaN"),
        ('{"a": ' + "9" * 5000 + "}", "number that cannot be read"),
        ("[" * 100_000, "nested too deeply"),
        ("7", "no features in it"),
        ({"type": "FeatureCollection", "features": []}, "no features in it"),
        ({"type": "FeatureCollection", "features": {}}, "no list of features"),
        ([], "no features in it"),
        ({"type": "Topology", "objects": {}}, "TopoJSON"),
        ({"geometryType": "esriGeometryPolygon", "features": []}, "Esri JSON"),
        ({"error": {"code": 400}}, "error message"),
        ({"name": "areas"}, "no FeatureCollection"),
        (json.dumps(FEATURE) + "\n{broken\n", "Line 2 of the file is not JSON."),
        (COLLECTION | {"crs": {"properties": {"name": "urn:ogc:def:crs:EPSG::3857"}}}, "coordinates are in urn"),
        (COLLECTION | {"crs": {"properties": {"name": "EPSG:102696"}}}, "WGS 84 (EPSG:4326)"),
    ],
)
def test_what_is_no_geojson_is_refused_in_a_sentence(saved, content, said):
    assert said in why_refused(saved(content))


def test_a_missing_file_is_refused(tmp_path):
    assert "could not be opened" in why_refused(tmp_path / "none.geojson")


def test_large_files_are_refused_before_they_are_read(saved):
    path = saved(COLLECTION)
    assert "too large" in why_refused(path, most_bytes=20)
    assert "at most 0 can be read" in why_refused(path, most_features=0)


def at(*points):
    return [Feature(1, {}, {"type": "Polygon", "coordinates": [[list(point) for point in points]]})]


@pytest.mark.parametrize(
    ("point", "said"),
    [
        ((-10_040_000, 4_665_000), "map projection"),  # web mercator metres
        ((892_345.1, 1_014_000.2), "map projection"),  # state plane feet
        ((38.6, -90.2), "swapped"),
        ((40.7, -74.0), "swapped"),
        ((47.6, -122.3), "swapped"),
        ((21.3, -157.9), "swapped"),
    ],
)
def test_coordinates_that_are_no_degrees_or_swapped_are_refused(point, said):
    with pytest.raises(NotGeoJson, match=said):
        check_degrees(at(point, point))


@pytest.mark.parametrize("point", [(-90.2, 38.6), (-74.0, 40.7), (-157.9, 21.3), (151.2, -33.9), (2.3, 48.9)])
def test_degrees_are_let_through(point):
    check_degrees(at(point))


def test_one_odd_point_does_not_make_a_projection():
    check_degrees([*at((0, 400)), *at((-90.2, 38.6)), *at((-90.1, 38.6))])


@given(
    st.recursive(
        st.none() | st.integers() | st.text(),
        lambda inner: (
            st.lists(inner)
            | st.dictionaries(st.sampled_from(["type", "coordinates", "features", "geometry", "crs"]), inner)
        ),
    )
)
def test_any_json_is_read_or_refused_kindly(tmp_path_factory, value):
    path = tmp_path_factory.mktemp("any") / "areas.geojson"
    path.write_text(json.dumps(value))
    with suppress(NotGeoJson):
        check_degrees(read_features(path))
