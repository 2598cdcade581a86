"""What staff and hosts did to the demo's registrations, as the registry's rooms would have written it."""

import datetime as dt

from events import history, registry
from events.mail import notices
from events.models import Closure, Deed, Host, Note, Proposal, Question, Review

MAIN = Host.Role.MAIN


def _step(party, review):
    """Take the step and give what it changed, as history wants it."""
    before = party.review
    party.become(review)
    return [("review", before, review)]


def approve(party, *, by, at):
    """Approve a submitted party; gives the fresh row."""
    party = history.locked(party)
    step = _step(party, Review.APPROVED)
    party.approved_at = party.decided_at = at
    party.decided_by = by
    party.waiting_since = None
    party.slug = registry.free_slug(party)
    party.save()
    history.record(party, Deed.APPROVED, by=by, now=at, values=step)
    notices.approved(party.hosts.get(role=MAIN), now=at)
    return party


def ask(party, text, *, by, at):
    """Ask the host a question and wait for the answer."""
    party = history.locked(party)
    step = _step(party, Review.NEEDS_INFORMATION)
    party.waiting_since = at
    party.save()
    question = Question.objects.create(party=party, text=text, asked_by=by, asked_at=at)
    history.record(party, Deed.ASKED, by=by, now=at, values=step, note=text)
    notices.question(party.hosts.get(role=MAIN), question, now=at)
    return party


def answer(party, text, *, at):
    """The host answers the open question; the party is to be reviewed again."""
    party = history.locked(party)
    step = _step(party, Review.SUBMITTED)
    party.waiting_since = at
    party.save()
    party.questions.filter(answered_at__isnull=True).update(answer=text, answered_at=at)
    history.record(party, Deed.ANSWERED, by=party.hosts.get(role=MAIN), now=at, values=step, note=text)
    return party


def decline(party, reason, *, by, at):
    """Decline a submitted party with a reason."""
    party = history.locked(party)
    step = _step(party, Review.DECLINED)
    party.decided_at, party.decided_by, party.reason, party.waiting_since = at, by, reason, None
    party.save()
    history.record(party, Deed.DECLINED, by=by, now=at, values=step, note=reason)
    notices.declined(party.hosts.get(role=MAIN), now=at, reason=reason)
    return party


def withdraw(party, *, at):
    """The host takes the party back."""
    party = history.locked(party)
    step = _step(party, Review.WITHDRAWN)
    party.waiting_since = None
    party.save()
    host = party.hosts.get(role=MAIN)
    history.record(party, Deed.WITHDRAWN, by=host, now=at, values=step)
    notices.withdrawn(host, now=at)
    return party


def cancel(party, reason, *, by, at):
    """A coordinator calls the party off."""
    party = history.locked(party)
    step = _step(party, Review.CANCELLED)
    party.decided_at, party.decided_by, party.reason, party.waiting_since = at, by, reason, None
    party.save()
    history.record(party, Deed.CANCELLED, by=by, now=at, values=step, note=reason)
    notices.cancelled(party.hosts.get(role=MAIN), now=at, reason=reason)
    return party


def propose(party, values, *, at):
    """The host of an approved party asks for a change that a coordinator has to decide."""
    host = party.hosts.get(role=MAIN)
    Proposal.objects.create(party=party, values=values, by_host=host, at=at)
    history.record(party, Deed.PROPOSED, by=host, now=at)
    party.waiting_since = at
    party.save(update_fields=["waiting_since"])


def note(party, text, *, by, at):
    """A coordinator's note to colleagues."""
    Note.objects.create(party=party, text=text, by=by, at=at)


def decide_closure(party, state, *, by, at):
    """Bring the party's closure from requested to `state` (Closure.State)."""
    closure = party.closure
    host = party.hosts.get(role=MAIN)
    closure.state = state
    if state == Closure.State.APPROVED:
        closure.decided_at, closure.decided_by = at, by
        history.record(party, Deed.CLOSURE_APPROVED, by=by, now=at)
        notices.closure_approved(host, now=at)
    elif state == Closure.State.DECLINED:
        closure.decided_at, closure.decided_by = at, by
        closure.reason = "A bus line uses this block. You are welcome to have the party on the sidewalk and in yards."
        history.record(party, Deed.CLOSURE_DECLINED, by=by, now=at, note=closure.reason)
        notices.closure_declined(host, now=at, reason=closure.reason)
    elif state == Closure.State.NEEDS_INFORMATION:
        text = "Which cross streets do you mean? The ones you named do not meet this block."
        asked = Question.objects.create(party=party, about_closure=True, text=text, asked_by=by, asked_at=at)
        history.record(party, Deed.CLOSURE_ASKED, by=by, now=at, note=text)
        notices.closure_question(host, asked, now=at)
    closure.save()


def later(at, hours, limit):
    """`hours` after `at`, but not after `limit`."""
    return min(at + dt.timedelta(hours=hours), limit)
