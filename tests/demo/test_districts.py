"""The demo's police districts and wards cover its city once, and cut the neighborhoods that straddle two."""

import shapely
from shapely.geometry import shape

from events.demo.districts import make_districts
from events.invented.facts import GEOGRAPHY
from events.lib.cutting import bands, cut_off
from events.models import Community, Region

AREAS = GEOGRAPHY["st-louis"]["areas"]
CITY = shapely.union_all([shape(row["outline"]) for row in AREAS])


def shapes_of(layer):
    return {one.number: shape(one.outline) for one in layer.districts.all()}


def make(db):
    region = Region.objects.create(name="Here", slug="here")
    return make_districts(Community.objects.create(region=region, name="City", slug="city", code="CTY"), AREAS)


def test_six_police_districts_and_fourteen_wards_cover_the_city_once(db):
    for layer, count in zip(make(db), (6, 14), strict=True):
        shapes = shapes_of(layer)
        assert sorted(shapes) == list(range(1, count + 1))
        whole = shapely.union_all(list(shapes.values()))
        assert whole.symmetric_difference(CITY).area < 1e-4 * CITY.area
        assert sum(one.area for one in shapes.values()) < 1.0001 * CITY.area


def test_a_straddling_neighborhood_lies_in_two_police_districts_and_others_in_one(db):
    police = shapes_of(make(db)[0])
    straddling = 0
    for row in AREAS:
        area = shape(row["outline"])
        inside = {number for number, one in police.items() if one.intersection(area).area > 0.02 * area.area}
        second = row.get("second_district")
        straddling += second is not None
        assert inside == {row["police_district"], second} - {None}, row["name"]
    assert straddling == 7


def test_the_same_facts_give_the_same_districts(db):
    first = [one.outline for layer in make(db) for one in layer.districts.all()]
    Region.objects.get().communities.all().delete()
    Region.objects.all().delete()
    assert [one.outline for layer in make(db) for one in layer.districts.all()] == first


def test_a_part_is_cut_off_on_the_side_it_is_asked_for():
    square = shapely.box(0, 0, 0.1, 0.1)
    east = cut_off(square, (1, 0), 0.25)
    assert abs(east.area - 0.0025) < 1e-8
    assert east.bounds[0] > 0.07


def test_bands_are_of_one_size_from_south_to_north():
    parts = bands(shapely.box(0, 0, 0.1, 0.4), 4)
    assert [round(part.bounds[1], 3) for part in parts] == [0, 0.1, 0.2, 0.3]
