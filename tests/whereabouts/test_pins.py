"""The public pin of a block is one point, whichever house asks for it, and follows the files of streets and houses."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events import registry, whereabouts
from events.lib import blocks, geometry
from events.models import AddressPoint, Change, ListingLevel, Party, PlaceFile, Segment, Street

BEGAN = dt.datetime(2027, 7, 1, 12, tzinfo=dt.UTC)
ELM_LNG = -90.2249


def place_file(community, kind):
    return PlaceFile.objects.create(
        community=community, kind=kind, name=f"{kind}.csv", state=PlaceFile.State.IN_USE, at=BEGAN, applied_at=BEGAN
    )


def street(file, name, key="elm"):
    return Street.objects.create(file=file, name=name, key=key)


def piece(street, low, high, *points):
    """A segment through (lat, lng) points."""
    lat, lng = points[0] if len(points) == 1 else [(points[0][n] + points[-1][n]) / 2 for n in (0, 1)]
    line = [[point[1], point[0]] for point in points]
    return Segment.objects.create(street=street, low=low, high=high, line=line, lat=lat, lng=lng)


@pytest.fixture
def streets(springfield):
    """Elm St in three pieces of 111 m each, northward from 2700; the 2800 block has two of them."""
    elm = street(place_file(springfield, "streets"), "Elm St")
    piece(elm, 2700, 2799, (38.603, ELM_LNG), (38.604, ELM_LNG))
    piece(elm, 2800, 2849, (38.604, ELM_LNG), (38.605, ELM_LNG))
    piece(elm, 2850, 2899, (38.605, ELM_LNG), (38.606, ELM_LNG))
    return elm.file


def pin(party):
    whereabouts.show_pins([party])
    return party.public_lat, party.public_lng


def test_a_block_shows_its_middle(streets, edition, make_party):
    party = make_party(edition, number="2827", lat=38.60412, lng=-90.22502)
    assert (party.public_lat, party.public_lng) == (38.605, ELM_LNG)


def test_every_house_of_a_block_shows_the_same_pin(streets, edition, make_party):
    houses = [("2801", 38.60404), ("2849", 38.60498), ("2851", 38.60505), ("2899", 38.60595), ("2800", 38.605)]
    parties = [make_party(edition, number=number, lat=lat, lng=-90.2251) for number, lat in houses]
    assert {pin(party) for party in parties} == {(38.605, ELM_LNG)}


def test_a_block_of_another_hundred_shows_its_own_middle(streets, edition, make_party):
    assert pin(make_party(edition, number="2711", lat=38.6032, lng=ELM_LNG)) == (38.6035, ELM_LNG)


def test_a_piece_that_only_ends_on_the_hundred_is_not_of_the_block(springfield, edition, make_party):
    elm = street(place_file(springfield, "streets"), "Elm St")
    piece(elm, 2700, 2800, (38.603, ELM_LNG), (38.604, ELM_LNG))
    piece(elm, 2801, 2899, (38.604, ELM_LNG), (38.605, ELM_LNG))
    assert pin(make_party(edition, number="2827", lat=38.6042, lng=ELM_LNG)) == (38.6045, ELM_LNG)


def test_both_sides_of_a_divided_street_are_one_block(springfield, edition, make_party):
    elm = street(place_file(springfield, "streets"), "Elm St")
    piece(elm, 2801, 2899, (38.604, -90.225), (38.606, -90.225))
    piece(elm, 2800, 2898, (38.606, -90.2248), (38.604, -90.2248))
    west = make_party(edition, number="2827", lat=38.6043, lng=-90.2251)
    east = make_party(edition, number="2828", lat=38.6058, lng=-90.2247)
    assert pin(west) == pin(east)
    assert pin(west)[0] == 38.605


def test_of_two_blocks_of_one_name_the_near_one_is_meant(streets, edition, make_party):
    elm = street(streets, "N Elm St")
    street_south = street(streets, "S Elm St")
    piece(elm, 2800, 2899, (38.624, ELM_LNG), (38.625, ELM_LNG))
    piece(street_south, 2800, 2899, (38.594, ELM_LNG), (38.595, ELM_LNG))
    Street.objects.filter(name="Elm St").delete()
    assert pin(make_party(edition, number="2827", street="Elm St", lat=38.6242, lng=ELM_LNG)) == (38.6245, ELM_LNG)
    assert pin(make_party(edition, number="2827", street="S Elm St", lat=38.5942, lng=ELM_LNG)) == (38.5945, ELM_LNG)
    assert pin(make_party(edition, number="2827", street="N Elm St", lat=38.5942, lng=ELM_LNG)) == (38.594, -90.225)


def test_a_pin_far_from_the_block_it_names_is_rounded(streets, edition, make_party):
    assert pin(make_party(edition, number="2827", lat=38.60512, lng=-90.21512)) == (38.605, -90.215)


def test_houses_tell_the_middle_where_no_street_does(springfield, edition, make_party):
    elm = street(place_file(springfield, "addresses"), "Elm St")
    for number, lat in [(2801, 38.604), (2803, 38.6042), (2890, 38.6058), (2715, 38.6)]:
        AddressPoint.objects.create(street=elm, number=number, lat=lat, lng=ELM_LNG)
    assert pin(make_party(edition, number="2803", lat=38.6042, lng=ELM_LNG)) == (38.60467, ELM_LNG)


@pytest.mark.parametrize("numbers", [[2801], [2801, 2803], [2801, 2801, 2801]])
def test_fewer_than_three_houses_tell_nothing(numbers, springfield, edition, make_party):
    elm = street(place_file(springfield, "addresses"), "Elm St")
    for place, number in enumerate(numbers):
        AddressPoint.objects.create(
            street=elm, number=number, letter="ABC"[place], lat=38.604 + place / 9000, lng=ELM_LNG
        )
    assert pin(make_party(edition, number="2801", lat=38.60441, lng=ELM_LNG)) == (38.604, -90.225)


def test_a_file_that_is_not_in_use_tells_nothing(streets, edition, make_party):
    PlaceFile.objects.update(state=PlaceFile.State.REPLACED)
    assert pin(make_party(edition, number="2827", lat=38.60412, lng=-90.22502)) == (38.604, -90.225)


@pytest.mark.parametrize("level", [ListingLevel.NEIGHBORHOOD, ListingLevel.UNLISTED])
def test_a_level_without_a_pin_shows_none(level, streets, edition, make_party):
    party = make_party(edition, level=level)
    assert (party.public_lat, party.public_lng) == (None, None)


def test_an_exact_place_shows_itself(streets, edition, make_party):
    party = make_party(edition, level="exact", lat=38.60412, lng=-90.22502)
    assert (party.public_lat, party.public_lng) == (38.60412, -90.22502)


def test_many_parties_cost_as_many_queries_as_one(streets, edition, make_party, django_assert_num_queries):
    parties = [make_party(edition, number=str(2701 + 17 * n), lat=38.604, lng=ELM_LNG) for n in range(9)]
    with django_assert_num_queries(2):
        whereabouts.show_pins(parties[:1])
    with django_assert_num_queries(2):
        whereabouts.show_pins(parties)


def test_a_town_without_files_is_asked_once(edition, make_party, django_assert_num_queries):
    parties = [make_party(edition) for _ in range(3)]
    with django_assert_num_queries(1):
        whereabouts.show_pins(parties)
    for party in parties:
        party.level = "exact"
    with django_assert_num_queries(0):
        whereabouts.show_pins(parties)


def test_a_new_file_moves_the_pins_and_counts_as_a_public_change(springfield, edition, make_party):
    party = make_party(edition, review="approved", number="2827", lat=38.60412, lng=ELM_LNG)
    exact = make_party(edition, review="approved", number="2827", level="exact")
    slugs, history = [party.slug, exact.slug], Change.objects.count()
    assert party.public_lat == 38.604
    elm = street(place_file(springfield, "streets"), "Elm St")
    piece(elm, 2800, 2899, (38.604, ELM_LNG), (38.606, ELM_LNG))
    edition.refresh_from_db()
    version, steps = edition.version, []
    assert whereabouts.refresh_pins(springfield, progress=lambda done, total: steps.append((done, total))) == 1
    party.refresh_from_db()
    exact.refresh_from_db()
    edition.refresh_from_db()
    assert (party.public_lat, party.public_lng) == (38.605, ELM_LNG)
    assert edition.version == version + 1
    assert [party.slug, exact.slug] == slugs
    assert Change.objects.count() == history
    assert steps == [(1, 1)]
    assert whereabouts.refresh_pins(springfield) == 0
    edition.refresh_from_db()
    assert edition.version == version + 1, "nothing changed, nothing is asked for anew"


def test_another_town_keeps_its_pins(streets, springfield, shelby, shelby_edition, make_party):
    party = make_party(shelby_edition, number="2827", lat=38.60412, lng=ELM_LNG)
    Party.objects.filter(pk=party.pk).update(public_lat=1, public_lng=1)
    assert whereabouts.refresh_pins(springfield) == 0


def test_a_narrower_level_takes_the_pin_away_at_once(streets, edition, make_party, now):
    party = make_party(edition, review="approved", level="exact")
    for level, shown in [("block", (38.605, ELM_LNG)), ("neighborhood", (None, None)), ("exact", (38.6051, ELM_LNG))]:
        registry.change(party, {"level": level}, by=None, now=now)
        party.refresh_from_db()
        assert (party.public_lat, party.public_lng) == shown


def test_another_house_of_the_block_leaves_the_pin(streets, edition, make_party, now):
    party = make_party(edition, review="approved")
    before = party.public_lat, party.public_lng
    registry.change(party, {"number": "2851", "lat": 38.6058, "lng": -90.2251}, by=None, now=now)
    party.refresh_from_db()
    assert (party.public_lat, party.public_lng) == before


def test_a_party_on_no_numbered_block_is_rounded(streets, edition, make_party):
    crossing = make_party(edition, number="", street="Elm St & 1st St", lat=38.60412, lng=ELM_LNG)
    assert pin(crossing) == (38.604, -90.225)
    nowhere = make_party(edition, number="", street="", place_name="The yard", lat=38.60412, lng=ELM_LNG)
    assert pin(nowhere) == (38.604, -90.225)


coordinates = st.tuples(st.integers(0, 40), st.integers(0, 40))


@given(st.lists(st.lists(coordinates, min_size=2, max_size=4, unique=True), min_size=1, max_size=6), st.randoms())
def test_the_middle_does_not_depend_on_how_the_street_is_drawn(lines, chance):
    given_lines = [[[-90.2 + x / 20000, 38.6 + y / 20000] for x, y in line] for line in lines]
    turned = [list(reversed(line)) if chance.random() < 0.5 else line for line in given_lines]
    chance.shuffle(turned)
    one = [stretch.middle for stretch in blocks.stretches_of_lines(given_lines, apart_m=400)]
    other = [stretch.middle for stretch in blocks.stretches_of_lines(turned, apart_m=400)]
    assert len(one) == len(other) == 1
    assert geometry.distance_m(*one[0], *other[0]) < 2
