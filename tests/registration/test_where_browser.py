"""Where, in a real browser: choosing from the list by keys, the pin moved by keys, and all of it without JavaScript."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse

from events import whereabouts
from events.models import Draft
from events.questions.where import WhereForm
from events.whereabouts.search import Place
from tests.browsing import press
from tests.registration.conftest import open_season

pytestmark = pytest.mark.django_db(transaction=True)
FOUND = [
    Place("2800 block of N Elm St", 38.605, -90.215, "block", "2800", "N Elm St", hint="Oak Hill", neighborhood=2),
    Place("2800 block of S Elm St", 38.605, -90.205, "block", "2800", "S Elm St", hint="River Bend", neighborhood=3),
]
DOUBTFUL = [Place("2827 Elm St", 38.605, -90.215, "range", "2827", "Elm St", hint="Oak Hill", neighborhood=2)]
OPEN_LIST = "[role=listbox]:not([hidden]) [role=option]"


@pytest.fixture
def city(springfield, now):
    """Springfield in its season, with a file of streets; what its search knows is set by `knows`."""
    file = springfield.place_files.create(kind="streets", state="in_use", name="streets", at=now, applied_at=now)
    street = file.streets.create(name="Elm St", key="elm")
    line = [[-90.216, 38.605], [-90.214, 38.605]]
    ends = {"from_street": "1st St", "to_street": "2nd St"}
    street.segments.create(line=line, lat=38.605, lng=-90.215, low=2800, high=2898, **ends)
    springfield.neighborhoods.filter(number=2).update(path="M140 0L280 0L280 180L140 180z")
    return open_season(springfield)


@pytest.fixture
def knows(monkeypatch):
    """knows(*places): the search finds these for whatever is typed."""

    def know(*places):
        find_places = lambda community, text, **_options: list(places)  # noqa: E731
        monkeypatch.setattr(whereabouts, "find_places", find_places)
        monkeypatch.setattr(WhereForm, "find_places", staticmethod(find_places))

    return know


@pytest.fixture
def opened(browser, live_server, city):
    """opened(**context) gives the first page in a browser of its own; errors of its scripts fail the test."""
    contexts, errors = [], []

    def open_page(**options):
        context = browser.new_context(**{"viewport": {"width": 390, "height": 844}} | options)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(live_server.url + reverse("registration:start", args=["springfield"]))
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert errors == []


def faults(page):
    """What axe finds, and whether the page scrolls sideways."""
    found = [fault["id"] for fault in Axe().run(page).response["violations"]]
    wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    return found + (["scrolls sideways"] if wide else [])


def go_on(page):
    press(page, page.get_by_role("button", name="Continue", exact=True))


def test_a_place_is_chosen_from_the_list_by_keys_alone(opened, knows):
    knows(*FOUND)
    page = opened()
    page.fill("#id_number", "2800")
    page.focus("#id_street")
    field = page.locator("#id_street")
    assert (field.get_attribute("role"), field.get_attribute("aria-expanded")) == ("combobox", "false")
    page.keyboard.type("elm")
    page.wait_for_selector(OPEN_LIST)
    assert page.locator("[role=option]").count() == 2
    assert page.locator(".places [role=status]").first.inner_text() == "2 places"
    assert field.get_attribute("aria-activedescendant") is None
    for key, option in (("ArrowDown", 0), ("ArrowDown", 1), ("ArrowDown", 0), ("End", 1), ("Home", 0), ("ArrowUp", 1)):
        page.keyboard.press(key)
        chosen = page.locator("[role=option][aria-selected=true]")
        assert chosen.get_attribute("id").endswith(f"-{option}"), key
        assert field.get_attribute("aria-activedescendant") == chosen.get_attribute("id")
    assert all(box["height"] >= 44 for box in [one.bounding_box() for one in page.locator("[role=option]").all()])
    assert faults(page) == []
    page.keyboard.press("Escape")
    assert field.get_attribute("aria-expanded") == "false"
    assert page.input_value("#id_street") == "elm"
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert page.input_value("#id_street") == "S Elm St"
    assert page.input_value("#id_number") == "2800"
    assert page.input_value("#id_lng") == "-90.205"
    assert page.input_value("#id_neighborhood") == "3"
    page.wait_for_selector("[data-pin-draw] svg")
    assert faults(page) == []
    page.check("[name=place_kind][value=street]")
    go_on(page)
    assert page.url.endswith("/you/")
    assert Draft.objects.get().answers["neighborhood"] == 3


def test_other_words_drop_the_pin_of_a_chosen_place(opened, knows):
    knows(*FOUND)
    page = opened()
    page.fill("#id_number", "2800")
    page.focus("#id_street")
    page.keyboard.type("elm")
    page.wait_for_selector(OPEN_LIST)
    page.locator("[role=option]").first.click()
    assert page.input_value("#id_lat") == "38.605"
    page.fill("#id_number", "100")
    assert page.input_value("#id_lat") == ""


def test_a_list_that_fails_loses_nothing(opened, knows):
    knows(*FOUND)
    page = opened()
    page.route("**/places.json*", lambda route: route.abort())
    page.focus("#id_street")
    with page.expect_event("requestfailed"):
        page.keyboard.type("2800 elm")
    assert page.input_value("#id_street") == "2800 elm"
    assert page.locator(OPEN_LIST).count() == 0


def test_a_doubtful_place_is_shown_and_its_pin_moves_by_keys_and_buttons(opened, knows):
    knows(*DOUBTFUL)
    page = opened(viewport={"width": 1280, "height": 900})
    page.fill("#id_number", "2827")
    page.fill("#id_street", "elm")
    page.check("[name=place_kind][value=yard]")
    go_on(page)
    page.wait_for_selector("[data-pin-draw] svg")
    assert "2827 Elm St, between 1st St and 2nd St, in Oak Hill" in page.inner_text("[data-found]")
    assert page.evaluate("document.activeElement.matches('[data-found]')")
    assert faults(page) == []
    page.focus("[data-pin-draw]")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowRight")
    lat, lng = float(page.input_value("#id_lat")), float(page.input_value("#id_lng"))
    assert 38.605 < lat < 38.606
    assert -90.215 < lng < -90.214
    page.get_by_role("button", name="South").click()
    page.get_by_role("button", name="West").click()
    assert abs(float(page.input_value("#id_lat")) - 38.605) < 0.0001
    page.wait_for_selector("[data-pin-says]:not(:empty)")
    assert page.inner_text("[data-pin-says]") == "The pin is in Oak Hill."
    press(page, page.get_by_role("button", name="Yes, this is the place"))
    assert page.url.endswith("/you/")
    assert abs(Draft.objects.get().answers["lat"] - 38.605) < 0.0001


def test_both_numbers_of_a_pin_are_pasted_into_one_field(opened, knows):
    knows()
    page = opened()
    page.get_by_text("Place a pin").click()
    page.fill("#id_lat", "38.605, -90.215")
    page.press("#id_lat", "Tab")
    assert (page.input_value("#id_lat"), page.input_value("#id_lng")) == ("38.605", "-90.215")


def test_without_javascript_the_page_asks_which_one(opened, knows):
    knows(*FOUND)
    page = opened(java_script_enabled=False)
    page.fill("#id_street", "2800 elm")
    page.check("[name=place_kind][value=street]")
    go_on(page)
    page.get_by_label("2800 block of S Elm St").check()
    go_on(page)
    assert page.url.endswith("/you/")
    assert "We found it: 2800 block of S Elm St, in River Bend." in page.inner_text("main")


def test_without_javascript_a_doubtful_place_is_drawn_and_confirmed(opened, knows):
    knows(*DOUBTFUL)
    page = opened(java_script_enabled=False)
    page.fill("#id_street", "2827 elm")
    page.check("[name=place_kind][value=street]")
    go_on(page)
    assert page.locator("[data-pin-still] svg .pm-way").count() == 1
    press(page, page.get_by_role("button", name="Yes, this is the place"))
    assert Draft.objects.get().answers["neighborhood"] == 2
