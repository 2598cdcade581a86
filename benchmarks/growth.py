"""How pages cost as a city grows tenfold: 150 parties against 1,500, in one run on one database.

    DEBUG=true .venv/bin/python -m benchmarks.growth

Makes a test database (of DATABASE_URL's kind, SQLite by default), fills one community with 150 and one with 1,500
approved parties in 80 neighborhoods, and prints for each page its queries, the median milliseconds of both and their
ratio. The two are asked in turn, so that a machine that slows down slows both.
"""

# ruff: noqa: E402 (Django has to be set up before its models are imported)

import datetime as dt
import logging
import os
import statistics
import time

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nightout.settings")
os.environ.setdefault("DEBUG", "true")
os.environ["LIMITS_ENABLED"] = "false"

import django

django.setup()

from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext, setup_test_environment, teardown_test_environment
from django.utils import timezone

from events import registry, whereabouts
from events.lib.citymap import Frame, path_of
from events.models import (
    Broadcast,
    Closure,
    Community,
    Edition,
    Host,
    Kit,
    Membership,
    Neighborhood,
    Party,
    Region,
    Review,
    Role,
    User,
)

SIZES = {"small": 150, "large": 1_500}
AREAS = 80
ROUNDS = 15


def grown(region, slug, code, parties, user):
    """A community with an edition whose night is in 60 days and so many approved parties."""
    now = timezone.now()
    frame = Frame(38.5, -90.4, 38.6, -90.3)
    community = Community.objects.create(region=region, name=slug.title(), slug=slug, code=code, frame=frame.as_json())
    Membership.objects.create(user=user, community=community, role=Role.COORDINATOR)
    areas = [area_of(community, number, frame) for number in range(1, AREAS + 1)]
    Neighborhood.objects.bulk_create(areas)
    night = now.date() + dt.timedelta(days=60)
    edition = Edition.objects.create(
        community=community,
        year=night.year,
        date=night,
        registration_opens=now.date() - dt.timedelta(days=30),
        is_public=True,
        **{f"{what}_until": night - dt.timedelta(days=3) for what in ("listing", "closure", "visits", "kit")},
    )
    rows = [party_of(edition, areas[number % AREAS], number, now) for number in range(parties)]
    whereabouts.show_pins(rows)
    Party.objects.bulk_create(rows)
    Host.objects.bulk_create(
        Host(party=row, name=f"Host {row.pk}", email=f"host{row.pk}@example.org", confirmed_at=now) for row in rows
    )
    Closure.objects.bulk_create(closure_of(row, now) for row in rows[::2])
    Kit.objects.bulk_create(Kit(party=row) for row in rows[::2])
    return community


def closure_of(party, now):
    """An approved closure of one block, drawn beside the party's pin."""
    line = [[[party.lng, party.lat], [party.lng + 0.001, party.lat]]]
    hours = {"starts": dt.time(16), "ends": dt.time(21), "asked_at": now, "decided_at": now}
    ends = {"from_street": "First St", "to_street": "Second St"}
    return Closure(party=party, street=party.street, state=Closure.State.APPROVED, line=line, **ends, **hours)


def area_of(community, number, frame):
    south, west = 38.5 + number // 10 * 0.01, -90.4 + number % 10 * 0.01
    ring = [[west, south], [west + 0.01, south], [west + 0.01, south + 0.01], [west, south + 0.01], [west, south]]
    outline = {"type": "MultiPolygon", "coordinates": [[ring]]}
    return Neighborhood(
        community=community,
        number=number,
        name=f"Area {number:02d}",
        slug=f"area-{number:02d}",
        outline=outline,
        path=path_of(outline, frame),
        lat=south + 0.005,
        lng=west + 0.005,
        south=south,
        north=south + 0.01,
        west=west,
        east=west + 0.01,
    )


def party_of(edition, area, number, now):
    party = Party(
        edition=edition,
        reference=f"{edition.community.code}-{edition.year % 100}-{number:04d}",
        slug=f"party-{number}",
        review=Review.APPROVED,
        approved_at=now,
        decided_at=now,
        created_at=now,
        submitted_at=now,
        place_kind="street",
        number=str(100 + number),
        street=f"Street {number % 300}",
        lat=area.lat,
        lng=area.lng,
        neighborhood=area,
        date=edition.date,
        starts=dt.time(17),
        ends=dt.time(20),
        level="block",
        activities=["food", "kids"] if number % 2 else ["music"],
        accessibility=["step-free"] if number % 3 else [],
        kit_wanted=True,
    )
    party.search_text = registry.words_of(party)
    return party


def measured(ask):
    """(queries of one request, seconds of one request) after it has been warmed up."""
    with CaptureQueriesContext(connection) as queries:
        ask()
    asked = len(queries)  # before the next request empties the log
    began = time.perf_counter()
    ask()
    return asked, time.perf_counter() - began


def main():
    logging.disable()
    setup_test_environment(debug=False)
    name = connection.creation.create_test_db(verbosity=0)
    try:
        user = User.objects.create_user("bench@example.org", "bench")
        region = Region.objects.create(name="Bench", slug="bench")
        slugs = {}
        for code, (size, parties) in zip(("SMA", "LAR"), SIZES.items(), strict=True):
            slugs[size] = grown(region, size, code, parties, user).slug
        report(user, slugs)
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)
        teardown_test_environment()


def report(user, slugs):
    """Prints the table."""
    public, staff, now = Client(), Client(), timezone.now()
    staff.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[-1])
    etags = {slug: public.get(f"/{slug}/").headers["ETag"] for slug in slugs.values()}
    editions = {slug: Edition.objects.get(community__slug=slug) for slug in slugs.values()}
    letters = {slug: Broadcast(edition=edition, by=user, created_at=now) for slug, edition in editions.items()}
    drafts = {row.edition.community.slug: row.pk for row in Broadcast.objects.bulk_create(letters.values())}
    pages = {
        "city page": lambda slug: public.get(f"/{slug}/"),
        "city page, kids' games": lambda slug: public.get(f"/{slug}/?has=kids"),
        "city page, a street": lambda slug: public.get(f"/{slug}/?q=street+12"),
        "city page, not changed (304)": lambda slug: public.get(f"/{slug}/", headers={"if-none-match": etags[slug]}),
        "nearest first": lambda slug: public.get(f"/{slug}/?near=38.551,-90.352"),
        "pins of the map": lambda slug: public.get(
            f"/{slug}/{Edition.objects.get(community__slug=slug).year}/pins.json"
        ),
        "outlines of the map": lambda slug: public.get(f"/{slug}/outlines.json"),
        "neighborhood": lambda slug: public.get(f"/{slug}/area-12/"),
        "party": lambda slug: public.get(f"/{slug}/{Edition.objects.get(community__slug=slug).year}/p/party-7/"),
        "staff queue": lambda slug: staff.get(f"/staff/{slug}/?tab=approved"),
        "staff queue, a name": lambda slug: staff.get(f"/staff/{slug}/?tab=approved&q=host+12"),
        "an evening of three": lambda slug: public.get(f"/{slug}/evening/?p=party-1&p=party-2&p=party-3"),
        "closed streets": lambda slug: public.get(f"/{slug}/closed-streets/"),
        "closures": lambda slug: staff.get(f"/staff/{slug}/closures/?tab=approved"),
        "barricades": lambda slug: staff.get(f"/staff/{slug}/closures/barricades/"),
        "kits": lambda slug: staff.get(f"/staff/{slug}/kit/"),
        "audience of a letter": lambda slug: staff.get(f"/staff/{slug}/broadcasts/{drafts[slug]}/audience/"),
        "figures": lambda slug: staff.get(f"/staff/{slug}/report/"),
        "parties.csv": lambda slug: b"".join(staff.get(f"/staff/{slug}/parties.csv?tab=approved").streaming_content),
    }
    of_the_night = {
        "tonight": lambda slug: public.get(f"/{slug}/tonight/"),
        "switchboard": lambda slug: staff.get(f"/staff/{slug}/board/"),
    }
    print(f"{connection.vendor}: {SIZES['small']} against {SIZES['large']} parties, median of {ROUNDS}")
    print(f"{'page':32}{'queries':>12}{'ms small':>10}{'ms large':>10}{'ratio':>8}")
    table(pages, slugs)
    today = Community.objects.first().today(timezone.now())
    Edition.objects.update(date=today, **{f"{what}_until": today for what in ("listing", "closure", "visits", "kit")})
    Party.objects.update(date=today)
    table(of_the_night, slugs)


def table(pages, slugs):
    """Prints a line for each page."""
    for title, ask in pages.items():
        times, queries = {size: [] for size in slugs}, {}
        for _round in range(ROUNDS):
            for size, slug in slugs.items():
                queries[size], seconds = measured(lambda slug=slug, ask=ask: ask(slug))
                times[size].append(seconds * 1000)
        small, large = (statistics.median(times[size]) for size in slugs)
        asked = " / ".join(str(queries[size]) for size in slugs)
        print(f"{title:32}{asked:>12}{small:>10.1f}{large:>10.1f}{large / small:>8.1f}")


if __name__ == "__main__":
    main()
