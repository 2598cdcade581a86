"""Streets in a browser: drawn when somebody looks closely, named where there is room, and missed by nobody else."""

import pytest

from events.models import PlaceFile, Segment
from tests.streetfiles import make_file, make_segment, make_street
from tests.streetmap.test_moving import AXE, FAULTS, PIXEL, TILES

pytestmark = [pytest.mark.once, pytest.mark.django_db]

CELLS = [f"/springfield/streets/{row}-{column}.json" for row in (6429, 6430) for column in range(4487, 4491)]
CELLS += [f"/springfield/streets/main-{row}-{column}.json" for row in (1606, 1607) for column in (1121, 1122)]


@pytest.fixture
def town(place, open_night, springfield):
    """A town as wide as a phone at zoom 13.9: two parties, a main street through it, and a side street."""
    place("Elm St", lat=38.6015, lng=-90.2285)
    place("Oak Ave", neighborhood=2, lat=38.6052, lng=-90.2151)
    file = make_file(springfield, PlaceFile.Kind.STREETS)
    main, side = make_street(file, "Main St"), make_street(file, "Side Ave")
    for number in range(6):
        west = round(-90.228 + number * 0.003, 4)
        line = [[west, 38.604], [round(west + 0.003, 4), 38.604]]
        make_segment(main, None, None, "", "", line, road_class=Segment.RoadClass.MAIN)
    make_segment(side, None, None, "", "", [[-90.2205, 38.602], [-90.2205, 38.608]])
    return open_night


@pytest.fixture
def phone(screen):
    screen.page.set_viewport_size({"width": 390, "height": 800})
    return screen


def show(screen, town):
    """Open the map and have its cells at hand."""
    screen.open(town.year, cells=CELLS)


def closer(screen, times=1, button="Zoom in"):
    for _press in range(times):
        screen.page.get_by_role("button", name=button).click()


def test_from_far_away_nothing_is_asked_for(town, place, phone):
    place("Far St", lat=38.75, lng=-90.2285)
    asked = []
    phone.page.on("request", lambda request: asked.append(request.url))
    show(phone, town)
    phone.page.wait_for_load_state("networkidle")
    assert [url for url in asked if "streets" in url] == []


def test_looking_closer_brings_main_streets_then_every_street_and_their_names(town, phone):
    show(phone, town)
    phone.page.locator("path.street.main").wait_for(state="attached")
    assert phone.page.locator("path.street.local").count() == 0
    closer(phone, 3)
    phone.page.locator("path.street.local").wait_for(state="attached")
    phone.page.locator(".streetname span", has_text="Side Ave").wait_for()
    assert set(phone.page.locator(".streetname").all_text_contents()) == {"Main St", "Side Ave"}
    closer(phone, 3, "Zoom out")
    phone.page.locator("path.street.local").wait_for(state="detached")
    assert phone.complaints == []


def test_streets_stop_nobody_from_using_the_map(town, phone):
    show(phone, town)
    closer(phone, 3)
    phone.page.locator(".streetname span", has_text="Side Ave").wait_for()
    page = phone.page
    assert (
        page.evaluate("[...document.querySelectorAll('[data-map] *')].filter(part => part.tabIndex >= 0).length") == 1
    )
    assert page.locator(".street, .streetname").evaluate_all(
        "parts => parts.every(part => part.closest('[aria-hidden=true]') "
        "&& getComputedStyle(part).pointerEvents === 'none')"
    )
    page.evaluate(AXE)
    assert page.evaluate(FAULTS) == []
    assert page.evaluate("document.scrollingElement.scrollWidth") <= 390
    assert phone.complaints == []


@pytest.mark.parametrize("lost", ["**/streets/*.json", "**/streets.js", "**/streets.css"])
def test_where_streets_cannot_load_the_map_goes_on_and_says_nothing(town, phone, lost):
    failures = []
    phone.page.on("requestfailed", lambda request: failures.append(request.url))
    phone.page.on("pageerror", lambda error: failures.append(str(error)))
    phone.context.route(lost, lambda route: route.abort())
    show(phone, town)
    closer(phone, 2)
    phone.page.wait_for_function("() => document.querySelectorAll('.pin').length > 0")
    assert {url.rsplit(".", 1)[1] for url in failures} == {lost.rsplit(".", 1)[1]}
    assert phone.page.locator("[data-map-said]").is_hidden()
    assert phone.page.locator(".maproom path.lit").count() == 2
    assert phone.page.locator(".street").count() == 0
    closer(phone, 2, "Zoom out")
    phone.page.wait_for_function("() => document.querySelectorAll('.pin').length === 2")


def test_what_did_not_load_is_asked_for_again_when_the_map_moves(town, phone):
    phone.context.route("**/streets/*.json", lambda route: route.abort())
    show(phone, town)
    phone.page.locator("link[href*='streets.css']").wait_for(state="attached")
    phone.context.unroute("**/streets/*.json")
    closer(phone, 2)
    phone.page.locator("path.street.local").wait_for(state="attached")


def test_over_pictures_of_streets_no_streets_are_drawn(town, phone, settings):
    settings.MAP_TILE_URL = TILES + "/{z}/{x}/{y}.png"
    phone.context.route(f"{TILES}/**", lambda route: route.fulfill(body=PIXEL, content_type="image/png"))
    show(phone, town)
    phone.page.locator("[data-map].tiled").wait_for()
    closer(phone, 3)
    phone.page.wait_for_load_state("networkidle")
    assert phone.page.locator(".streetname").count() == 0
    assert not phone.page.locator("path.street").first.is_visible()
