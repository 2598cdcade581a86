"""Parties after an import of areas: placed anew, told in their history, found under the new words, never lost."""

import datetime as dt
import itertools
import json
import threading
import uuid

import pytest
from django.db import connection
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from shapely.geometry import box, mapping

from events import registry, whereabouts
from events.boundaries import areas
from events.lib.atlas import Atlas
from events.models import Change, Deed, District, Neighborhood, Party
from tests.conftest import answers, make_edition

WEST, SOUTH, SIDE = -90.23, 38.60, 0.01


def strip(west, east):
    """The outline of Springfield from one column of the grid to another (Elm Park is 0 to 1, Oak Hill 1 to 2)."""
    return mapping(box(round(WEST + west * SIDE, 6), SOUTH, round(WEST + east * SIDE, 6), SOUTH + SIDE))


def row(number, name, geometry):
    return {"type": "Feature", "properties": {"NUM": number, "NAME": name}, "geometry": geometry}


def springfields(line=1.0, **names):
    """The features of Springfield with the line between Elm Park and Oak Hill moved."""
    return [
        row(1, names.get("elm", "Elm Park"), strip(0, line)),
        row(2, names.get("oak", "Oak Hill"), strip(line, 2)),
        row(3, "River Bend", strip(2, 3)),
        row(80, "Founders Park", strip(-1, 0)),
    ]


@pytest.fixture
def read(tmp_path):
    def reading(features, **mapping):
        path = tmp_path / "areas.geojson"
        path.write_text(json.dumps({"type": "FeatureCollection", "features": list(features)}))
        return areas.read(path, mapping=mapping)

    return reading


@pytest.fixture
def imported(read, springfield, now):
    return lambda features, **settings: areas.apply(springfield, read(features), now=now, **settings)


def at(column, **more):
    """Answers of a party at a column of the grid."""
    lng = round(WEST + column * SIDE, 6)
    return {"lat": 38.605, "lng": lng, "neighborhood": 1 + int(column), "closure_wanted": False} | more


def test_a_party_moves_with_the_line_and_its_history_tells(imported, make_party, edition, make_staff, springfield):
    imani = make_staff(springfield, "coordinator", "imani@example.org")
    party = make_party(edition, **at(0.7))
    revision = party.revision
    report = imported(springfields(0.5), by=imani)
    assert report["moved"] == [{"reference": party.reference, "before": "Elm Park", "after": "Oak Hill"}]
    party.refresh_from_db()
    assert (party.neighborhood.number, party.revision) == (2, revision + 1)
    change = Change.objects.get(deed=Deed.AREA_CHANGED)
    assert (change.party, change.by_user, change.revision) == (party, imani, party.revision)
    assert [(one.field, one.before, one.after) for one in change.values.all()] == [("neighborhood", 1, 2)]


def test_a_party_that_does_not_move_is_let_be(imported, make_party, edition):
    party = make_party(edition, **at(0.2))
    before = Party.objects.filter(pk=party.pk).values().get()
    imported(springfields(0.5))
    assert Party.objects.filter(pk=party.pk).values().get() == before
    assert not Change.objects.filter(deed=Deed.AREA_CHANGED).exists()


def test_a_choice_near_the_line_outlives_every_import(imported, make_party, edition):
    party = make_party(edition, **at(1.001, neighborhood=1, neighborhood_chosen=True))
    for line in (1.0, 1.002, 0.9995, 1.0):
        imported(springfields(line))
        party.refresh_from_db()
        assert (party.neighborhood.number, party.neighborhood_chosen) == (1, True)


def test_a_choice_ends_where_the_area_ends(imported, make_party, edition):
    party = make_party(edition, **at(1.001, neighborhood=1, neighborhood_chosen=True))
    report = imported([row(2, "Oak Hill", strip(0, 2)), *springfields()[2:]])
    party.refresh_from_db()
    assert (party.neighborhood.number, party.neighborhood_chosen) == (2, False)
    assert report["moved"][0]["after"] == "Oak Hill"


def test_a_party_without_a_pin_keeps_its_area_even_a_retired_one(imported, make_party, edition):
    party = make_party(edition, lat=None, lng=None, neighborhood=1, closure_wanted=False)
    report = imported([row(2, "Oak Hill", strip(0, 2)), *springfields()[2:]])
    party.refresh_from_db()
    assert (party.neighborhood.name, party.neighborhood.is_retired) == ("Elm Park", True)
    assert (report["moved"], report["stranded"]) == ([], [party.reference])


def test_a_party_outside_all_areas_says_so(imported, make_party, edition):
    party = make_party(edition, **at(0.5))
    report = imported([row(1, "Elm Park", strip(0.8, 1)), *springfields()[1:]])
    party.refresh_from_db()
    assert party.neighborhood is None
    assert report["moved"] == [{"reference": party.reference, "before": "Elm Park", "after": ""}]


def test_nights_that_are_over_keep_their_areas(imported, make_party, springfield, edition):
    last = make_edition(springfield, year=2026, date=dt.date(2026, 10, 6))
    party = make_party(last, **at(0.7, date="2026-10-06"))
    report = imported(springfields(0.5))
    party.refresh_from_db()
    assert (party.neighborhood.number, report["moved"], report["parties"]) == (1, [], 0)


def test_addresses_and_search_words_follow_where_the_area_is_what_shows(imported, make_party, edition):
    coarse = make_party(edition, "approved", **at(0.7, level="neighborhood"))
    fine = make_party(edition, "approved", **at(0.71, level="block"))
    assert (coarse.slug, fine.slug) == ("block-party-in-elm-park", "2800-block-of-elm-st")
    imported(springfields(0.5))
    coarse.refresh_from_db()
    fine.refresh_from_db()
    assert (coarse.slug, fine.slug) == ("block-party-in-oak-hill", "2800-block-of-elm-st")
    assert "oak hill" in coarse.search_text
    assert "oak hill" in fine.search_text
    assert Client().get(f"/springfield/2027/p/{coarse.slug}/").status_code == 200


def test_a_renamed_area_renames_what_its_parties_show_and_is_found_by_both_names(imported, make_party, edition):
    party = make_party(edition, "approved", **at(0.2, level="neighborhood"))
    imported(springfields(elm="Elm Grove"))
    party.refresh_from_db()
    assert party.slug == "block-party-in-elm-grove"
    assert "elm grove" in party.search_text
    assert not Change.objects.filter(deed=Deed.AREA_CHANGED).exists()
    for words in ("elm+grove", "elm+park"):
        assert b"Block party in Elm Grove" in Client().get(f"/springfield/?q={words}").content


def test_the_page_of_a_renamed_area_is_found_under_its_old_address(imported, edition):
    imported(springfields(elm="Elm Grove"))
    reply = Client().get("/es/springfield/elm-park/")
    assert (reply.status_code, reply.headers["Location"]) == (302, "/es/springfield/elm-grove/")
    assert Client().get("/springfield/elm-grove/").status_code == 200
    assert Client().get("/springfield/elm-wood/").status_code == 404


def test_a_retired_area_keeps_its_page_for_its_parties(imported, make_party, edition):
    make_party(edition, "approved", lat=None, lng=None, neighborhood=1, closure_wanted=False)
    imported([row(2, "Oak Hill", strip(0, 2)), *springfields()[2:]])
    page = Client().get("/springfield/elm-park/")
    assert page.status_code == 200
    assert b"2800 block of Elm St" in page.content
    assert b"2800 block of Elm St" in Client().get("/springfield/").content


def test_an_address_that_a_party_left_never_leads_to_another(imported, make_party, edition):
    first = make_party(edition, "approved", **at(0.7, level="neighborhood"))
    second = make_party(edition, "approved", **at(1.2, level="neighborhood"))
    third = make_party(edition, "approved", **at(0.1, level="neighborhood"))
    assert (second.slug, third.slug) == ("block-party-in-oak-hill", "block-party-in-elm-park-2")
    imported([row(1, "Elm Park", strip(1, 2)), row(2, "Oak Hill", strip(0, 1)), *springfields()[2:]])
    slugs = [Party.objects.get(pk=party.pk).slug for party in (first, second, third)]
    assert slugs == ["block-party-in-oak-hill-2", "block-party-in-elm-park-3", "block-party-in-oak-hill-3"]


def test_the_number_of_queries_does_not_grow_with_the_parties(
    imported, make_party, edition, django_assert_max_num_queries
):
    for place in range(12):
        make_party(
            edition,
            "approved",
            **at(0.6 + place / 100, level="neighborhood", street=f"Elm {place} St", email=f"h{place}@example.org"),
        )
    with django_assert_max_num_queries(30):
        assert len(imported(springfields(0.5))["moved"]) == 12


# Districts


STRADDLING = {  # official number: name, the two police districts it lies in
    7: ("Southampton", 2, 1),
    16: ("Dutchtown", 1, 3),
    55: ("Kingsway East", 5, 6),
    56: ("Greater Ville", 6, 5),
    64: ("Near North Riverfront", 4, 6),
    66: ("College Hill", 6, 4),
    67: ("Fairground Neighborhood", 6, 4),
}


def test_parties_of_straddling_neighborhoods_get_the_district_of_their_point(read, make_party, edition, now):
    """Seven neighborhoods in a row, each with a police line through its middle, as seven of St. Louis have."""
    city = edition.community
    hoods = [
        row(number, name, strip(place, place + 1)) for place, (number, (name, *_)) in enumerate(STRADDLING.items())
    ]
    areas.apply(city, read(hoods, anyway=True), now=now)
    parties = {
        number: [make_party(edition, **at(place + share, neighborhood=number)) for share in (0.2, 0.8)]
        for place, number in enumerate(STRADDLING)
    }
    pieces = {}
    for place, (_name, west, east) in enumerate(STRADDLING.values()):
        pieces.setdefault(west, []).append(strip(place, place + 0.5)["coordinates"])
        pieces.setdefault(east, []).append(strip(place + 0.5, place + 1)["coordinates"])
    police = [
        {
            "type": "Feature",
            "properties": {"DISTNO": number},
            "geometry": {"type": "MultiPolygon", "coordinates": parts},
        }
        for number, parts in sorted(pieces.items())
    ]
    report = areas.apply(city, read(police), layer="police", layer_name="Police districts", now=now)
    assert len(report["moved"]) == 14
    for number, (_name, west, east) in STRADDLING.items():
        found = [list(party.districts.values_list("number", flat=True)) for party in parties[number]]
        assert found == [[west], [east]]
        assert [party.neighborhood.number for party in parties[number]] == [number, number]
    assert not Change.objects.filter(deed=Deed.AREA_CHANGED).exists()


def test_a_new_line_between_districts_is_told_to_the_party(read, make_party, edition, now):
    party = make_party(edition, **at(0.7))

    def police(line):
        rows = [(1, strip(0, line)), (2, strip(line, 3))]
        features = [{"type": "Feature", "properties": {"WARD": n}, "geometry": outline} for n, outline in rows]
        return areas.apply(edition.community, read(features), layer="wards", layer_name="Wards", now=now)

    assert police(1)["moved"] == [{"reference": party.reference, "before": "", "after": "Ward 1"}]
    assert police(0.5)["moved"] == [{"reference": party.reference, "before": "Ward 1", "after": "Ward 2"}]
    assert [district.name for district in party.districts.all()] == ["Ward 2"]
    change = Change.objects.get(deed=Deed.AREA_CHANGED)
    assert [(one.field, one.before, one.after) for one in change.values.all()] == [("district", "Ward 1", "Ward 2")]


def test_a_retired_district_lets_its_parties_go(read, make_party, edition, now):
    party = make_party(edition, **at(0.7))
    features = [{"type": "Feature", "properties": {"WARD": n}, "geometry": strip(n - 1, n)} for n in (1, 2, 3)]
    areas.apply(edition.community, read(features), layer="wards", now=now)
    areas.apply(edition.community, read(features[1:]), layer="wards", now=now)
    assert list(party.districts.all()) == []
    assert District.objects.get(number=1).is_retired


# What must hold for any place


LINES = st.lists(st.integers(1, 29), min_size=1, max_size=5, unique=True).map(sorted)
POINTS = st.lists(st.integers(0, 3000), min_size=1, max_size=8)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(before=LINES, after=LINES, places=POINTS)
def test_any_point_gets_exactly_one_area_none_or_the_choice(read, springfield, edition, now, before, after, places):
    """Whatever the old lines and the new: a party lies where its exact pin does, however the map is simplified."""
    Party.objects.all().delete()
    Neighborhood.objects.all().delete()

    def city(lines):
        ends = [0, *[line / 10 for line in lines], 3]
        return [row(n, f"Area {n}", strip(*pair)) for n, pair in enumerate(itertools.pairwise(ends), start=1)]

    areas.apply(springfield, read(city(before), anyway=True), now=now)
    rows = list(springfield.neighborhoods.current())
    parties = []
    for place, step in enumerate(places):
        lng = round(WEST - 0.002 + step / 3000 * 0.034, 6)
        chosen = place % 3 == 0
        here = rows[0] if chosen else whereabouts.neighborhood_at(springfield, 38.605, lng)
        parties.append(
            Party(edition=edition, reference=f"X-{place}", place_kind="street", lat=38.605, lng=lng, neighborhood=here,
                  neighborhood_chosen=chosen, date=edition.date, starts=dt.time(17), ends=dt.time(20), level="block",
                  created_at=now)
        )  # fmt: skip
    Party.objects.bulk_create(parties)
    areas.apply(springfield, read(city(after), anyway=True), now=now)
    atlas = Atlas(springfield.neighborhoods.current())
    for party in Party.objects.select_related("neighborhood"):
        if party.neighborhood_chosen:
            assert not party.neighborhood.is_retired
            assert atlas.distance_m(party.neighborhood, party.lat, party.lng) <= whereabouts.areas.KEPT_M
        else:
            assert party.neighborhood == whereabouts.neighborhood_at(springfield, party.lat, party.lng)
            inside = WEST <= party.lng <= WEST + 3 * SIDE
            assert (party.neighborhood is not None) or not inside


@pytest.mark.django_db(transaction=True)
def test_who_registers_while_areas_are_imported_finds_the_new_ones(imported, edition, now):
    """The registration begins once the plan is made, and ends before or after the import as the database lets it."""
    made = []

    def register():
        said = answers(**at(0.7))
        try:
            made.append(registry.register(edition, said, key=uuid.uuid4(), now=now))
        finally:
            connection.close()

    thread = threading.Thread(target=register)

    def begin_between(done, total, says=""):
        if done == 1:
            thread.start()
            thread.join(1)

    imported(springfields(0.5), progress=begin_between)
    thread.join()
    assert [Party.objects.get(pk=party.pk).neighborhood.number for party in made] == [2]
