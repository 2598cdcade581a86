"""The night: what is different from what was planned, said by a host, the second contact or staff, and live at once.

A party that goes to its rain date moves there whole: its day is the new one from then on, for its listing, its closure,
its reminders and the count. The day it was planned for stays in its history.
"""

import datetime as dt

from django.db import transaction
from django.db.models import Case, F, When

from events import history
from events.mail import notices
from events.models import Change, Deed, Host, Night, RainPlan, Review

ON_THE_DAY = [Night.STARTS_LATE, Night.ENDS_EARLY, Night.MOVED]
TIMED = {Night.STARTS_LATE, Night.ENDS_EARLY}
WORDED = {Night.MOVED, Night.NOT_HAPPENING}
LAID_DOWN = ("night", "night_time", "night_words", "date")


class NightRefused(ValueError):
    """This cannot be said of the party, or not any more."""


def offers(party, now):
    """What may be said of the party at `now` (Nights), in the order in which people look for it.

    Late, early and elsewhere are for its own day; that it is off, or goes to its rain date, can be said before. Nothing
    can after that day, of a party that is not approved, or of one that was called off with the whole night. One query
    for a party on its rain date, else none.
    """
    today = party.community.today(now)
    is_called_off = party.edition.is_cancelled and party.is_on_the_night
    if party.review != Review.APPROVED or today > party.date or is_called_off:
        return []
    found = ON_THE_DAY if today == party.date else []
    found = [*found, Night.RAIN_DATE] if _has_rain_date_ahead(party) else list(found)
    found.append(Night.NOT_HAPPENING)
    if party.night != Night.AS_PLANNED and _may_go_back(party, today):
        found.append(Night.AS_PLANNED)
    return [night for night in found if night != party.night or night in TIMED | WORDED]


def say(party, night, *, by, now, time=None, words=""):
    """Say how it stands on the night; gives the fresh party. Saying the same again changes nothing.

    `night` is one of `offers`; `time` the new start or end, `words` where it moved to or why it is off. `by` is a Host
    or a User; every other host of the party is written to. Raises NightRefused.
    """
    with transaction.atomic():
        party = history.locked(party)
        party.edition.refresh_from_db(fields=["date", "standing"])  # a storm may have passed meanwhile
        if night not in offers(party, now):
            raise NightRefused(f"{party.reference} cannot be {night}")
        before = {name: getattr(party, name) for name in LAID_DOWN}
        party.date = _day_of(party, night)
        party.night = night
        party.night_time = _time_of(party, night, time)
        party.night_words = words if night in WORDED else ""
        said = [(name, _plain(was), _plain(getattr(party, name))) for name, was in before.items()]
        said = [(name, was, now_is) for name, was, now_is in said if was != now_is]
        if said:
            party.night_at = now
            party.save(update_fields=[*LAID_DOWN, "night_at"])
            history.record(party, Deed.NIGHT_CHANGED, by=by, now=now, values=said)
            party.edition.touch()
            for host in party.hosts.exclude(pk=by.pk if isinstance(by, Host) else None):
                host.party = party
                notices.night_said(host, by=by.name if isinstance(by, Host) else "", now=now)
        return party


def planned_day(party):
    """The day the party was planned for: another one than its day only while it is on its rain date."""
    if party.night != Night.RAIN_DATE or party.date != party.rain_date:
        return party.date
    moves = Change.objects.filter(party=party, deed=Deed.NIGHT_CHANGED, values__field="date")
    first = moves.order_by("at", "id").values_list("values__before", flat=True).last()
    return dt.date.fromisoformat(first) if first else party.date


def with_hours(parties):
    """The queryset of parties with `begins` and `finishes`: their hours as they are now, late or early."""
    return parties.alias(
        begins=Case(When(night=Night.STARTS_LATE, night_time__isnull=False, then=F("night_time")), default=F("starts")),
        finishes=Case(When(night=Night.ENDS_EARLY, night_time__isnull=False, then=F("night_time")), default=F("ends")),
    )


def _has_rain_date_ahead(party):
    return party.rain_plan == RainPlan.DATE and party.rain_date is not None and party.rain_date > party.date


def _may_go_back(party, today):
    """Whether it can be as planned again: from the rain date only to a day that the host left, and that is to come."""
    first = planned_day(party)
    return first >= today and (party.night != Night.RAIN_DATE or first != party.date)


def _day_of(party, night):
    if night == Night.RAIN_DATE:
        return party.rain_date
    return planned_day(party) if night == Night.AS_PLANNED else party.date


def _time_of(party, night, time):
    """The new start or end, which must lie between the planned ones; None where nothing of the hours changes."""
    if night not in TIMED:
        return None
    if time is None or not party.starts < time < party.ends:
        raise NightRefused(f"{party.reference} cannot start or end at {time}")
    return time


def _plain(value):
    """A value as history keeps it."""
    if isinstance(value, dt.time):
        return f"{value:%H:%M}"
    return value.isoformat() if isinstance(value, dt.date) else value
