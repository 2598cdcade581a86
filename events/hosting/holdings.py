"""Everything that is held about a host, for the host to see and to take along; and its deletion at their own wish."""

from django.db import transaction
from django.utils import timezone

from events import forgetting
from events.hosting import deeds
from events.models import STEPS, Draft, Host, Notice, Outcome, Party, Review
from events.questions import answers as asked

SHOWN = {Notice.State.SENT, Notice.State.QUEUED, Notice.State.CALL, Notice.State.CALLED}


def of(host, now):
    """What is held about the host as one JSON-able object; times are ISO 8601, local to the community.

    A second contact or joined host gets what is held about them alone: the answers are the main host's. `merged` are
    the host's own registrations that became a part of the party.
    """
    party = host.party
    zone = party.community.zone
    held = {
        "made_at": _at(now, zone),
        "party": _party(party),
        "you": _person(host, zone),
        "letters": [_letter(notice, zone) for notice in _letters(host)],
        "history": [_line(change, zone) for change in party.changes.filter(by_host=host).prefetch_related("values")],
        "kept_until": forgetting.last_day(party).isoformat(),
        "merged": [asked.answers_of(one) for one in Party.objects.filter(pk__in=forgetting.merged_of(host))],
    }
    if host.role != Host.Role.MAIN:
        return held
    return held | {
        "answers": asked.answers_of(party),
        "after_the_party": {"outcome": party.outcome, "attendance": party.attendance, "went_well": party.went_well},
        "questions": [_question(question, zone) for question in party.questions.all()],
        "proposals": [{"at": _at(one.at, zone), "values": one.values} for one in party.proposals.all()],
        "files": [{"name": one.name, "bytes": one.size, "at": _at(one.at, zone)} for one in party.petitions.all()],
        "drafts": [{"at": _at(one.updated_at, zone), "answers": one.answers} for one in own_drafts(host)],
    }


def own_drafts(host):
    """Registrations not sent yet under the host's address, once it was shown to be theirs."""
    if not host.email or host.confirmed_at is None:
        return Draft.objects.none()
    drafts = Draft.objects.filter(edition__community=host.party.community, party__isnull=True)
    return drafts.filter(answers__email__iexact=host.email).order_by("pk")


def is_to_come(party, now):
    """Whether deleting the host's data has to call the party off first."""
    if party.outcome != Outcome.UNKNOWN:
        return False
    return Review.WITHDRAWN in STEPS[party.review] and party.community.today(now) <= party.date


def delete(host, *, now):
    """Delete what `of` tells. A main host's party that is to come is withdrawn first; others' parties go on."""
    with transaction.atomic():
        if host.role != Host.Role.MAIN:
            forgetting.forget_person(host, now=now)
            return
        own_drafts(host).delete()
        if is_to_come(host.party, now):
            deeds.withdraw(host.party, by=host, now=now)
        forgetting.forget_party(host.party, by=host, now=now)


def _at(moment, zone):
    return timezone.localtime(moment, zone).isoformat(timespec="minutes") if moment else None


def _party(party):
    return {
        "reference": party.reference,
        "community": party.community.name,
        "night": party.edition.date.isoformat(),
        "date": party.date.isoformat(),
        "state": party.review,
    }


def _person(host, zone):
    return {
        "role": host.role,
        "name": host.name,
        "email": host.email,
        "email_confirmed_at": _at(host.confirmed_at, zone),
        "phone": host.phone,
        "language": host.language,
        "wants_reminders": host.wants_reminders,
    }


def _letters(host):
    return host.notices.filter(state__in=SHOWN).order_by("created_at", "id")


def _letter(notice, zone):
    sent = notice.state == Notice.State.SENT
    return {
        "kind": notice.kind,
        "to": notice.to_email,
        "written_at": _at(notice.created_at, zone),
        "sent_at": _at(notice.sent_at, zone) if sent else None,
        "words": notice.context,
    }


def _line(change, zone):
    values = {value.field: {"before": value.before, "after": value.after} for value in change.values.all()}
    return {"at": _at(change.at, zone), "deed": change.deed, "values": values}


def _question(question, zone):
    return {
        "asked_at": _at(question.asked_at, zone),
        "question": question.text,
        "answered_at": _at(question.answered_at, zone),
        "answer": question.answer,
    }
