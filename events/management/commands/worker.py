"""manage.py worker: sends the letters that are owed and does the jobs that pages start, until it is told to stop."""

import signal

from django.core.management.base import BaseCommand
from django.utils import timezone

from events import jobs
from events.mail import worker
from events.management.work import WORK


class Command(BaseCommand):
    help = "Sends owed letters and does long jobs. Several may run. SIGTERM or Ctrl-C stops after the letter in hand."

    def add_arguments(self, parser):
        parser.add_argument("--once", action="store_true", help="Send and do what is due now and end")
        parser.add_argument("--interval", type=float, default=5, help="Seconds between looks at the outbox (5)")

    def handle(self, *args, once, interval, **options):
        stop = worker.Stop()
        signal.signal(signal.SIGTERM, stop.set)
        signal.signal(signal.SIGINT, stop.set)
        if once:
            counts = worker.run(once=True, stop=stop)
            done = jobs.run_due(WORK, clock=timezone.now, worker=worker.name_of_worker(), stop=stop.is_set)
        else:
            beside, _stop = jobs.start_in_thread(WORK, stop=stop, interval=min(interval, 2))
            counts, done = worker.run(interval=interval, stop=stop), {}
            beside.join()
        said = [f"{number} {name}" for name, number in sorted(counts.items())]
        said += [f"{number} jobs {name}" for name, number in sorted(done.items())]
        self.stdout.write(", ".join(said) or "Nothing to send.")
