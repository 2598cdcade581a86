"""How well and how fast an address is found: an invented city of 20,000 addresses against one of 200,000, in one run.

    DEBUG=true .venv/bin/python -m benchmarks.addresses [--addresses 200000] [--asked 4000] [--show 5]

Makes a test database (of DATABASE_URL's kind, SQLite by default), loads both cities with their streets, places and
81 neighborhoods, and asks for addresses drawn by chance (seeded), a quarter each

- clean: as the file has it, in small or large letters, with the suffix short or spelled out;
- without its suffix ("2827 lemp");
- without its direction ("100 grand blvd" for 100 S Grand Blvd);
- with one typo: a letter of the name swapped with the next, left out, doubled or another, the first one too.

An answer is right if it is an address point of the file, with the number and street that were meant. Where what was
left out leaves several streets that have that very number ("100 grand" on N and S Grand Blvd, "210 oak" on Oak Ave and
Oak St), nobody can know which is meant, so each of them is right; the column "as meant" counts only the one that was
drawn. A typo is never excused: where it makes another street's name, finding that one is wrong.

Prints for each quarter how many right answers came first and among the first five, then milliseconds for a search in
the process (names held, as after the first search; how long that first one took stands beside), by the clock and by the
processor (of this process: a database server's own share is not in it), and the ratio. On a machine that is busy with
other things the clock says more about those.
"""

# ruff: noqa: E402 (Django has to be set up before its models are imported)

import argparse
import logging
import os
import random
import statistics
import string
import tempfile
import time

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nightout.settings")
os.environ.setdefault("DEBUG", "true")

import django

django.setup()

from django.conf import settings
from django.db import connection

from benchmarks import invented_city
from events.lib import geometry
from events.lib.matching import name_of
from events.lib.streets import SUFFIXES
from events.models import AddressPoint, Community, Neighborhood, Region
from events.whereabouts import find_places, names

SEED, PER_SIDE, CORNERS = 11, 9, 60


def clean(parts, chance):
    direction, core, suffix = parts
    if chance.random() < 0.5 and SUFFIXES.get(suffix):
        suffix = SUFFIXES[suffix].split()[0]
    return " ".join(filter(None, [direction, core, suffix]))


def no_suffix(parts, chance):
    return " ".join(filter(None, parts[:2])) if parts[2] else None


def no_direction(parts, chance):
    return " ".join(filter(None, parts[1:])) if parts[0] else None


def one_typo(parts, chance):
    direction, core, suffix = parts
    letters = [at for at, sign in enumerate(core) if sign.isalpha()]
    at, other = chance.choice(letters), chance.choice(string.ascii_lowercase)
    kind = chance.choice(["swap", "leave out", "double", "another"])
    wrong = {
        "swap": core[:at] + core[at + 1 : at + 2] + core[at] + core[at + 2 :],
        "leave out": core[:at] + core[at + 1 :],
        "double": core[:at] + core[at] + core[at:],
        "another": core[:at] + other + core[at + 1 :],
    }[kind]
    is_other = wrong.strip() and "".join(wrong.split()).lower() != "".join(core.split()).lower()
    return " ".join(filter(None, [direction, wrong, suffix])) if is_other else None


QUARTERS = {"clean": clean, "suffix missing": no_suffix, "direction missing": no_direction, "one typo": one_typo}


def parts_of(street):
    """(direction, the name in between, suffix) as written."""
    name, words = name_of(street), street.split()
    direction = words.pop(0) if name.direction and words[0] == name.direction else ""
    suffix = words.pop() if name.suffix and words[-1] == name.suffix else ""
    return direction, " ".join(words), suffix


def questions(community, count):
    """Yield (quarter, text, meant, right): the drawn (number, street), and all that are right, a quarter at a time."""
    chance = random.Random(SEED)
    points = list(
        AddressPoint.objects.filter(street__file__community=community)
        .order_by("street__name", "number", "letter")
        .values_list("number", "street__name")
    )
    known, alike = set(points), {}
    for street in {street for _, street in points}:
        direction, core, suffix = name_of(street)
        alike.setdefault(("suffix missing", direction, core), []).append(street)
        alike.setdefault(("direction missing", core, suffix), []).append(street)
    for quarter, write in QUARTERS.items():
        asked = 0
        while asked < count // 4:
            number, street = chance.choice(points)
            written = write(parts_of(street), chance)
            if written is None:
                continue
            asked += 1
            direction, core, suffix = name_of(street)
            key = (quarter, direction, core) if quarter == "suffix missing" else (quarter, core, suffix)
            right = {(number, other) for other in alike.get(key, [street])} & known
            text = f"{number} {written}"
            yield quarter, chance.choice([text, text.lower(), text.upper()]), (number, street), right


def measured(community, count, show):
    """{quarter: [asked, right first, right in five, as meant first]}, the milliseconds of each search by clock and by
    processor, and those of the first one."""
    names.forget()
    began = time.perf_counter()
    find_places(community, "1 first")
    load = (time.perf_counter() - began) * 1000
    scores, times = {}, []
    for quarter, text, meant, right in questions(community, count):
        clock, processor = time.perf_counter(), time.process_time()
        found = find_places(community, text)
        times.append(((time.perf_counter() - clock) * 1000, (time.process_time() - processor) * 1000))
        answers = [(int(place.number or 0), place.street) if place.kind == "address" else None for place in found]
        score = scores.setdefault(quarter, [0, 0, 0, 0])
        is_first = bool(answers) and answers[0] in right
        for at, holds in enumerate([True, is_first, any(answer in right for answer in answers), meant in answers[:1]]):
            score[at] += holds
        if not is_first and show > 0:
            show -= 1
            print(f"  not first: {text!r} for {meant[1]}: {[(place.label, round(place.score, 1)) for place in found]}")
    return scores, times, load


def city(region, size):
    """A community with an invented city of so many addresses, and neighborhoods over it."""
    community = Community.objects.create(
        region=region, name="Benchmark", slug=f"b{size}", code=f"B{'ABCDEFG'[len(str(size)) % 7]}"
    )
    invented_city.fill(community, addresses=size)
    points = AddressPoint.objects.filter(street__file__community=community)
    north = points.order_by("-lat").first().lat
    east = points.order_by("-lng").first().lng
    Neighborhood.objects.bulk_create(area_of(community, number, north, east) for number in range(PER_SIDE**2))
    return community


def area_of(community, number, north, east):
    """A neighborhood of a grid of them, with as many corners as a real one."""
    tall, wide = (north - invented_city.SOUTH + 0.01) / PER_SIDE, (east - invented_city.WEST + 0.01) / PER_SIDE
    south = invented_city.SOUTH - 0.005 + number // PER_SIDE * tall
    west = invented_city.WEST - 0.005 + number % PER_SIDE * wide
    rise = [[west, south + tall * step / CORNERS] for step in range(CORNERS)]
    ring = [*rise, [west, south + tall], [west + wide, south + tall], [west + wide, south], [west, south]]
    outline = {"type": "MultiPolygon", "coordinates": [[ring]]}
    box = geometry.Box.of(outline)._asdict()
    lat, lng = south + tall / 2, west + wide / 2
    name = f"Area {number:02d}"
    return Neighborhood(
        community=community, number=number, name=name, slug=f"area-{number}", outline=outline, lat=lat, lng=lng, **box
    )


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--addresses", type=int, default=invented_city.ADDRESSES)
    parser.add_argument("--asked", type=int, default=4_000)
    parser.add_argument("--show", type=int, default=0, help="print so many answers that were not right")
    given = parser.parse_args()
    logging.disable()
    settings.DEBUG = False  # else every query is kept
    folder = tempfile.TemporaryDirectory()
    if connection.vendor == "sqlite":
        connection.settings_dict["TEST"]["NAME"] = f"{folder.name}/test.sqlite3"
    name = connection.creation.create_test_db(verbosity=0)
    try:
        report(Region.objects.create(name="Bench", slug="bench"), given)
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)
        folder.cleanup()


def report(region, given):
    """Prints the tables."""
    cost = {}
    for size in (given.addresses // 10, given.addresses):
        community = city(region, size)
        held = AddressPoint.objects.filter(street__file__community=community).count()
        streets = len(names.names_of(community).streets)
        print(f"\n{connection.vendor}: {held:,} addresses on {streets:,} streets")
        scores, times, load = measured(community, given.asked, given.show)
        print(f"{'':<20}{'asked':>8}{'first':>9}{'in five':>9}{'as meant':>10}")
        scores["all"] = [sum(column) for column in zip(*scores.values(), strict=True)]
        for quarter, (asked, first, five, meant) in scores.items():
            print(f"{quarter:<20}{asked:>8,}{first / asked:>9.1%}{five / asked:>9.1%}{meant / asked:>10.1%}")
        for title, column in zip(("clock", "processor"), zip(*times, strict=True), strict=True):
            cuts = statistics.quantiles(column, n=100)
            cost.setdefault(title, []).append((cuts[49], cuts[94]))
            print(f"ms by the {title}: {cuts[49]:.1f} in the median, {cuts[94]:.1f} in 95 of 100, {cuts[98]:.1f} in 99")
        print(f"ms of the first search, which reads the names: {load:.0f}", flush=True)
    for title, (small, large) in cost.items():
        print(f"ratio by the {title}: {large[0] / small[0]:.2f} in the median, {large[1] / small[1]:.2f} in 95 of 100")


if __name__ == "__main__":
    main()
