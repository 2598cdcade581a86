"""What the commands that load addresses, streets and named places have in common."""

import sys
import time
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from events.gazetteer import files
from events.gazetteer.records import NotReadable
from events.lib import filetypes
from events.models import Community

WIDTH = 30
EVERY_S = 0.1
TOLD = {
    "rows": "written",
    "streets": "streets",
    "units": "more units at the same number",
    "zips": "ZIP codes",
    "twice": "in the file twice",
    "without_numbers": "without house numbers",
    "turned": "turned round, as their cross streets say",
    "derived": "cross streets taken from the corners",
    "outside": "in another town, left out",
}


class Bar:
    """A progress bar on a terminal; silent where the output goes elsewhere."""

    def __init__(self, stream=None, clock=time.monotonic):
        self.stream = stream or sys.stderr
        self.clock = clock
        self.last = None

    def __call__(self, done, total):
        now = self.clock()
        over = done >= total
        if not self.stream.isatty() or (self.last is not None and now - self.last < EVERY_S and not over):
            return
        self.last = now
        part = min(1.0, done / total) if total else 1.0
        bar = "#" * round(part * WIDTH)
        self.stream.write(f"\r[{bar:.<{WIDTH}}] {part:4.0%}  {done:,} of {total:,} rows ")
        self.stream.flush()

    def end(self):
        if self.last is not None:
            self.stream.write("\n")


class LoadCommand(BaseCommand):
    """A command that loads one kind of file; `reader` is its module in `events.gazetteer`."""

    reader = None
    other_names = {}

    def add_arguments(self, parser):
        parser.add_argument("file")
        parser.add_argument("--community", required=True, help="short name, such as st-louis")
        parser.add_argument("--dry-run", action="store_true", help="say what would be written, and write nothing")
        for role in self.reader.ROLES:
            names = [f"--{role.code.replace('_', '-')}-field", *self.other_names.get(role.code, ())]
            parser.add_argument(*names, dest=role.code, metavar="FIELD", help=f"{role.label}; '' for none")

    def handle(self, *, file, community, dry_run, **options):
        city = Community.objects.filter(slug=community).first()
        if city is None:
            raise CommandError(f"There is no community {community}.")
        path, now, bar = Path(file), timezone.now(), Bar()
        if not path.is_file():
            raise CommandError(f"There is no file {file}.")
        with path.open("rb") as opened:
            head = opened.read(filetypes.HEAD)
        try:
            filetypes.type_of(head)
        except filetypes.WrongType as error:
            raise CommandError(f"Nothing was changed. {error}") from error
        mapping = {role.code: options[role.code] for role in self.reader.ROLES if options[role.code] is not None}
        try:
            self.show_guess(self.reader.read_head(path, mapping))
            if dry_run:
                report = self.reader.examine(city, path, mapping=mapping, progress=bar)
            else:
                files.sweep(now=now)
                size = path.stat().st_size
                row = files.new_file(
                    city, self.reader.KIND, name=path.name, by=None, now=now, size=size, mapping=mapping
                )
                report = self.reader.load(row, path, by=None, now=now, progress=bar)
        except (NotReadable, files.Overtaken) as error:
            raise CommandError(f"Nothing was changed. {error}") from error
        except KeyboardInterrupt as error:
            raise CommandError("Stopped. Nothing was changed.") from error
        finally:
            bar.end()
        self.show(report, dry_run)
        self.stdout.write("Nothing was written: this was a dry run." if dry_run else "Done.")

    def show_guess(self, guess):
        for role in guess.roles:
            field = guess.mapping[role["code"]]
            self.stdout.write(f"  {role['label']:<28} {field or '-'}")
        if guess.problem:
            raise NotReadable(f"{guess.problem} The fields of the file: {', '.join(guess.fields)}.")

    def show(self, report, dry_run):
        self.stdout.write(f"{report['read']:,} rows read")
        for code, words in TOLD.items():
            if report.get(code):
                self.stdout.write(f"  {report[code]:,} {'would be ' if dry_run and code == 'rows' else ''}{words}")
        for says, count in report["counts"].items():
            self.stdout.write(f"  {count:,} not used: {says}")
        for fault in report["faults"]:
            self.stdout.write(f"    row {fault['row']}: {fault['says']}")
