"""Backup and restore: everything comes back exactly, a file that is not right changes nothing."""

import datetime as dt
import gzip
import io
import json
import os
import stat
import tarfile
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from events import access, backup, jobs, registry, shelf
from events.models import (
    AddressPoint,
    District,
    Job,
    Layer,
    Membership,
    NamedPlace,
    Notice,
    Party,
    PlaceFile,
    Role,
    Segment,
    Street,
)
from tests.conftest import answers

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def media(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path / "media")
    (tmp_path / "media" / "kits").mkdir(parents=True)
    (tmp_path / "media" / "kits" / "flyer.pdf").write_bytes(b"%PDF \x00\xff")
    return tmp_path / "media"


@pytest.fixture
def town(edition, elm, walts, make_staff, springfield, now, media):
    """Two parties with all that hangs on them, one told in words that are hard to keep, and a member of staff."""
    registry.change(elm, {"description": "Música 🎉 “tonight”\n=1+1", "bring": "\\N"}, by=None, now=now)
    make_staff(springfield, Role.COORDINATOR, "imani@springfield.example.org")
    return edition


def everything():
    """Every row of every table that a backup holds, as the database gives it."""
    return {
        model._meta.db_table: [
            tuple(repr(field.value_from_object(row)) for field in model._meta.concrete_fields)
            for row in model._base_manager.order_by("pk")
        ]
        for model in backup.tables()
        if model._meta.app_label not in backup.LEFT_OUT
    }


def test_what_was_saved_comes_back_row_by_row(town, elm, now, tmp_path, media):
    before, link = everything(), access.token_of("manage", elm.hosts.get())
    file = tmp_path / "night.tar.gz"
    call_command("backup", str(file), stdout=io.StringIO())
    Party.objects.filter(pk=elm.pk).update(title="Gone wrong")
    Membership.objects.all().delete()
    Notice.objects.all().delete()
    registry.register(town, answers(email="late@example.org"), key="0e7ea1b2-0000-4000-8000-000000000000", now=now)
    (media / "kits" / "flyer.pdf").unlink()
    (media / "new.pdf").write_bytes(b"new")
    call_command("restore", str(file), "--yes-replace-everything", stdout=io.StringIO())
    assert everything() == before
    assert (media / "kits" / "flyer.pdf").read_bytes() == b"%PDF \x00\xff"
    assert not (media / "new.pdf").exists()
    assert access.token_of("manage", Party.objects.get(pk=elm.pk).hosts.get()) == link


def test_places_their_files_and_jobs_come_back(town, springfield, now, tmp_path, media):
    """The largest tables of all, in more than one chunk, and a file that waits to be imported."""
    path, size = shelf.put([b"LON,LAT,NUMBER,STREET\n"], shelf.PLACES)
    values = {"community": springfield, "by": None, "at": now}
    used = PlaceFile.objects.create(kind="addresses", name="a.csv", state="in_use", applied_at=now, rows=1200, **values)
    waiting = PlaceFile.objects.create(kind="addresses", name="b.csv", path=path, size=size, **values)
    street = Street.objects.create(file=used, name="Elm St", key="elm")
    points = [AddressPoint(street=street, number=n, lat=38.6 + n / 1e5, lng=-90.22) for n in range(1, 1201)]
    AddressPoint.objects.bulk_create(points)
    Segment.objects.create(
        street=street, low=100, high=198, line=[[-90.22, 38.6], [-90.22, 38.61]], lat=38.6, lng=-90.2
    )
    NamedPlace.objects.create(file=used, name="Hickey", key="hickey", kind="school", lat=38.6, lng=-90.2)
    layer = Layer.objects.create(community=springfield, slug="police", name="Police districts")
    District.objects.create(layer=layer, number=1, name="First")
    job = jobs.start("places.read", community=springfield, by=None, args={"file": waiting.pk}, now=now)
    assert jobs.claim(now, "a worker", ["places.read"]).pk == job.pk
    before, file = everything(), tmp_path / "night.tar.gz"
    call_command("backup", str(file), stdout=io.StringIO())
    AddressPoint.objects.all().delete()
    PlaceFile.objects.all().delete()
    Job.objects.all().delete()
    shelf.take_away(path)
    call_command("restore", str(file), "--yes-replace-everything", stdout=io.StringIO())
    assert everything() == before
    assert shelf.path_of(path).read_bytes() == b"LON,LAT,NUMBER,STREET\n"
    later = now + dt.timedelta(hours=1)
    assert jobs.claim(later, "another", ["places.read"]).attempts == 2


def test_new_rows_take_new_numbers_after_a_restore(town, elm, now, tmp_path):
    file = tmp_path / "night.tar.gz"
    call_command("backup", str(file), stdout=io.StringIO())
    call_command("restore", str(file), "--yes-replace-everything", stdout=io.StringIO())
    party = registry.register(town, answers(), key="0e7ea1b2-0000-4000-8000-000000000001", now=now)
    assert party.pk > elm.pk
    assert party.reference == "SPR-27-0003"


def test_a_backup_is_for_its_owners_eyes_and_never_overwrites(town, tmp_path):
    file = tmp_path / "night.tar.gz"
    old = os.umask(0)
    try:
        call_command("backup", str(file), stdout=io.StringIO())
    finally:
        os.umask(old)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    with pytest.raises(CommandError, match="there already"):
        call_command("backup", str(file))
    assert [path.name for path in tmp_path.glob("night*")] == ["night.tar.gz"]


def test_a_backup_reads_one_moment_and_leaves_sign_ins_and_keys_out(town, settings, tmp_path):
    file = tmp_path / "night.tar.gz"
    call_command("backup", str(file), stdout=io.StringIO())
    with tarfile.open(file) as tar:
        names = tar.getnames()
        manifest = json.load(tar.extractfile("manifest.json"))
    assert names[-1] == "manifest.json"
    assert "rows/events_party.jsonl" in names
    assert not any("session" in name or "axes" in name for name in names)
    assert manifest["tables"]["events_party"]["rows"] == 2
    assert manifest["database"] == connection.vendor
    assert settings.LINK_KEY.encode() not in gzip.decompress(file.read_bytes())


def test_a_restore_asks_to_be_sure(town, tmp_path):
    with pytest.raises(CommandError, match="--yes-replace-everything"):
        call_command("restore", str(tmp_path / "night.tar.gz"))


def rewritten(file, change):
    """The backup with its members changed by change(name, data) -> data or None."""
    other = Path(f"{file}.other")
    with tarfile.open(file) as tar, tarfile.open(other, "w:gz") as out:
        for member in tar.getmembers():
            data = change(member.name, tar.extractfile(member).read())
            if data is not None:
                member.size = len(data)
                out.addfile(member, io.BytesIO(data))
    return other


def other_migrations(name, data):
    return data.replace(b"0001_initial", b"0000_before") if name == "manifest.json" else data


def other_words(name, data):
    return data.replace(b"Quill", b"Quick") if name == "rows/events_host.jsonl" else data


def no_hosts(name, data):
    return None if name == "rows/events_host.jsonl" else data


def no_manifest(name, data):
    return None if name == "manifest.json" else data


@pytest.mark.parametrize(
    "change, words",
    [
        (other_migrations, "whose tables are not those"),
        (other_words, "events_host.jsonl is not what was saved"),
        (no_hosts, "not whole"),
        (no_manifest, "not a backup"),
    ],
)
def test_a_backup_that_is_not_right_changes_nothing(town, tmp_path, change, words):
    file = tmp_path / "night.tar.gz"
    call_command("backup", str(file), stdout=io.StringIO())
    before = everything()
    with pytest.raises(CommandError, match=words):
        call_command("restore", str(rewritten(file, change)), "--yes-replace-everything")
    assert everything() == before


@pytest.mark.parametrize("data", [b"", b"no archive at all", gzip.compress(b"half", mtime=0)])
def test_a_file_that_is_no_backup_is_refused(town, tmp_path, data):
    file = tmp_path / "night.tar.gz"
    file.write_bytes(data)
    before = everything()
    with pytest.raises(CommandError, match="not a backup"):
        call_command("restore", str(file), "--yes-replace-everything")
    assert everything() == before
