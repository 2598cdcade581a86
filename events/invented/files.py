"""Writes the drawn streets as a city would hand them in, and loads them the way a city's own files are loaded."""

import csv
import json
import random
import tempfile
from pathlib import Path

from events.gazetteer import files
from events.gazetteer.kinds import OF_KIND
from events.invented.facts import GEOGRAPHY
from events.invented.streets import TOWN, ground
from events.lib.geometry import center_of

SEED = "houses"
HOUSES = 9  # on a block
# Neighborhoods with address points and the ZIP code of most of their houses; the others have streets alone.
ZIP_OF = {
    1: "63111", 5: "63116", 7: "63109", 8: "63109", 12: "63110", 15: "63116", 16: "63111", 21: "63104", 22: "63118",
    24: "63104", 25: "63118", 27: "63110", 30: "63118", 32: "63104", 38: "63108", 39: "63110", 46: "63112",
}  # fmt: skip
BUS_SHARE = 0.06
KIND_OF = {"congregation": "church", "business": "other", "apartments": "other"}


def load_places(community, *, by, at):
    """Load the community's streets, address points and named places; gives the PlaceFiles."""
    loaded = []
    with tempfile.TemporaryDirectory(prefix="nightout-demo-") as folder:
        for kind, name, write in (
            ("streets", "demo-streets.geojsonl", _write_streets),
            ("addresses", "demo-addresses.csv", _write_addresses),
            ("places", "demo-places.csv", _write_places),
        ):
            path = Path(folder) / name
            with path.open("w", newline="", encoding="utf-8") as target:
                write(target, ground())
            file = files.new_file(community, kind, name=name, by=by, now=at, size=path.stat().st_size)
            OF_KIND[kind].load(file, path, by=by, now=at)
            loaded.append(file)
    return loaded


def _write_streets(target, city):
    """GeoJSON lines with the numbers of both sides; the reader finds the cross streets at the corners."""
    chance = random.Random(SEED)
    buses = {}
    for stretch in city.at.values():
        bus = buses.setdefault((stretch.area, stretch.street), stretch.is_main or chance.random() < BUS_SHARE)
        properties = {
            "FULLNAME": stretch.street,
            "L_F_ADD": stretch.hundred,
            "L_T_ADD": stretch.hundred + 98,
            "R_F_ADD": stretch.hundred + 1,
            "R_T_ADD": stretch.hundred + 99,
            "CLASS": "main" if stretch.is_main else "local",
            "BUS": "Y" if bus else "N",
        }
        line = {"type": "LineString", "coordinates": [stretch.start, stretch.end]}
        target.write(json.dumps({"type": "Feature", "properties": properties, "geometry": line}) + "\n")


def _write_addresses(target, city):
    chance = random.Random(SEED)
    table = csv.writer(target)
    table.writerow(["LON", "LAT", "NUMBER", "STREET", "UNIT", "CITY", "DISTRICT", "REGION", "POSTCODE", "ID", "HASH"])
    for stretch in city.at.values():
        if stretch.area in ZIP_OF:
            for number in sorted(chance.sample(range(2, 99), HOUSES)):
                lat, lng = stretch.point(stretch.hundred + number)
                row = [lng, lat, stretch.hundred + number, stretch.street, "", "St. Louis", "", "MO"]
                table.writerow([*row, ZIP_OF[stretch.area], "", ""])


def _write_places(target, city):
    table = csv.writer(target)
    table.writerow(["name", "kind", "address", "lat", "lng"])
    for name, (kind, address, lat, lng) in city.places.items():
        table.writerow([name, KIND_OF.get(kind, kind), address, lat, lng])
    for area in GEOGRAPHY[TOWN]["areas"]:
        if area["kind"] != "neighborhood":
            table.writerow([area["name"], area["kind"], "", *center_of(area["outline"])])
