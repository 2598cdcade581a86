"""Many points at once get the areas and districts that each would get alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events import whereabouts
from events.lib import geometry
from events.lib.atlas import Atlas
from events.models import District, Layer, Neighborhood, Party
from tests.conftest import square


class Shape:
    def __init__(self, number, outline):
        self.number, self.outline = number, outline


def ring(*points):
    return {"type": "MultiPolygon", "coordinates": [[[list(point) for point in (*points, points[0])]]]}


# Two that share a line, one across a gap of about 35 m, one across a gap of 90 m, and one that overlaps two others.
AREAS = [
    Shape(4, square(-90.23, 38.6)),
    Shape(2, square(-90.22, 38.6)),
    Shape(7, square(-90.2096, 38.6)),
    Shape(9, square(-90.23, 38.6108)),
    Shape(1, ring((-90.2205, 38.602), (-90.2195, 38.602), (-90.2195, 38.604), (-90.2205, 38.604))),
]
ATLAS = Atlas(AREAS)
LINES = st.sampled_from([-90.23, -90.2205, -90.22, -90.2195, -90.21, -90.2096, -90.1996])
EDGES = st.sampled_from([38.6, 38.602, 38.604, 38.61, 38.6108, 38.6208])


@given(
    lat=EDGES | st.floats(38.598, 38.6228) | st.builds(lambda edge, off: edge + off, EDGES, st.floats(-0.0007, 0.0007)),
    lng=LINES
    | st.floats(-90.233, -90.197)
    | st.builds(lambda line, off: line + off, LINES, st.floats(-0.0009, 0.0009)),
)
def test_an_atlas_answers_as_the_areas_do_one_by_one(lat, lng):
    around = [area for area in AREAS if _around(area, lat, lng)]
    assert ATLAS.at(lat, lng) is geometry.area_at(around, lat, lng)


def _around(area, lat, lng):
    box = geometry.Box.of(area.outline)
    return box.south - 0.001 <= lat <= box.north + 0.001 and box.west - 0.001 <= lng <= box.east + 0.001


def test_on_a_shared_line_the_lowest_number_has_it():
    assert ATLAS.at(38.605, -90.22).number == 2
    assert ATLAS.at(38.603, -90.22).number == 1


def test_an_atlas_of_no_areas_knows_no_place():
    assert Atlas([]).at(38.6, -90.2) is None


@pytest.fixture
def police(springfield):
    """Two police districts that meet within Oak Hill, and one ward over all."""
    layer = Layer.objects.create(community=springfield, slug="police", name="Police districts")
    wards = Layer.objects.create(community=springfield, slug="wards", name="Wards", position=1)
    make_district(layer, 1, -90.235, 38.6, 0.02)
    make_district(layer, 2, -90.215, 38.6, 0.02)
    make_district(wards, 8, -90.24, 38.59, 0.04)
    return layer


def make_district(layer, number, west, south, size):
    outline = square(west, south, size)
    box = geometry.Box.of(outline)
    return District.objects.create(
        layer=layer, number=number, name=f"District {number}", outline=outline, lat=south, lng=west, **box._asdict()
    )


def numbers(party):
    return [(one.layer.slug, one.number) for one in party.districts.order_by("layer__position", "number")]


def test_a_party_is_in_the_district_of_its_point_not_of_its_neighborhood(police, edition, make_party):
    west = make_party(edition, lat=38.605, lng=-90.2199, neighborhood=2)
    east = make_party(edition, lat=38.605, lng=-90.2101, neighborhood=2)
    assert numbers(west) == [("police", 1), ("wards", 8)]
    assert numbers(east) == [("police", 2), ("wards", 8)]


def test_many_parties_cost_as_many_queries_as_one(police, edition, make_party, django_assert_num_queries):
    parties = [make_party(edition, lat=38.6011 + n / 2000, lng=-90.216) for n in range(12)]
    Party.districts.through.objects.all().delete()
    with django_assert_num_queries(3):
        assert whereabouts.put_in_districts(parties[:1]) == 2
    with django_assert_num_queries(3):
        assert whereabouts.put_in_districts(parties) == 22
    with django_assert_num_queries(2):
        assert whereabouts.put_in_districts(parties) == 0


def test_a_retired_district_loses_its_parties(police, edition, make_party):
    party = make_party(edition, lat=38.605, lng=-90.2199)
    District.objects.filter(layer=police).update(is_retired=True)
    assert whereabouts.put_in_districts([party]) == 1
    assert numbers(party) == [("wards", 8)]


def test_a_party_that_loses_its_pin_loses_its_districts(police, edition, make_party):
    party = make_party(edition, lat=38.605, lng=-90.2199)
    party.lat = party.lng = None
    whereabouts.put_in_districts([party])
    assert numbers(party) == []


def test_bulk_and_single_give_the_same_districts(police, springfield, edition, make_party):
    spots = [(38.605, -90.215), (38.605, -90.2151), (38.5996, -90.22), (38.59, -90.3), (38.6203, -90.2)]
    parties = [make_party(edition, lat=lat, lng=lng) for lat, lng in spots]
    whereabouts.put_in_districts(parties)
    for party in parties:
        alone = [(one.layer.slug, one.number) for one in whereabouts.districts_at(springfield, party.lat, party.lng)]
        assert numbers(party) == alone


def before(party, number):
    """The party as it was put into an area by lines that have been redrawn since."""
    party.neighborhood = party.community.neighborhoods.get(number=number)
    party.save(update_fields=["neighborhood"])
    return party


def test_parties_follow_the_lines_when_they_are_redrawn(springfield, edition, make_party):
    party = before(make_party(edition, lat=38.605, lng=-90.2195), 1)
    [(moved, old, new)] = whereabouts.place_all(springfield, [party])
    assert (moved, old.number, new.number) == (party, 1, 2)
    assert party.neighborhood == new
    party.refresh_from_db()
    assert party.neighborhood.number == 1, "the caller saves"


def test_a_choice_near_a_line_is_kept_through_imports(springfield, edition, make_party):
    party = make_party(edition, lat=38.605, lng=-90.2199, neighborhood=1, neighborhood_chosen=True)
    assert whereabouts.place_all(springfield, [party]) == []
    assert party.neighborhood.number == 1
    assert party.neighborhood_chosen


def test_a_choice_ends_with_its_area(springfield, edition, make_party):
    party = make_party(edition, lat=38.605, lng=-90.2199, neighborhood=1, neighborhood_chosen=True)
    springfield.neighborhoods.filter(number=1).update(is_retired=True)
    [(_, old, new)] = whereabouts.place_all(springfield, [party])
    assert (old.number, new.number) == (1, 2)
    assert not party.neighborhood_chosen


def test_a_choice_ends_when_its_area_is_drawn_elsewhere(springfield, edition, make_party):
    party = make_party(edition, lat=38.605, lng=-90.2199, neighborhood=3, neighborhood_chosen=True)
    assert [(old.number, new.number) for _, old, new in whereabouts.place_all(springfield, [party])] == [(3, 2)]


def test_a_party_without_a_pin_and_one_in_an_area_without_outline_stay(springfield, edition, make_party):
    typed = make_party(edition, lat=None, lng=None, neighborhood=3)
    Neighborhood.objects.create(community=springfield, number=50, name="Old Town", slug="old-town")
    unknown = make_party(edition, lat=38.605, lng=-90.225, neighborhood=50)
    assert whereabouts.place_all(springfield, [typed, unknown]) == []


def test_a_pin_outside_all_areas_has_no_neighborhood(springfield, edition, make_party):
    party = make_party(edition, lat=38.65, lng=-90.225, neighborhood=1)
    assert [(old.number, new) for _, old, new in whereabouts.place_all(springfield, [party])] == [(1, None)]
    assert party.neighborhood is None


def test_bulk_and_single_give_the_same_neighborhood(springfield, edition, make_party):
    spots = [(38.605, -90.22), (38.61, -90.21), (38.6103, -90.225), (38.6106, -90.225), (38.605, -90.1997)]
    parties = [make_party(edition, lat=lat, lng=lng, neighborhood=80) for lat, lng in spots]
    whereabouts.place_all(springfield, parties)
    for party in parties:
        assert party.neighborhood == whereabouts.neighborhood_at(springfield, party.lat, party.lng)


def test_placing_many_takes_one_query(springfield, edition, make_party, django_assert_num_queries):
    parties = [before(make_party(edition, lat=38.605, lng=-90.2195), 1) for _ in range(7)]
    with django_assert_num_queries(1):
        assert len(whereabouts.place_all(springfield, parties)) == 7
