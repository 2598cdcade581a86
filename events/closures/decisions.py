"""What coordinators decide about a street closure; the party's own review is never touched by it.

Every deed takes the closure, `by` (the User), `seen` (the party's revision the person had before them) and `now`. It
raises history.Outdated or StepRefused, as a decision about a party does, and gives the fresh closure.
"""

from django.db import transaction

from events import history
from events.mail import notices
from events.models import Closure, Deed, Question, Review, StepRefused

State = Closure.State
STEPS = {
    State.REQUESTED: {State.NEEDS_INFORMATION, State.APPROVED, State.DECLINED},
    State.NEEDS_INFORMATION: {State.NEEDS_INFORMATION, State.APPROVED, State.DECLINED},
    State.APPROVED: {State.REQUESTED},
    State.DECLINED: {State.REQUESTED},
    State.WITHDRAWN: set(),
}
OVER = {Review.UNCONFIRMED, Review.DECLINED, Review.WITHDRAWN, Review.CANCELLED}


def may_become(closure, state):
    """Whether the closure's next state may be `state`; never while its party is not confirmed, or over."""
    return closure.party.review not in OVER and state in STEPS[closure.state]


def approve(closure, *, by, seen, now, note=""):
    """Allow the closure; the public is told once the party is approved too."""
    with transaction.atomic():
        closure, before = _step(closure, State.APPROVED, by, now, seen)
        party = closure.party
        _record(party, Deed.CLOSURE_APPROVED, before, closure, by, now, note)
        party.edition.touch()
        notices.closure_approved(party.main_host(), now=now, note=note)
        return closure


def ask(closure, *, by, seen, now, text):
    """Ask the host about the closure; it waits for the answer."""
    with transaction.atomic():
        closure, before = _step(closure, State.NEEDS_INFORMATION, None, None, seen)
        party = closure.party
        question = Question.objects.create(party=party, about_closure=True, text=text, asked_by=by, asked_at=now)
        _record(party, Deed.CLOSURE_ASKED, before, closure, by, now, text)
        notices.closure_question(party.main_host(), question, now=now)
        return closure


def decline(closure, *, by, seen, now, reason):
    """Say no to the closure; the host gets the reason, the party stays as it is."""
    with transaction.atomic():
        closure, before = _step(closure, State.DECLINED, by, now, seen, reason)
        _record(closure.party, Deed.CLOSURE_DECLINED, before, closure, by, now, reason)
        notices.closure_declined(closure.party.main_host(), now=now, reason=reason)
        return closure


def reopen(closure, *, by, seen, now, note=""):
    """Decide a closure anew; an approved one is no longer told to the public, and the host hears of it."""
    with transaction.atomic():
        closure, before = _step(closure, State.REQUESTED, None, None, seen)
        party = closure.party
        _record(party, Deed.CLOSURE_REOPENED, before, closure, by, now, note)
        party.edition.touch()
        notices.closure_reopened(party.main_host(), now=now, note=note)
        return closure


def _step(closure, state, by, at, seen, reason=""):
    """(fresh closure in its new state, the state before); `by` and `at` are None where nothing is decided."""
    party = history.locked(closure.party, seen=seen)
    closure = Closure.objects.select_for_update().get(pk=closure.pk)
    closure.party = party
    before = closure.state
    if not may_become(closure, state):
        raise StepRefused(f"The closure of {party.reference} is {before} and cannot become {state}")
    closure.state, closure.reason, closure.decided_by, closure.decided_at = state, reason, by, at
    closure.save(update_fields=["state", "reason", "decided_by", "decided_at"])
    return closure, before


def _record(party, deed, before, closure, by, now, note):
    history.record(party, deed, by=by, now=now, values=[("closure", before, closure.state)], note=note)
