"""A party's states: which step may follow which, and what the database itself refuses."""

import pytest
from django.db import IntegrityError, transaction

from events.models import STEPS, ListingLevel, OpenTo, Party, Review, StepRefused

ALLOWED = {
    "unconfirmed": "submitted withdrawn cancelled",
    "submitted": "needs_information approved declined withdrawn cancelled",
    "needs_information": "submitted approved declined withdrawn cancelled",
    "approved": "withdrawn cancelled",
    "declined": "submitted withdrawn",
    "cancelled": "submitted",
    "withdrawn": "",
}


@pytest.mark.parametrize("before", Review.values)
def test_only_the_steps_of_the_table_are_taken(before):
    for after in Review.values:
        party = Party(reference="SPR-27-0001", review=before)
        if after in ALLOWED[before].split():
            party.become(after)
            assert party.review == after
        else:
            with pytest.raises(StepRefused):
                party.become(after)
            assert party.review == before


def test_every_state_has_its_row_in_the_table():
    assert set(STEPS) == set(Review)


@pytest.mark.parametrize(
    "broken",
    [
        {"review": Review.APPROVED, "decided_at": None},
        {"review": Review.DECLINED, "decided_at": None},
        {"lat": None},
        {"starts": "20:00", "ends": "17:00"},
        {"open_to": OpenTo.NEIGHBORS, "level": ListingLevel.EXACT},
        {"attendance": 40},
    ],
)
def test_the_database_refuses_half_a_party(elm, broken):
    with pytest.raises(IntegrityError), transaction.atomic():
        Party.objects.filter(pk=elm.pk).update(**broken)


def test_a_reference_is_numbered_by_its_edition_and_year(edition, shelby_edition, make_party):
    references = [make_party(edition).reference, make_party(edition).reference, make_party(shelby_edition).reference]
    assert references == ["SPR-27-0001", "SPR-27-0002", "SHE-27-0001"]


def test_unlisted_parties_are_in_no_list(edition, make_party):
    make_party(edition, Review.APPROVED, level="unlisted")
    shown = make_party(edition, Review.APPROVED)
    make_party(edition, Review.SUBMITTED)
    assert list(Party.objects.listed()) == [shown]


def test_a_party_once_public_keeps_its_page_when_it_is_called_off(edition, make_party):
    called_off = make_party(edition, Review.CANCELLED)
    make_party(edition, Review.WITHDRAWN)
    make_party(edition, Review.DECLINED)
    assert list(Party.objects.with_page()) == [called_off]
