"""Housekeeping: takes away what has served its time. Safe to run at any moment, and twice."""

import datetime as dt

from django.contrib.sessions.models import Session
from django.db.models import Q

from events import forgetting, shelf
from events.closing import petitions
from events.gazetteer import files
from events.mail import letters
from events.mail.kinds import Stock
from events.mail.owing import NO_LONGER_SO
from events.models import Allowance, Draft, Edition, Introduction, Job, Notice, PlaceFile, Upload

UPLOADS_KEPT = dt.timedelta(days=1)
WISHES_KEPT = dt.timedelta(days=30)
PLACE_FILES_KEPT = dt.timedelta(days=2)
JOBS_KEPT = dt.timedelta(days=30)
YOUNG = dt.timedelta(hours=1)


def tidy(now):
    """Delete stale limits, and expired drafts, uploads and sign-ins; end calls that have lost their point.

    An upload takes the hidden edition with it that was made for it alone. Contacts and exact places whose time is over
    are forgotten. Gives the number of rows for each.
    """
    return {
        "allowances": Allowance.objects.stale(now).delete()[0],
        "drafts": Draft.objects.expired(now).delete()[0],
        "uploads": Upload.objects.filter(at__lt=now - UPLOADS_KEPT).delete()[0],
        "editions": Edition.objects.left_empty(now.date() - dt.timedelta(days=1)).delete()[1].get("events.Edition", 0),
        "sessions": Session.objects.filter(expire_date__lt=now).delete()[0],
        "calls": end_pointless_calls(now),
        "wishes": forget_wishes(now),
        "jobs": Job.objects.filter(ended_at__lt=now - JOBS_KEPT).delete()[0],
        "place_files": forget_place_files(now),
        "place_rows": files.sweep(now=now),
        "petitions": petitions.sweep(before=now - YOUNG),
        "forgotten": sum(counts["parties"] for _community, counts in forgetting.forget(now)),
    }


def forget_place_files(now):
    """Delete place files that nobody has applied, and files that no row speaks of; gives the number of rows.

    One that a job is still at work on stays. Those that are or were in use keep their row, which is their history.
    """
    busy = Job.objects.unfinished().filter(kind__startswith="places.").values_list("args", flat=True)
    numbers = [args.get("file") for args in busy]
    refused = PlaceFile.objects.filter(state=PlaceFile.State.REFUSED).exclude(path="")
    old = (PlaceFile.objects.waiting() | refused).filter(at__lt=now - PLACE_FILES_KEPT).exclude(pk__in=numbers)
    gone = old.delete()[0]
    known = set(PlaceFile.objects.exclude(path="").values_list("path", flat=True))
    shelf.sweep(shelf.PLACES, known=known, before=now - YOUNG)
    return gone


def forget_wishes(now):
    """Delete wishes to join a party whose e-mail nobody confirmed in time; gives their number."""
    wishes = Introduction.objects.filter(kind=Introduction.Kind.JOIN, confirmed_at__isnull=True)
    return wishes.filter(created_at__lt=now - WISHES_KEPT).delete()[1].get("events.Introduction", 0)


def end_pointless_calls(now):
    """Take lines off the call list whose words are no longer so, or come after their night; gives their number."""
    of_its_time = Q(is_quiet=True) | Q(kind="night_said") | Q(storm__isnull=False)
    late = Notice.objects.to_call().filter(of_its_time, not_after__lte=now).update(state=Notice.State.EXPIRED)
    lines = list(Notice.objects.to_call().select_related(*letters.ROWS))
    stock = Stock.of(lines)
    pointless = [line.pk for line in lines if not letters.has_a_point(line, stock)]
    return late + Notice.objects.to_call().filter(pk__in=pointless).update(
        state=Notice.State.EXPIRED, last_error=NO_LONGER_SO
    )
