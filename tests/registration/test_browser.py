"""In a real browser: a registration without JavaScript, the map for the pin with it, and no fault of accessibility."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse

from events.models import Draft, Party
from tests.browsing import press
from tests.registration.conftest import open_season

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def city(springfield):
    return open_season(springfield)


def go_on(page):
    press(page, page.get_by_role("button", name="Continue", exact=True))


def walk(page, address, look):
    """Register a party on the pages, calling `look` on each; ends on the proof."""
    page.goto(address)
    look(page)
    go_on(page)
    look(page)
    page.fill("#id_number", "2827")
    page.fill("#id_street", "Elm St")
    page.check("[name=place_kind][value=street]")
    page.select_option("#id_neighborhood", "1")
    go_on(page)
    look(page)
    page.fill("#id_host_name", "Rosa Quill")
    page.fill("#id_email", "rosa@example.org")
    go_on(page)
    look(page)
    page.check("[name=rain_plan][value=go]")
    go_on(page)
    look(page)
    page.check("[name=open_to][value=everyone]")
    page.fill("#id_expected", "40")
    go_on(page)
    look(page)
    go_on(page)
    look(page)
    page.check("[name=closure_wanted][value=no]")
    go_on(page)
    look(page)
    page.check("#id_rules_accepted")
    go_on(page)
    look(page)
    press(page, page.get_by_role("button", name="Send registration"))
    look(page)


def test_a_party_is_registered_without_javascript(browser, live_server, city):
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 800})
    page = context.new_page()
    walk(page, live_server.url + reverse("registration:start", args=["springfield"]), lambda page: None)
    assert page.get_by_role("heading", level=1).inner_text() == "Open your email to confirm"
    assert Party.objects.get().reference in page.content()
    context.close()


@pytest.mark.parametrize("width, scheme", [(320, "light"), (390, "dark"), (1280, "light")])
def test_every_page_passes_the_accessibility_check(browser, live_server, city, width, scheme):
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)
    faults = []

    def look(page):
        results = Axe().run(page)
        faults.extend(f"{page.title()}: {fault['id']}" for fault in results.response["violations"])
        if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            faults.append(f"{page.title()}: scrolls sideways")

    walk(context.new_page(), live_server.url + reverse("registration:start", args=["springfield"]), look)
    assert faults == []
    context.close()


def test_a_press_on_the_map_places_the_pin(browser, live_server, city):
    context = browser.new_context(viewport={"width": 800, "height": 900})
    page = context.new_page()
    errors = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(live_server.url + reverse("registration:start", args=["springfield"]))
    page.get_by_text("Place a pin").click()
    map_ = page.locator("[data-pin-map] svg")
    box = map_.bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    assert re.fullmatch(r"38\.60\d+", page.input_value("#id_lat"))
    assert re.fullmatch(r"-90\.21\d+", page.input_value("#id_lng"))
    page.get_by_role("button", name="Zoom in").click()
    page.fill("#id_number", "100")
    page.fill("#id_street", "Oak Ave")
    page.check("[name=place_kind][value=yard]")
    go_on(page)
    assert page.url.endswith("/you/")
    assert Draft.objects.get().answers["neighborhood"] == 2
    assert errors == []
    context.close()
