"""Puts the demo's night on today, so that everything of the evening can be tried."""

import datetime as dt
import zoneinfo

from django.db import transaction

from events.demo.lived import say_on_the_night
from events.demo.mark import SLUG
from events.models import Closure, Edition, Party

ZONE = zoneinfo.ZoneInfo("America/Chicago")
DAY = 24 * 60
MOVED = ["date", "rain_date", "starts", "ends", "best_time", "night_time"]
LAST_DAYS = ("listing_until", "closure_until", "visits_until", "kit_until")


def hold_tonight(now):
    """Move the coming night to the local day of `now`, and its window too where it would be over or far off.

    Every town whose night is on the same date moves along. Gives the St. Louis edition.
    """
    local = now.astimezone(ZONE)
    st_louis = _coming("st-louis")
    with transaction.atomic():
        days = local.date() - st_louis.date
        for edition in Edition.objects.filter(community__region__slug=SLUG, date=st_louis.date):
            _move(edition, days, _shift(edition, local.hour * 60 + local.minute))
        say_on_the_night(_coming("st-louis"), now=now)
    return _coming("st-louis")


def _coming(slug):
    return Edition.objects.select_related("community").filter(community__slug=slug).order_by("-date").first()


def _shift(edition, clock):
    """Minutes by which the window moves: none while it is on or begins within two hours, else it began an hour ago."""
    starts, ends = _minutes(edition.starts), _minutes(edition.ends)
    if starts - 120 <= clock < ends:
        return 0
    began = max(0, (clock - 60) // 30 * 30)
    return min(began, DAY - 5 - (ends - starts)) - starts


def _move(edition, days, minutes):
    date = edition.date + days
    if not Edition.objects.filter(community=edition.community, year=date.year).exists():
        edition.year = date.year
    edition.date = date
    edition.starts, edition.ends = _span(edition.starts, edition.ends, minutes)
    for name in LAST_DAYS:
        setattr(edition, name, min(getattr(edition, name) + days, date - dt.timedelta(days=1)))
    edition.registration_opens = min(edition.registration_opens + days, edition.listing_until)
    edition.save()
    edition.touch()
    parties = list(Party.objects.filter(edition=edition))
    for party in parties:
        party.date += days
        party.rain_date = party.rain_date and party.rain_date + days
        party.starts, party.ends = _span(party.starts, party.ends, minutes)
        party.best_time = party.best_time and _later(party.best_time, minutes)
        party.night_time = party.night_time and _later(party.night_time, minutes)
    Party.objects.bulk_update(parties, MOVED, batch_size=100)
    closures = list(Closure.objects.filter(party__edition=edition))
    for closure in closures:
        closure.starts, closure.ends = _span(closure.starts, closure.ends, minutes)
    Closure.objects.bulk_update(closures, ["starts", "ends"], batch_size=100)


def _minutes(time):
    return time.hour * 60 + time.minute


def _span(starts, ends, minutes):
    """Two times of one day so many minutes later, as far as the day allows; their distance stays."""
    minutes = max(min(minutes, DAY - 1 - _minutes(ends)), -_minutes(starts))
    return _later(starts, minutes), _later(ends, minutes)


def _later(time, minutes):
    moved = max(0, min(_minutes(time) + minutes, DAY - 1))
    return dt.time(moved // 60, moved % 60)
