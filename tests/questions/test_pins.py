"""The pin of the Where step: read however it is written, left behind by nobody who moves."""

import pytest

from events.questions.where import WhereForm
from tests.conftest import answers

TYPED = {"number": "2827", "street": "Elm Street", "place_kind": "street", "neighborhood": "1"}


@pytest.fixture
def where(edition, now):
    """where(**changes) gives the bound form of a typed block in Elm Park, with changes; without any, of nothing."""

    def make(data=None, *, staff=False, form=WhereForm, **changes):
        return form((TYPED if data is None else data) | changes, edition=edition, now=now, staff=staff)

    return make


def test_a_pin_decides_the_neighborhood(where):
    form = where(neighborhood="", lat="38.605", lng="-90.215")
    assert form.is_valid(), form.errors
    assert form.answers()["neighborhood"] == 2
    assert form.answers()["neighborhood_chosen"] is False


@pytest.mark.parametrize(
    "lat, lng",
    [
        ("38.605, -90.215", ""),
        ("", "38.605 -90.215"),
        ("(38.605; -90.215)", ""),
        ("38.605° N, 90.215° W", ""),
        ("38.605°", "90.215 W"),
        ("38.605", "−90.215"),
    ],
)
def test_a_pin_is_read_however_it_is_pasted(where, lat, lng):
    form = where(lat=lat, lng=lng)
    assert form.is_valid(), form.errors
    assert (form.answers()["lat"], form.answers()["lng"]) == (38.605, -90.215)


@pytest.mark.parametrize(
    "changes, kept",
    [
        ({}, 38.6051),
        ({"number": "2829"}, 38.6051),
        ({"number": "100"}, None),
        ({"street": "Oak Ave"}, None),
        ({"place_name": "Founders Park"}, None),
        ({"street": "Oak Ave", "lat": "38.605", "lng": "-90.225"}, 38.605),
    ],
)
def test_a_pin_does_not_stay_behind_when_the_party_moves(edition, now, changes, kept):
    typed = TYPED | {"lat": "38.6051", "lng": "-90.2249"} | changes
    form = WhereForm(typed, edition=edition, answers=answers(), now=now)
    assert form.is_valid(), form.errors
    assert form.answers()["lat"] == kept
    form = WhereForm(typed, edition=edition, answers=answers(), now=now, staff=True)
    assert form.is_valid()
    assert form.answers()["lat"] is not None
