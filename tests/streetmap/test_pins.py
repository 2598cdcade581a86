"""The map's data: the list's own parties, no finer than it, in step with its filters, and kept like it."""

import gzip
import hashlib
import json
import re

import pytest
from django.contrib.staticfiles import finders
from django.db import connection
from django.test.utils import CaptureQueriesContext

from events.caching import CACHE_CONTROL
from events.lib import geometry
from events.models import Community, Edition, Neighborhood, Night, Party, Review
from events.streetmap.outlines import STEPS, outlines_of
from tests.conftest import square
from tests.directory.test_city import many
from tests.streetmap.conftest import MAP

many = many
# dist/leaflet.js of the npm package leaflet 1.9.4.
LEAFLET_SHA256 = "db49d009c841f5ca34a888c96511ae936fd9f5533e90d8b2c4d57596f4e5641a"
MAP_BYTES = 50_000


@pytest.fixture
def pins(open_night, client):
    """pins("?has=kids") gives the answer's data."""

    def get(query=""):
        response = client.get(f"/springfield/{open_night.year}/pins.json{query}")
        assert response.status_code == 200
        return response.json()

    return get


def test_a_pin_is_the_public_one_and_no_finer(place, pins):
    exact = place("Exact Ave", level="exact", lat=38.60512, lng=-90.22491)
    block = place("Block Ave", level="block", lat=38.60512, lng=-90.22491)
    place("Area Ave", level="neighborhood", lat=38.60513, lng=-90.22492)
    place("Hidden Ave", level="unlisted", lat=38.60514, lng=-90.22493)
    found = {key: (lat, lng) for key, lat, lng in pins()["pins"]}
    assert found == {
        exact.slug: (38.60512, -90.22491),
        block.slug: (round(block.public_lat, 5), round(block.public_lng, 5)),
    }
    assert found[block.slug] != (38.60512, -90.22491)


@pytest.mark.parametrize("level", ["block", "neighborhood", "unlisted"])
def test_the_data_is_the_same_wherever_on_its_block_a_party_is(place, open_night, client, level):
    party = place("Elm St", level=level)
    addresses = [f"/springfield/{open_night.year}/pins.json", f"/springfield/{open_night.year}/pins/{party.slug}.json"]
    before = [client.get(address).content for address in addresses]
    Party.objects.filter(pk=party.pk).update(lat=38.6089, lng=-90.2211, number="2899")
    assert [client.get(address).content for address in addresses] == before


def test_only_what_is_listed_and_on_has_a_pin(place, pins):
    shown = place("Elm St")
    off = place("Ash St")
    Party.objects.filter(pk=off.pk).update(night=Night.NOT_HAPPENING)
    for review in (Review.SUBMITTED, Review.CANCELLED, Review.WITHDRAWN, Review.DECLINED, Review.UNCONFIRMED):
        place(f"{review.title()} St", review)
    data = pins()
    assert [key for key, _lat, _lng in data["pins"]] == [shown.slug]
    assert (data["count"], data["areas"]) == (2, {"elm-park": 2})


def test_pins_the_list_and_the_sentence_add_up(place, pins, client, read):
    place("Elm St")
    place("Oak Ave", neighborhood=2, lat=38.6052, lng=-90.2151)
    place("Area Ave", level="neighborhood")
    off = place("Ash St")
    Party.objects.filter(pk=off.pk).update(night=Night.NOT_HAPPENING)
    said = "2 are on the map. 1 shows no exact place and is only in the list. 1 does not take place."
    assert said in read(MAP)
    page = client.get(MAP).content.decode()
    listed = set(re.findall(r'<li[^>]* data-pin="([^"]+)"', page))
    assert {key for key, _lat, _lng in pins()["pins"]} <= listed
    assert len(listed) == pins()["count"] == 4
    assert 'data-pin="' not in client.get("/springfield/").content.decode()


@pytest.mark.parametrize(
    "query", ["?has=kids", "?q=oak", "?neighborhood=oak-hill", "?open=everyone", "?at=19:00", "?q=zz"]
)
def test_map_and_list_find_the_same(place, pins, client, query):
    place("Elm St", activities=["kids"], starts="16:00", ends="18:00")
    place("Oak Ave", neighborhood=2, lat=38.6052, lng=-90.2151, open_to="members")
    page = client.get(f"/springfield/{query}&view=map").content.decode()
    listed = set(re.findall(r'<li[^>]* data-pin="([^"]+)"', page.split('class="hood"', 1)[-1]))
    shown = re.search(r'<h2 id="f">(\d+) part', page)
    found = pins(query)
    assert found["count"] == int(shown[1])
    if found["count"]:
        assert {key for key, _lat, _lng in found["pins"]} == listed


def test_a_pin_tells_what_its_line_tells(place, open_night, client):
    party = place("Elm St", title="Lamps on Elm")
    page = f"/springfield/{open_night.year}/pins/{{}}.json"
    card = client.get(page.format(party.slug)).json()
    url = f"/springfield/{open_night.year}/p/{party.slug}/"
    assert card == {"name": "Lamps on Elm", "when": "5 to 8 pm", "url": url}


@pytest.mark.parametrize("changes", [{"level": "neighborhood"}, {"level": "unlisted"}, {"lat": None, "lng": None}])
def test_a_party_without_a_pin_has_no_card(place, open_night, client, changes):
    party = place("Elm St", **changes)
    address = f"/springfield/{open_night.year}/pins/{party.slug}.json"
    assert client.get(address).status_code == 404
    assert client.get(address.replace(party.slug, "9" * 30)).status_code == 404


def test_another_towns_pin_is_not_found(place, shelby_edition, client):
    party = place("Elm St")
    assert client.get(f"/shelby/{shelby_edition.year}/pins/{party.slug}.json").status_code == 404


def test_what_is_not_public_has_no_data(place, open_night, client):
    place("Elm St")
    addresses = [f"/springfield/{open_night.year}/pins.json", "/springfield/outlines.json"]
    Edition.objects.update(is_public=False)
    assert client.get(addresses[0]).status_code == 404
    Community.objects.update(is_open=False)
    assert {client.get(address).status_code for address in addresses} == {404}


def test_a_copy_that_is_right_costs_nothing_and_a_change_makes_it_wrong(place, open_night, client):
    place("Elm St")
    address = f"/springfield/{open_night.year}/pins.json"
    first = client.get(address)
    assert first.headers["Cache-Control"] == CACHE_CONTROL
    assert client.get(address, headers={"if-none-match": first.headers["ETag"]}).status_code == 304
    open_night.touch()
    assert client.get(address, headers={"if-none-match": first.headers["ETag"]}).status_code == 200


def test_as_many_queries_for_one_pin_as_for_many(open_night, many, client):
    counts = []
    for number in (1, 40, 400):
        many(open_night, number)
        with CaptureQueriesContext(connection) as asked:
            client.get(f"/springfield/{open_night.year}/pins.json?has=kids")
        counts.append(len(asked))
    assert set(counts) == {counts[0]}
    assert counts[0] <= 4


def test_1500_pins_are_small(open_night, many, client):
    many(open_night, 1500)
    response = client.get(f"/springfield/{open_night.year}/pins.json", headers={"accept-encoding": "gzip"})
    assert json.loads(gzip.decompress(response.content))["count"] == 1500
    assert len(response.content) <= 20_000


# The outlines


def test_outlines_are_glued_small_and_leave_out_what_is_retired(springfield, client):
    Neighborhood.objects.filter(number=3).update(is_retired=True)
    areas = client.get("/springfield/outlines.json").json()["areas"]
    assert [(area["slug"], area["kind"]) for area in areas] == [
        ("elm-park", "neighborhood"),
        ("founders-park", "park"),
        ("oak-hill", "neighborhood"),
    ]
    assert sorted(points(areas[0]["rings"][0])) == [(38.6, -90.23), (38.6, -90.22), (38.61, -90.23), (38.61, -90.22)]


def points(steps):
    """The corners of a ring of steps."""
    found, lat, lng = [], 0, 0
    for index in range(0, len(steps), 2):
        lat, lng = lat + steps[index], lng + steps[index + 1]
        found.append((lat / STEPS, lng / STEPS))
    return found


def test_an_outline_in_pieces_with_a_hole_keeps_every_ring(springfield):
    area = springfield.neighborhoods.get(number=1)
    whole, hole = square(-90.23, 38.6)["coordinates"][0][0], square(-90.227, 38.603, 0.004)["coordinates"][0][0]
    island = square(-90.19, 38.6)["coordinates"][0]
    area.outline, _mended = geometry.repaired({"type": "MultiPolygon", "coordinates": [[whole, hole[::-1]], island]})
    assert [len(points(ring)) for ring in outlines_of([area])[0]["rings"]] == [4, 4, 4]
    area.outline = None
    assert outlines_of([area]) == []


def test_new_outlines_make_the_copy_wrong(springfield, client):
    first = client.get("/springfield/outlines.json")
    again = client.get("/springfield/outlines.json", headers={"if-none-match": first.headers["ETag"]})
    Neighborhood.objects.filter(number=1).update(north=38.62)
    changed = client.get("/springfield/outlines.json", headers={"if-none-match": first.headers["ETag"]})
    assert (again.status_code, changed.status_code) == (304, 200)


# The code


def test_the_map_library_is_the_one_its_makers_published():
    with open(finders.find("js_lib_leaflet/leaflet.js"), "rb") as file:
        assert hashlib.sha256(file.read()).hexdigest() == LEAFLET_SHA256


def test_the_map_is_light_and_loaded_with_the_map_alone(place, client):
    place("Elm St")
    files = ["js_lib_leaflet/leaflet.js", "js/map.js", "css/map.css"]
    sizes = {}
    for name in files:
        with open(finders.find(name), "rb") as file:
            sizes[name] = len(gzip.compress(file.read(), 9))
    assert sum(sizes.values()) <= MAP_BYTES, sizes
    page, plain = client.get(MAP).content.decode(), client.get("/springfield/").content.decode()
    assert all(name in page for name in files)
    assert not any(name in plain for name in files)
    assert "leaflet.js" not in "".join(re.findall(r"<(?:script|link)[^>]+>", page))
