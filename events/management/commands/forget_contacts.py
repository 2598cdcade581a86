"""Forgets contacts and exact places whose time is over; the worker does the same by itself."""

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from events import forgetting
from events.models import Community

WORDS = {
    "parties": "parties forgotten",
    "kept": "parties kept for next year, cleared around the main host",
    "contacts": "people's names, e-mail addresses and phone numbers",
    "letters": "letters and lines of the call list",
    "files": "files of signatures",
    "drafts": "drafts",
    "introductions": "introductions between hosts",
    "questions": "questions and answers",
    "notes": "notes of staff",
    "proposals": "proposed changes",
    "values": "values in the history",
}


class Command(BaseCommand):
    help = "Delete contacts and exact places of parties whose time is over. Counts and history stay."

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="Only say what would be deleted")
        parser.add_argument("--community", metavar="SLUG", help="Only this community")

    def handle(self, *, dry_run, community, **_options):
        chosen = None
        if community:
            chosen = Community.objects.filter(slug=community).first()
            if chosen is None:
                raise CommandError(f"There is no community “{community}”.")
        found = forgetting.forget(timezone.now(), community=chosen, dry_run=dry_run)
        for one, counts in found:
            self.stdout.write(f"{one.name} (contacts are kept for {one.contacts_kept_days} days)")
            for name, words in WORDS.items():
                self.stdout.write(f"  {counts[name]:>7,}  {words}")
        self.stdout.write("Nothing was deleted: this was a dry run." if dry_run else "Done.")
