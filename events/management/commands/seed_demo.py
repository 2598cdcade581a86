"""Fills an empty, migrated database with the demo."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from events.demo.mark import NotADemo, is_seeded
from events.demo.seed import ZONE, seed_demo


class Command(BaseCommand):
    help = "Fills an empty database with the St. Louis demo; does nothing where it is already."

    def handle(self, **options):
        if not settings.DEMO:
            raise CommandError("The demo needs DEMO=true, which is the default of this command.")
        try:
            if is_seeded():
                self.stdout.write("The demo is there already.")
                return
            edition = seed_demo(timezone.localtime(timezone.now(), ZONE).date())
        except NotADemo as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"{edition.parties.count()} parties for {edition}, on {edition.date:%A, %B %-d, %Y}.")
