"""What a coordinator does for a host: enter a caller's party, correct one, send a link, write down an answer.

Each is one transaction: rows, history and the letters owed.
"""

from django.db import transaction

from events import history, registry
from events.mail import notices
from events.models import ChangedValue, Closure, Deed, Host, Party, Question, Review, Source

PUBLIC = {
    "time": {"starts", "ends"},
    "date": {"date"},
    "place": {"place_kind", "number", "street", "place_name", "lat", "lng"},
}
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


def correct(party, answers, *, by, now, seen, note=""):
    """Write a coordinator's corrections, live at once even on an approved party. Gives the Change, or None for none.

    A new day, time or place of an approved party is told to the public. Raises history.Outdated.
    """
    with transaction.atomic():
        before = party.main_host()
        line = registry.change(party, answers, by=by, now=now, deed=Deed.CORRECTED, seen=seen, note=note)
        if line is None:
            return None
        names = {value.field for value in line.values.all()}
        if line.party.review == Review.APPROVED:
            told = [what for what, fields in PUBLIC.items() if fields & names]
            if told:
                Party.objects.filter(pk=party.pk).update(public_note={"at": now.isoformat(), "fields": told})
        if "email" in names:
            _move_address(line.party, before.email if before else "", now)
        return line


def _move_address(party, old_email, now):
    """Send the link to the main host's new address and tell the old one, whose links end."""
    host = party.hosts.get(role=Host.Role.MAIN)
    if host.email.casefold() == old_email.casefold():
        return
    host.party = party
    host.confirmed_at = None
    host.link_version += 1
    host.save(update_fields=["confirmed_at", "link_version"])
    if host.email:
        _link_notice(host, now)
    if old_email:
        notices.contact_changed(host, old_email, now=now)


def _link_notice(host, now):
    """The letter with the confirm link while the party waits for it, else with the secret link."""
    waits = host.party.review == Review.UNCONFIRMED and host.role == Host.Role.MAIN and host.email
    return (notices.confirm if waits else notices.host_link)(host, now=now)


def send_link(host, *, by, now):
    """Owe the host the secret link again, or the confirm link while the e-mail is not confirmed. Gives the notice.

    A host without e-mail gets a line of the call list.
    """
    with transaction.atomic():
        party = host.party = history.locked(host.party)
        notice = _link_notice(host, now)
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
