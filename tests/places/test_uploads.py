"""Large uploads: streamed to the disk, told by what they hold, kept out of everybody's reach, and gone in time."""

import datetime as dt
import io
import json
import os
import stat
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile, TemporaryUploadedFile
from django.test import Client
from django.urls import reverse

from events import housekeeping, limits, shelf
from events.models import Job, PlaceFile
from events.places import uploads
from tests.conftest import square

DAY = dt.timedelta(days=1)
UPLOAD = "/staff/springfield/places/upload/"
TABLE = b"LON,LAT,NUMBER,STREET\r\n-90.2249,38.6051,2827,Elm St\r\n"


def collection(*features):
    return json.dumps({"type": "FeatureCollection", "features": list(features)}).encode()


def feature(number, name, west=-90.23, south=38.60):
    values = {"NUM": number, "NAME": name}
    return {"type": "Feature", "properties": values, "geometry": square(west, south)}


def send(client, data, name="file.geojson", **fields):
    file = SimpleUploadedFile(name, data, "application/octet-stream")
    return client.post(UPLOAD, {"kind": "areas", "layer": "neighborhoods", "layer_name": ""} | fields | {"file": file})


def zipped(*names):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return data.getvalue()


# Through the page


def test_an_upload_is_kept_under_a_name_of_chance_and_read_by_the_worker(cast, springfield, media):
    data = collection(feature(1, "Elm Park"))
    answer = send(cast.imani, data, "../../Areas & more.geojson")
    file = PlaceFile.objects.get()
    assert answer.url == reverse("places:file", args=["springfield", file.pk])
    assert (file.kind, file.layer, file.state, file.by) == ("areas", "neighborhoods", "uploaded", cast.users.imani)
    assert (file.name, file.size) == ("Areas & more.geojson", len(data))
    kept = shelf.path_of(file.path)
    assert kept.parent == media / "places"
    assert "Areas" not in kept.name
    assert kept.read_bytes() == data
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    job = Job.objects.get()
    assert (job.kind, job.args, job.community, job.state) == ("places.read", {"file": file.pk}, springfield, "waiting")


def test_no_address_serves_a_kept_file(cast):
    send(cast.imani, collection(feature(1, "Elm Park")))
    path = PlaceFile.objects.get().path
    for address in (f"/media/{path}", f"/{path}/", f"/static/{path}", f"/static/../media/{path}"):
        assert cast.operator.get(address).status_code == 404


@pytest.mark.parametrize("data, words", [(zipped("areas.shp"), "shapefile"), (b"", "empty"), (b"%PDF-1.4", "PDF")])
def test_a_wrong_file_is_refused_on_the_page_and_nothing_is_kept(cast, media, data, words):
    answer = send(cast.imani, data)
    assert words in answer.text
    assert not PlaceFile.objects.exists()
    assert not Job.objects.exists()
    assert not list(media.rglob("*"))


@pytest.mark.parametrize(
    "fields, words",
    [
        ({"kind": ""}, "Choose what is in the file"),
        ({"layer": ""}, "Choose which areas these are"),
        ({"layer": "new", "layer_name": " "}, "Enter the name of the new layer"),
        ({"layer": "new", "layer_name": "Neighborhoods"}, "There is a layer of that name already"),
        ({"layer": "elsewhere"}, "Choose from the list"),
        ({"file": ""}, "Choose a file"),
    ],
)
def test_what_is_missing_is_asked_for(cast, fields, words):
    values = {"kind": "areas", "layer": "neighborhoods", "layer_name": ""}
    values |= {"file": SimpleUploadedFile("a.geojson", collection(feature(1, "Elm")))} | fields
    assert words in cast.imani.post(UPLOAD, values).text
    assert not PlaceFile.objects.exists()


def test_a_table_is_no_file_of_areas_or_streets(cast):
    assert "Areas need outlines" in send(cast.imani, TABLE).text
    assert "Streets need their lines" in send(cast.imani, TABLE, kind="streets").text
    assert send(cast.imani, TABLE, kind="addresses").status_code == 302
    assert PlaceFile.objects.get().layer == ""


def test_a_new_layer_has_its_name_from_the_form(cast):
    send(cast.imani, collection(feature(1, "First")), layer="new", layer_name="Police districts")
    file = PlaceFile.objects.get()
    assert (file.layer, file.mapping) == ("police-districts", {"layer_name": "Police districts"})


def test_eight_files_may_wait_and_no_more(cast, springfield, now):
    for number in range(8):
        PlaceFile.objects.create(community=springfield, kind="areas", name=f"{number}.geojson", at=now)
    assert "8 files wait already" in send(cast.imani, collection(feature(1, "Elm"))).text
    assert not Job.objects.exists()


def test_uploads_are_counted(cast, settings, monkeypatch):
    settings.LIMITS_ENABLED = True
    monkeypatch.setitem(limits.LIMITS, "upload", limits.Limit(1, 1))
    assert send(cast.imani, collection(feature(1, "Elm"))).status_code == 302
    assert send(cast.imani, collection(feature(1, "Elm"))).status_code == 429
    assert PlaceFile.objects.count() == 1


def test_a_disk_without_room_loses_nothing_and_leaves_nothing(cast, media, monkeypatch):
    def full(_descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    assert "no room" in send(cast.imani, collection(feature(1, "Elm"))).text
    assert not PlaceFile.objects.exists()
    assert not [path for path in media.rglob("*") if path.is_file()]


# How large


class Untouched(io.RawIOBase):
    """A body that nobody may read."""

    def read(self, *_size):
        raise AssertionError("The body was read")


def said_length(client, length, path=UPLOAD):
    """The status for a body of `length` bytes of which not one may be read, not even for the form's token."""
    strict = Client(enforce_csrf_checks=True)
    strict.cookies.update(client.cookies)
    told = {"CONTENT_LENGTH": str(length), "wsgi.input": Untouched()}
    return strict.generic("POST", path, b"", "multipart/form-data; boundary=b", **told).status_code


def test_only_who_may_import_may_send_much_and_only_there(cast):
    for name in ("nobody", "rosa", "otto", "reader", "lead"):
        assert said_length(getattr(cast, name), 50_000_000) == 413, name
    for path in ("/springfield/register/", "/staff/springfield/import/", "/staff/springfield/places/", "/nowhere/"):
        assert said_length(cast.imani, 50_000_000, path) in (404, 413), path
    assert said_length(cast.imani, 150_000_000) == 413
    assert said_length(cast.imani, 50_000_000, "/staff/shelby/places/upload/") == 413


def test_who_still_owes_a_second_step_may_not_send_much(cast, settings):
    settings.STAFF_MFA_REQUIRED = True
    assert said_length(cast.imani, 50_000_000) == 413


@pytest.mark.parametrize("name", ["imani", "admin", "operator"])
def test_a_large_file_goes_to_the_disk_as_it_comes(cast, name, monkeypatch):
    seen = []
    keep = uploads.keep
    monkeypatch.setattr(uploads, "keep", lambda upload, **told: seen.append(type(upload)) or keep(upload, **told))
    data = b"LON,LAT,NUMBER,STREET\n" + b"-90.2249,38.6051,2827,Elm St\n" * 250_000
    assert len(data) > 6_000_000
    assert send(getattr(cast, name), data, "addresses.csv", kind="addresses").status_code == 302
    assert seen == [TemporaryUploadedFile]
    assert PlaceFile.objects.get().size == len(data)


def test_no_more_than_the_form_allows_is_kept(cast, settings):
    settings.LARGE_UPLOAD_LIMIT = 1_000
    answer = send(cast.imani, TABLE * 30, "addresses.csv", kind="addresses")
    assert "The file is larger than" in answer.text
    assert not PlaceFile.objects.exists()


# Gone in time


@pytest.fixture
def kept(springfield, now):
    """kept(at=now, **fields) puts a file on the shelf with its row."""

    def keep(at=now, **fields):
        path, size = shelf.put([b"x" * 10], shelf.PLACES)
        values = {"kind": "addresses", "name": "a.csv", "path": path, "size": size, "at": at} | fields
        return PlaceFile.objects.create(community=springfield, **values)

    return keep


def lying(media):
    return {f"places/{path.name}" for path in (media / "places").glob("*")}


def test_a_file_is_forgotten_after_two_days(kept, media, now):
    old, new = kept(at=now - 2 * DAY - dt.timedelta(minutes=1)), kept(at=now - DAY)
    for file in (old, new):
        os.utime(shelf.path_of(file.path), (file.at.timestamp(), file.at.timestamp()))
    refused = kept(at=now - 3 * DAY, state="refused")
    os.utime(shelf.path_of(refused.path), (refused.at.timestamp(),) * 2)
    assert housekeeping.tidy(now)["place_files"] == 2
    assert list(PlaceFile.objects.all()) == [new]
    assert lying(media) == {new.path}


def test_a_file_that_a_job_is_at_work_on_is_not_forgotten(kept, springfield, now):
    file = kept(at=now - 9 * DAY)
    Job.objects.create(kind="places.apply", community=springfield, args={"file": file.pk}, created_at=now)
    assert housekeeping.tidy(now)["place_files"] == 0
    assert PlaceFile.objects.filter(pk=file.pk).exists()


def test_what_was_imported_stays_in_the_rows_for_ever(kept, now):
    file = kept(at=now - 400 * DAY, state="in_use", applied_at=now - 400 * DAY, path="")
    assert housekeeping.tidy(now)["place_files"] == 0
    assert list(PlaceFile.objects.all()) == [file]


def test_files_that_no_row_knows_are_swept_but_not_one_that_is_just_being_written(kept, media, now):
    known = kept(at=now)
    stray, half, young = (media / "places" / name for name in ("stray", "half.part", "young"))
    for path in (stray, half, young):
        path.write_bytes(b"x")
    for path in (stray, half, shelf.path_of(known.path)):
        os.utime(path, ((now - DAY).timestamp(),) * 2)
    os.utime(young, (now.timestamp(),) * 2)
    housekeeping.tidy(now)
    assert lying(media) == {known.path, "places/young"}


@pytest.mark.parametrize("name", ["", "../secret", "/etc/passwd", "places/../../x"])
def test_the_shelf_gives_no_path_outside_of_it(name):
    with pytest.raises(ValueError, match="No name of a kept file"):
        shelf.path_of(name)
