"""Jobs: long work that a page starts, the worker does, and a page watches.

    job = jobs.start("places.read", community=community, by=user, args={"file": 7}, now=now)

Which function does which kind of work is told by the worker's table, {kind: function(job, progress) -> result}. The
function calls `progress(done, total, "Reading rows")` often and lets its exceptions pass. A worker may die at any
moment and another then begins the job again, so the work must stand being begun twice: it changes everything in one
transaction, or knows what it has done. A transaction must be shorter than the lease (`WORKER_LEASE_SECONDS`).
"""

import datetime as dt
import logging
import threading
from collections import Counter

from django.conf import settings
from django.db import Error as DatabaseTrouble
from django.db import InterfaceError, OperationalError, close_old_connections, connection, connections
from django.db.models import F
from django.utils import timezone

from events.mail.worker import name_of_worker
from events.models import Job

State = Job.State
MOST_ATTEMPTS = 3
CANDIDATES = 20
TOLD_EVERY = dt.timedelta(seconds=0.5)
PATIENCE = dt.timedelta(seconds=60)
BROKEN = "Something went wrong on our side, and nothing was changed. Tell whoever runs the site: job {job}."
GIVEN_UP = "The work was begun {times} times and broke off each time. Tell whoever runs the site: job {job}."

log = logging.getLogger(__name__)


class Cancelled(Exception):
    """Somebody asked to cancel the job; raised by `progress`."""


class Stopped(Exception):
    """The worker is told to stop; raised by `progress`. The job waits to be begun again."""


class Lost(Exception):
    """Another worker holds the job by now; raised by `progress`."""


class Refused(Exception):
    """The work cannot be done; the message is a sentence that says what to do. Raised by the work."""


# What pages do


def start(kind, *, community, by, args, now):
    """Queue a job of `kind`; gives the Job. Call it in the transaction that makes the rows it is about."""
    return Job.objects.create(kind=kind, community=community, by=by, args=args, created_at=now)


def cancel(job, *, now):
    """Ask for the end of a job: at once if it waits, at its next step if it runs; nothing if it is over."""
    same = Job.objects.filter(pk=job.pk)
    if not same.filter(state=State.WAITING).update(state=State.CANCELLED, wants_cancel=True, ended_at=now):
        same.filter(state=State.RUNNING).update(wants_cancel=True)
    job.refresh_from_db()
    return job


def is_neglected(job, now):
    """Whether no worker seems to be there for a job that is not over."""
    if job.state == State.RUNNING:
        return job.leased_until < now
    if job.state != State.WAITING or job.created_at > now - PATIENCE:
        return False
    return not Job.objects.filter(state=State.RUNNING, leased_until__gte=now).exists()


def oldest_neglected(now):
    """The job that has waited longest for a worker, or None when they are at work."""
    oldest = Job.objects.due(now).first()
    return oldest if oldest is not None and is_neglected(oldest, now) else None


def shown(job, now):
    """What a page or its script tells of a job, as JSON: state, done, total, percent, says, is_over."""
    percent = min(100, 100 * job.done // job.total) if job.total else 0
    if job.is_over:
        says = job.get_state_display()
    elif is_neglected(job, now):
        says = "Nothing is working on it: is the worker running?"
    elif job.wants_cancel:
        says = "Cancelling"
    else:
        says = job.says or ("Waiting for its turn" if job.state == State.WAITING else "Working")
    names = {"state": job.state, "done": job.done, "total": job.total, "percent": percent}
    return names | {"says": says, "is_over": job.is_over}


# What the worker does


class Progress:
    """Tells how far a job has come: `progress(done, total, "Reading rows")`, as often as you like.

    Writes at most every half second, and renews the lease with it. `draft` (a dict) becomes the job's result so far.
    Raises Cancelled, Stopped or Lost when the work should end. Inside a transaction it writes nothing, since nobody
    would see it and whoever wants to cancel would have to wait.
    """

    def __init__(self, job, *, clock, stop=None):
        self.job, self.clock, self.stop = job, clock, stop
        self.next_at = clock()

    def __call__(self, done, total=0, says=None, *, draft=None):
        if self.stop and self.stop():
            raise Stopped
        now = self.clock()
        if now < self.next_at:
            return
        self.next_at = now + TOLD_EVERY
        if connection.in_atomic_block:
            self._look()
            return
        values = {"done": done, "total": total, "leased_until": now + lease()}
        values |= {} if says is None else {"says": says[:200]}
        values |= {} if draft is None else {"result": draft}
        if not mine(self.job).filter(wants_cancel=False).update(**values):
            self._look()

    def _look(self):
        wants_cancel = mine(self.job).values_list("wants_cancel", flat=True).first()
        if wants_cancel is None:
            raise Lost
        if wants_cancel:
            raise Cancelled


def lease():
    return dt.timedelta(seconds=settings.WORKER_LEASE_SECONDS)


def mine(job):
    """The row, as long as this claim of it holds."""
    return Job.objects.filter(pk=job.pk, state=State.RUNNING, claimed_by=job.claimed_by, attempts=job.attempts)


def claim(now, worker, kinds):
    """Lease the job of one of these kinds that has waited longest to `worker`, or give None when none is due."""
    due = Job.objects.due(now).filter(kind__in=kinds, attempts__lt=MOST_ATTEMPTS)
    values = {"state": State.RUNNING, "claimed_by": worker, "leased_until": now + lease(), "done": 0, "says": ""}
    while candidates := list(due.values_list("pk", flat=True)[:CANDIDATES]):
        for pk in candidates:
            if due.filter(pk=pk).update(attempts=F("attempts") + 1, **values):
                return Job.objects.select_related("community", "by").get(pk=pk)
    return None


def settle_abandoned(now):
    """End the jobs whose worker died and that were to be cancelled, or have been begun often enough."""
    abandoned = Job.objects.filter(state=State.RUNNING, leased_until__lt=now)
    over = {"leased_until": None, "ended_at": now}
    abandoned.filter(wants_cancel=True).update(state=State.CANCELLED, **over)
    for pk in abandoned.filter(attempts__gte=MOST_ATTEMPTS).values_list("pk", flat=True):
        error = GIVEN_UP.format(times=MOST_ATTEMPTS, job=pk)
        if abandoned.filter(pk=pk).update(state=State.FAILED, error=error, **over):
            log.error("Job %s was begun %s times and broke off each time", pk, MOST_ATTEMPTS)


def run_due(work, *, clock, worker, stop=None):
    """Do every job that is due and that the table `work` knows; gives a Counter of what became of them.

    Outcomes: done, failed, cancelled, again (the database was away: begun anew later), stopped, lost. `stop()` is
    asked between jobs and at every step of one.
    """
    counts = Counter()
    while not (stop and stop()):
        settle_abandoned(clock())
        job = claim(clock(), worker, list(work))
        if job is None:
            break
        outcome = _do(job, work[job.kind], clock, stop)
        counts[outcome] += 1
        log.info("Job %s (%s): %s", job.pk, job.kind, outcome)
        if outcome == "again":
            break
    return counts


def _do(job, function, clock, stop):
    """Do one claimed job; gives the outcome's name."""
    try:
        result = function(job, Progress(job, clock=clock, stop=stop))
        return _end(job, "done", clock(), state=State.DONE, result=result or {}, says="")
    except Cancelled:
        return _end(job, "cancelled", clock(), state=State.CANCELLED)
    except Stopped:
        return _put_back(job, "stopped", attempts=job.attempts - 1)
    except Lost:
        log.warning("Job %s (%s) went on with another worker", job.pk, job.kind)
        return "lost"
    except Refused as reason:
        return _end(job, "failed", clock(), state=State.FAILED, error=str(reason))
    except (OperationalError, InterfaceError):
        log.warning("Job %s (%s): the database does not answer", job.pk, job.kind, exc_info=True)
        if job.attempts < MOST_ATTEMPTS:
            return _put_back(job, "again")
        error = GIVEN_UP.format(times=MOST_ATTEMPTS, job=job.pk)
        return _end(job, "failed", clock(), state=State.FAILED, error=error)
    except Exception:  # whatever one job stumbles over must not end the worker
        log.exception("Job %s (%s) failed", job.pk, job.kind)
        return _end(job, "failed", clock(), state=State.FAILED, error=BROKEN.format(job=job.pk))


def _end(job, outcome, now, **values):
    """Write how a job ended, if it is still ours to say."""
    return outcome if mine(job).update(leased_until=None, ended_at=now, **values) else "lost"


def _put_back(job, outcome, **values):
    fresh = {"state": State.WAITING, "leased_until": None, "claimed_by": "", "done": 0, "total": 0, "says": ""}
    return outcome if mine(job).update(**fresh, **values) else "lost"


def run(work, *, stop, clock=timezone.now, interval=2):
    """Do what is due, wait `interval` seconds, and again until `stop` is set."""
    worker = name_of_worker()
    while not stop.is_set():
        try:
            run_due(work, clock=clock, worker=worker, stop=stop.is_set)
        except DatabaseTrouble as trouble:
            log.warning("The database does not answer; trying again: %s", str(trouble).strip())
        except Exception:  # a thread that ended unseen would leave every job waiting
            log.exception("The desk of jobs stumbled; going on")
        close_old_connections()
        stop.wait(interval)


def start_in_thread(work, *, stop=None, clock=timezone.now, interval=1):
    """Do jobs in a thread of their own, beside the letters; gives (thread, stop)."""
    stop = stop or threading.Event()

    def keep_working():
        try:
            run(work, stop=stop, clock=clock, interval=interval)
        finally:
            connections.close_all()

    thread = threading.Thread(target=keep_working, name="jobs", daemon=True)
    thread.start()
    return thread, stop
