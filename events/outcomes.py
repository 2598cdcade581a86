"""Outcomes: whether a party was held, and how many came. Never guessed: somebody says so, and who that was is kept."""

from django.db import transaction

from events import history
from events.models import Deed, Outcome, Review, User

LAID_DOWN = ("outcome", "attendance", "outcome_source")


class OutcomeRefused(ValueError):
    """Nothing can be said about this party (yet)."""


class SaidMeanwhile(ValueError):
    """Somebody else has said it; `party` is as it stands now."""

    def __init__(self, party):
        super().__init__(f"{party.reference} is {party.outcome} already")
        self.party = party


def may_say(party, now):
    """Whether it can be said of the party that it was held or not: from its own day on, while it is approved."""
    return party.review == Review.APPROVED and party.community.today(now) >= party.date


def say(party, outcome, *, source, by, now, attendance=None, went_well=None, was=None):
    """Lay down what is known: `outcome` (held, not held, or unknown to take it back) and how many came, if held.

    `source` (OutcomeSource) says how it is known and `by` (User or Host) who said so; the last word counts, and every
    earlier one stays in the history. `went_well` None leaves the host's words as they are. Saying the same again
    changes nothing. Gives the fresh party. Raises OutcomeRefused before the party's day and for a party that is not
    approved, SaidMeanwhile when the outcome is no longer what it `was` for the person.
    """
    with transaction.atomic():
        party = history.locked(party)
        if not may_say(party, now):
            raise OutcomeRefused(f"{party.reference} is {party.review} on {party.date}")
        if was is not None and party.outcome != was:
            raise SaidMeanwhile(party)
        before = {name: getattr(party, name) for name in LAID_DOWN}
        party.outcome = outcome
        party.attendance = attendance if outcome == Outcome.HELD else None
        party.outcome_source = "" if outcome == Outcome.UNKNOWN else source
        said = [(name, was, getattr(party, name)) for name, was in before.items() if was != getattr(party, name)]
        if went_well is not None and went_well != party.went_well:
            party.went_well = went_well
            party.save(update_fields=["went_well"])
        if said:
            is_known = outcome != Outcome.UNKNOWN
            party.outcome_at = now if is_known else None
            party.outcome_by = by if is_known and isinstance(by, User) else None
            party.save(update_fields=[*LAID_DOWN, "outcome_at", "outcome_by"])
            history.record(party, Deed.OUTCOME_SET, by=by, now=now, values=said)
        return party
