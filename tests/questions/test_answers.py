"""Answers written to a party: what they name may have changed since they were given."""

import pytest

from events.models import Neighborhood
from events.questions import answers


@pytest.fixture
def elm_park_is_retired(elm):
    Neighborhood.objects.filter(number=1).update(is_retired=True)
    return elm


def test_an_area_retired_since_is_not_taken_up_anew(elm_park_is_retired, edition):
    party = type(elm_park_is_retired)(edition=edition)
    answers.fill(party, {"neighborhood": 1, "neighborhood_chosen": True})
    assert (party.neighborhood, party.neighborhood_chosen) == (None, False)


def test_a_party_stays_in_its_area_until_it_is_placed_anew(elm_park_is_retired):
    answers.fill(elm_park_is_retired, {"neighborhood": 1, "neighborhood_chosen": True})
    assert elm_park_is_retired.neighborhood.number == 1
    assert elm_park_is_retired.neighborhood_chosen
