"""What a city's pages cost among ten thousand parties and among a million, on both databases.

    nice .venv/bin/python -m benchmarks.scale [--only sqlite|postgresql] [--parties 1000000]

Fills a database of its own with one city of 500 parties, copies them to ten editions in two cities (10,000 parties)
and asks; then copies them on to 200 cities of ten editions each (a million) and asks the same city the same things.
Printed are the queries, the medians in milliseconds before and after, and their ratio. Ends with an error when a query
of parties goes by no index in the large database. Takes a few minutes and 1.5 GB of disk for each database.
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
os.environ["LIMITS_ENABLED"] = "false"

import django

django.setup()

from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import setup_test_environment, teardown_test_environment

from benchmarks.growth import area_of, grown, measured
from benchmarks.plans import plans_of, reads_all
from events import introductions
from events.lib.citymap import Frame
from events.models import Community, Edition, Neighborhood, Party, Region, User
from tests.databases import postgresql, sqlite

IN_AN_EDITION = 500
EDITIONS = 10
FEW_CITIES = 2
ROUNDS = 5
LARGEST_RATIO = 1.6
DATABASES = {"sqlite": sqlite, "postgresql": postgresql}
UNIQUE = {"sqlite": "lower(hex(randomblob(16)))", "postgresql": "gen_random_uuid()"}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", choices=DATABASES)
    parser.add_argument("--parties", type=int, default=1_000_000)
    parser.add_argument("--here", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.here:
        return run(given.parties)
    failed = 0
    for name in [given.only] if given.only else DATABASES:
        with DATABASES[name]() as environment:
            command = [sys.executable, "-m", "benchmarks.scale", "--here", "--parties", str(given.parties)]
            failed += subprocess.run(command, env=os.environ | environment, check=False).returncode != 0
    return failed


def run(parties):
    """Measures on the database of DATABASE_URL; 1 when a query goes by no index or costs more in the large one."""
    logging.disable()
    setup_test_environment(debug=False)
    settings.DATABASES["default"]["TEST"]["NAME"] = f"{settings.DATABASES['default']['NAME']}-scale"
    name = connection.creation.create_test_db(verbosity=0)
    try:
        user = User.objects.create_user("bench@example.org", "bench")
        region = Region.objects.create(name="Bench", slug="bench")
        city = grown(region, "city", "CIT", IN_AN_EDITION, user)
        began = time.perf_counter()
        numbers = iter(range(1, 10_000))
        copy_years(city)
        copy_cities(city, FEW_CITIES - 1, numbers)
        settle()
        asks, few = asks_of(city, user), Party.objects.count()
        before = {title: least(ask) for title, ask in asks.items()}
        copy_cities(city, parties // (IN_AN_EDITION * EDITIONS) - FEW_CITIES, numbers)
        many = Party.objects.count()
        filled = time.perf_counter() - began
        print(f"{connection.vendor}: {few:,} against {many:,} parties, filled in {filled:.0f} s", flush=True)
        return report(asks, before)
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)
        teardown_test_environment()


def copy_years(city):
    """Give the city nine earlier editions with the same parties."""
    edition = city.editions.get()
    for ago in range(1, EDITIONS):
        copy_parties(edition, [copy_of(edition, city, ago)], 0, 0, 0)


def copy_of(edition, city, ago):
    dates = ("date", "registration_opens", "listing_until", "closure_until", "visits_until", "kit_until")
    moved = {name: getattr(edition, name) - dt.timedelta(days=364 * ago) for name in dates}
    return Edition.objects.create(community=city, year=edition.year - ago, is_public=True, **moved)


def copy_cities(city, count, numbers):
    """Make `count` more cities with ten editions each, on a grid three tenths of a degree apart."""
    edition = city.editions.get(year=max(city.editions.values_list("year", flat=True)))
    first = city.neighborhoods.order_by("pk").first().pk
    frame = Frame.from_json(city.frame)
    for number in [next(numbers) for _ in range(count)]:
        code = "".join(chr(65 + number // 26**place % 26) for place in (2, 1, 0))
        other = Community.objects.create(
            region=city.region, name=f"City {number}", slug=f"city-{number}", code=f"X{code}", frame=city.frame
        )
        areas = [area_of(other, row, frame) for row in range(1, city.neighborhoods.count() + 1)]
        shift = (number % 20 * 0.3, number // 20 * 0.3)
        for area in areas:
            for columns, by in zip((("lat", "south", "north"), ("lng", "west", "east")), shift, strict=True):
                for column in columns:
                    setattr(area, column, getattr(area, column) + by)
        Neighborhood.objects.bulk_create(areas)
        start = Neighborhood.objects.filter(community=other).order_by("pk").first().pk
        copy_parties(edition, [copy_of(edition, other, ago) for ago in range(EDITIONS)], start - first, *shift)


def copy_parties(edition, others, areas_on, north, east):
    """Copy an edition's parties to others in one statement, with the neighborhoods `areas_on` rows further on."""
    changed = {
        "key": UNIQUE[connection.vendor],
        "edition_id": "other.id",
        "reference": "'C' || other.id || '-' || party.id",
        "neighborhood_id": f"party.neighborhood_id + {areas_on}",
        "lat": f"party.lat + {north}",
        "lng": f"party.lng + {east}",
        "public_lat": f"party.public_lat + {north}",
        "public_lng": f"party.public_lng + {east}",
        "date": "other.date",
    }
    columns = [field.column for field in Party._meta.concrete_fields if not field.primary_key]
    values = ", ".join(changed.get(column, f'party."{column}"') for column in columns)
    keys = ", ".join(str(other.pk) for other in others)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO events_party ({', '.join(f'{chr(34)}{column}{chr(34)}' for column in columns)}) "
            f"SELECT {values} FROM events_party party CROSS JOIN events_edition other "
            f"WHERE party.edition_id = {edition.pk} AND other.id IN ({keys})"
        )


def settle():
    """Do at once what PostgreSQL's own housekeeping would do while the pages are asked for."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM (ANALYZE)")
            cursor.execute("CHECKPOINT")


def asks_of(city, user):
    """{what is asked: a function that asks it} about the city's current edition."""
    public, staff = Client(), Client()
    staff.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[-1])
    edition = city.editions.latest("date")
    area = city.neighborhoods.get(number=12)
    return {
        "near: parties within 150 m": lambda: introductions.already_there(
            edition, lat=area.lat, lng=area.lng, number="112", street="Street 12"
        ),
        "near: nearest first": lambda: public.get(f"/city/?near={area.lat:.3f},{area.lng:.3f}"),
        "city page": lambda: public.get("/city/"),
        "city page, a street": lambda: public.get("/city/?q=street+12"),
        "neighborhood": lambda: public.get("/city/area-12/"),
        "pins of the map (JSON)": lambda: public.get(f"/city/{edition.year}/pins.json"),
        "party": lambda: public.get(f"/city/{edition.year}/p/party-7/"),
        "an earlier night": lambda: public.get(f"/city/{edition.year - 3}/"),
        "staff queue": lambda: staff.get("/staff/city/?tab=approved"),
        "staff record": lambda: staff.get(f"/staff/city/parties/{edition.parties.first().reference}/"),
    }


def least(ask):
    """(queries, least milliseconds of some rounds: what other work on the machine adds is no cost of the page)."""
    ask()
    found = [measured(ask) for _ in range(ROUNDS)]
    return found[-1][0], min(seconds for _, seconds in found) * 1000


def report(asks, before):
    """Prints the table; 1 when something is not as it should be."""
    settle()
    faults = []
    print(f"{'asked':30}{'queries':>9}{'ms few':>9}{'ms many':>9}{'ratio':>7}")
    for title, ask in asks.items():
        queries, few = before[title]
        asked, many = least(ask)
        print(f"{title:30}{asked:>9}{few:>9.1f}{many:>9.1f}{many / few:>7.2f}", flush=True)
        if asked != queries or many / few > LARGEST_RATIO:
            faults.append(f"{title}: {queries} queries and {few:.1f} ms became {asked} and {many:.1f} ms")
        faults += [f"{title} reads all: {line}" for _sql, plan in plans_of(ask) if (line := reads_all(plan))]
    print("\n".join(faults) or "Every query of parties goes by an index.")
    return int(bool(faults))


if __name__ == "__main__":
    sys.exit(main())
