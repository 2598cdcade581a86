"""The worker: plans reminders, sends owed letters and tidies up, for as long as it is let."""

import logging
import os
import socket
import threading
import time
import uuid
from collections import Counter

from django.db import Error as DatabaseTrouble
from django.db import close_old_connections, connections
from django.utils import timezone

from events import housekeeping
from events.mail import delivery as ways
from events.mail import outbox, reminders

BATCH = 100
LONGEST_PAUSE = 60
ROUNDS = {reminders.plan: 300, housekeeping.tidy: 600}  # seconds between two of each

log = logging.getLogger(__name__)


class Stop:
    """A wish to stop that a signal's handler may set at any moment (an Event's lock is not safe there)."""

    SLICE = 0.2

    def __init__(self):
        self.wished = False

    def set(self, *_signal):
        self.wished = True

    def is_set(self):
        return self.wished

    def wait(self, seconds):
        """Wait that long, or until it is set; gives whether it is set."""
        until = time.monotonic() + seconds
        while not self.wished and (left := until - time.monotonic()) > 0:
            time.sleep(min(self.SLICE, left))
        return self.wished


def name_of_worker():
    """A name that no other worker has, for the rows it claims."""
    return f"{socket.gethostname()[:30]}-{os.getpid()}-{uuid.uuid4().hex[:8]}"


def run(*, clock=timezone.now, interval=5, once=False, stop=None, delivery=None):
    """Send what is due, wait `interval` seconds, and again until `stop` is set; gives a Counter of the outcomes.

    With `once` it ends when nothing is due or no server answers. The letter in hand when `stop` is set is finished.
    """
    stop, worker = stop or Stop(), name_of_worker()
    delivery = delivery or ways.of_settings()
    totals, silences, rounds = Counter(), 0, {}
    while not stop.is_set():
        pause = interval
        try:
            _make_rounds(rounds, clock)
            counts = outbox.deliver_due(clock(), worker, BATCH, delivery=delivery, clock=clock, stop=stop.is_set)
            totals += counts
            silences = silences + 1 if counts["waiting"] else 0
            if sum(counts.values()) >= BATCH and not silences:
                continue
            pause = min(interval * 2 ** min(silences, 10), max(LONGEST_PAUSE, interval))
            if counts:
                log.info("Letters: %s", ", ".join(f"{number} {name}" for name, number in sorted(counts.items())))
        except DatabaseTrouble as trouble:
            if once:
                raise
            log.warning("The database does not answer; trying again: %s", str(trouble).strip())
        if once:
            break
        close_old_connections()
        stop.wait(pause)
    return totals


def _make_rounds(rounds, clock):
    """Do what is done now and then; `rounds` keeps when each was done last. What fails must not hold letters up."""
    for deed, seconds in ROUNDS.items():
        if deed in rounds and (clock() - rounds[deed]).total_seconds() < seconds:
            continue
        rounds[deed] = clock()
        try:
            deed(clock())
        except DatabaseTrouble:
            del rounds[deed]
            raise
        except Exception:
            log.exception("The worker's rounds stumbled at %s; going on", deed.__name__)


def start_in_thread(*, clock=timezone.now, interval=1):
    """Run the worker beside a web server, for the demo; gives (thread, stop)."""
    stop = threading.Event()

    def work():
        try:
            run(clock=clock, interval=interval, stop=stop)
        finally:
            connections.close_all()

    thread = threading.Thread(target=work, name="worker", daemon=True)
    thread.start()
    return thread, stop
