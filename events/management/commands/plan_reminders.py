"""manage.py plan_reminders: owes the reminders that are due now, as the worker does by itself every five minutes."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from events.mail import reminders
from events.mail.kinds import label_of


class Command(BaseCommand):
    help = "Owes the reminders that are due now; planning twice makes none twice. The worker does it by itself."

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="Say what would be owed, and owe nothing")

    def handle(self, *args, dry_run, **options):
        counts = reminders.plan(timezone.now(), dry_run=dry_run)
        for kind, number in sorted(counts.items()):
            self.stdout.write(f"{number} {label_of(kind)}")
        if not counts:
            self.stdout.write("No reminder is due.")
