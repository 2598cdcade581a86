"""What a coordinator does for a host: enter a caller's party, send a link, write down an answer.

Each is one transaction: rows, history and the letters owed.
"""

from django.db import transaction

from events import history, registry
from events.models import ChangedValue, Closure, Deed, Party, Question, Review, Source

ASKED_UNTIL = {"closure_wanted": "closure", "visitors": "visits", "kit_wanted": "kit"}


class NotOpen(ValueError):
    """The question was answered by somebody else in the meantime."""


def late_wishes(edition, before, answers, now):
    """What `answers` newly ask for outside its days: some of listing (a party that is not there yet), closure, visits,
    kit. Staff may grant each, with a reason."""
    late = [] if before else ["listing"]
    for name, what in ASKED_UNTIL.items():
        had = before.get(name)
        wants = answers.get(name, had)
        if set(wants) - set(had or []) if isinstance(wants, list) else wants and not had:
            late.append(what)
    return [what for what in late if not edition.takes(what, now)]


def enter(edition, answers, *, key, by, now, reason=""):
    """Put a caller's party into the registry, straight to review; the same `key` gives the same party. Gives it.

    `reason` says why a last day did not count; it stands in the history.
    """
    with transaction.atomic():
        party = registry.register(edition, answers, key=key, now=now, source=Source.STAFF, by=by)
        line = party.changes.filter(deed=Deed.ENTERED).first()
        if reason and line is not None and not line.values.filter(field="note").exists():
            ChangedValue.objects.create(change=line, field="note", after=reason)
        return party


def send_link(host, *, by, now):
    """Owe the host the secret link again, or the confirm link while the e-mail is not confirmed. Gives the notice.

    A host without e-mail gets a line of the call list.
    """
    with transaction.atomic():
        party = host.party = history.locked(host.party)
        notice = registry.send_link(host, now=now)
        history.record(party, Deed.LINK_SENT, by=by, now=now, note=str(host.get_role_display()))
        return notice


def record_answer(question, text, *, by, now):
    """Write down the answer a host gave by phone. Gives the party.

    With the last open answer the party, or its closure, goes back to those who decide.

    Raises NotOpen when the question has its answer already.
    """
    with transaction.atomic():
        party = history.locked(question.party)
        mine = Question.objects.filter(pk=question.pk, answered_at__isnull=True)
        if not mine.update(answer=text, answered_at=now):
            raise NotOpen
        of_a_kind = party.questions.filter(about_closure=question.about_closure, answered_at__isnull=True)
        if of_a_kind.exists():
            pass  # the host still owes another answer
        elif question.about_closure:
            waiting = Closure.objects.filter(party=party, state=Closure.State.NEEDS_INFORMATION)
            waiting.update(state=Closure.State.REQUESTED)
        elif party.review == Review.NEEDS_INFORMATION:
            party.become(Review.SUBMITTED)
            Party.objects.filter(pk=party.pk).update(review=party.review, waiting_since=now)
        history.record(party, Deed.ANSWERED, by=by, now=now, note=text)
        return party
