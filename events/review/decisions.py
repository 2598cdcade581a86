"""What coordinators decide about a party. Each deed is one transaction: row, history and the letters owed.

Every deed takes `by` (the User), `seen` (the revision the person had before them) and `now`. It raises
history.Outdated when the party has changed since, and StepRefused when its state does not allow the step. The fresh
party is given back.
"""

from django.db import transaction

from events import history, introductions, registry
from events.mail import notices
from events.models import Deed, Note, Party, Proposal, Question, Review, StepRefused


def approve(party, *, by, seen, now, note=""):
    """Put the party on the map: it gets its page's address."""
    with transaction.atomic():
        party = history.locked(party, seen=seen)
        before = party.review
        party.become(Review.APPROVED)
        party.edition.touch()  # first of all: the edition's row keeps two parties from taking one address at once
        party.slug = registry.free_slug(party)
        party.approved_at = party.approved_at or now
        party.reason = ""
        _decided(party, by, now, "slug", "approved_at", "reason")
        history.record(party, Deed.APPROVED, by=by, now=now, values=[("review", before, party.review)], note=note)
        for host in _reachable(party):
            notices.approved(host, now=now, note=note)
        return party


def ask(party, *, by, seen, now, text):
    """Ask the host; the party waits for the answer. A second question may follow the first."""
    with transaction.atomic():
        party = history.locked(party, seen=seen)
        before = party.review
        if before != Review.NEEDS_INFORMATION:
            party.become(Review.NEEDS_INFORMATION)
        party.waiting_since = now
        party.save(update_fields=["review", "waiting_since"])
        question = Question.objects.create(party=party, text=text, asked_by=by, asked_at=now)
        history.record(party, Deed.ASKED, by=by, now=now, values=[("review", before, party.review)], note=text)
        notices.question(party.main_host(), question, now=now)
        return party


def decline(party, *, by, seen, now, reason):
    """Say no to a party that was not approved; the host gets the reason."""
    with transaction.atomic():
        party = history.locked(party, seen=seen)
        before = party.review
        party.become(Review.DECLINED)
        party.reason = reason
        _decided(party, by, now, "reason")
        history.record(party, Deed.DECLINED, by=by, now=now, values=[("review", before, party.review)], note=reason)
        notices.declined(party.main_host(), now=now, reason=reason)
        introductions.called_off(party, now=now)
        return party


def cancel(party, *, by, seen, now, reason):
    """Call the party off for the city; a page that was public says so. An open proposal ends with it."""
    with transaction.atomic():
        party = history.locked(party, seen=seen)
        before = party.review
        party.become(Review.CANCELLED)
        party.reason = reason
        _decided(party, by, now, "reason")
        values = [("review", before, party.review)]
        if party.proposals.filter(state=Proposal.State.OPEN).update(state=Proposal.State.WITHDRAWN, decided_at=now):
            values.append(("proposal", Proposal.State.OPEN, Proposal.State.WITHDRAWN))
        history.record(party, Deed.CANCELLED, by=by, now=now, values=values, note=reason)
        if party.approved_at is not None:
            party.edition.touch()
        for host in _reachable(party):
            notices.cancelled(host, now=now, reason=reason)
        introductions.called_off(party, now=now)
        return party


def reopen(party, *, by, seen, now, note=""):
    """Look again at a declined or cancelled party: it waits for review, and has no page until it is approved again."""
    with transaction.atomic():
        party = history.locked(party, seen=seen)
        before = party.review
        if before not in (Review.DECLINED, Review.CANCELLED) or party.merged_into_id is not None:
            raise StepRefused(f"{party.reference} is {before} and cannot be reopened")
        party.become(Review.SUBMITTED)
        party.reason = ""
        party.submitted_at = party.submitted_at or now
        party.waiting_since = now
        party.decided_at = party.decided_by = None
        party.save(update_fields=["review", "reason", "submitted_at", "waiting_since", "decided_at", "decided_by"])
        history.record(party, Deed.REOPENED, by=by, now=now, values=[("review", before, party.review)], note=note)
        if party.approved_at is not None:
            party.edition.touch()
        notices.reopened(party.main_host(), now=now, note=note)
        return party


def accept_proposal(party, *, by, seen, now, note=""):
    """Make the host's open proposal the approved version; a new day, time or place is told to the public."""
    with transaction.atomic():
        party = history.locked(party, seen=seen)
        proposal = _open_proposal(party)
        _close(proposal, Proposal.State.ACCEPTED, by, now)
        line = registry.change(party, proposal.values, by=by, now=now, deed=Deed.PROPOSAL_ACCEPTED, note=note)
        if line is None:
            history.record(party, Deed.PROPOSAL_ACCEPTED, by=by, now=now, note=note)
        Party.objects.filter(pk=party.pk).update(waiting_since=None)
        party = history.locked(party)
        notices.proposal_accepted(party.main_host(), proposal, now=now)
        return party


def reject_proposal(party, *, by, seen, now, reason):
    """Leave the approved version as it is; the host gets the reason."""
    with transaction.atomic():
        party = history.locked(party, seen=seen)
        proposal = _open_proposal(party)
        _close(proposal, Proposal.State.REJECTED, by, now, reason)
        party.waiting_since = None
        party.save(update_fields=["waiting_since"])
        history.record(party, Deed.PROPOSAL_REJECTED, by=by, now=now, note=reason)
        notices.proposal_rejected(party.main_host(), proposal, now=now, reason=reason)
        return party


def add_note(party, *, by, now, text):
    """Keep an internal note; it never leaves the staff pages and is nobody's surprise, so it needs no revision."""
    return Note.objects.create(party=party, by=by, at=now, text=text)


def opened(party, *, by, now):
    """Remember who looks at the party, so that a second coordinator is told."""
    Party.objects.filter(pk=party.pk).update(opened_by=by, opened_at=now)


def _decided(party, by, now, *columns):
    party.decided_at, party.decided_by, party.waiting_since = now, by, None
    party.save(update_fields=["review", "decided_at", "decided_by", "waiting_since", *columns])


def _reachable(party):
    """The main host (by letter or call list), and a second contact and joined hosts who have an e-mail address."""
    return [host for host in party.hosts.all() if host.role == "main" or host.email]


def _open_proposal(party):
    proposal = party.proposals.select_for_update().filter(state=Proposal.State.OPEN).first()
    if proposal is None or party.review != Review.APPROVED:
        raise StepRefused(f"{party.reference} has no proposed change that waits for a decision")
    return proposal


def _close(proposal, state, by, now, reason=""):
    proposal.state, proposal.reason, proposal.decided_at, proposal.decided_by = state, reason, now, by
    proposal.save(update_fields=["state", "reason", "decided_at", "decided_by"])
