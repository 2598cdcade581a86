"""The map's page: a list like every other, the drawing without scripts, and a policy that lets in one origin."""

import re

import pytest
from django.test import Client

from tests.streetmap.conftest import MAP

TILES = "https://tiles.example.org/{z}/{x}/{y}.png"


@pytest.fixture
def tiles(settings):
    settings.MAP_TILE_URL = TILES
    settings.MAP_TILE_ATTRIBUTION = "© Tile makers"
    settings.MAP_TILE_MAX_ZOOM = 17


def pictures(response):
    """Where pictures may come from, by the page's policy."""
    return re.search(r"img-src ([^;]+)", response.headers["Content-Security-Policy"])[1].split()


def test_without_a_script_the_map_is_the_drawing_and_the_list(place, client, read):
    place("Elm St")
    page = client.get(MAP).content.decode()
    figure = re.search(r'<figure class="citymap bigmap" data-map>.*?</figure>', page, re.S)[0]
    assert figure.count("<a ") == 4
    assert "M70 " in figure
    assert "2800 block of Elm St" in read(MAP)
    assert "<title>Map of the block parties in Springfield" in page


def test_the_map_keeps_the_filters_and_the_list_keeps_the_map(place, client):
    place("Elm St")
    page = client.get("/springfield/?has=kids").content.decode()
    assert 'data-whole href="/springfield/?has=kids&amp;view=map"' in page
    page = client.get(f"{MAP}&has=kids").content.decode()
    assert 'data-whole href="/springfield/?has=kids" aria-current="true"' in page
    assert 'href="/springfield/?view=map&amp;has=kids&amp;has=food"' in page
    assert '<input type="hidden" name="view" value="map">' in page


def test_it_is_a_street_map_only_where_streets_show(place, tiles, settings, client):
    place("Elm St")
    assert "Street map</a>" in client.get("/springfield/").content.decode()
    settings.MAP_TILE_URL = ""
    page = client.get("/springfield/").content.decode()
    assert "Street map</a>" not in page
    assert "Map</a>" in page


def test_pictures_come_from_the_site_alone_unless_a_layer_is_set_up(place, client):
    place("Elm St")
    assert pictures(client.get(MAP)) == ["'self'", "data:"]
    assert '"tiles": null' in client.get(MAP).content.decode()


@pytest.mark.parametrize("path", [MAP, f"{MAP}&near=38.605,-90.225", f"/es{MAP}"])
def test_a_layers_origin_joins_the_policy_of_the_map_and_of_nothing_else(place, tiles, client, path):
    party = place("Elm St")
    response = client.get(path)
    assert pictures(response) == ["'self'", "data:", "https://tiles.example.org"]
    assert '"maxZoom": 17' in response.content.decode()
    home = f"/springfield/{party.edition.year}/"
    for other in ("/springfield/", "/springfield/?view=print", f"{home}p/{party.slug}/", f"{home}pins.json", "/"):
        assert pictures(Client().get(other, follow=True)) == ["'self'", "data:"]


def test_a_copy_that_is_still_right_keeps_the_policy_of_the_map(place, tiles, client):
    place("Elm St")
    etag = client.get(MAP).headers["ETag"]
    again = client.get(MAP, headers={"if-none-match": etag})
    assert (again.status_code, "https://tiles.example.org" in pictures(again)) == (304, True)


def test_another_layer_makes_the_copy_wrong(place, tiles, settings, client):
    place("Elm St")
    etag = client.get(MAP).headers["ETag"]
    settings.MAP_TILE_URL = "https://other.example.org/{z}/{x}/{y}.png"
    assert client.get(MAP, headers={"if-none-match": etag}).status_code == 200


@pytest.mark.parametrize(
    "url, origin",
    [
        ("https://{s}.tiles.example.org/{z}/{x}/{y}.png", ["https://*.tiles.example.org"]),
        ("https://tiles.example.org:8443/{z}/{x}/{y}.png?key=k", ["https://tiles.example.org:8443"]),
        ("/tiles/{z}/{x}/{y}.png", []),
    ],
)
def test_only_the_origin_of_the_layer_is_let_in(place, settings, client, url, origin):
    place("Elm St")
    settings.MAP_TILE_URL = url
    assert pictures(client.get(MAP)) == ["'self'", "data:", *origin]


def test_a_city_without_outlines_or_parties_has_a_map_page_all_the_same(shelby_edition, client):
    page = client.get("/shelby/?view=map").content.decode()
    assert "data-map" in page
    assert "No parties" in page


def test_the_privacy_page_says_whom_a_browser_asks(db, tiles, settings, client):
    said = "loads its pictures from tiles.example.org"
    assert said in client.get("/about/privacy/").content.decode()
    settings.MAP_TILE_URL = ""
    page = client.get("/about/privacy/").content.decode()
    assert said not in page
    assert "load nothing from other companies" in page
