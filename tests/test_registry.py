"""The registry's own deeds, the rows and letters they leave."""

import datetime as dt
import uuid

import pytest

from events import history, registry
from events.models import Change, Deed, Notice, Party, Review
from events.questions import answers as asked
from tests.conftest import answers, make_edition


def test_a_registration_writes_party_host_closure_wish_history_and_the_confirm_letter(edition, now):
    party = registry.register(edition, answers(), key=uuid.uuid4(), now=now)
    assert (party.reference, party.review) == ("SPR-27-0001", Review.UNCONFIRMED)
    host = party.hosts.get()
    assert (host.name, host.email, host.role) == ("Rosa Quill", "rosa@example.org", "main")
    assert (party.closure.street, party.closure.state) == ("Elm St", "requested")
    assert [request.kind.code for request in party.visit_requests.all()] == ["fire"]
    assert [line.deed for line in party.changes.all()] == [Deed.REGISTERED]
    assert [(row.kind, row.to_email) for row in Notice.objects.all()] == [("confirm", "rosa@example.org")]


def test_sending_the_same_key_twice_gives_the_same_party(edition, now):
    key = uuid.uuid4()
    first = registry.register(edition, answers(), key=key, now=now)
    second = registry.register(edition, answers(title="Another"), key=key, now=now)
    assert first.pk == second.pk
    assert Party.objects.count() == Notice.objects.count() == Change.objects.count() == 1


def test_confirming_the_email_submits_the_party_once(edition, now):
    party = registry.register(edition, answers(), key=uuid.uuid4(), now=now)
    host = party.hosts.get()
    assert registry.confirm(host, now=now).review == Review.SUBMITTED
    registry.confirm(host, now=now)
    assert [line.deed for line in party.changes.all()] == [Deed.REGISTERED, Deed.CONFIRMED]
    assert Notice.objects.filter(kind="received").count() == 1


def test_answers_survive_the_way_into_a_party_and_back(edition, now):
    sent = answers(second_name="Ida Quill", second_email="ida@example.org")
    party = registry.register(edition, sent, key=uuid.uuid4(), now=now)
    back = asked.answers_of(Party.objects.get(pk=party.pk))
    assert asked.changed(back, {name: value for name, value in sent.items() if name != "rules_accepted"}) == []


def test_a_second_pair_of_eyes_is_told_what_changed(elm, now):
    seen = elm.revision
    registry.change(elm, {"bring": "A dish"}, by=None, now=now)
    with pytest.raises(history.Outdated) as refusal:
        registry.change(elm, {"bring": "Nothing"}, by=None, now=now, seen=seen)
    (line,) = refusal.value.changes
    assert (line.deed, line.values.get().after) == (Deed.EDITED, "A dish")


def test_a_returning_host_continues_last_years_party(springfield, edition, make_party, now):
    before = make_edition(springfield, 2026, dt.date(2026, 10, 6))
    last = make_party(before)
    again = make_party(edition)
    assert again.previous == last


def test_a_pin_decides_the_area_where_nobody_chose(edition, springfield, now):
    """An open draft or a proposal may be older than the areas."""
    oak_hill = springfield.neighborhoods.get(number=2)
    at = {"lat": oak_hill.lat, "lng": oak_hill.lng, "neighborhood": 1}
    party = registry.register(edition, answers(**at), key=uuid.uuid4(), now=now)
    assert party.neighborhood == oak_hill
    springfield.neighborhoods.filter(number=1).update(is_retired=True)
    chosen = {"neighborhood_chosen": True}
    assert registry.register(edition, answers(**at | chosen), key=uuid.uuid4(), now=now).neighborhood == oak_hill
