"""The map in a browser: in step with the list, one stop for the keyboard, and no harm done where it cannot load."""

import math
from pathlib import Path

import pytest
from axe_playwright_python.base import AXE_FILE_PATH

from tests.streetmap.conftest import MAP, SITE

pytestmark = [pytest.mark.once, pytest.mark.django_db]

PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d4944415478da63"
    "64f8cf500f0003860180345d6f0c0000000049454e44ae426082"
)
TILES = "https://tiles.example.org"
AXE = Path(AXE_FILE_PATH).read_text()
FAULTS = "() => axe.run(document).then(found => found.violations.map(fault => fault.id))"


@pytest.fixture
def town(place, open_night):
    """Twelve parties on the map, three of them on one block, and one that is only in the list."""
    for number in range(9):
        spot = {"lat": 38.6015 + number * 0.0008, "lng": -90.2285 + number * 0.0027}
        place(f"Street{number} Ave", neighborhood=1 + number // 3, activities=["food", "kids"][: number % 3], **spot)
    for name in ("One St", "Two St", "Three St"):
        place(name, level="exact", lat=38.6085, lng=-90.2285, activities=["movie"])
    place("Coarse Ave", level="neighborhood")
    return open_night


def test_lights_and_lanterns_add_up_to_the_list_at_every_zoom(town, screen):
    screen.open(town.year)
    assert screen.text("#f").startswith("13 parties")
    assert "12 are on the map. 1 shows no exact place" in screen.text(".find")
    screen.page.locator(".maproom").focus()
    for _step in range(2):
        assert screen.lights == 12
        screen.page.keyboard.press("-")
        screen.page.wait_for_function("() => document.querySelectorAll('.leaflet-zoom-anim').length === 0")
    assert screen.complaints == []


@pytest.mark.parametrize("width", [390, 1280])
def test_no_lantern_hides_the_number_of_another(place, open_night, screen, width):
    for number in range(30):
        spot = {"lat": 38.6012 + number % 6 * 0.0013, "lng": -90.2285 + number // 6 * 0.0018}
        place(f"Street{number} Ave", level="exact", number=str(100 + number), **spot)
    screen.page.set_viewport_size({"width": width, "height": 800})
    screen.open(open_night.year)
    boxes = [light.bounding_box() for light in screen.page.locator(".pin > *").all()]
    middles = [(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2, box["width"] / 2) for box in boxes]
    for at, (x, y, size) in enumerate(middles):
        for other_x, other_y, other_size in middles[:at]:
            assert math.dist((x, y), (other_x, other_y)) > 0.7 * max(size, other_size)
    assert screen.lights == 30


def test_a_filter_moves_map_and_list_together(town, screen):
    screen.open(town.year, MAP, "?has=movie")
    screen.page.locator(".filtermore summary").click()
    screen.page.evaluate("history.replaceState(null, '', location.href)")
    screen.page.evaluate(
        """() => { const link = document.querySelector(".filters a[href*='has=kids']");
        link.href = "/springfield/?view=map&has=movie"; link.click(); }"""
    )
    screen.page.wait_for_function("() => document.getElementById('f').textContent.includes('3 parties')")
    screen.page.wait_for_function("() => document.querySelectorAll('.pin').length === 1")
    assert screen.lights == 3
    assert screen.page.locator("[data-map].live").count() == 1
    assert screen.page.url.endswith("?view=map&has=movie")


def test_a_pressed_light_shows_its_party_and_marks_its_line(town, screen):
    screen.open(town.year)
    light = screen.page.locator('.pin[title="2800 block of Street8 Ave"]')
    light.click()
    assert screen.text(".mapcard") == "2800 block of Street8 Ave 5 to 8 pm ×"
    link = screen.page.locator(".mapcard a").get_attribute("href")
    line = screen.page.locator("li[data-pin].marked")
    assert line.locator("a.go").evaluate("link => link.href") == link
    screen.page.locator(".mapcard button").click()
    assert screen.page.locator(".mapcard, .marked").count() == 0


def test_several_at_one_place_are_all_on_the_card(town, screen):
    screen.open(town.year)
    screen.page.locator('.pin[title="3 parties, zoom in"]').first.click()
    card = screen.text(".mapcard")
    assert card.startswith("3 parties here")
    assert all(f"2827 {name}" in card for name in ("One St", "Two St", "Three St"))


def test_pointing_at_a_line_marks_its_light(town, screen):
    screen.open(town.year)
    screen.page.locator(".rows li", has_text="Street8 Ave").hover()
    assert screen.page.locator(".pin.marked").get_attribute("title") == "2800 block of Street8 Ave"


def test_the_keyboard_has_one_stop_that_it_can_leave(town, screen):
    screen.open(town.year)
    page = screen.page
    stops = page.evaluate("[...document.querySelectorAll('[data-map] *')].filter(part => part.tabIndex >= 0).length")
    assert stops == 1
    room = page.locator(".maproom")
    assert room.get_attribute("role") == "application"
    assert "The list has every party" in room.get_attribute("aria-label")
    room.focus()
    where = "document.querySelector('.leaflet-map-pane').style.transform"
    for key in ("ArrowRight", "ArrowDown"):
        before = page.evaluate(where)
        page.keyboard.press(key)
        page.wait_for_function(f"before => {where} !== before", arg=before)
    page.keyboard.press("Tab")
    assert page.evaluate("Boolean(document.activeElement.closest('.find'))")
    room.focus()
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.id") == "f"


def test_the_buttons_are_large_named_and_zoom(town, screen):
    screen.open(town.year)
    names = [button.get_attribute("aria-label") for button in screen.page.locator(".mapbtns button").all()]
    assert names == ["Zoom in", "Zoom out", "Show the whole city"]
    lanterns = screen.page.locator(".many").count()
    for _press in range(3):
        screen.page.get_by_role("button", name="Zoom in").click()
    screen.page.wait_for_function("before => document.querySelectorAll('.many').length !== before", arg=lanterns)
    screen.page.get_by_role("button", name="Show the whole city").click()
    screen.page.wait_for_function("before => document.querySelectorAll('.many').length === before", arg=lanterns)
    box = screen.page.locator(".mapbtns button").first.bounding_box()
    assert (box["width"] >= 44, box["height"] >= 44) == (True, True)


@pytest.mark.parametrize("width", [320, 390, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_live_map_shuts_nobody_out(town, screen, width, scheme):
    screen.page.set_viewport_size({"width": width, "height": 800})
    screen.page.emulate_media(color_scheme=scheme)
    screen.open(town.year, f"{MAP}&has=movie", "?has=movie")
    screen.page.locator(".pin").click()
    screen.page.locator(".mapcard a").first.wait_for()
    screen.page.evaluate(AXE)
    assert screen.page.evaluate(FAULTS) == []
    assert screen.page.evaluate("document.scrollingElement.scrollWidth") <= width
    assert screen.complaints == []


def test_pictures_are_asked_for_with_the_origin_alone(town, screen, settings):
    settings.MAP_TILE_URL = TILES + "/{z}/{x}/{y}.png"
    settings.MAP_TILE_ATTRIBUTION = "© Tile <makers>"
    asked = []

    def picture(route):
        asked.append(route.request.headers.get("referer"))
        route.fulfill(body=PIXEL, content_type="image/png")

    screen.context.route(f"{TILES}/**", picture)
    screen.open(town.year)
    screen.page.locator("[data-map].tiled").wait_for()
    assert set(asked) == {f"{SITE}/"}
    assert screen.text(".credit") == "© Tile <makers>"
    assert screen.complaints == []


def test_where_pictures_fail_the_outlines_stay_and_it_says_so(town, screen, settings):
    settings.MAP_TILE_URL = TILES + "/{z}/{x}/{y}.png"
    settings.MAP_TILE_ATTRIBUTION = "© Tile <makers>"
    screen.context.route(f"{TILES}/**", lambda route: route.abort())
    screen.open(town.year)
    screen.page.get_by_text("Street map did not load. The list is complete.").wait_for()
    assert screen.page.locator("[data-map].tiled, .credit").count() == 0
    assert screen.page.locator(".maproom path.lit").count() == 3
    assert screen.lights == 12


@pytest.mark.parametrize("lost", ["**/leaflet*.js", "**/pins.json*", "**/outlines.json"])
def test_where_the_map_cannot_load_the_drawing_stays_and_it_says_so(town, screen, lost):
    screen.context.route(lost, lambda route: route.abort())
    screen.open(town.year, is_waiting=False)
    screen.page.get_by_text("The map did not load. The list is complete.").wait_for()
    assert screen.page.locator(".bigmap > .map").is_visible()
    assert screen.page.locator(".rows .go").count() == 13


def test_near_me_asks_rounds_and_goes(town, screen):
    screen.context.grant_permissions(["geolocation"], origin=SITE)
    screen.context.set_geolocation({"latitude": 38.60512345, "longitude": -90.22498765})
    screen.open(town.year, "/springfield/?has=kids", is_waiting=False)
    with screen.page.expect_navigation(url="**/springfield/?has=kids&near=38.605,-90.225"):
        screen.page.get_by_role("link", name="Near me").click()


def test_near_me_refused_leads_to_the_search(town, screen):
    screen.open(town.year, "/springfield/", is_waiting=False)
    screen.page.get_by_role("link", name="Near me").click()
    screen.page.get_by_text("We could not get your place. Type a street or ZIP code.").wait_for()
    assert screen.page.evaluate("document.activeElement.id") == "id_q"
    assert screen.page.url == f"{SITE}/springfield/"
