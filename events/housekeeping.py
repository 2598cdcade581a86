"""Housekeeping: takes away what has served its time. Safe to run at any moment, and twice."""

import datetime as dt

from django.contrib.sessions.models import Session

from events.mail import letters
from events.mail.kinds import Stock
from events.models import Allowance, Draft, Edition, Notice, Upload

UPLOADS_KEPT = dt.timedelta(days=1)


def tidy(now):
    """Delete stale limits, and expired drafts, uploads and sign-ins; end calls that have lost their point.

    An upload takes the hidden edition with it that was made for it alone. Gives the number of rows for each.
    """
    return {
        "allowances": Allowance.objects.stale(now).delete()[0],
        "drafts": Draft.objects.expired(now).delete()[0],
        "uploads": Upload.objects.filter(at__lt=now - UPLOADS_KEPT).delete()[0],
        "editions": Edition.objects.left_empty(now.date() - dt.timedelta(days=1)).delete()[1].get("events.Edition", 0),
        "sessions": Session.objects.filter(expire_date__lt=now).delete()[0],
        "calls": end_pointless_calls(),
    }


def end_pointless_calls():
    """Take lines off the call list whose words are no longer so; gives their number."""
    lines = list(Notice.objects.to_call().select_related(*letters.ROWS))
    stock = Stock.of(lines)
    pointless = [line.pk for line in lines if not letters.has_a_point(line, stock)]
    return Notice.objects.to_call().filter(pk__in=pointless).update(state=Notice.State.EXPIRED)
