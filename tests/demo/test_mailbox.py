"""The demo's mailbox: every letter and its links; outside the demo there is none."""

import pytest
from django.conf import settings as site

from events.mail import notices, outbox
from events.models import Letter
from nightout import urls

pytestmark = pytest.mark.urls("tests.demo.urls_with_demo")


@pytest.fixture
def demo(settings):
    settings.DEMO = True


@pytest.fixture
def letter(demo, elm, now):
    """What Rosa was sent, read in the mailbox."""
    outbox.deliver_due(now)
    return Letter.objects.get(notice__kind="received")


def test_letters_are_listed_newest_first(letter, elm, walts, client, now):
    notices.host_link(walts.hosts.get(), now=now)
    outbox.deliver_due(now.replace(hour=13))
    page = client.get("/demo/mailbox/").content.decode()
    assert page.index("walt@example.org") < page.index("rosa@example.org")
    link = f'<a class="go" href="/demo/mailbox/{letter.pk}/">'
    assert f"{link}We have your registration: 2800 block of Elm St</a>" in page


def test_letters_are_found_by_address(letter, walts, client, now):
    outbox.deliver_due(now)
    page = client.get("/demo/mailbox/", {"q": "WALT"}).content.decode()
    assert "walt@example.org" in page
    assert "rosa@example.org" not in page


def test_no_letters_to_an_address_is_said(letter, client):
    page = client.get("/demo/mailbox/", {"q": "ida@example.org"}).content.decode()
    assert "No letters to ida@example.org yet." in page


@pytest.mark.parametrize("q", ["x" * 300, "<script>alert(1)</script>"])
def test_odd_searches_get_a_page(q, letter, client):
    answer = client.get("/demo/mailbox/", {"q": q})
    assert answer.status_code == 200
    assert "<script>alert" not in answer.content.decode()


def test_an_empty_mailbox_says_what_to_do(demo, client, db):
    assert "No letters yet." in client.get("/demo/mailbox/").content.decode()


def test_a_letter_is_shown_with_its_links_alive(letter, client):
    page = client.get(f"/demo/mailbox/{letter.pk}/").content.decode()
    assert "<h1>We have your registration: 2800 block of Elm St</h1>" in page
    assert "rosa@example.org" in page
    assert f'<a href="{site.SITE_URL}/link/' in page


def test_a_letters_words_are_shown_not_run(letter, client):
    Letter.objects.update(text="<script>alert(1)</script>", subject="<b>Hi</b>")
    page = client.get(f"/demo/mailbox/{letter.pk}/").content.decode()
    assert "<script>alert" not in page
    assert "<b>Hi</b>" not in page


def test_the_mailbox_speaks_spanish_addresses_too(letter, client):
    assert '<html lang="es">' in client.get("/es/demo/mailbox/").content.decode()


def test_reading_changes_nothing_and_nothing_is_kept_in_a_cache(letter, client):
    answer = client.get(f"/demo/mailbox/{letter.pk}/")
    assert answer["Cache-Control"] == "no-store"
    assert not answer.cookies


def test_there_is_no_such_letter(demo, client, db):
    assert client.get("/demo/mailbox/7/").status_code == 404


def test_outside_the_demo_there_is_no_mailbox(letter, client, settings):
    settings.DEMO = False
    assert client.get("/demo/mailbox/").status_code == 404
    assert client.get(f"/demo/mailbox/{letter.pk}/").status_code == 404


@pytest.mark.urls("nightout.urls")
def test_the_sites_own_addresses_have_no_mailbox(letter, client):
    assert urls.urlpatterns  # read before the demo was on
    assert client.get("/demo/mailbox/").status_code == 404


def test_a_file_that_comes_with_a_letter_can_be_opened(demo, edition, make_party, client, now):
    party = make_party(edition, "approved")
    notices.approved(party.hosts.get(), now=now)
    outbox.deliver_due(now)
    page = f"/demo/mailbox/{Letter.objects.get(notice__kind='approved').pk}/"
    assert f'<a href="{page}{party.reference}.ics">' in client.get(page).content.decode()
    file = client.get(f"{page}{party.reference}.ics")
    assert file.headers["Content-Type"] == "text/calendar"
    assert b"SUMMARY:2800 block of Elm St" in file.content
    assert client.get(f"{page}another.ics").status_code == 404
