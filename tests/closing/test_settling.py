"""What is written down of a closure wish: the day it was asked for, what it costs, and where it is."""

import datetime as dt
import zoneinfo

import pytest

from events import registry
from events.models import Closure, ClosurePolicy
from events.questions import answers as asked
from tests.conftest import make_edition
from tests.streetfiles import make_streets

CENTRAL = zoneinfo.ZoneInfo("America/Chicago")
FREE_UNTIL = dt.date(2027, 9, 21)
LEMP = {"closure_street": "Lemp Ave", "closure_from": "Lynch St", "closure_to": "Pine St"}


def local(*moment):
    return dt.datetime(*moment, tzinfo=CENTRAL).astimezone(dt.UTC)


@pytest.fixture
def policy(edition):
    """Free until September 21, $100 after it."""
    return ClosurePolicy.objects.create(edition=edition, free_until=FREE_UNTIL, fee_cents=10_000)


@pytest.mark.parametrize(
    ("at", "fee"),
    [
        (local(2027, 9, 21, 23, 59), 0),  # the next day in London
        (local(2027, 9, 22, 0, 1), 10_000),
        (local(2027, 9, 21, 0, 1), 0),
    ],
)
def test_the_local_day_of_asking_decides_the_fee(edition, policy, make_party, at, fee):
    closure = make_party(edition, now=at).closure
    assert (closure.fee_cents, closure.asked_at) == (fee, at)


@pytest.mark.parametrize(
    ("free_until", "at", "fee"),
    [
        # The clocks go back on November 1 at 2 am: that day has 25 hours, and 1:30 comes twice.
        (dt.date(2026, 11, 1), dt.datetime(2026, 11, 1, 1, 30, tzinfo=CENTRAL, fold=1), 0),
        (dt.date(2026, 11, 1), local(2026, 11, 1, 23, 59), 0),
        (dt.date(2026, 11, 1), local(2026, 11, 2, 0, 1), 10_000),
        (dt.date(2026, 10, 31), local(2026, 10, 31, 23, 59), 0),
        (dt.date(2026, 10, 31), local(2026, 11, 1, 0, 1), 10_000),
        # They go forward on March 8 at 2 am: that day has 23 hours.
        (dt.date(2026, 3, 8), local(2026, 3, 8, 23, 59), 0),
        (dt.date(2026, 3, 8), local(2026, 3, 9, 0, 1), 10_000),
        (dt.date(2026, 3, 7), local(2026, 3, 7, 23, 59), 0),
        (dt.date(2026, 3, 7), local(2026, 3, 8, 0, 1), 10_000),
    ],
)
def test_days_on_which_the_clocks_change_end_at_midnight_too(springfield, make_party, free_until, at, fee):
    night = make_edition(springfield, year=2026, date=dt.date(2026, 12, 1), registration_opens=dt.date(2026, 1, 1))
    ClosurePolicy.objects.create(edition=night, free_until=free_until, fee_cents=10_000)
    assert make_party(night, date="2026-12-01", now=at).closure.fee_cents == fee


def change(party, at, **answers):
    registry.change(party, {"closure_wanted": True} | answers, by=None, now=at)
    return Closure.objects.get(party=party)


def test_a_stretch_keeps_its_day_and_another_one_is_asked_for_anew(edition, policy, make_party):
    early, late = local(2027, 9, 20, 12), local(2027, 9, 22, 12)
    party = make_party(edition, now=early)
    shorter = change(party, late, closure_ends="20:00", neighbors_told="A letter", closure_share=80)
    assert (shorter.asked_at, shorter.fee_cents, shorter.share) == (early, 0, 80)
    other = change(party, late, closure_to="3rd St")
    assert (other.asked_at, other.fee_cents, other.state) == (late, 10_000, Closure.State.REQUESTED)


def test_a_wish_that_was_taken_back_is_asked_for_anew(edition, policy, make_party):
    party = make_party(edition, now=local(2027, 9, 20, 12))
    late = local(2027, 9, 22, 12)
    change(party, late, closure_wanted=False)
    again = change(party, late, closure_wanted=True)
    assert (again.state, again.asked_at, again.fee_cents) == (Closure.State.REQUESTED, late, 10_000)


def test_another_day_than_the_night_costs_where_only_the_night_is_free(edition, make_party):
    ClosurePolicy.objects.create(edition=edition, fee_cents=2_500, only_night_is_free=True)
    party = make_party(edition)
    assert party.closure.fee_cents == 0
    moved = change(party, local(2027, 9, 1, 12), date="2027-10-09", other_day_reason="Homecoming")
    assert (moved.fee_cents, moved.asked_at) == (2_500, party.closure.asked_at)


def test_new_rules_do_not_change_what_was_said_to_those_who_asked_before(edition, policy, make_party):
    party = make_party(edition, now=local(2027, 9, 20, 12))
    ClosurePolicy.objects.update(free_until=dt.date(2027, 4, 1))
    assert change(party, local(2027, 9, 21, 12), neighbors_told="A letter").fee_cents == 0


def test_the_line_of_a_found_stretch_is_kept_and_of_a_lost_one_none(edition, springfield, make_party):
    make_streets(springfield)
    party = make_party(edition, **LEMP)
    assert party.closure.line == [[[-90.228, 38.605], [-90.226, 38.605]]]
    assert change(party, local(2027, 9, 1, 12), closure_to="Nowhere Ln").line is None


def test_the_answers_of_a_party_tell_the_day_its_stretch_was_asked_for(edition, make_party):
    party = make_party(edition, now=local(2027, 9, 20, 23, 30), barricades_at="At the church", closure_share=75)
    told = asked.answers_of(party)
    assert (told["closure_asked_on"], told["barricades_at"], told["closure_share"]) == (
        "2027-09-20",
        "At the church",
        75,
    )
