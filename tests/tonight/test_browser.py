"""A phone that loses its network: what it has seen of the evening stays there, and says from when it is."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import Error, expect

from events.models import Party, Review

pytestmark = [pytest.mark.slow, pytest.mark.once, pytest.mark.django_db(transaction=True)]

TONIGHT = "/springfield/tonight/"
IS_KEPT = "async (path) => Boolean(await caches.match(path))"


@pytest.fixture
def party(edition, make_party, springfield):
    """Rosa's party, on today, all day."""
    party = make_party(edition, Review.APPROVED, closure_wanted=False)
    today = springfield.today(timezone.now())
    Party.objects.filter(pk=party.pk).update(date=today, starts="00:01", ends="23:59")
    return party


@pytest.fixture
def phone(browser, live_server):
    context = browser.new_context(base_url=live_server.url, viewport={"width": 390, "height": 844})
    yield context.new_page()
    context.close()


def saw(phone, path):
    """Look at a page until the phone has a copy of it."""
    phone.goto(path)
    expect(phone.locator("[data-saved]")).to_be_hidden()
    phone.evaluate("navigator.serviceWorker.ready.then(() => true)")
    for _attempt in range(50):
        if phone.evaluate(IS_KEPT, path):
            return
        phone.wait_for_timeout(100)
    raise AssertionError(f"no copy of {path}")


def test_what_was_seen_is_there_without_a_network_and_says_its_time(phone, party):
    page = f"/springfield/{party.edition.year}/p/{party.slug}/"
    for path in (TONIGHT, page, f"/es{TONIGHT}"):
        saw(phone, path)
    phone.context.set_offline(True)
    for path in (TONIGHT, page, f"/es{TONIGHT}"):
        phone.goto(path)
        assert re.search(r"\d{1,2}:\d\d", phone.locator("[data-saved] time").inner_text())
        expect(phone.locator("[data-saved]")).to_be_visible()
        expect(phone.get_by_text("Elm St").first).to_be_visible()


def test_a_copy_of_a_page_that_is_gone_goes_too(phone, party):
    page = f"/springfield/{party.edition.year}/p/{party.slug}/"
    saw(phone, page)
    Party.objects.filter(pk=party.pk).update(level="unlisted", public_lat=None, public_lng=None)
    phone.goto(page)
    phone.wait_for_timeout(300)
    assert not phone.evaluate(IS_KEPT, page)


def test_pages_of_hosts_and_staff_and_places_somebody_asked_from_are_never_kept(phone, party):
    saw(phone, TONIGHT)
    paths = ["/staff/account/login/", "/find-my-link/", "/link/no-such-link/", f"{TONIGHT}?near=38.605,-90.225"]
    for path in paths:
        phone.goto(path)
    phone.wait_for_timeout(300)
    kept = phone.evaluate(
        "async () => (await (await caches.open((await caches.keys()).find((name) => name.startsWith('pages')))).keys())"
        ".map((request) => new URL(request.url)).map((url) => url.pathname + url.search)"
    )
    assert kept == [TONIGHT]
    phone.context.set_offline(True)
    with pytest.raises(Error):
        phone.goto("/staff/account/login/")


def test_a_page_that_was_never_seen_names_those_that_were(phone, party):
    saw(phone, TONIGHT)
    phone.context.set_offline(True)
    for path, words in ((f"{TONIGHT}?near=38.605,-90.225", "There is no network"), ("/es/springfield/evening/", None)):
        phone.goto(path)
        expect(phone.locator("h1")).to_have_text(words or re.compile("."))
        assert phone.locator("html").get_attribute("lang") == path[1:3].replace("sp", "en")
        expect(phone.locator("section")).to_be_visible()
    phone.get_by_role("link", name="Block parties to").click()
    expect(phone.locator("[data-saved]")).to_be_visible()
    expect(phone.get_by_text("Elm St").first).to_be_visible()
