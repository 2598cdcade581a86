"""The day after, by link: the row, the history, who may say it and when."""

import datetime as dt

import pytest

from events.models import Change, Deed, Host, Outcome, OutcomeSource, Party
from tests.conftest import host_client
from tests.hosting.conftest import history_of


@pytest.fixture
def held_on(edition, make_party, springfield, now):
    """held_on(days): Rosa's approved party, on the day `days` from today."""

    def make(days):
        party = make_party(edition, "approved")
        Party.objects.filter(pk=party.pk).update(date=springfield.today(now) + dt.timedelta(days=days))
        return Party.objects.with_context().get(pk=party.pk)

    return make


def page_of(party):
    return f"/my/{party.reference}/outcome/"


def fresh(party):
    return Party.objects.get(pk=party.pk)


def test_a_host_says_that_the_party_was_held(held_on):
    party = held_on(-1)
    client = host_client(party)
    assert page_of(party) in client.get(f"/my/{party.reference}/").content.decode()
    answer = client.post(page_of(party), {"outcome": "held", "attendance": "about 60", "went_well": "The grill"})
    assert answer.url == f"/my/{party.reference}/"
    row = fresh(party)
    assert (row.outcome, row.attendance, row.went_well) == (Outcome.HELD, 60, "The grill")
    assert (row.outcome_source, row.outcome_by, row.outcome_at is not None) == (OutcomeSource.HOST, None, True)
    assert history_of(party)[-1] == (Deed.OUTCOME_SET, "Rosa Quill")
    values = Change.objects.get(party=party, deed=Deed.OUTCOME_SET).values
    assert set(values.values_list("field", "after")) == {
        ("outcome", "held"),
        ("attendance", 60),
        ("outcome_source", "host"),
    }
    assert "60 people came" in client.get(f"/my/{party.reference}/").content.decode()


def test_a_host_may_put_it_right_later(held_on):
    party = held_on(-1)
    client = host_client(party)
    client.post(page_of(party), {"outcome": "held", "attendance": "60"})
    client.post(page_of(party), {"outcome": "not_held"})
    row = fresh(party)
    assert (row.outcome, row.attendance) == (Outcome.NOT_HELD, None)
    assert [deed for deed, _who in history_of(party)].count(Deed.OUTCOME_SET) == 2


def test_saying_the_same_twice_is_one_line_of_history(held_on):
    party = held_on(-1)
    client = host_client(party)
    for _again in range(2):
        client.post(page_of(party), {"outcome": "held", "attendance": "60"})
    assert [deed for deed, _who in history_of(party)].count(Deed.OUTCOME_SET) == 1


@pytest.mark.parametrize("typed", [{}, {"outcome": "maybe"}, {"outcome": "not_held", "attendance": "60"}])
def test_what_cannot_be_is_asked_again_with_what_was_typed(held_on, typed):
    party = held_on(-1)
    page = host_client(party).post(page_of(party), {"went_well": "The long table", **typed}).content.decode()
    assert "<title>Error: " in page
    assert "The long table" in page
    assert fresh(party).outcome == Outcome.UNKNOWN


@pytest.mark.parametrize(("days", "is_open"), [(1, False), (0, True), (-1, True)])
def test_it_can_be_said_from_the_partys_own_day_on(held_on, days, is_open):
    party = held_on(days)
    client = host_client(party)
    client.post(page_of(party), {"outcome": "held"})
    assert (fresh(party).outcome == Outcome.HELD) is is_open
    assert (page_of(party) in client.get(f"/my/{party.reference}/").content.decode()) is is_open


@pytest.mark.parametrize(
    ("days", "hours", "said", "is_asked"),
    [
        (0, (dt.time(23, 58), dt.time(23, 59)), "", False),
        (0, (dt.time(0), dt.time(23, 59)), "", True),
        (0, (dt.time(0), dt.time(23, 59)), "not_happening", False),
        (-1, (dt.time(0), dt.time(23, 59)), "not_happening", True),
    ],
)
def test_nobody_is_asked_how_it_went_before_it_began(held_on, days, hours, said, is_asked):
    party = held_on(days)
    starts, ends = hours
    Party.objects.filter(pk=party.pk).update(starts=starts, ends=ends, night=said or "as_planned")
    page = host_client(party).get(f"/my/{party.reference}/").content.decode()
    assert ("Did your party happen?" in page) is is_asked


def test_a_party_that_was_called_off_is_not_asked_about(held_on):
    party = held_on(-1)
    Party.objects.filter(pk=party.pk).update(review="withdrawn")
    host_client(party).post(page_of(party), {"outcome": "held"})
    assert fresh(party).outcome == Outcome.UNKNOWN


def test_a_second_contact_may_say_it_and_a_joined_host_and_a_stranger_may_not(held_on, walts):
    party = held_on(-1)
    Host.objects.create(party=party, role="second", name="Ana Lark", email="ana@example.org")
    Host.objects.create(party=party, role="joined", name="Ida Vale", email="ida@example.org")
    for client in (host_client(party, "joined"), host_client(walts)):
        assert client.get(page_of(party)).status_code == 404
        assert client.post(page_of(party), {"outcome": "held"}).status_code == 404
    assert fresh(party).outcome == Outcome.UNKNOWN
    host_client(party, "second").post(page_of(party), {"outcome": "held"})
    assert fresh(party).outcome == Outcome.HELD
