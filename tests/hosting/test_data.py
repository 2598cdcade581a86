"""A host's own data by link: seen, taken along, deleted; a party to come is withdrawn first."""

import datetime as dt
import json

import pytest

from events import history
from events.hosting import holdings
from events.models import Change, ChangedValue, Deed, Draft, Host, Notice, Party
from events.pairs import deeds as pairs
from tests.conftest import answers, host_client

NAMES = ("ann", "uma", "rosa")


@pytest.fixture
def imani(springfield, make_staff):
    return make_staff(springfield, "coordinator", "imani@springfield.example.org")


@pytest.fixture
def party(edition, make_party):
    party = make_party(edition, "approved", second_name="Ana Lark", second_email="ana@example.org")
    Host.objects.create(party=party, role="joined", name="Ida Vale", email="ida@example.org")
    return party


def page_of(party):
    return f"/my/{party.reference}/data/"


def file_of(client, party):
    return json.loads(client.get(f"/my/{party.reference}/data.json").content)


def test_the_page_tells_what_is_held_and_leads_on(party):
    client = host_client(party)
    assert page_of(party) in client.get(f"/my/{party.reference}/").content.decode()
    page = client.get(page_of(party)).content.decode()
    assert "rosa@example.org" in page
    assert f"/my/{party.reference}/data.json" in page
    assert f"{page_of(party)}delete/" in page


def test_the_file_holds_answers_letters_and_history_and_no_token(party, now):
    Draft.objects.create(
        edition=party.edition, answers=answers(email="ROSA@example.org"), created_at=now, updated_at=now, expires_at=now
    )
    client = host_client(party)
    response = client.get(f"/my/{party.reference}/data.json")
    held = json.loads(response.content)
    assert response["Content-Disposition"] == f'attachment; filename="{party.reference}.json"'
    assert "no-store" in response["Cache-Control"]
    assert held["you"]["email"] == "rosa@example.org"
    assert held["answers"]["number"] == "2827"
    assert {letter["kind"] for letter in held["letters"]} == {"confirm", "received"}
    assert {line["deed"] for line in held["history"]} == {"registered", "confirmed"}
    assert len(held["drafts"]) == 1
    assert "link" not in response.content.decode()


def test_a_draft_under_an_address_that_nothing_proved_is_not_shown(party, now):
    Host.objects.filter(party=party).update(confirmed_at=None)
    Draft.objects.create(edition=party.edition, answers=answers(), created_at=now, updated_at=now, expires_at=now)
    assert file_of(host_client(party), party)["drafts"] == []


@pytest.mark.parametrize("role", ["second", "joined"])
def test_others_see_what_is_held_about_them_alone(party, role):
    client = host_client(party, role)
    held = file_of(client, party)
    assert held["you"]["role"] == role
    assert "answers" not in held
    assert "rosa@example.org" not in json.dumps(held)


def test_who_joined_by_a_merger_gets_the_registration_they_brought_and_nobody_elses(party, edition, make_party, imani):
    ann = {"second_name": "Uma Reed", "second_email": "uma@example.org", "host_name": "Ann Bow", "number": "2811"}
    goes = make_party(edition, "approved", email="ann@example.org", phone="", **ann)
    uma = goes.hosts.get(role="second")
    history.record(goes, Deed.EDITED, by=uma, now=goes.created_at)
    seen = (party.revision, Party.objects.get(pk=goes.pk).revision)
    pairs.merge(party, goes, by=imani, seen=seen, now=goes.created_at)
    brought = {name: holdings.of(Host.objects.get(email=f"{name}@example.org"), goes.created_at) for name in NAMES}
    assert [one["number"] for one in brought["ann"]["merged"]] == ["2811"]
    assert (brought["uma"]["merged"], brought["rosa"]["merged"]) == ([], [])
    holdings.delete(Host.objects.get(email="uma@example.org"), now=goes.created_at)
    assert Party.objects.get(pk=goes.pk).number == "2811"


def test_deleting_withdraws_a_party_that_is_to_come_and_tells_those_who_joined(party):
    client = host_client(party)
    assert "withdrawn first" in client.get(f"{page_of(party)}delete/").content.decode()
    answer = client.post(f"{page_of(party)}delete/")
    assert answer.url == "/springfield/find-my-link/"
    row = Party.objects.get(pk=party.pk)
    assert (row.review, row.number, row.forgotten_at is not None) == ("withdrawn", "2800", True)
    assert party.hosts.get(role="main").email == ""
    assert {deed for (deed,) in Change.objects.filter(party=party).values_list("deed")} >= {
        Deed.WITHDRAWN,
        Deed.FORGOTTEN,
    }
    owed = Notice.objects.filter(party=party, kind="withdrawn", state="queued")
    assert [notice.to_email for notice in owed] == ["ida@example.org"]
    assert "rosa@example.org" not in json.dumps(list(Notice.objects.values_list("to_email", flat=True)))
    assert client.get(f"/my/{party.reference}/").status_code == 404


def test_deleting_on_the_evening_itself_after_it_was_held_calls_nothing_off(party, edition, now):
    today = edition.community.today(now)
    Party.objects.filter(pk=party.pk).update(date=today, outcome="held", attendance=50, outcome_source="host")
    client = host_client(party)
    assert "withdrawn first" not in client.get(f"{page_of(party)}delete/").content.decode()
    client.post(f"{page_of(party)}delete/")
    row = Party.objects.get(pk=party.pk)
    assert (row.review, row.outcome, row.attendance, row.forgotten_at is None) == ("approved", "held", 50, False)


def test_deleting_after_the_party_keeps_the_counts(party, edition, now):
    Party.objects.filter(pk=party.pk).update(
        date=now.date() - dt.timedelta(days=2), outcome="held", attendance=50, outcome_source="host"
    )
    host_client(party).post(f"{page_of(party)}delete/")
    row = Party.objects.get(pk=party.pk)
    assert (row.review, row.outcome, row.attendance) == ("approved", "held", 50)


@pytest.mark.parametrize(("role", "email"), [("second", "ana@example.org"), ("joined", "ida@example.org")])
def test_others_leave_and_the_party_goes_on(party, role, email):
    client = host_client(party, role)
    assert client.post(f"{page_of(party)}delete/").url == "/springfield/find-my-link/"
    row = Party.objects.get(pk=party.pk)
    assert (row.review, row.number) == ("approved", "2827")
    assert not Host.objects.filter(email=email).exists()
    assert not Notice.objects.filter(to_email=email).exists()
    assert email not in json.dumps(list(ChangedValue.objects.values_list("before", "after")))


def test_the_page_is_open_as_long_as_anything_is_held(last_edition, make_party):
    party = make_party(last_edition)
    client = host_client(party)
    assert client.get(f"/my/{party.reference}/").status_code == 410
    assert client.get(page_of(party)).status_code == 200
    client.post(f"{page_of(party)}delete/")
    assert party.hosts.get().email == ""


def test_a_stranger_finds_nothing_and_deletes_nothing(party, walts, client):
    for somebody in (client, host_client(walts)):
        for address in (page_of(party), f"/my/{party.reference}/data.json", f"{page_of(party)}delete/"):
            assert somebody.get(address).status_code == 404
        assert somebody.post(f"{page_of(party)}delete/").status_code == 404
    assert party.hosts.get(role="main").email == "rosa@example.org"
