"""The outbox: claims owed letters one at a time, sends each outside any transaction, and says what became of it.

    queued --claim (lease)--> queued, leased --hand over--> sending --> sent

A worker that dies before the hand-over leaves a lease that runs out, and another worker takes the letter. One that
dies during it leaves a letter in doubt: a setting says whether to send it again or to ask a person. Every step is one
conditional UPDATE, so any number of workers may run on either database.
"""

import datetime as dt
import logging
from collections import Counter

from django.conf import settings
from django.db.models import F, Q

from events.lib.quiet import end_of_quiet
from events.mail import delivery as ways
from events.mail import letters
from events.models import Notice

State = Notice.State
TRIES = 48
LONGEST_WAIT_MINUTES = 32  # so that 48 tries take about a day
CANDIDATES = 20
STOPPED = "The server stopped while the letter was being handed over."

log = logging.getLogger(__name__)


def deliver_due(now, worker="worker", limit=100, *, delivery=None, clock=None, stop=None):
    """Send up to `limit` letters that are due; gives a Counter of what became of them.

    Outcomes: sent, expired (no longer needed), deferred, waiting (no server; the batch ends), failed, in_doubt, again
    (in doubt and queued once more), quiet (it waits for the end of the quiet hours), lost (another worker took it).
    `clock` gives the time at each step and is `now` all through unless given; `stop()` is asked between letters.
    """
    clock = clock or (lambda: now)
    delivery = delivery or ways.of_settings()
    counts = Counter(settle_abandoned(now))
    counts["expired"] += expire(now)
    try:
        for _number in range(limit):
            notice = None if stop and stop() else claim(clock(), worker)
            if notice is None:
                break
            outcome = _deliver(notice, delivery, clock)
            counts[outcome] += 1
            if outcome == "waiting":
                break
    finally:
        delivery.close()
    return +counts


def claim(now, worker):
    """Lease the letter that has waited longest to `worker`, or give None when none is due."""
    until = now + dt.timedelta(seconds=settings.WORKER_LEASE_SECONDS)
    due = Notice.objects.due(now).filter(not_after__gt=now)
    while True:
        candidates = list(due.order_by("send_after", "id").values_list("pk", flat=True)[:CANDIDATES])
        if not candidates:
            return None
        for pk in candidates:
            if due.filter(pk=pk).update(leased_until=until, claimed_by=worker, attempts=F("attempts") + 1):
                notice = Notice.objects.select_related(*letters.ROWS).filter(pk=pk).first()
                if notice is not None:
                    return notice


def settle_abandoned(now):
    """Settle letters whose worker died while handing them over; gives the counts by outcome."""
    abandoned = Notice.objects.filter(state=State.SENDING, leased_until__lt=now)
    counts = Counter()
    if settings.RESEND_IN_DOUBT:
        counts["again"] = abandoned.filter(attempts__lt=TRIES).update(
            state=State.QUEUED, leased_until=None, send_after=now, last_error=STOPPED
        )
    counts["in_doubt"] = abandoned.update(state=State.IN_DOUBT, leased_until=None, last_error=STOPPED)
    return counts


def expire(now):
    """Give up letters that nobody needs any more at `now`; gives their number."""
    unclaimed = Q(leased_until__isnull=True) | Q(leased_until__lt=now)
    late = Notice.objects.filter(unclaimed, state=State.QUEUED, not_after__lte=now)
    return late.update(state=State.EXPIRED, leased_until=None)


def pause_after(attempts):
    """How long a letter waits after its n-th try: 1, 2, 4 ... minutes."""
    return dt.timedelta(minutes=min(2 ** max(attempts - 1, 0), LONGEST_WAIT_MINUTES))


def _deliver(notice, delivery, clock):
    """Write and send one claimed letter; gives the outcome's name."""
    if morning := _morning_for(notice, clock()):
        return _let_sleep(notice, morning)
    try:
        composed = letters.compose(notice)
    except letters.Obsolete as reason:
        return _settled(notice, "expired", state=State.EXPIRED, last_error=str(reason))
    except Exception:  # one letter that cannot be written must not hold up the others
        log.exception("Letter %s (%s) cannot be written", notice.pk, notice.kind)
        return _put_back(notice, "deferred", "The letter could not be written. See the log.", clock())
    try:
        delivery.open()
        at = clock()  # the server may have taken its time
        if at >= notice.not_after:
            return _settled(notice, "expired", state=State.EXPIRED)
        if morning := _morning_for(notice, at):
            return _let_sleep(notice, morning)
        if not _hand_over(notice, clock()):
            return "lost"
        delivery.send(composed, notice=notice, now=clock())
    except ways.Unreachable as error:
        return _put_back(notice, "waiting", str(error), clock())
    except ways.Deferred as error:
        return _put_back(notice, "deferred", str(error), clock())
    except ways.Refused as error:
        return _settled(notice, "failed", state=State.FAILED, last_error=str(error))
    except ways.InDoubt as error:
        if settings.RESEND_IN_DOUBT:
            return _put_back(notice, "again", str(error), clock())
        return _settled(notice, "in_doubt", state=State.IN_DOUBT, last_error=str(error))
    # Sent is sent, even if the lease has run out meanwhile: no condition here.
    values = {"state": State.SENT, "sent_at": clock(), "to_email": composed.to, "leased_until": None, "last_error": ""}
    Notice.objects.filter(pk=notice.pk).update(**values)
    return "sent"


def _mine(notice):
    """The row, as long as this claim of it holds."""
    return Notice.objects.filter(pk=notice.pk, claimed_by=notice.claimed_by, leased_until=notice.leased_until)


def _hand_over(notice, now):
    """Mark that from here on the letter may have been sent; False when the claim is no longer ours."""
    until = now + dt.timedelta(seconds=settings.WORKER_LEASE_SECONDS)
    ours = _mine(notice).filter(state=State.QUEUED).update(state=State.SENDING, leased_until=until)
    notice.leased_until = until
    return bool(ours)


def _morning_for(notice, now):
    """When the quiet hours end in which this letter must not leave at `now`, or None."""
    if not notice.is_quiet:
        return None
    community = notice.community
    return end_of_quiet(now, zone=community.zone, starts=community.quiet_from, ends=community.quiet_until)


def _let_sleep(notice, morning):
    """Queue a quiet letter for the end of the quiet hours; that was no try, and too late then means never."""
    if notice.not_after <= morning:
        return _settled(notice, "expired", state=State.EXPIRED)
    return _settled(notice, "quiet", state=State.QUEUED, send_after=morning, attempts=F("attempts") - 1)


def _settled(notice, outcome, **values):
    _mine(notice).update(leased_until=None, **values)
    return outcome


def _put_back(notice, outcome, error, now):
    """Queue the letter for a later try, or give it up after the last."""
    if notice.attempts >= TRIES:
        return _settled(notice, "failed", state=State.FAILED, last_error=error)
    later = now + pause_after(notice.attempts)
    return _settled(notice, outcome, state=State.QUEUED, send_after=later, last_error=error)
