"""A place file's way through the pages: watched, looked at, imported or left, and everybody's refusals."""

import json

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from events.models import AddressPoint, Job, Layer, NamedPlace, PlaceFile
from tests.places.uploading import (
    ADDRESSES,
    HERE,
    addresses,
    city,
    collection,
    page_of,
    press_import,
    read_by,
    upload,
    work,
)

State = PlaceFile.State


# Watching


def test_while_the_worker_reads_the_page_shows_how_far_it_is_and_works_without_a_script(cast):
    file = upload(cast.imani, collection(city()))
    page = page_of(cast.imani, file).text
    assert "Reading the file" in page
    assert "Waiting for its turn" in page
    assert f'<a class="btn btn-2" href="{HERE}{file.pk}/" data-again>Look again</a>' in page
    assert "Stop reading" in page
    assert f'data-watch="{HERE}{file.pk}/progress.json"' in page
    Job.objects.update(created_at=timezone.now() - timezone.timedelta(minutes=5))
    assert "Nothing is working on it: is the worker running?" in page_of(cast.imani, file).text
    told = cast.imani.get(f"{HERE}{file.pk}/progress.json")
    assert told.json()["is_over"] is False
    assert "no-store" in told["Cache-Control"]
    work()
    assert cast.imani.get(f"{HERE}{file.pk}/progress.json").json()["is_over"] is True


def test_reading_can_be_stopped(cast):
    file = upload(cast.imani, collection(city()))
    assert cast.imani.post(f"{HERE}{file.pk}/cancel/").url == f"{HERE}{file.pk}/"
    assert Job.objects.get().state == Job.State.CANCELLED
    work()
    assert "Reading was stopped." in page_of(cast.imani, file).text
    answer = cast.imani.post(f"{HERE}{file.pk}/cancel/", follow=True)
    assert "There is nothing to cancel." in answer.text


# Addresses, streets, named places


def test_addresses_are_read_looked_at_and_put_in_use(cast, springfield):
    file = addresses(cast.imani)
    page = page_of(cast.imani, file)
    assert dict(page.context["found"]["summary"])["Addresses"] == "3"
    assert dict(page.context["found"]["summary"])["Cannot be used"] == "1"
    assert "It has no house number." in page.text
    assert not AddressPoint.objects.exists()
    press_import(cast.imani, file)
    work()
    file.refresh_from_db()
    assert (file.state, file.rows, file.path) == (State.IN_USE, 3, "")
    assert AddressPoint.objects.count() == 3
    assert NamedPlace.objects.filter(kind="zip").count() == 2
    page = page_of(cast.imani, file).text
    assert "<dt>Addresses</dt><dd>3</dd>" in page
    assert "It has no house number." in page
    home = cast.imani.get(HERE).text
    assert "addresses.csv" in home


def test_a_second_file_of_addresses_takes_the_place_of_the_first(cast):
    first = addresses(cast.imani)
    press_import(cast.imani, first)
    work()
    second = addresses(cast.imani, ADDRESSES[:3])
    assert AddressPoint.objects.count() == 3
    press_import(cast.imani, second)
    work()
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.state) == (State.REPLACED, State.IN_USE)
    assert set(AddressPoint.objects.values_list("street__file", flat=True)) == {second.pk}


def test_a_file_far_smaller_than_the_one_in_use_is_pointed_out(cast):
    press_import(cast.imani, addresses(cast.imani))
    work()
    assert "far fewer rows" not in page_of(cast.imani, addresses(cast.imani, ADDRESSES[:3])).text
    page = page_of(cast.imani, addresses(cast.imani, ADDRESSES[:2])).text
    assert "This file has far fewer rows than addresses.csv." in page
    assert "Import the file" in page


def test_columns_that_are_not_guessed_are_asked_for(cast):
    lines = ["a,b,c,d", *(f"{x},{y},{n},{s}" for x, y, n, s, _zip in (line.split(",") for line in ADDRESSES[1:4]))]
    file = addresses(cast.imani, lines)
    page = page_of(cast.imani, file)
    assert "It cannot be imported like this." in page.text
    assert "No field was found for" in page.text
    answer = cast.imani.post(f"{HERE}{file.pk}/fields/", {"lng": "a", "lat": "b", "number": "c"})
    assert "Choose the field that says: street" in answer.text
    cast.imani.post(f"{HERE}{file.pk}/fields/", {"lng": "a", "lat": "b", "number": "c", "street": "d"})
    work()
    page = page_of(cast.imani, file)
    assert page.context["found"]["can"]
    assert "Import the file" in page.text


def test_an_import_that_is_cancelled_leaves_the_old_file_in_use(cast):
    first = addresses(cast.imani)
    press_import(cast.imani, first)
    work()
    second = addresses(cast.imani, ADDRESSES[:3])
    press_import(cast.imani, second)
    cast.imani.post(f"{HERE}{second.pk}/cancel/")
    work()
    page = page_of(cast.imani, second).text
    assert "The import was cancelled. Nothing was changed." in page
    assert "Import the file" in page
    assert PlaceFile.objects.get(pk=first.pk).state == State.IN_USE


def test_named_places_and_streets_go_the_same_way(cast):
    file = read_by(cast.imani, b"name,kind,lat,lng\nHickey Elementary,school,38.605,-90.225\n", "p.csv", kind="places")
    press_import(cast.imani, file)
    line = {"type": "LineString", "coordinates": [[-90.229, 38.605], [-90.221, 38.605]]}
    street = {"STREET": "Elm St", "FROMADDR_L": 2800, "TOADDR_L": 2898, "FROMADDR_R": 2801, "TOADDR_R": 2899}
    data = json.dumps({"type": "Feature", "properties": street, "geometry": line}).encode() + b"\n"
    streets = read_by(cast.imani, data, "s.geojsonl", kind="streets")
    press_import(cast.imani, streets)
    work()
    assert set(PlaceFile.objects.values_list("kind", "state", "rows")) == {
        ("places", State.IN_USE, 1),
        ("streets", State.IN_USE, 1),
    }


# The room


def test_home_tells_what_there_is_and_what_is_approximate(cast, springfield):
    page = cast.reader.get(HERE).text
    assert "3 neighborhoods, 1 park" in page
    assert "Approximate" not in page
    assert "None yet. With them an address that is typed is found." in page
    springfield.outlines_are_approximate = True
    springfield.save()
    assert "Approximate" in cast.reader.get(HERE).text


def test_readers_look_and_do_not_touch(cast):
    file = addresses(cast.imani)
    page = page_of(cast.reader, file).text
    assert "What is in each field" in page
    assert "<form" not in page.split("<main")[1]
    assert "Upload a file" not in cast.reader.get(HERE).text
    for path in ("import/", "fields/", "cancel/", "discard/"):
        assert cast.reader.post(f"{HERE}{file.pk}/{path}").status_code == 403


def test_another_towns_files_are_not_there(cast):
    file = addresses(cast.imani)
    for path in ("", "progress.json", "faults.csv"):
        assert cast.otto.get(f"{HERE}{file.pk}/{path}").status_code == 404
        assert cast.otto.get(f"/staff/shelby/places/{file.pk}/{path}").status_code == 404
    for path in ("import/", "fields/", "cancel/", "discard/"):
        assert cast.otto.post(f"/staff/shelby/places/{file.pk}/{path}").status_code == 404
    assert PlaceFile.objects.filter(pk=file.pk).exists()


def test_a_discarded_file_leaves_nothing(cast, media):
    file = addresses(cast.imani)
    assert cast.imani.post(f"{HERE}{file.pk}/discard/").url == HERE
    assert not PlaceFile.objects.exists()
    assert not Job.objects.exists()
    assert not [path for path in media.rglob("*") if path.is_file()]


def test_what_is_in_use_cannot_be_discarded(cast):
    file = addresses(cast.imani)
    press_import(cast.imani, file)
    work()
    answer = cast.imani.post(f"{HERE}{file.pk}/discard/", follow=True)
    assert "imported or discarded already" in answer.text
    assert PlaceFile.objects.get().state == State.IN_USE


def test_the_page_costs_the_same_for_one_file_and_for_eight(cast, springfield):
    def queries():
        with CaptureQueriesContext(connection) as seen:
            assert cast.imani.get(HERE).status_code == 200
        return len(seen)

    addresses(cast.imani)
    few = queries()
    for number in range(7):
        values = {"kind": "areas", "name": f"{number}", "at": timezone.now(), "by": cast.users.admin}
        PlaceFile.objects.create(community=springfield, path="x", **values)
        PlaceFile.objects.create(community=springfield, state=State.IN_USE, applied_at=timezone.now(), **values)
        Layer.objects.create(community=springfield, slug=f"layer-{number}", name=f"Layer {number}")
    assert queries() == few


def test_the_ways_in_are_the_staffs_menu_and_setup(cast):
    assert f'href="{HERE}"' in cast.imani.get("/staff/springfield/").text
    assert f'href="{HERE}"' in cast.admin.get("/staff/springfield/setup/").text
    assert reverse("places:home", args=["springfield"]) == HERE
