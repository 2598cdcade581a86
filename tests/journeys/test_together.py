"""Two hosts find each other without scripts: from the first step of a registration to both contacts."""

import pytest
from playwright.sync_api import expect

from events.models import Draft, Host, Party, Review
from tests.journeys.conftest import link_in
from tests.journeys.people import MAIN_BUTTON, Person
from tests.journeys.people import Host as HostAtScreen

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

ANA, ROSA = "ana@example.org", "rosa@example.org"


@pytest.fixture(params=["", "/es"], ids=["English", "Spanish"])
def two(request, browser, live_server, edition, make_party):
    """(Ana, Rosa), each at a phone; Rosa's party is approved."""
    make_party(edition, Review.APPROVED, language=request.param.strip("/") or "en")
    ana = HostAtScreen(browser, live_server.url, scripts=False, prefix=request.param)
    rosa = Person(browser, live_server.url, scripts=False)
    yield ana, rosa
    for person in (ana, rosa):
        person.leave()


def begins_next_door(ana):
    ana.goto(f"{ana.prefix}/springfield/register/")
    ana.fill({"number": "2815", "street": "Elm St", "neighborhood": "1", "place_kind": "street"})
    ana.press()
    ana.is_at(r"springfield/register/[0-9a-f-]{36}/already/")
    expect(ana.page.locator(".blade")).to_contain_text("Elm St")
    assert "2827" not in ana.page.content()
    assert "Rosa" not in ana.page.content()


def test_from_where_to_both_letters(two, post):
    ana, rosa = two
    begins_next_door(ana)
    ana.press("main section a.btn")
    ana.is_at(r"springfield/register/[0-9a-f-]{36}/join/[a-z0-9-]+/")
    ana.press()
    expect(ana.page.locator("#id_name_error")).to_be_visible()
    ana.fill({"name": "Ana Lark", "email": ANA, "phone": "314 555 0155", "message": "I bring a tent."})
    ana.press()
    ana.is_at(r"springfield/register/[0-9a-f-]{36}/join/[a-z0-9-]+/asked/")
    ana.goto(link_in(post(ANA)))
    ana.press()
    question = post(ROSA)
    assert "Lark" not in question.body
    assert ANA not in question.body
    rosa.goto(link_in(question))
    expect(rosa.page.get_by_text("I bring a tent.")).to_be_visible()
    rosa.press(MAIN_BUTTON)
    expect(rosa.page.locator(".done")).to_be_visible()
    to_rosa, to_ana = post(ROSA), post(ANA)
    assert all(word in to_rosa.body for word in ("Ana Lark", ANA, "(314) 555-0155"))
    assert all(word in to_ana.body for word in ("Rosa Quill", ROSA, "(314) 555-0142"))
    ana.open_link(link_in(to_ana))
    expect(ana.page.get_by_text(ROSA)).to_be_visible()
    assert Host.objects.filter(role=Host.Role.JOINED).count() == 1
    assert Party.objects.count() == 1


def test_no_leads_back_to_ones_own_registration(two, post):
    ana, rosa = two
    begins_next_door(ana)
    ana.press("main section a.btn")
    ana.fill({"name": "Ana Lark", "email": ANA})
    ana.press()
    ana.goto(link_in(post(ANA)))
    ana.press()
    rosa.goto(link_in(post(ROSA)))
    rosa.press("main form button[value=no]")
    ana.context.clear_cookies()
    ana.goto(link_in(post(ANA)))
    ana.press()
    ana.is_at(r"springfield/register/[0-9a-f-]{36}/you/")
    assert ana.page.input_value("[name=host_name]") == "Ana Lark"
    assert ana.page.input_value("[name=email]") == ANA


def test_another_one_goes_on(two):
    ana, _rosa = two
    begins_next_door(ana)
    ana.press("main form button")
    ana.is_at(r"springfield/register/[0-9a-f-]{36}/you/")
    assert Draft.objects.get().answers["another_than"] == [Party.objects.get().slug]
