"""The closure's form under a city's rules: what staff may override, what is not asked for, what stands as it was."""

import datetime as dt

import pytest

from events import registry
from events.models import Closure, ClosurePolicy
from events.questions.answers import answers_of
from events.questions.closure import ClosureForm
from tests.conftest import answers

GIVEN = {
    "closure_wanted": "yes",
    "closure_street": "Elm St",
    "closure_from": "1st St",
    "closure_to": "2nd St",
    "closure_starts": "4 pm",
    "closure_ends": "9 pm",
    "barricades": "delivered",
}


@pytest.fixture
def rules(edition):
    """Closed until 8 pm at the latest."""
    return ClosurePolicy.objects.create(edition=edition, latest=dt.time(20))


@pytest.fixture
def fill(edition, now):
    def make(*, staff=False, known=None, at=now, **changes):
        known = answers(closure_wanted=None) if known is None else known
        return ClosureForm(GIVEN | changes, edition=edition, answers=known, now=at, staff=staff)

    return make


def test_a_host_is_told_what_to_change(rules, fill):
    form = fill()
    assert form.errors == {
        "closure_ends": ["The city opens streets again by 8 pm. Choose an earlier end."],
    }
    assert form.is_refused
    assert fill(closure_ends="8 pm").is_valid()


def test_staff_ask_for_it_all_the_same_with_a_tick(rules, fill):
    form = fill(staff=True)
    assert form.errors["closure_anyway"][0].startswith("The city opens streets again by 8 pm.")
    ticked = fill(staff=True, closure_anyway="on")
    assert ticked.is_valid()
    assert "closure_anyway" not in ticked.answers()
    assert "closure_anyway" not in fill().fields


def test_staff_may_ask_after_the_last_day(rules, edition, fill, now):
    late = now.replace(month=10, day=1)
    assert fill(staff=True, at=late, closure_ends="8 pm").is_valid()
    form = fill(staff=True, at=late)
    assert "The last day" not in form.errors["closure_anyway"][0]


def test_what_stands_is_not_judged_again(edition, fill, elm, rules, now):
    known = answers_of(elm)
    assert fill(known=known, neighbors_told="A letter").is_valid()
    assert not fill(known=known, closure_starts="5 pm").is_valid()


def test_no_to_the_closure_is_never_refused(rules, fill):
    form = fill(closure_wanted="no", closure_share="lots", closure_ends="never")
    assert form.is_valid()
    assert form.answers() == {"closure_wanted": False}


def test_only_what_the_city_asks_for_is_asked(edition, fill):
    assert "closure_share" not in fill().fields
    ClosurePolicy.objects.create(edition=edition, proof="share", share=75, barricades=["pickup", "own"])
    form = fill(barricades="own", closure_share="80")
    assert form.is_valid()
    assert form.answers()["closure_share"] == 80
    assert [value for value, _label in form.fields["barricades"].choices] == ["own", "pickup"]
    assert not fill(barricades="delivered").is_valid()


@pytest.mark.parametrize("share", ["0", "101", "most"])
def test_a_share_is_a_percentage(edition, fill, share):
    ClosurePolicy.objects.create(edition=edition, proof="share", share=75)
    assert "closure_share" in fill(closure_share=share).errors


def given(form):
    assert form.is_valid()
    return form.answers()["barricades_at"]


def test_only_delivered_barricades_are_left_somewhere(fill):
    assert given(fill(barricades_at="At the church")) == "At the church"
    assert given(fill(barricades="own", barricades_at="At the church")) == ""


def test_a_host_reads_the_fee_of_the_day_the_stretch_was_asked_for(edition, elm, fill, now):
    ClosurePolicy.objects.create(edition=edition, free_until=edition.community.today(now), fee_cents=10_000)
    later = now + dt.timedelta(days=3)
    same = fill(known=answers_of(elm), at=later)
    other = fill(known=answers_of(elm), at=later, closure_to="3rd St")
    assert same.is_valid()
    assert other.is_valid()
    assert (same.look.fee_cents, other.look.fee_cents) == (0, 10_000)


def test_a_changed_stretch_of_the_form_is_the_closures(edition, elm, fill, now):
    form = fill(known=answers_of(elm), closure_to="3rd St", barricades_at="At the church")
    assert form.is_valid()
    registry.change(elm, form.answers(), by=elm.hosts.get(), now=now)
    closure = Closure.objects.get(party=elm)
    assert (closure.to_street, closure.barricades_at) == ("3rd St", "At the church")


def test_a_city_that_delivers_no_barricades_does_not_ask_where_to_leave_them(rules, edition, fill, now):
    assert "Where should the city leave them?" in str(ClosureForm(edition=edition, answers=answers(), now=now))
    ClosurePolicy.objects.update(barricades=["own", "pickup"])
    edition.refresh_from_db()
    form = fill(closure_ends="8 pm", barricades="own", barricades_at="At the corner")
    assert form.is_valid(), form.errors
    assert "barricades_at" not in form.answers()
    assert "Where should the city leave them?" not in str(form)
