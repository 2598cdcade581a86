"""Reminders: letters at their time, before the night, the day after, and to who has not answered.

Nothing is planned ahead. Every few minutes the worker looks who is due one now, so that a party that moves to another
day, is called off or has answered is simply not found when the time comes. Each is owed once by its key: planning
twice, by two workers at once, or again after one was killed, makes none twice. One that was given up because the party
was off for a while is owed again.
"""

import datetime as dt
from collections import Counter

from django.db.models import Max, Q

from events.mail.owing import NO_LONGER_SO, owe_again, owe_all, row_of
from events.models import Closure, Edition, Host, Night, Notice, Outcome, Question, Review, Storm

MORNING = dt.time(9)
# Days from the party's own day: the first one, from the morning on, and the one at whose midnight it is too late.
AROUND = {"week_before": (-7, -3), "day_before": (-1, 0), "day_after": (1, 8)}
READERS = {
    "week_before": [Host.Role.MAIN, Host.Role.JOINED],
    "day_before": [Host.Role.MAIN, Host.Role.JOINED],
    "day_after": [Host.Role.MAIN],
}
JUST_TOLD = dt.timedelta(days=1)
UNCONFIRMED_FOR, UNANSWERED_FOR = dt.timedelta(days=2), dt.timedelta(days=3)
GIVE_UP = dt.timedelta(days=14)
PAGES_OPEN = dt.timedelta(days=120)  # hosts' pages close 90 days after the night, so no party is asked about later
PARTY = [f"party__{name}" for name in ("edition", "date", "review")]
PERSON = ["role", "email", "phone", "language", "party"]
KEYS_AT_ONCE = 500


def plan(now, *, dry_run=False):
    """Owe every reminder that is due at `now`; gives a Counter of these by kind. Dry, it owes none."""
    recent = Edition.objects.with_community().filter(date__gte=(now - PAGES_OPEN).date())
    editions = {edition.pk: edition for edition in recent}
    due = [*_unconfirmed(editions, now), *_unanswered(editions, now)]
    storms = Storm.objects.filter(edition__in=list(editions), undone_at__isnull=True, at__gt=now - JUST_TOLD)
    storms = list(storms.only("letters_at", "before"))
    for kind in AROUND:
        due += _around(kind, editions, storms, now)
    new, lost = _sorted(due)
    if not dry_run:
        owe_all(new)
        for start in range(0, len(lost), KEYS_AT_ONCE):
            keys = [row.key for row in lost[start : start + KEYS_AT_ONCE]]
            owe_again(Notice.objects.filter(key__in=keys), now=now)
    return Counter(row.kind for row in [*new, *lost])


def span(kind, date, zone):
    """(from, until) of a reminder about a party on `date`: no moment outside of it is right for it."""
    first, last = AROUND[kind]
    opens = dt.datetime.combine(date + dt.timedelta(days=first), MORNING, tzinfo=zone)
    return opens, _midnight(date + dt.timedelta(days=last), zone)


def _midnight(date, zone):
    return dt.datetime.combine(date, dt.time(), tzinfo=zone)


def _hosts(editions):
    """Hosts who want reminders and can be reached; the wide rows of their editions are read once, not for each."""
    hosts = Host.objects.filter(party__edition__in=list(editions), wants_reminders=True, forgotten_at__isnull=True)
    return hosts.exclude(email="", phone="").select_related("party").only(*PERSON, *PARTY)


def _with_editions(hosts, editions):
    for host in hosts:
        host.party.edition = editions[host.party.edition_id]
        yield host


def _around(kind, editions, storms, now):
    """The reminders about a party's day, by that day: on another day they are due anew.

    While a storm can be undone, none about a party that it moved or called off: the day is not sure yet.
    """
    first, last = AROUND[kind]
    days = (now.date() - dt.timedelta(days=last + 1), now.date() - dt.timedelta(days=first - 1))
    hosts = _hosts(editions).filter(role__in=READERS[kind], party__review=Review.APPROVED, party__date__range=days)
    hosts = hosts.exclude(party__night=Night.NOT_HAPPENING)
    if kind == "week_before":  # the letter of approval says it all, and so does that of a storm
        hosts = hosts.filter(party__approved_at__lte=now - JUST_TOLD)
    if kind == "day_after":
        hosts = hosts.filter(party__outcome=Outcome.UNKNOWN)
    waits = {int(pk) for one in storms if now < one.letters_at or kind == "week_before" for pk in one.before["parties"]}
    for host in _with_editions(hosts, editions):
        party = host.party
        opens, closes = span(kind, party.date, party.community.zone)
        is_off = party.pk in waits or (party.edition.is_cancelled and party.is_on_the_night)
        if opens <= now < closes and not is_off:
            day = party.date.isoformat()
            yield row_of(kind, f"{host.pk}:{day}", host=host, now=now, not_after=closes, is_quiet=True, date=day)


def _unconfirmed(editions, now):
    """A second letter to main hosts who have not confirmed the address, some time after the last that asked for it."""
    hosts = _hosts(editions).main().filter(party__review=Review.UNCONFIRMED).exclude(email="")
    hosts = hosts.annotate(asked=Max("notices__created_at", filter=Q(notices__kind="confirm")))
    hosts = hosts.filter(asked__lte=now - UNCONFIRMED_FOR, asked__gt=now - GIVE_UP)
    for host in _with_editions(hosts, editions):
        until = min(host.asked + GIVE_UP, _midnight(host.party.date, host.party.community.zone))
        if now < until:
            yield row_of("remind_confirm", host.pk, host=host, now=now, not_after=until, is_quiet=True)


def _unanswered(editions, now):
    """A second letter about questions that wait; not to somebody who is still to be called with the question."""
    about_party = Q(about_closure=False, party__review=Review.NEEDS_INFORMATION)
    about_closure = Q(
        about_closure=True,
        party__closure__state=Closure.State.NEEDS_INFORMATION,
        party__review__in=[Review.SUBMITTED, Review.NEEDS_INFORMATION, Review.APPROVED],
    )
    asked = {"asked_at__lte": now - UNANSWERED_FOR, "asked_at__gt": now - GIVE_UP}
    questions = list(
        Question.objects.filter(
            about_party | about_closure, answered_at__isnull=True, party__edition__in=list(editions), **asked
        )
    )
    hosts = _hosts(editions).main().filter(party__in={question.party_id for question in questions})
    hosts = {host.party_id: host for host in _with_editions(hosts, editions)} if questions else {}
    to_call = _still_to_call(questions)
    for question in questions:
        host = hosts.get(question.party_id)
        if host is None or question.pk in to_call:
            continue
        until = min(question.asked_at + GIVE_UP, _midnight(host.party.date, host.party.community.zone))
        if now < until:
            about = {"question": question.pk, "not_after": until}
            yield row_of("remind_answer", question.pk, host=host, now=now, is_quiet=True, **about)


def _still_to_call(questions):
    """The ids of those questions that are on the call list themselves."""
    kind = {True: "closure_question", False: "question"}
    keys = {f"{kind[question.about_closure]}:{question.pk}": question.pk for question in questions}
    return {keys[key] for key in Notice.objects.to_call().filter(key__in=keys).values_list("key", flat=True)}


def _sorted(rows):
    """(the rows whose key is not in the outbox, those that were given up because they were not so for a while)."""
    known = {}
    for start in range(0, len(rows), KEYS_AT_ONCE):
        keys = [row.key for row in rows[start : start + KEYS_AT_ONCE]]
        found = Notice.objects.filter(key__in=keys).values_list("key", "state", "last_error")
        known.update({key: (state, error) for key, state, error in found})
    given_up = (Notice.State.EXPIRED, NO_LONGER_SO)
    return [row for row in rows if row.key not in known], [row for row in rows if known.get(row.key) == given_up]
