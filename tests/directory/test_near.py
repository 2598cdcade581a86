"""Nearest first: by the public pin alone, in words, for a rounded place, and kept by nobody."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from events.models import Neighborhood, Party, Review
from tests.conftest import make_edition
from tests.directory.test_city import many

many = many
NEAR = "/springfield/?near=38.605,-90.225"


@pytest.fixture
def place(open_night, make_party):
    """place(street, lat=, lng=, ...) puts an approved party on the map."""

    def put(street, **said):
        email = f"{street.split()[0].lower()}@example.org"
        return make_party(open_night, Review.APPROVED, date=str(open_night.date), street=street, email=email, **said)

    return put


def rows_of(page):
    """[(name, distance or '')] of the lines of a list, in order."""
    lines = re.findall(r'class="go"[^>]*>([^<]+)</a>(?:<span class="far num">([^<]+)</span>)?', page)
    return [(name.removeprefix("2800 block of "), far) for name, far in lines]


def test_the_nearest_is_first_and_says_how_far_and_where(place, client):
    place("Far Ave", lat=38.6091, lng=-90.2051, neighborhood=3)
    place("Close Ave", lat=38.6061)
    place("Next Ave", lat=38.6051, lng=-90.2191, neighborhood=2)
    page = client.get(NEAR).content.decode()
    assert rows_of(page) == [("Close Ave", "400 ft"), ("Next Ave", "0.3 mi"), ("Far Ave", "1.1 mi")]
    assert re.search(r"<h2[^>]*>3 parties <small>nearest first", page)
    assert "Resident, Oak Hill" in page or "on the block, Oak Hill" in page


def test_parties_without_a_place_follow_under_their_neighborhoods(place, client):
    place("Close Ave", lat=38.6061)
    place("Oldfield Ave", lat=38.6050, lng=-90.2249, level="neighborhood", title="At the oak")
    place("River Ave", lat=38.6051, lng=-90.2051, neighborhood=3, level="neighborhood", title="At the bend")
    place("Nowhere Ave", lat=None, lng=None, neighborhood=None)
    page = client.get(NEAR).content.decode()
    lines = [("Close Ave", "400 ft"), ("At the oak", ""), ("At the bend", ""), ("Nowhere Ave", "")]
    assert rows_of(page) == lines
    heads = re.findall(r"<h3[^>]*>(?:<a[^>]+>)?([^<]+)", page)
    assert heads == ["Parties without an exact place", "Elm Park", "River Bend", "Elsewhere in Springfield"]


@pytest.mark.parametrize("level", ["block", "neighborhood"])
def test_the_order_does_not_tell_which_house_it_is(open_night, place, client, level):
    """Wherever on its block the party is, the page is the same to the letter."""
    first = place("Elm St", lat=38.6049, lng=-90.2251, level=level, number="2801")
    place("Ash St", lat=38.6051, lng=-90.2249, level=level, number="2810")
    before = client.get(NEAR).content
    Party.objects.filter(pk=first.pk).update(lat=38.6051, lng=-90.2249, number="2899")
    assert client.get(NEAR).content == before


def test_fifty_are_shown_and_the_way_to_all(open_night, many, client):
    many(open_night, 160)
    page = client.get(NEAR).content.decode()
    assert len([far for _name, far in rows_of(page) if far]) == 50
    assert 'href="/springfield/">Show all 160 parties by neighborhood' in page


def test_of_parties_without_a_place_the_first_of_each_neighborhood_show(open_night, many, client):
    many(open_night, 160)
    page = client.get(f"{NEAR}&has=kids").content.decode()
    rows = rows_of(page)
    hidden = sum(int(number) - 3 for number in re.findall(r">All (\d+) in ", page))
    assert len(rows) + hidden == int(re.search(r'<h2 id="f">(\d+) parties', page)[1])
    assert 'href="/springfield/?has=kids&amp;neighborhood=' in page
    assert 'href="/springfield/?has=kids">Show by neighborhood' in page


def test_filters_are_kept_with_the_place_and_can_be_left(place, client):
    place("Elm St", activities=["kids"])
    place("Ash St", activities=["food"])
    page = client.get(f"{NEAR}&has=kids").content.decode()
    assert [name for name, _far in rows_of(page)] == ["Elm St"]
    assert 'href="/springfield/?near=38.605,-90.225&amp;has=kids&amp;has=food"' in page
    assert '<input type="hidden" name="near" value="38.605,-90.225">' in page
    assert re.search(
        r'<a class="chip" href="/springfield/\?has=kids"[^>]*aria-current="true">.{0,99}Near me', page, re.S
    )


@pytest.mark.parametrize(
    "asked, address",
    [
        ("38.60512,-90.22549", "/springfield/?near=38.605,-90.225&has=kids"),
        ("38.6,-90.2", "/springfield/?near=38.600,-90.200&has=kids"),
        ("38.605, -90.225", "/springfield/?near=38.605,-90.225&has=kids"),
    ],
)
def test_a_finer_place_leads_to_the_rounded_one(place, client, asked, address):
    response = client.get("/springfield/", {"has": "kids", "near": asked})
    assert (response.status_code, response.url) == (302, address)
    assert response.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("asked", ["", "here", "91,0", "38.605", "nan,nan", "'--", "1" * 500])
def test_what_is_no_place_gives_the_list_a_to_z_and_a_sentence(place, read, asked):
    place("Elm St")
    place("Ash St")
    text = read(f"/springfield/?near={asked}")
    assert ("We could not read that place. Type a street or ZIP code." in text) == bool(asked)
    assert text.index("Ash St") < text.index("Elm St")
    assert "nearest first" not in text


@pytest.mark.parametrize("path", [NEAR, f"{NEAR}&view=map", "/springfield/?near=here", "/es" + NEAR])
def test_nobody_keeps_a_page_about_where_somebody_is(place, client, path):
    place("Elm St")
    response = client.get(path, headers={"accept-encoding": "gzip"})
    assert response.headers["Cache-Control"] == "no-store"
    assert "ETag" not in response.headers
    assert (dict(response.cookies), response.headers["Content-Encoding"]) == ({}, "gzip")
    assert '<meta name="robots" content="noindex">' in client.get(NEAR).content.decode()


def test_a_place_outside_the_city_is_told_and_the_list_is_a_to_z(place, read):
    place("Elm St")
    text = read("/springfield/?near=39.500,-90.225")
    assert "That place is outside Springfield. Here are its parties from A to Z." in text
    assert "2800 block of Elm St" in text
    assert "nearest first" not in text


def test_a_place_in_the_next_city_leads_there(place, shelby, client):
    make_edition(shelby)
    place("Elm St")
    page = client.get("/springfield/?near=38.705,-90.225").content.decode()
    assert "That place is in Shelby, not in Springfield." in page
    assert 'href="/shelby/?near=38.705,-90.225"' in page


def test_a_city_without_outlines_still_measures(place, client):
    Neighborhood.objects.update(outline=None, south=None, west=None, north=None, east=None)
    place("Elm St", lat=38.6061)
    assert rows_of(client.get(NEAR).content.decode()) == [("Elm St", "400 ft")]


def test_the_place_is_on_the_map(place, client):
    place("Elm St")
    assert client.get(NEAR).content.decode().count('<g class="here">') == 1
    assert '<g class="here">' not in client.get("/springfield/").content.decode()


def test_as_many_queries_for_one_party_as_for_many(open_night, many, client):
    counts = []
    for number in (1, 30, 400):
        many(open_night, number)
        with CaptureQueriesContext(connection) as asked:
            client.get(NEAR)
        counts.append(len(asked))
    assert set(counts) == {counts[0]}
    assert counts[0] <= 6


@pytest.mark.parametrize("typed, is_offered", [("63118", True), ("2800+Lemp", True), ("elm", False)])
def test_words_that_match_nothing_are_offered_as_a_place(place, client, typed, is_offered):
    place("Elm St", activities=["kids"])
    page = client.get(f"/springfield/?q={typed}&has=kids").content.decode()
    assert (f'href="/springfield/near/?q={typed}&amp;has=kids"' in page) == is_offered
    assert (f"Parties near {typed.replace('+', ' ')}" in page) == is_offered


def test_without_a_script_near_me_leads_to_the_page_where_a_place_is_typed(place, client):
    place("Elm St")
    page = client.get("/springfield/?has=kids").content.decode()
    assert re.search(r'<a class="chip" href="/springfield/near/\?has=kids" data-whole data-near="/springfield/">', page)
    form = re.search(
        r'<form method="get" action="/springfield/near/">.*?</form>', client.get(NEAR).content.decode(), re.S
    )
    assert 'name="q"' in form[0]
