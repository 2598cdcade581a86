"""The closure step in a real browser: what the rules say while one types, and the same without JavaScript."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse

from events.models import ClosurePolicy, Draft, Petition
from tests.browsing import press
from tests.registration.conftest import answer, arrive, open_season
from tests.streetfiles import make_file, make_segment, make_street

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def draft(springfield, rosa, settings, tmp_path):
    """Rosa's draft before the closure step; Lemp Ave has a quiet block, then one with a bus."""
    settings.MEDIA_ROOT = str(tmp_path)
    season = open_season(springfield)
    ClosurePolicy.objects.create(edition=season, proof="petition", share=60, fee_cents=10_000, free_until=season.date)
    lemp = make_street(make_file(springfield, "streets"), "Lemp Ave")
    make_segment(lemp, None, None, "Lynch St", "Pine St", [[-90.228, 38.605], [-90.226, 38.605]])
    make_segment(lemp, None, None, "Pine St", "Oak St", [[-90.226, 38.605], [-90.224, 38.605]], is_bus_route=True)
    arrive(rosa)
    draft = Draft.objects.get()
    answer(rosa, draft, "you", "when", "what", "visitors")
    return draft


@pytest.fixture
def opened(browser, live_server, rosa, draft):
    """opened(**context) gives the closure step with Rosa's cookies; errors of its scripts fail the test."""
    contexts, errors = [], []

    def open_page(**options):
        context = browser.new_context(**{"viewport": {"width": 390, "height": 844}} | options)
        contexts.append(context)
        cookies = [{"name": name, "value": one.value, "url": live_server.url} for name, one in rosa.cookies.items()]
        context.add_cookies(cookies)
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(live_server.url + reverse("registration:closure", args=["springfield", draft.key]))
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


def ask(page, first="Pine St", last="Oak St"):
    page.check("[name=closure_wanted][value=yes]")
    page.fill("#id_closure_street", "lemp")
    page.fill("#id_closure_from", first)
    page.fill("#id_closure_to", last)


def test_the_own_block_is_judged_as_soon_as_one_says_yes(opened, draft):
    draft.answers |= {"street": "Lemp Ave", "lat": 38.60501, "lng": -90.2249}
    draft.save(update_fields=["answers"])
    page = opened()
    page.check("[name=closure_wanted][value=yes]")
    page.locator("#id_closure_street_error").wait_for()
    assert page.input_value("#id_closure_to") == "Oak St"
    assert page.locator("#id_barricades_at").is_visible()
    page.check("[name=barricades][value=own]")
    assert not page.locator("#id_barricades_at").is_visible()
    page.check("[name=closure_wanted][value=no]")
    page.locator("#id_closure_street").wait_for(state="hidden")


def test_a_refusal_shows_at_its_field_while_one_types_and_goes_when_it_is_mended(opened):
    page = opened()
    assert not page.locator("[data-closure-instead]").is_visible()
    ask(page)
    refusal = page.locator("#id_closure_street_error")
    refusal.wait_for()
    assert refusal.inner_text() == "A bus runs on Lemp Ave. The city does not close streets on a bus route."
    assert "id_closure_street_error" in page.get_attribute("#id_closure_street", "aria-describedby")
    assert page.get_by_role("button", name="Hold it in a yard").is_visible()
    assert faults(page) == []
    page.fill("#id_closure_from", "Lynch St")
    page.fill("#id_closure_to", "Pine St")
    refusal.wait_for(state="detached")
    assert page.get_by_text("We found it: Lemp Ave, 1 block").is_visible()
    assert not page.locator("[data-closure-instead]").is_visible()
    assert page.get_by_text("After that it costs $100.").is_visible()


def test_another_place_takes_one_press(opened):
    page = opened(color_scheme="dark", viewport={"width": 1280, "height": 900})
    ask(page)
    park = page.get_by_role("button", name="Hold it in a park")
    park.wait_for()
    press(page, park)
    assert page.is_checked("[name=place_kind][value=park]")
    assert page.input_value("#id_street") == "Elm St"


def test_enter_goes_on_as_continue_does(opened, draft):
    page = opened()
    ask(page, "Lynch St", "Pine St")
    with page.expect_navigation():
        page.press("#id_closure_to", "Enter")
    assert page.url.endswith("/sharing/")
    draft.refresh_from_db()
    assert draft.answers["closure_to"] == "Pine St"


def test_without_javascript_continue_says_the_same(opened, draft):
    page = opened(java_script_enabled=False)
    ask(page)
    page.set_input_files(
        "#id_petition", {"name": "signed.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 us"}
    )
    press(page, page.get_by_role("button", name="Continue", exact=True))
    assert page.title().startswith("Error:")
    assert page.locator(".errsum").get_by_text("A bus runs on Lemp Ave.").is_visible()
    assert page.get_by_role("button", name="Hold it in an alley").is_visible()
    assert Petition.objects.get().draft == draft
    page.fill("#id_closure_from", "Lynch St")
    page.fill("#id_closure_to", "Pine St")
    press(page, page.get_by_role("button", name="Continue", exact=True))
    assert page.url.endswith("/sharing/")
