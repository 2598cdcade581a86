"""The link that opens last time's answers: who it lets in, what it makes, and that the party counts as returning."""

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from events import access, registry
from events.again import deeds
from events.models import Draft, Host, Notice, Party
from events.questions.steps import settled
from tests.conftest import answers

YES = {"rules_accepted": "on"}


@pytest.fixture
def open_now(edition):
    """Registration is open on the day of the test."""
    today = timezone.now().date()
    edition.registration_opens = today - dt.timedelta(days=30)
    edition.save()
    return edition


def test_following_the_link_shows_the_party_and_changes_nothing(before, open_now, link_of):
    party = before()
    page = Client().get(link_of(party)).content.decode()
    assert "2800" in page
    assert "Keep a lane free for fire engines." in page
    assert "rosa@example.org" not in page
    assert not Draft.objects.exists()


def test_the_rules_are_accepted_anew(before, open_now, link_of):
    response = Client().post(link_of(before()))
    assert "Tick that you have read the rules" in response.content.decode()
    assert not Draft.objects.exists()


def test_pressing_the_button_opens_the_answers_to_check(before, open_now, link_of):
    party, client = before(closure_wanted=False), Client()
    response = client.post(link_of(party), YES)
    draft = Draft.objects.get()
    assert response["Location"] == f"/springfield/register/{draft.key}/check/"
    assert (draft.edition, draft.previous) == (open_now, party)
    page = client.get(response["Location"])
    assert page.status_code == 200
    assert "Tuesday, October 5" in page.content.decode()


def test_what_was_settled_is_said_on_the_page(before, open_now, link_of):
    client = Client()
    page = client.post(link_of(before(rain_plan="date", rain_date="2026-10-10")), YES, follow=True)
    assert "Your rain date is now Saturday, October 9." in page.content.decode()


def test_sent_again_it_continues_the_party_and_waits_for_no_second_proof(before, open_now, link_of):
    party, client = before(closure_wanted=False), Client()
    check = client.post(link_of(party), YES)["Location"]
    client.post(check)
    back = Party.objects.get(edition=open_now)
    assert (back.previous, back.review, back.date) == (party, "submitted", dt.date(2027, 10, 5))
    assert back.hosts.get().confirmed_at is not None
    assert [letter.kind for letter in Notice.objects.all()] == ["received"]


def test_another_email_has_to_be_confirmed(before, open_now, now):
    party = before()
    draft, _said = deeds.begin(party.hosts.get(), open_now, language="en", now=now)
    given, _settled = settled(open_now, draft.answers | {"email": "new@example.org"})
    back = registry.register(open_now, given, key=draft.key, draft=draft, now=now)
    assert (back.review, back.previous) == ("unconfirmed", party)
    assert Notice.objects.get().kind == "confirm"


def test_an_email_that_the_old_party_was_given_meanwhile_has_to_be_confirmed(before, open_now, now):
    host = before(closure_wanted=False).hosts.get()
    draft, _said = deeds.begin(host, open_now, language="en", now=now)
    registry.change(host.party, {"email": "stranger@example.org"}, by=host, now=now)
    changed = draft.answers | {"email": "stranger@example.org"}
    party = registry.register(open_now, changed, key=draft.key, now=now, draft=draft)
    assert party.review == "unconfirmed"
    assert party.hosts.get().confirmed_at is None


def test_the_link_proves_the_email_of_a_host_who_was_imported(before, open_now, now):
    host = before(closure_wanted=False).hosts.get()
    Host.objects.filter(pk=host.pk).update(confirmed_at=None)
    draft, _said = deeds.begin(host, open_now, language="en", now=now)
    assert registry.register(open_now, draft.answers, key=draft.key, now=now, draft=draft).review == "submitted"


def test_the_second_press_opens_the_same_answers(before, open_now, link_of, now):
    party = before()
    for _press in range(2):
        Client().post(link_of(party), YES)
    assert Draft.objects.count() == 1


def test_a_party_that_is_back_is_not_registered_twice(before, open_now, link_of, now):
    party = before()
    registry.register(open_now, answers(), key="5f0c1f2e-7d0a-4a51-8e1a-2f9f3a2f0c11", now=now)
    page = Client().post(link_of(party), YES).content.decode()
    assert "This party is registered for National Night Out" in page
    assert not Draft.objects.exists()


def test_before_registration_opens_the_page_says_when(before, edition, link_of):
    edition.registration_opens = timezone.now().date() + dt.timedelta(days=10)
    edition.save()
    page = Client().post(link_of(before()), YES).content.decode()
    assert "You can register a party from" in page
    assert not Draft.objects.exists()


def test_for_a_night_called_off_nobody_registers_again(before, open_now, link_of):
    open_now.standing = "cancelled"
    open_now.save()
    assert Client().post(link_of(before()), YES).status_code == 410
    assert not Draft.objects.exists()


def test_a_link_of_another_purpose_opens_nothing(before, open_now):
    host = before().hosts.get()
    assert Client().get(f"/again/{access.token_of('manage', host)}/").status_code == 404
    assert Client().get(f"/link/{access.token_of('again', host)}/").status_code == 404


def test_a_replaced_link_opens_nothing(before, open_now, link_of):
    party = before()
    link = link_of(party)
    party.hosts.update(link_version=2)
    assert Client().post(link, YES).status_code == 404


def test_who_joined_another_party_since_then_does_not_get_its_answers(before, open_now, link_of):
    party = before()
    link = link_of(party)
    party.hosts.update(role="joined")
    assert Client().get(link).status_code == 404
    assert Client().post(link, YES).status_code == 404
    assert not Draft.objects.exists()


def test_in_spanish_it_is_said_in_spanish(before, open_now, link_of):
    page = Client().get(f"/es{link_of(before())}").content.decode()
    assert 'lang="es"' in page
    assert "Deje libre un carril para los bomberos." in page
