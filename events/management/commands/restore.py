"""Replaces everything the installation holds by a backup."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from events import backup


class Command(BaseCommand):
    help = "Replaces all rows and uploaded files by those of FILE, which `backup` made. Stop the site and worker first."

    def add_arguments(self, parser):
        parser.add_argument("file")
        parser.add_argument("--yes-replace-everything", action="store_true")

    def handle(self, *, file, yes_replace_everything, **options):
        if not yes_replace_everything:
            raise CommandError("Everything in this database would be replaced. Add --yes-replace-everything.")
        try:
            manifest = backup.restore(file, media=settings.MEDIA_ROOT)
        except backup.BackupRefused as refusal:
            raise CommandError(str(refusal)) from refusal
        rows = sum(table["rows"] for table in manifest["tables"].values())
        self.stdout.write(f"{rows} rows, {len(manifest['media'])} files, as of {manifest['made_at']}.")
