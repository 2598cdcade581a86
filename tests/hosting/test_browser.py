"""The host's way through the pages in a real browser without scripts: its cookies, its Origin and its Referer."""

import pytest

from events import access
from events.models import Party, Review
from tests.browsing import press

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_host_opens_changes_and_withdraws_a_party_without_scripts(browser, live_server, elm):
    page = browser.new_context(java_script_enabled=False, viewport={"width": 320, "height": 700}).new_page()
    token = access.token_of("manage", elm.hosts.get())
    page.goto(f"{live_server.url}/link/{token}/")
    press(page, page.get_by_role("button", name="Open my party"))
    assert token not in page.url
    press(page, page.get_by_role("link", name="Change When"))
    page.get_by_label("It starts at").fill("5:30 pm")
    press(page, page.get_by_role("button", name="Save changes"))
    assert page.get_by_role("status").inner_text().strip() == "Saved."
    press(page, page.get_by_role("link", name="Withdraw this party"))
    press(page, page.get_by_role("button", name="Withdraw this party"))
    assert "withdrew" in page.locator(".state").inner_text()
    party = Party.objects.get(pk=elm.pk)
    assert (party.review, str(party.starts)) == (Review.WITHDRAWN, "17:30:00")
    page.context.close()


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_no_page_of_the_host_scrolls_sideways(browser, live_server, elm, width):
    context = browser.new_context(viewport={"width": width, "height": 700})
    page = context.new_page()
    page.goto(f"{live_server.url}/link/{access.token_of('manage', elm.hosts.get())}/")
    press(page, page.get_by_role("button", name="Open my party"))
    here = page.url
    for path in ("", "edit/where/", "edit/what/", "edit/sharing/", "withdraw/", "link/"):
        page.goto(here + path)
        assert page.evaluate("document.documentElement.scrollWidth") == width, path
    context.close()
