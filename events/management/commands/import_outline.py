"""Gives a community without neighborhoods its municipal outline as its single area."""

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from events.boundaries import areas, in_words, outlines
from events.models import Community


class Command(BaseCommand):
    help = "Imports the outline of a community (GeoJSON, WGS 84) as its single area: one feature of a file of many."

    def add_arguments(self, parser):
        parser.add_argument("file")
        parser.add_argument("--community", required=True, help="short name, such as florissant")
        parser.add_argument("--name-field", default="", help="the field in which the community is named; else any")
        parser.add_argument("--name", default="", help="what it is called there; else its name here")
        parser.add_argument("--anyway", action="store_true", help="import what looks like the wrong file")
        parser.add_argument("--dry-run", action="store_true", help="say what would change, and write nothing")

    def handle(self, *, file, community, name_field, name, anyway, dry_run, **options):
        city = Community.objects.filter(slug=community).first()
        if city is None:
            raise CommandError(f"There is no community {community}.")
        now = timezone.now()
        try:
            reading = outlines.read(file, city, name_field=name_field, name=name)
            reading.mapping["anyway"] = anyway
            if dry_run:
                report = areas.plan(city, reading, today=city.today(now)).as_json()
            else:
                report = areas.apply(city, reading, now=now)
        except (areas.NotAreas, areas.NotReady) as error:
            raise CommandError(f"Nothing was changed. {error}") from error
        self.stdout.write("\n".join(in_words.lines_of(report)))
        if dry_run and not report["is_ready"]:
            raise CommandError("It cannot be imported like this. Nothing was written: this was a dry run.")
        self.stdout.write("Nothing was written: this was a dry run." if dry_run else "Done.")
