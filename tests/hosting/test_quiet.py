"""No more reminders: by the page that a letter leads to, or by a mail program's own button."""

import pytest
from django.test import Client

from events.access import token_of
from events.models import Host
from tests.conftest import host_client


@pytest.fixture
def rosa(elm):
    return elm.hosts.get()


@pytest.fixture
def page(rosa):
    return f"/quiet/{token_of('quiet', rosa)}/"


def wants(party):
    return party.hosts.get().wants_reminders


def test_looking_at_the_page_changes_nothing(page, elm, client):
    answer = client.get(page).content.decode()
    assert "2800 block of Elm St" in answer
    assert "Stop reminders and news" in answer
    assert wants(elm)


def test_one_press_stops_reminders_and_another_brings_them_back(page, elm, walts, client):
    answer = client.post(page, {"wants": "no"})
    assert (answer.status_code, answer.url) == (302, page)
    assert not wants(elm)
    assert wants(walts)
    assert "You get no more reminders and news from us." in client.get(page).content.decode()
    client.post(page, {"wants": "yes"})
    assert wants(elm)


def test_a_button_that_is_not_there_changes_nothing(page, elm, client):
    assert client.post(page, {"wants": "perhaps"}).status_code == 200
    assert wants(elm)


def test_a_mail_program_stops_them_by_itself_without_a_page(page, elm):
    program = Client(enforce_csrf_checks=True)
    answer = program.post(f"{page}at-once/", {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    assert not answer.cookies
    assert not wants(elm)


def test_opened_in_a_browser_the_programs_address_leads_to_the_page_and_changes_nothing(page, elm, client):
    assert client.get(f"{page}at-once/").url == page
    assert wants(elm)


def test_it_holds_for_everything_that_goes_to_the_same_address_in_this_city(
    page, elm, edition, shelby_edition, make_party
):
    again = make_party(edition, email="ROSA@example.org", number="2901")
    elsewhere = make_party(shelby_edition, lat=38.7051, neighborhood=1)
    Client().post(page, {"wants": "no"})
    assert not wants(again)
    assert wants(elsewhere)


def test_a_host_without_an_address_speaks_for_nobody_else(page, elm, walts, client):
    Host.objects.update(email="")
    client.post(page, {"wants": "no"})
    assert (wants(elm), wants(walts)) == (False, True)


def test_no_other_link_opens_it_and_it_opens_no_other_page(rosa, page, client):
    managing = token_of("manage", rosa)
    assert client.get(f"/quiet/{managing}/").status_code == 404
    assert client.post(f"/quiet/{managing}/at-once/").status_code == 404
    assert client.get(page.replace("quiet", "link")).status_code == 404


def test_a_replaced_link_ends_this_one_too(page, elm, client):
    Host.objects.update(link_version=2)
    assert client.post(page, {"wants": "no"}).status_code == 404
    assert wants(elm)


def test_the_page_speaks_spanish(page, client):
    assert '<html lang="es"' in client.get(f"/es{page}").content.decode()


def test_a_letters_link_may_lead_on_to_the_question_itself_and_nowhere_else(rosa, elm, client):
    link = f"/link/{token_of('manage', rosa)}/"
    assert client.post(f"{link}?to=outcome").url == f"/my/{elm.reference}/outcome/"
    assert client.post(f"{link}?to=https://evil.test/").url == f"/my/{elm.reference}/"


def test_the_hosts_page_leads_there_where_there_is_an_address(elm, page):
    rosas = host_client(elm)
    shown = rosas.get(f"/my/{elm.reference}/").content.decode()
    assert f'<a href="{page}">Stop reminders and news</a>' in shown
    Host.objects.update(wants_reminders=False)
    assert f'<a href="{page}">Send me reminders again</a>' in rosas.get(f"/my/{elm.reference}/").content.decode()
    Host.objects.update(email="")
    assert "/quiet/" not in rosas.get(f"/my/{elm.reference}/").content.decode()
