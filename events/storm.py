"""The whole night at once: postponed, called off, and taken back while no letter has left.

Each is one transaction: the edition, its parties, their history and the letters owed follow together. The letters wait
ten minutes, and so long everything can be as it was. What each party had before stands in the `Storm`.
"""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction

from events import history
from events.mail import storms as letters
from events.models import (
    Closure,
    Deed,
    Draft,
    Edition,
    Host,
    Night,
    Notice,
    Party,
    RainPlan,
    Review,
    Standing,
    Storm,
)

UNDO = dt.timedelta(minutes=10)
OF_THE_EVENING = {Night.STARTS_LATE, Night.ENDS_EARLY, Night.MOVED}
NIGHT = ("night", "night_time", "night_words", "night_at")
EDITION = ("date", "standing", "first_date", "standing_words")
TOLD = ("date", "rain_date", "night")
TOLD_BY_LETTER = [Review.SUBMITTED, Review.NEEDS_INFORMATION, Review.APPROVED]


class Refused(ValueError):
    """The night cannot be changed like this; the text says why, for staff."""


@dataclass(frozen=True)
class Plan:
    """What a decision about the night would do: numbers of parties, closures, letters and calls.

    `to_rain_date` of the `parties` go to the rain date of their own; `elsewhere` are on another day and stay there.
    """

    parties: int
    approved: int
    to_rain_date: int
    off_already: int
    elsewhere: int
    closures: int
    letters: int
    calls: int


# What is decided


def plan(edition, kind, new_date=None):
    """The Plan of a decision, as things stand now: nothing is changed."""
    moves = [(party, follow(party, edition.date, kind, new_date, None)) for party in concerned(edition)]
    live = [(party, values) for party, values in moves if party.review in TOLD_BY_LETTER]
    told = Host.objects.filter(party__in=[party.pk for party, values in live if values])
    others = Party.objects.in_edition(edition).filter(review__in=TOLD_BY_LETTER).exclude(date=edition.date)
    closures = Closure.objects.public().filter(party__edition=edition, party__date=edition.date)
    return Plan(
        parties=len(live),
        approved=sum(party.review == Review.APPROVED for party, _values in live),
        to_rain_date=sum(values.get("night") == Night.RAIN_DATE for _party, values in live),
        off_already=sum(party.night == Night.NOT_HAPPENING for party, _values in live),
        elsewhere=others.count(),
        closures=closures.count(),
        letters=told.exclude(email="").count(),
        calls=told.filter(email="").count(),
    )


def postpone(edition, new_date, *, words, by, now):
    """Move the night, and all that is on it, to a later day; gives the Storm.

    `words` say why, by language. Closures stay as they were decided. Raises Refused when it cannot be.
    """
    if new_date <= max(edition.date, edition.community.today(now)):
        raise Refused("Choose a day after the night and after today.")
    return _decide(edition, Storm.Kind.POSTPONED, new_date, words, by, now)


def call_off(edition, *, words, by, now):
    """Call the night off; parties with a rain date of their own go to it. Gives the Storm.

    `words` say why, by language. Raises Refused when it cannot be.
    """
    return _decide(edition, Storm.Kind.CANCELLED, None, words, by, now)


def undo(storm, *, by, now):
    """Make everything as it was before the storm, and let none of its letters leave; gives the Storm.

    What somebody has changed of a party since then stays. Raises Refused when it is too late, or done already.
    """
    with transaction.atomic():
        parties = list(_locked(Party.objects.filter(pk__in=[int(pk) for pk in storm.before["parties"]])))
        edition = Edition.objects.select_for_update(of=("self",)).select_related("community").get(pk=storm.edition_id)
        storm = Storm.objects.select_for_update(of=("self",)).get(pk=storm.pk)
        if storm.undone_at is not None:
            raise Refused("This was undone already.")
        if now >= storm.letters_at or not letters.take_back(storm):
            raise Refused("It is too late to undo this: its letters are leaving.")
        old_date = dt.date.fromisoformat(storm.before["edition"]["date"])
        for name in EDITION:
            setattr(edition, name, _read(Edition, name, storm.before["edition"][name]))
        edition.save(update_fields=EDITION)
        edition.touch()
        changed = _restored(storm, parties) + _latecomers_back(storm, edition, old_date)
        _save(changed, Deed.NIGHT_RESTORED, by=by, now=now)
        if storm.new_date:
            _move_drafts(edition, storm.new_date, old_date)
        storm.undone_at, storm.undone_by = now, by
        storm.save(update_fields=["undone_at", "undone_by"])
        letters.bring_back(parties, now=now)
        return storm


def can_be_undone(storm, now):
    """Whether the storm can still be taken back at `now`."""
    return storm.undone_at is None and now < storm.letters_at


def latest(edition):
    """The last decision about the edition's night, or None."""
    return edition.storms.select_related("by", "undone_by").first()


def letters_of(storm):
    """{state: number} of the storm's letters and calls."""
    states = Notice.objects.filter(storm=storm).values_list("state", flat=True)
    return {state: sum(one == state for one in states) for state in Notice.State.values}


# What follows


def concerned(edition):
    """The parties that are on the edition's own date: they go where the night goes. Withdrawn ones go nowhere."""
    return Party.objects.in_edition(edition).filter(date=edition.date).exclude(review=Review.WITHDRAWN)


def follow(party, night_date, kind, new_date, now):
    """{column: value} that a party takes on when the night of `night_date` is postponed or called off.

    What was said for the old evening ends with it; a rain date that the new night has reached is none any more. A host
    who said that the party is not happening is not overruled.
    """
    if kind == Storm.Kind.POSTPONED:
        values = {"date": new_date}
        if party.night in OF_THE_EVENING:
            values |= _as_said(Night.AS_PLANNED, None)
        if party.rain_date and party.rain_date <= new_date:
            values["rain_date"] = None
        return values
    if party.night == Night.NOT_HAPPENING:
        return {}
    if party.rain_plan == RainPlan.DATE and party.rain_date and party.rain_date > night_date:
        return {"date": party.rain_date} | _as_said(Night.RAIN_DATE, now)
    return _as_said(Night.NOT_HAPPENING, now)


def _as_said(night, now):
    return {"night": night, "night_time": None, "night_words": "", "night_at": now}


def _decide(edition, kind, new_date, words, by, now):
    seen = (edition.date, edition.standing)
    with transaction.atomic():
        list(_locked(concerned(edition)))  # before the edition, as every deed on a party locks them
        edition = Edition.objects.select_for_update(of=("self",)).select_related("community").get(pk=edition.pk)
        _check(edition, seen, now)
        storm = Storm(edition=edition, kind=kind, new_date=new_date, words=words, by=by, at=now, letters_at=now + UNDO)
        storm.before = {"edition": _said(edition, EDITION), "parties": {}}
        changed = []
        for party in _locked(concerned(edition)):
            values = follow(party, edition.date, kind, new_date, now)
            if values:
                storm.before["parties"][str(party.pk)] = _said(party, values)
                changed.append((party, values))
        storm.save()
        old_date = edition.date
        _stand(edition, kind, new_date, words)
        _save(changed, Deed.POSTPONED if new_date else Deed.CALLED_OFF, by=by, now=now)
        if new_date:
            _move_drafts(edition, old_date, new_date)
        told = Host.objects.filter(party__in=[party.pk for party, _ in changed], party__review__in=TOLD_BY_LETTER)
        letters.tell(told.select_related("party__edition__community"), storm, now=now)
        return storm


def _check(edition, seen, now):
    """Raise Refused unless the edition stands as it was seen and a decision about it can be made now."""
    last = latest(edition)
    if last is not None and can_be_undone(last, now):
        raise Refused("The last decision can still be undone. Undo it first, or wait until its letters have left.")
    if (edition.date, edition.standing) != seen:
        raise Refused("Somebody else was quicker. This is how things stand now.")
    if edition.is_cancelled:
        raise Refused("The night is called off already.")
    if edition.is_past(now):
        raise Refused("The night is over.")


def _stand(edition, kind, new_date, words):
    edition.standing = Standing(kind)
    edition.standing_words = words
    if new_date:
        edition.first_date = edition.first_date or edition.date
        edition.date = new_date
    edition.save(update_fields=EDITION)
    edition.touch()


def _restored(storm, parties):
    """(party, values) with what each had before, as far as it still has what the storm gave it."""
    rows = []
    for party in parties:
        had = {name: _read(Party, name, value) for name, value in storm.before["parties"][str(party.pk)].items()}
        night_stays = party.night_at not in (None, storm.at)
        given_date = storm.new_date or party.rain_date
        values = {
            name: value
            for name, value in had.items()
            if not (name in NIGHT and night_stays)
            and not (name == "date" and party.date != given_date)
            and not (name == "rain_date" and party.rain_date is not None)
        }
        rows.append((party, values))
    return [(party, values) for party, values in rows if values]


def _latecomers_back(storm, edition, old_date):
    """(party, values) of those who registered for the new night since then: it is on the old day again."""
    if storm.new_date is None:
        return []
    late = Party.objects.in_edition(edition).filter(date=storm.new_date, created_at__gte=storm.at, other_day_reason="")
    late = late.exclude(pk__in=[int(pk) for pk in storm.before["parties"]])
    return [(party, {"date": old_date}) for party in _locked(late)]


def _save(changed, deed, *, by, now):
    """Write the new values of (party, values) pairs with a line of history each."""
    lines, columns = [], set()
    for party, values in changed:
        before = _said(party, values)
        for name, value in values.items():
            setattr(party, name, value)
        after = _said(party, values)
        columns |= values.keys()
        lines.append((party, [(n, before[n], after[n]) for n in TOLD if n in values and before[n] != after[n]]))
    if columns:
        Party.objects.bulk_update([party for party, _values in changed], sorted(columns), batch_size=200)
    history.record_all(lines, deed, by=by, now=now)


def _move_drafts(edition, old_date, new_date):
    """Take the answers still being written for the night along."""
    for draft in Draft.objects.select_for_update().filter(edition=edition, party__isnull=True):
        if draft.answers.get("date") == old_date.isoformat() and not draft.answers.get("other_day_reason"):
            draft.answers["date"] = new_date.isoformat()
            draft.save(update_fields=["answers"])


def _locked(parties):
    return parties.order_by("pk").select_for_update(of=("self",))


def _said(row, names):
    """{column: value} of a row as JSON."""
    values = {name: getattr(row, name) for name in names}
    moments = (dt.date, dt.time, dt.datetime)
    return {name: value.isoformat() if isinstance(value, moments) else value for name, value in values.items()}


def _read(model, name, value):
    """A column's value read back from JSON."""
    return model._meta.get_field(name).to_python(value)
