"""A file is loaded whole or not at all: whoever stops it, kills it or loads another at the same time."""

import datetime as dt
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from django.db import connection

from events.gazetteer import addresses, files, named, streets
from events.models import AddressPoint, NamedPlace, Party, PlaceFile, Region, Segment, Street

State = PlaceFile.State
HEADER = "LON,LAT,NUMBER,STREET,POSTCODE\n"


def table(count, street="Elm St", start=1):
    """A CSV of houses along a street."""
    return HEADER + "".join(f"-90.225,38.605,{start + n},{street},63118\n" for n in range(count))


@pytest.fixture
def small_chunks(monkeypatch):
    monkeypatch.setattr(files, "CHUNK", 10)


@pytest.fixture
def waiting(springfield, now):
    """Makes a PlaceFile that waits to be loaded."""

    def waiting(kind="addresses", **options):
        return files.new_file(springfield, kind, name="file.csv", by=None, now=now, **options)

    return waiting


def in_use():
    """The points that a search meets."""
    return AddressPoint.objects.filter(street__file__state=State.IN_USE)


def leftovers():
    """Rows of files that are not in use."""
    return sum(
        model.objects.exclude(**{f"{way}__state": State.IN_USE}).count()
        for model, way in (
            (AddressPoint, "street__file"),
            (Segment, "street__file"),
            (Street, "file"),
            (NamedPlace, "file"),
        )
    )


def told():
    """Everything that is in use, without row numbers."""
    rows = AddressPoint.objects.filter(street__file__state=State.IN_USE)
    return [
        *rows.order_by("pk").values_list("street__name", "street__key", "number", "letter", "lat", "lng"),
        *NamedPlace.objects.filter(file__state=State.IN_USE).values_list("name", "kind", "lat", "lng"),
    ]


def test_loading_the_same_file_again_gives_the_same(write, load, small_chunks):
    path = write(table(35))
    first = load("addresses", path)
    before = told()
    second = load("addresses", path)
    assert told() == before
    assert len(before) == 36
    assert second.report == first.report
    first.refresh_from_db()
    assert (first.state, second.state) == (State.REPLACED, State.IN_USE)
    assert leftovers() == 0


def test_while_a_file_is_loaded_the_old_one_is_in_use(write, load, small_chunks):
    load("addresses", write(table(3)))
    seen = []
    load("addresses", write(table(35), name="new"), progress=lambda done, total: seen.append((done, in_use().count())))
    assert seen == [(10, 3), (20, 3), (30, 3), (35, 3)]
    assert in_use().count() == 35


class Stopped(Exception):
    pass


def stop_at(rows):
    def progress(done, total):
        if done >= rows:
            raise Stopped

    return progress


@pytest.mark.parametrize("path,state", [("places/1", State.UPLOADED), ("", State.REFUSED)])
def test_a_load_that_is_stopped_leaves_nothing(write, load, waiting, now, small_chunks, path, state):
    load("addresses", write(table(3)))
    file = waiting(path=path)
    with pytest.raises(Stopped):
        addresses.load(file, write(table(35), name="new"), by=None, now=now, progress=stop_at(20))
    file.refresh_from_db()
    assert (file.state, file.applied_at) == (state, None)
    assert in_use().count() == 3
    assert leftovers() == 0


def test_a_stopped_load_may_be_begun_again(write, waiting, now, small_chunks):
    file, path = waiting(path="places/1"), write(table(35))
    with pytest.raises(Stopped):
        addresses.load(file, path, by=None, now=now, progress=stop_at(20))
    addresses.load(file, path, by=None, now=now)
    assert in_use().count() == 35


def test_loading_a_file_that_is_in_use_changes_nothing(write, load, now):
    path = write(table(3))
    file = load("addresses", path)
    assert addresses.load(file, path, by=None, now=now) == file.report
    assert PlaceFile.objects.count() == 1
    assert in_use().count() == 3


def test_a_newer_load_of_the_same_kind_wins_and_the_older_stops(write, load, waiting, now, small_chunks):
    older, newer = waiting(), waiting()

    def another_comes(done, total):
        if done == 20:
            path = write(table(5, "Oak Ave"), name="newer")
            addresses.load(newer, path, by=None, now=now + dt.timedelta(seconds=1))

    with pytest.raises(files.Overtaken):
        addresses.load(older, write(table(35)), by=None, now=now, progress=another_comes)
    assert {row[0] for row in told()} == {"Oak Ave", "63118"}
    older.refresh_from_db()
    assert older.state == State.REPLACED
    assert leftovers() == 0


def test_of_two_loaders_of_one_file_the_second_wins(write, waiting, now, small_chunks):
    file, path = waiting(), write(table(35))

    def twice(done, total):
        if done == 20 and file.state == State.LOADING:
            addresses.load(PlaceFile.objects.get(pk=file.pk), path, by=None, now=now)

    with pytest.raises(files.Overtaken):
        addresses.load(file, path, by=None, now=now, progress=twice)
    assert in_use().count() == 35
    assert PlaceFile.objects.get().state == State.IN_USE
    assert leftovers() == 0


def test_kinds_and_communities_do_not_meet(write, load, shelby, small_chunks):
    load("addresses", write(table(3)))
    load("places", write("name,lat,lng\nElm Park,38.605,-90.225\n"))
    shelby.neighborhoods.update(is_retired=True)
    load("addresses", write(table(4), name="shelby"), community=shelby)
    assert PlaceFile.objects.in_use().count() == 3
    assert in_use().count() == 7


def test_the_pins_of_blocks_follow_a_new_file_and_the_edition_is_touched(write, load, edition, make_party):
    party = make_party(edition, "approved", level="block", number="150", street="Elm St", lat=38.6052, lng=-90.2252)
    version = type(edition).objects.get(pk=edition.pk).version
    line = {"type": "LineString", "coordinates": [[-90.2266, 38.6051], [-90.2246, 38.6051]]}
    numbers = {"FULLNAME": "Elm St", "L_F_ADD": 100, "L_T_ADD": 198, "R_F_ADD": 101, "R_T_ADD": 199}
    load("streets", write([{"type": "Feature", "properties": numbers, "geometry": line}]))
    moved = Party.objects.get(pk=party.pk)
    assert (moved.public_lat, moved.public_lng) == pytest.approx((38.6051, -90.2256), abs=1e-6)
    assert type(edition).objects.get(pk=edition.pk).version > version


def test_a_sweep_clears_what_died_and_lets_the_living_be(write, waiting, now, small_chunks):
    file, path = waiting(path="places/1"), write(table(35))

    def die(done, total):
        if done == 20:
            assert files.sweep(now=now + dt.timedelta(minutes=1)) == 0
            assert AddressPoint.objects.count() == 20
            assert files.sweep(now=now + dt.timedelta(hours=1)) == 1

    with pytest.raises(files.Overtaken):
        addresses.load(file, path, by=None, now=now, progress=die)
    file.refresh_from_db()
    assert (file.state, file.report, AddressPoint.objects.count()) == (State.UPLOADED, {}, 0)
    assert files.sweep(now=now + dt.timedelta(hours=1)) == 0


def test_a_sweep_ends_what_a_change_of_files_left_to_do(write, load, now):
    old, new = load("addresses", write(table(3))), load("addresses", write(table(4)))
    Street.objects.create(file=old, name="Left Over St", key="leftover")
    PlaceFile.objects.filter(pk=new.pk).update(report={"rows": 4})
    files.sweep(now=now)
    assert leftovers() == 0
    assert PlaceFile.objects.get(pk=new.pk).report["finished"]
    assert in_use().count() == 4


KILLED = """
import datetime as dt, os, signal, sys, django
django.setup()
from events.gazetteer import files
from events.gazetteer.kinds import OF_KIND
from events.models import PlaceFile
files.CHUNK = 10
def progress(done, total):
    if done >= 20:
        os.kill(os.getpid(), signal.SIGKILL)
file = PlaceFile.objects.get(pk=int(sys.argv[1]))
OF_KIND[file.kind].load(file, sys.argv[2], by=None, now=dt.datetime.fromisoformat(sys.argv[3]), progress=progress)
"""


def database_url():
    """The test database, for another process."""
    values = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{values['NAME']}"
    return f"postgres://{values['USER']}@/{values['HOST']}/{values['NAME']}"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("is_tried_again", [True, False])
def test_a_killed_load_leaves_the_old_file_in_use(write, load, waiting, now, small_chunks, is_tried_again):
    load("addresses", write(table(3)))
    file, path = waiting(path="places/1"), write(table(35), name="new")
    command = [sys.executable, "-c", KILLED, str(file.pk), str(path), now.isoformat()]
    environment = os.environ | {
        "DATABASE_URL": database_url(),
        "DJANGO_SETTINGS_MODULE": "nightout.settings",
        "DEBUG": "true",
    }
    root = Path(__file__).resolve().parents[2]
    ended = subprocess.run(command, env=environment, cwd=root, capture_output=True, text=True, check=False)
    assert ended.returncode == -signal.SIGKILL, ended.stderr
    file.refresh_from_db()
    assert file.state == State.LOADING
    assert in_use().count() == 3
    assert leftovers() > 20
    if is_tried_again:
        addresses.load(file, path, by=None, now=now + dt.timedelta(minutes=5))
        assert in_use().count() == 35
    else:
        files.sweep(now=now + dt.timedelta(hours=1))
        assert in_use().count() == 3
    assert leftovers() == 0


def at_once(*deeds):
    """Run the deeds in threads; give the exceptions they ended with."""
    ended = []

    def run(deed):
        try:
            deed()
        except Exception as error:
            ended.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[deed]) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return ended


@pytest.mark.django_db(transaction=True)
def test_between_two_chunks_anybody_can_write(write, load, region, small_chunks):
    def somebody_writes(done, total):
        assert not connection.in_atomic_block
        assert at_once(lambda: Region.objects.filter(pk=region.pk).update(name=f"Region {done}")) == []

    load("addresses", write(table(35)), progress=somebody_writes)
    region.refresh_from_db()
    assert region.name == "Region 35"


@pytest.mark.django_db(transaction=True)
def test_two_loads_at_once_leave_one_file_whole(write, waiting, now, small_chunks):
    one, other = waiting(), waiting()
    paths = {one.pk: write(table(60, "Elm St"), name="one"), other.pk: write(table(60, "Oak Ave"), name="other")}
    ended = at_once(
        *(lambda file=file: addresses.load(file, paths[file.pk], by=None, now=now) for file in (one, other))
    )
    assert {type(error) for error in ended} <= {files.Overtaken}
    assert PlaceFile.objects.in_use().count() == 1
    assert in_use().count() == 60
    assert len({row[0] for row in told()}) == 2  # one street, one ZIP code
    assert leftovers() == 0


@pytest.mark.parametrize("module", [addresses, streets, named])
def test_every_kind_can_be_looked_at_without_writing(write, springfield, module):
    point, line = {"type": "Point", "coordinates": [-90.225, 38.605]}, [[-90.225, 38.605], [-90.224, 38.605]]
    geometry = {"type": "LineString", "coordinates": line} if module is streets else point
    properties = {"number": 1, "street": "Elm St", "name": "Elm St"}
    path = write([{"type": "Feature", "properties": properties, "geometry": geometry}])
    seen = []
    report = module.examine(springfield, path, progress=lambda done, total: seen.append((done, total)))
    assert (report["rows"], report["faults"]) == (1, [])
    assert seen[-1] == (1, 1)
    assert not PlaceFile.objects.exists()
