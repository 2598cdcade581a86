"""How importing grows with the file: 20,000 addresses against 200,000 with their streets and places, in one run.

    DEBUG=true .venv/bin/python -m benchmarks.importing [--addresses 200000]

Makes a test database (of DATABASE_URL's kind, SQLite by default), loads an invented city of a tenth of the size and one
of the whole, and prints rows per second of each and their ratio; then the whole again over itself, with the rows of the
old file deleted. At the end how long a host had to wait who wrote something meanwhile.
"""

# ruff: noqa: E402 (Django has to be set up before its models are imported)

import argparse
import datetime as dt
import logging
import os
import tempfile
import threading
import time

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nightout.settings")
os.environ.setdefault("DEBUG", "true")

import django

django.setup()

from django.db import connection, transaction

from benchmarks import invented_city
from events.gazetteer import files
from events.gazetteer.kinds import OF_KIND
from events.models import Community, PlaceFile, Region


def loaded(community, kind, path):
    """(rows written, seconds) of one load."""
    now = dt.datetime.now(dt.UTC)
    file = files.new_file(community, kind, name=path.name, by=None, now=now)
    began = time.perf_counter()
    report = OF_KIND[kind].load(file, path, by=None, now=now)
    return report["rows"], time.perf_counter() - began


class Host(threading.Thread):
    """Writes a row every 50 ms, as registrations do, and notes how long each had to wait."""

    def __init__(self, region):
        super().__init__()
        self.region, self.waits, self.is_over = region, [], threading.Event()

    def run(self):
        while not self.is_over.wait(0.05):
            began = time.perf_counter()
            with transaction.atomic():
                Region.objects.filter(pk=self.region.pk).update(name=f"Bench {len(self.waits)}")
            self.waits.append(time.perf_counter() - began)
        connection.close()


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--addresses", type=int, default=invented_city.ADDRESSES)
    addresses = parser.parse_args().addresses
    logging.disable()
    folder = tempfile.TemporaryDirectory()
    if connection.vendor == "sqlite":
        connection.settings_dict["TEST"]["NAME"] = f"{folder.name}/test.sqlite3"
    name = connection.creation.create_test_db(verbosity=0)
    try:
        report(Region.objects.create(name="Bench", slug="bench"), addresses, folder.name)
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)
        folder.cleanup()


def report(region, addresses, folder):
    """Prints the table."""
    speeds = {}
    print(f"{connection.vendor}\n{'file':<44}{'rows':>10}{'seconds':>9}{'rows/s':>9}{'ratio':>7}")
    for size in (addresses // 10, addresses):
        community = Community.objects.create(region=region, name=str(size), slug=str(size), code=f"B{len(str(size))}")
        paths = invented_city.write(invented_city.invent(addresses=size), folder)
        for kind, path in paths.items():
            show(f"{kind}, city of {size:,}", loaded(community, kind, path), speeds, kind)
    host = Host(region)
    host.start()
    show("addresses once more, a host writing", loaded(community, "addresses", paths["addresses"]), speeds, "addresses")
    host.is_over.set()
    host.join()
    waits = sorted(host.waits)
    print(f"the host wrote {len(waits)} times, waited {waits[len(waits) // 2] * 1000:.0f} ms in the median,", end=" ")
    print(f"{waits[len(waits) * 99 // 100] * 1000:.0f} ms in 99 of 100, {waits[-1] * 1000:.0f} ms at most")
    print(f"files in use: {PlaceFile.objects.in_use().filter(community=community).count()}")


def show(title, result, speeds, kind):
    rows, seconds = result
    speed = rows / seconds
    ratio = speeds.setdefault(kind, speed) / speed
    print(f"{title:<44}{rows:>10,}{seconds:>9.1f}{speed:>9,.0f}{ratio:>7.2f}", flush=True)


if __name__ == "__main__":
    main()
