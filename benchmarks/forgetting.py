"""What it costs to forget a night: 150 parties against 1,500, with hosts, letters, history and closures of each.

    nice .venv/bin/python -m benchmarks.forgetting [--only sqlite|postgresql]

Fills a database of its own with two cities, lets 200 days pass and forgets each. Printed are queries, seconds and
milliseconds a party, first of the dry run, then of the real one, then of a second run that finds nothing left.
"""

# ruff: noqa: E402 (Django has to be set up before its models are imported)

import argparse
import datetime as dt
import logging
import os
import subprocess
import sys
import time

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nightout.settings")
os.environ.setdefault("DEBUG", "true")

import django

django.setup()

from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from benchmarks.growth import SIZES, grown
from events import forgetting
from events.models import Change, ChangedValue, Deed, Host, Note, Notice, Question, Region, User
from tests.databases import postgresql, sqlite

DATABASES = {"sqlite": sqlite, "postgresql": postgresql}
LATER = dt.timedelta(days=200)
LETTERS, LINES = 8, 6


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", choices=DATABASES)
    parser.add_argument("--here", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.here:
        return run()
    for name in [given.only] if given.only else DATABASES:
        with DATABASES[name]() as environment:
            command = [sys.executable, "-m", "benchmarks.forgetting", "--here"]
            subprocess.run(command, env=os.environ | environment, check=True)
    return 0


def run():
    """Measures on the database of DATABASE_URL."""
    logging.disable()
    settings.DATABASES["default"]["TEST"]["NAME"] = f"{settings.DATABASES['default']['NAME']}-forgetting"
    name = connection.creation.create_test_db(verbosity=0)
    try:
        user = User.objects.create_user("bench@example.org", "bench")
        region = Region.objects.create(name="Bench", slug="bench")
        later = timezone.now() + LATER
        for code, (size, parties) in zip(("SMA", "LAR"), SIZES.items(), strict=True):
            community = grown(region, size, code, parties, user)
            tell(community, user)
            for words, dry_run in (("dry run", True), ("forgotten", False), ("again", False)):
                report(f"{connection.vendor}, {parties} parties, {words}", community, later, dry_run, parties)
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)


def tell(community, user):
    """Letters, history, a note and a question about every party of the community."""
    now = timezone.now()
    hosts = list(Host.objects.filter(party__edition__community=community).select_related("party"))
    Notice.objects.bulk_create(
        Notice(
            kind="approved", key=f"bench:{host.pk}:{number}", community=community, party=host.party, host=host,
            to_email=host.email, context={"note": host.name}, state="sent", sent_at=now, created_at=now,
            send_after=now, not_after=now,
        )
        for host in hosts for number in range(LETTERS)
    )  # fmt: skip
    lines = Change.objects.bulk_create(
        Change(party=host.party, at=now, deed=Deed.EDITED, by_host=host, revision=number)
        for host in hosts
        for number in range(LINES)
    )
    ChangedValue.objects.bulk_create(
        ChangedValue(change=line, field=field, before="a", after="b") for line in lines for field in ("topic", "phone")
    )
    Note.objects.bulk_create(Note(party=host.party, text="Called", by=user, at=now) for host in hosts)
    Question.objects.bulk_create(Question(party=h.party, text="Which?", asked_by=user, asked_at=now) for h in hosts)


def report(words, community, later, dry_run, parties):
    began = time.perf_counter()
    with CaptureQueriesContext(connection) as queries:
        [(_community, counts)] = forgetting.forget(later, community=community, dry_run=dry_run)
    seconds = time.perf_counter() - began
    each = f"{1000 * seconds / parties:.1f} ms a party"
    print(f"{words}: {len(queries)} queries, {seconds:.2f} s, {each}, {dict(counts)}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
