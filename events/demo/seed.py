"""Fills an empty database with the demo: the same day and seed give the same rows, names, places and moments."""

import datetime as dt
import random
import zoneinfo

from django.db import transaction
from django.db.models import F

from events.demo.coming import Season
from events.demo.lived import hand_out_kits, write_to_hosts
from events.demo.mark import check_database
from events.demo.past import make_past
from events.demo.staff import make_staff
from events.demo.towns import TOWNS, make_edition, make_region, next_date
from events.invented import blocks as invented
from events.invented.files import load_places
from events.lib.nights import DateRule
from events.models import Notice

HOMES, GONE = 92, 26
LETTERS_LEFT = [
    ("confirm", "unconfirmed", 4),
    ("question", "needs_information", 3),
    ("declined", "declined", 1),
    ("approved", "approved", 2),
    ("closure_approved", "approved", 1),
]
ZONE = zoneinfo.ZoneInfo("America/Chicago")


def seed_demo(today, *, seed=20271005, tonight=False):
    """Make the demo as it stands at the first minute of `today` (a date in St. Louis).

    With `tonight` the coming St. Louis night counts as this year's, so that it can be moved to today. Raises NotADemo
    where the database is in use for something else. Gives the St. Louis edition.
    """
    check_database()
    moment = dt.datetime.combine(today, dt.time(0), tzinfo=ZONE)
    chance = random.Random(f"{seed} {today.isoformat()}")
    with transaction.atomic():
        communities = make_region()
        users = make_staff(communities, moment)
        editions = {}
        for town in TOWNS:
            date = next_date(town, today)
            year = today.year if tonight else date.year
            editions[town.slug] = make_edition(communities[town.slug], town, year, date, today=today)
        load_places(communities["st-louis"], by=users["admin@example.org"], at=moment)
        inventor = invented.Inventor(chance)
        _st_louis(editions["st-louis"], inventor, users, moment)
        for town in TOWNS[1:]:
            boss = users["florissant@example.org"] if town.slug == "florissant" else users["operator@example.org"]
            season = Season(editions[town.slug], inventor, staff=[boss], moment=moment)
            season.run(invented.of_town(inventor, town.slug), whole=False)
        _settle_letters(moment)
    return editions["st-louis"]


def _st_louis(edition, inventor, users, moment):
    """Three nights that were, with hosts who came back and hosts who left, and the coming one."""
    chance = inventor.chance
    staff = [users[f"coordinator{number}@example.org"] for number in ("", 2, 3)]
    pool = invented.st_louis(inventor, HOMES + GONE)
    homes = [block for block in pool if block.hundred]
    gone = [id(block) for block in chance.sample(homes, GONE)]
    just_gone = set(gone[: GONE // 2])  # there last year, and not back yet: they can be asked
    first = {id(block): chance.choices([3, 2, 1, 0], [45, 17, 18, 20])[0] for block in pool}
    before = {}
    town = TOWNS[0]
    for ago in (3, 2, 1):
        stayed = {id(block): ago > 1 or id(block) in just_gone for block in pool if id(block) in gone}
        there = [block for block in pool if stayed.get(id(block), first[id(block)] >= ago) and chance.random() < 0.92]
        year = edition.year - ago
        date = DateRule.parse(town.date_rule).date(year)
        past = make_edition(edition.community, town, year, date, today=moment.date())
        make_past(past, there, chance=chance, by=staff[0], before=before, keeps_contacts=ago == 1)
    season = Season(edition, inventor, staff=staff, moment=moment)
    season.run([block for block in pool if id(block) not in gone])
    write_to_hosts(edition, by=staff[0], moment=moment)
    hand_out_kits(edition, by=staff[1], moment=moment)


def _settle_letters(moment):
    """Count the season's letters as sent, but for a handful that the mailbox will receive when the demo starts."""
    left = []
    for kind, review, count in LETTERS_LEFT:
        queued = Notice.objects.filter(kind=kind, party__review=review, state=Notice.State.QUEUED)
        queued = queued.order_by("-created_at", "-id")
        left += list(queued.values_list("pk", flat=True)[:count])
    Notice.objects.filter(state=Notice.State.QUEUED).exclude(pk__in=left).update(
        state=Notice.State.SENT, sent_at=F("created_at"), attempts=1
    )
    Notice.objects.filter(pk__in=left).update(not_after=moment + dt.timedelta(days=90))
