"""manage.py worker: sends the letters that are owed, until it is told to stop."""

import signal

from django.core.management.base import BaseCommand

from events.mail import worker


class Command(BaseCommand):
    help = "Sends owed letters. Several may run. SIGTERM or Ctrl-C finishes the letter in hand and stops."

    def add_arguments(self, parser):
        parser.add_argument("--once", action="store_true", help="Send what is due now and end")
        parser.add_argument("--interval", type=float, default=5, help="Seconds between looks at the outbox (5)")

    def handle(self, *args, once, interval, **options):
        stop = worker.Stop()
        signal.signal(signal.SIGTERM, stop.set)
        signal.signal(signal.SIGINT, stop.set)
        counts = worker.run(interval=interval, once=once, stop=stop)
        said = ", ".join(f"{number} {name}" for name, number in sorted(counts.items()))
        self.stdout.write(said or "Nothing to send.")
