"""Brings a community's neighborhoods, or a layer of districts, in line with a GeoJSON file."""

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from events.boundaries import areas, in_words
from events.lib.area_kinds import NotKinds, read_kinds
from events.models import Community


class Command(BaseCommand):
    help = (
        "Imports areas (GeoJSON, WGS 84) of a community: all of them or nothing. Areas are found by their number, or "
        "by name where the file has no numbers; an area that is not in the file is retired, not deleted. Parties of "
        "nights to come are placed anew."
    )

    def add_arguments(self, parser):
        parser.add_argument("file")
        parser.add_argument("--community", required=True, help="short name, such as st-louis")
        parser.add_argument("--layer", default=areas.NEIGHBORHOODS, help="neighborhoods, or police, wards, ...")
        parser.add_argument("--layer-name", default="", help='such as "Police districts"')
        parser.add_argument("--number-field", help="the field of the official numbers; '' for none")
        parser.add_argument("--name-field", help="the field of the names; '' for none")
        parser.add_argument("--kind-field", help="the field that says neighborhood, park, cemetery or other")
        parser.add_argument("--kinds-file", help="CSV with the columns kind, and number or name")
        parser.add_argument("--neighborhoods-up-to", type=int, metavar="N", help="areas with higher numbers are none")
        parser.add_argument("--match", choices=["number", "name"], help="how areas are found again")
        parser.add_argument("--skip-refused", action="store_true", help="leave the areas of unusable rows as they are")
        parser.add_argument("--anyway", action="store_true", help="import what looks like the wrong file")
        parser.add_argument("--dry-run", action="store_true", help="say what would change, and write nothing")

    def handle(self, *, file, community, layer, layer_name, dry_run, **options):
        city = Community.objects.filter(slug=community).first()
        if city is None:
            raise CommandError(f"There is no community {community}.")
        now = timezone.now()
        try:
            reading = areas.read(file, mapping=self.mapping(options))
            if dry_run:
                today = city.today(now)
                ready = areas.plan(city, reading, layer=layer, layer_name=layer_name, today=today)
                self.say(ready.as_json())
                if not ready.is_ready:
                    raise CommandError("It cannot be imported like this. Nothing was written: this was a dry run.")
                self.stdout.write("Nothing was written: this was a dry run.")
                return
            report = areas.apply(city, reading, layer=layer, layer_name=layer_name, now=now)
        except areas.NotReady as error:
            ready = areas.plan(city, reading, layer=layer, layer_name=layer_name, today=city.today(now))
            self.say(ready.as_json())
            raise CommandError(f"Nothing was changed. {error}") from error
        except (areas.NotAreas, NotKinds) as error:
            raise CommandError(f"Nothing was changed. {error}") from error
        self.say(report)
        self.stdout.write("Done.")

    def mapping(self, options):
        """The settings of the command line as `areas.read` and `areas.plan` want them."""
        return {
            "number": options["number_field"],
            "name": options["name_field"],
            "kind": options["kind_field"],
            "match": options["match"],
            "up_to": options["neighborhoods_up_to"],
            "skip_refused": options["skip_refused"],
            "anyway": options["anyway"],
            "kinds": read_kinds(options["kinds_file"]) if options["kinds_file"] else {},
        }

    def say(self, report):
        self.stdout.write("\n".join(in_words.lines_of(report)))
