"""The whole way in a real browser, three people at three screens: from the first press to the cancelled party.

Nothing is posted past the pages: cookies, Origin and Referer are the browser's own.
"""

import pytest
from playwright.sync_api import expect

from events.models import Party, Review, Role
from tests.conftest import PASSWORD
from tests.journeys.conftest import link_in
from tests.journeys.people import Coordinator, Host, Resident

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

IMANI = "imani@springfield.example.org"
CLOSED = "Street closed to cars"
NOT_CLOSED = "A party on this map does not close a street."


@pytest.fixture(params=[("", False), ("", True), ("/es", False)], ids=["plain", "with scripts", "in Spanish"])
def people(request, browser, live_server, edition, make_staff):
    """(host, coordinator, resident), each at a screen; the host reads English or Spanish."""
    prefix, scripts = request.param
    make_staff(edition.community, Role.COORDINATOR, IMANI)
    screen = {"browser": browser, "site": live_server.url, "scripts": scripts}
    three = Host(**screen, prefix=prefix), Coordinator(**screen), Resident(**screen)
    yield three
    for person in three:
        person.leave()


def test_from_the_first_press_to_the_cancelled_party(people, post):
    host, coordinator, resident = people
    register(host)
    party = confirm(host, post)
    ask_and_answer(host, coordinator, party, post)
    path = approve_but_not_the_closure(coordinator, resident, party)
    approve_the_closure(coordinator, resident, party, path)
    change_the_description(host, coordinator, resident, party, path, post)
    withdraw(host, resident, party, path, post)


def register(host):
    """Every step on the phone, with a mistake and a look back on the way."""
    host.goto(f"{host.prefix}/springfield/")
    host.press("main a[href$='/springfield/register/']")
    host.is_at("springfield/register/")
    host.fill({"number": "2827", "street": "Elm St", "neighborhood": "1"})
    host.press()
    forgets_one_answer_and_loses_nothing(host)
    host.answer("you", {"host_name": "Rosa Quill", "email": host.EMAIL, "phone": "314 555 0142"})
    host.answer("when", {"starts": "8 pm", "ends": "5 pm", "rain_plan": "go"})
    expect(host.page.locator("#id_ends_error")).to_be_visible()
    assert host.page.input_value("[name=starts]") == "8 pm"
    host.answer("when", {"starts": "5 pm", "ends": "8 pm"})
    what = {"open_to": "everyone", "activities": "food", "description": "Two grills.", "expected": "40"}
    host.answer("what", {**what, "host_kind": "resident"})
    looks_back(host)
    host.answer("visitors", {"visitors": "fire"})
    where = {"closure_street": "Elm St", "closure_from": "1st St", "closure_to": "2nd St", "barricades": "delivered"}
    host.answer("closure", {"closure_wanted": "yes", **where, "closure_starts": "4 pm", "closure_ends": "9 pm"})
    host.answer("sharing", {"level": "block", "rules_accepted": True})
    host.is_at(r".+/check/")
    assert "2827" not in host.page.locator(".preview").inner_text()
    assert not Party.objects.exists()
    host.press()
    host.is_at(r".+/sent/")


def forgets_one_answer_and_loses_nothing(host):
    host.is_at("springfield/register/")
    summary = host.page.locator(".errsum")
    assert summary.locator("a").count() == 1
    expect(host.page.locator("#id_place_kind_error")).to_be_visible()
    assert host.page.input_value("[name=number]") == "2827"
    assert host.page.input_value("[name=street]") == "Elm St"
    assert host.page.input_value("[name=neighborhood]") == "1"
    host.fill({"place_kind": "street"})
    host.press()


def looks_back(host):
    """With the browser's own button to the page before, then with the page's own link to the one before that."""
    host.is_at(r".+/visitors/")
    host.page.go_back()
    host.is_at(r".+/what/")
    assert host.page.input_value("[name=description]") == "Two grills."
    host.press("main .back")
    host.is_at(r".+/when/")
    assert host.page.is_checked("[name=rain_plan][value=go]")
    host.press()
    host.is_at(r".+/what/")
    host.press()


def confirm(host, post):
    party = Party.objects.get()
    assert party.reference in host.page.content()
    link = link_in(post(host.EMAIL))
    assert f"{host.prefix}/confirm/" in link
    host.goto(link)
    assert Party.objects.get().review == Review.UNCONFIRMED
    host.press()
    host.is_at(f"my/{party.reference}/")
    assert Party.objects.get().review == Review.SUBMITTED
    return party


def ask_and_answer(host, coordinator, party, post):
    """The answer is given on another device, by the link of the letter with the question."""
    coordinator.sign_in(IMANI, PASSWORD)
    coordinator.open_record(party.reference)
    coordinator.press("section:has(#decide) a[href*='/ask/']")
    coordinator.page.fill("[name=text]", "Which alley do you mean?")
    coordinator.press()
    host.context.clear_cookies()
    assert host.page.request.get(host.page.url).status == 404
    host.open_link(link_in(post(host.EMAIL)))
    assert "Which alley do you mean?" in host.page.content()
    host.page.fill("textarea[name^=answer_]", "The one behind the church.")
    host.press()
    host.is_at(f"my/{party.reference}/")
    coordinator.open_record(party.reference)
    expect(coordinator.page.get_by_text("The one behind the church.").first).to_be_visible()


def approve_but_not_the_closure(coordinator, resident, party):
    """Gives the path of the party's page, which says nothing of a closed street."""
    resident.goto("/springfield/")
    assert resident.found().count() == 0
    coordinator.decide("approve")
    expect(coordinator.page.locator(".done")).to_be_visible()
    party.refresh_from_db()
    assert (party.review, party.closure.state) == (Review.APPROVED, "requested")
    resident.goto("/springfield/")
    resident.page.reload()
    resident.press(".hood h3 a[href='/springfield/elm-park/']")
    assert resident.found().count() == 1
    resident.search("elm st")
    expect(resident.found()).to_have_count(1)
    assert CLOSED not in resident.page.content()
    resident.press(resident.found())
    expect(resident.page.locator("h1")).to_contain_text("Elm St")
    expect(resident.page.get_by_text(NOT_CLOSED)).to_be_visible()
    assert CLOSED not in resident.page.content()
    assert "2827" not in resident.page.content()
    return resident.page.url


def approve_the_closure(coordinator, resident, party, path):
    coordinator.open_record(party.reference)
    coordinator.decide("closure/approve")
    coordinator.open_record(party.reference)
    expect(coordinator.page.locator("section:has(#closure) .status-ok")).to_be_visible()
    resident.page.reload()
    expect(resident.page.get_by_text(CLOSED)).to_be_visible()
    assert NOT_CLOSED not in resident.page.content()
    resident.goto("/springfield/?has=food")
    assert CLOSED in resident.page.locator(".rows").inner_text()
    resident.goto(path)


def change_the_description(host, coordinator, resident, party, path, post):
    """The approved words stay public until a coordinator accepts the new ones."""
    host.open_link(link_in(post(host.EMAIL)))
    host.press(f"a[href$='/my/{party.reference}/edit/what/']")
    host.fill({"description": "Two grills and a brass band."})
    host.press()
    host.is_at(f"my/{party.reference}/")
    assert "brass band" in host.page.locator("table.compare ins").first.inner_text()
    resident.page.reload()
    expect(resident.page.get_by_text("Two grills.")).to_be_visible()
    assert "brass band" not in resident.page.content()
    coordinator.open_record(party.reference)
    coordinator.decide("proposal/accept")
    resident.page.reload()
    expect(resident.page.get_by_text("brass band")).to_be_visible()


def withdraw(host, resident, party, path, post):
    host.open_link(link_in(post(host.EMAIL)))
    host.press("a[href$='/withdraw/']")
    host.press()
    host.is_at(f"my/{party.reference}/")
    resident.page.reload()
    assert resident.page.url == path
    expect(resident.page.locator("h1.struck")).to_be_visible()
    assert resident.page.title().startswith("Cancelled")
    resident.goto("/springfield/")
    resident.page.reload()
    assert CLOSED not in resident.page.content()
    party.refresh_from_db()
    assert (party.review, party.closure.state) == (Review.WITHDRAWN, "withdrawn")


def test_back_past_a_mistake_shows_the_page_and_no_question_of_the_browser(browser, live_server, edition):
    host = Host(browser, live_server.url)
    host.goto("/springfield/register/")
    host.fill({"number": "2827", "street": "Elm St", "neighborhood": "1"})
    host.press()
    host.fill({"place_kind": "street"})
    host.press()
    host.is_at(r".+/you/")
    host.press()
    host.fill({"host_name": "Rosa Quill", "email": host.EMAIL})
    host.press()
    host.is_at(r".+/when/")
    host.page.go_back()
    host.is_at(r".+/you/")
    assert host.page.input_value("[name=email]") == host.EMAIL
    host.leave()
