"""Saves everything the installation holds to one file."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from events import backup


class Command(BaseCommand):
    help = "Saves all rows and uploaded files to FILE (a .tar.gz), while the site goes on."

    def add_arguments(self, parser):
        parser.add_argument("file")

    def handle(self, *, file, **options):
        try:
            manifest = backup.save(file, media=settings.MEDIA_ROOT, release=settings.RELEASE, now=timezone.now())
        except backup.BackupRefused as refusal:
            raise CommandError(str(refusal)) from refusal
        rows = sum(table["rows"] for table in manifest["tables"].values())
        self.stdout.write(f"{file}: {rows} rows, {len(manifest['media'])} files. Keep it where letters are kept.")
