"""Approving many at once: only parties whose checks pass, each in a transaction of its own."""

from dataclasses import dataclass

from events.checks import Facts, checks_of, faults, place_in_words
from events.history import Outdated
from events.models import Review, StepRefused
from events.queue import with_line
from events.review import decisions

CHANGED = "it has changed since you saw it."


@dataclass(frozen=True)
class Picked:
    """A ticked party; `why` says why it is left out, '' where it is not."""

    party: object
    why: str = ""

    @property
    def name(self):
        return place_in_words(self.party)


def sorted_out(parties, picks):
    """([Picked to approve], [Picked left out]) of the [(reference, revision)] among `parties`."""
    revisions = dict(picks)
    rows = with_line(parties.filter(reference__in=revisions).select_related("edition__community"))
    facts, chosen, left_out = {}, [], []
    for party in rows.order_by("waiting_since", "id"):
        known = facts.setdefault(party.edition_id, Facts(party.edition))
        failing = faults(checks_of(party, known))
        if party.revision != revisions[party.reference]:
            left_out.append(Picked(party, CHANGED))
        elif party.review != Review.SUBMITTED:
            left_out.append(Picked(party, f"it is not to review but “{party.get_review_display()}”."))
        elif failing:
            left_out.append(Picked(party, failing[0].words))
        else:
            chosen.append(Picked(party))
    return chosen, left_out


def approve_all(chosen, *, by, now):
    """Approve what was chosen, at the revision chosen; gives ([parties approved], [Picked left out])."""
    approved, missed = [], []
    for picked in chosen:
        try:
            approved.append(decisions.approve(picked.party, by=by, seen=picked.party.revision, now=now))
        except (Outdated, StepRefused):
            missed.append(Picked(picked.party, CHANGED))
    return approved, missed
