"""Small files of our own making, and the ways of a browser and of the worker with them."""

import json

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from events import jobs
from events.management.work import WORK
from events.models import PlaceFile
from tests.conftest import square

HERE = "/staff/springfield/places/"
ADDRESSES = [
    "LON,LAT,NUMBER,STREET,POSTCODE",
    "-90.2249,38.6051,2827,Elm St,63104",
    "-90.2247,38.6052,2831,Elm St,63104",
    "-90.2151,38.6052,100,Oak Ave,63110",
    "-90.2151,38.6052,,Oak Ave,63110",
]


def feature(number, name, west, south=38.60, **fields):
    return {"type": "Feature", "properties": {"NUM": number, "NAME": name} | fields, "geometry": square(west, south)}


def city(**names):
    """Springfield's areas as the city has them, with a shape that is broken; others by number."""
    rows = [feature(1, "Elm Park", -90.23), feature(2, "Oak Hill", -90.22), feature(3, "River Bend", -90.21)]
    rows.append(feature(80, "Founders Park", -90.24))
    for row in rows:
        row["properties"]["NAME"] = names.get(f"n{row['properties']['NUM']}", row["properties"]["NAME"])
    return rows


def collection(features):
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def upload(client, data, name="areas.geojson", **fields):
    values = {"kind": "areas", "layer": "neighborhoods", "layer_name": ""} | fields
    answer = client.post(f"{HERE}upload/", values | {"file": SimpleUploadedFile(name, data)})
    assert answer.status_code == 302, answer.context["form"].errors
    return PlaceFile.objects.latest("pk")


def work():
    """Let the worker do what is due."""
    return jobs.run_due(WORK, clock=timezone.now, worker="one")


def page_of(client, file):
    return client.get(f"{HERE}{file.pk}/")


def read_by(client, data, name="areas.geojson", **fields):
    file = upload(client, data, name, **fields)
    work()
    file.refresh_from_db()
    return file


def press_import(client, file):
    page = page_of(client, file)
    return client.post(f"{HERE}{file.pk}/import/", {"seen": page.context["begin"].initial["seen"]})


def addresses(client, lines=ADDRESSES):
    return read_by(client, "\n".join(lines).encode(), "addresses.csv", kind="addresses")
