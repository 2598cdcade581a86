"""A file of areas through the pages: all of it or nothing, and only what was looked at."""

import csv
import io

from django.core.files.uploadedfile import SimpleUploadedFile

from events import shelf
from events.models import Change, Deed, District, Job, Layer, Neighborhood, PlaceFile
from events.places import importers
from tests.conftest import square
from tests.places.uploading import (
    HERE,
    city,
    collection,
    feature,
    page_of,
    press_import,
    read_by,
    upload,
    work,
)

State = PlaceFile.State


# Areas


def test_the_page_says_what_the_areas_would_change_and_changes_nothing(cast, elm):
    rows = [*city(n2="Oak Heights")[:3], feature(4, "New Town", -90.20)]
    rows[0]["geometry"] = square(-90.23, 38.60, size=0.004)
    before = list(Neighborhood.objects.order_by("pk").values())
    file = read_by(cast.imani, collection(rows))
    page = page_of(cast.imani, file)
    plan = page.context["found"]["plan"]
    assert [area["name"] for area in plan["added"]] == ["New Town"]
    assert [(area["before"], area["name"]) for area in plan["renamed"]] == [("Oak Hill", "Oak Heights")]
    assert [area["name"] for area in plan["retired"]] == ["Founders Park"]
    assert "<del>Oak Hill</del>" in page.text
    assert "<ins>Oak Heights</ins>" in page.text
    assert f'<a href="/staff/springfield/parties/{elm.reference}/">{elm.reference}</a>' in page.text
    assert list(Neighborhood.objects.order_by("pk").values()) == before
    assert file.state == State.UPLOADED
    assert "Import the areas" in page.text


def test_importing_does_all_of_it_keeps_the_report_and_takes_the_file_off_the_shelf(cast, elm, media):
    rows = city(n1="Elm Gardens")
    file = read_by(cast.imani, collection(rows))
    answer = press_import(cast.imani, file)
    assert answer.url == f"{HERE}{file.pk}/"
    assert "Importing the file" in page_of(cast.imani, file).text
    assert Neighborhood.objects.get(number=1, community__slug="springfield").name == "Elm Park"
    work()
    file.refresh_from_db()
    assert (file.state, file.path, file.rows, file.by) == (State.IN_USE, "", 4, cast.users.imani)
    assert Neighborhood.objects.get(number=1, community__slug="springfield").name == "Elm Gardens"
    assert not [path for path in media.rglob("*") if path.is_file()]
    page = page_of(cast.imani, file).text
    assert "What it changed" in page
    assert "<ins>Elm Gardens</ins>" in page
    assert "Import the areas" not in page
    assert "The city’s own" in cast.imani.get(HERE).text


def test_a_party_that_moves_gets_one_line_in_its_history_by_who_imported(cast, elm):
    rows = city()
    rows[0]["geometry"], rows[1]["geometry"] = rows[1]["geometry"], rows[0]["geometry"]
    file = read_by(cast.imani, collection(rows))
    table = f"{HERE}{file.pk}/parties.csv"
    before = b"".join(cast.reader.get(table).streaming_content).decode()
    assert f"{elm.reference},Elm Park,Oak Hill\r\n" in before
    press_import(cast.imani, file)
    work()
    after = b"".join(cast.reader.get(table).streaming_content).decode()
    assert after == before.replace("Party,Now,Then", "Party,Before,Now")
    assert cast.otto.get(table).status_code == 404
    elm.refresh_from_db()
    assert elm.neighborhood.name == "Oak Hill"
    change = Change.objects.get(party=elm, deed=Deed.AREA_CHANGED)
    assert (change.by_user, change.party) == (cast.users.imani, elm)


def test_a_newer_file_of_the_same_layer_replaces_the_older(cast):
    files = []
    for name in ("Elm Gardens", "Elm Court"):
        files.append(read_by(cast.imani, collection(city(n1=name)), f"{name}.geojson"))
        press_import(cast.imani, files[-1])
        work()
    assert [PlaceFile.objects.get(pk=file.pk).state for file in files] == [State.REPLACED, State.IN_USE]
    assert "A newer file has replaced it." in page_of(cast.imani, files[0]).text


def test_a_new_layer_of_districts_comes_with_its_name(cast, elm):
    rows = [feature(1, "", -90.23), feature(2, "", -90.22)]
    file = read_by(cast.imani, collection(rows), layer="new", layer_name="Police districts")
    page = page_of(cast.imani, file).text
    assert "Parties that get an area" in page
    assert "gets a line in its history" not in page
    assert "Neighborhoods have numbers up to" not in page
    press_import(cast.imani, file)
    work()
    layer = Layer.objects.get()
    assert (layer.slug, layer.name, District.objects.count()) == ("police-districts", "Police districts", 2)
    assert [district.number for district in elm.districts.all()] == [1]
    home = cast.imani.get(HERE).text
    assert "Police districts" in home
    assert "2 areas" in home
    offered = cast.imani.get(f"{HERE}upload/").context["form"].fields["layer"].choices
    assert ("police-districts", "Police districts") in offered


def test_a_town_without_neighborhoods_gets_its_outline(cast, shelby):
    here = "/staff/shelby/places/"
    data = collection([feature(7, "Shelby", -90.23, 38.71), feature(8, "Ogden", -90.30, 38.71)])
    values = {"kind": "areas", "layer": "outline", "layer_name": "", "file": SimpleUploadedFile("towns.geojson", data)}
    cast.otto.post(f"{here}upload/", values)
    work()
    file = PlaceFile.objects.get()
    page = cast.otto.get(f"{here}{file.pk}/")
    assert page.context["found"]["problems"] == []
    cast.otto.post(f"{here}{file.pk}/import/", {"seen": page.context["begin"].initial["seen"]})
    work()
    area = shelby.neighborhoods.get()
    assert (area.name, area.south) == ("Shelby", 38.71)
    assert "outline" not in dict(cast.imani.get(f"{HERE}upload/").context["form"].fields["layer"].choices)


def test_rows_that_cannot_be_used_are_named_and_come_as_csv(cast):
    rows = [*city(), feature(5, "", -90.20), feature(6, "=cmd|' /C calc'!A0", -90.19)]
    rows[-1]["geometry"] = None
    rows[0]["geometry"]["coordinates"][0][0].reverse()
    file = read_by(cast.imani, collection(rows))
    page = page_of(cast.imani, file)
    assert [line["row"] for line in page.context["found"]["faults"]] == [5, 6]
    assert "It cannot be imported like this." in page.text
    assert "Import the areas" not in page.text
    answer = cast.imani.get(f"{HERE}{file.pk}/faults.csv")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    lines = list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    assert lines[0] == ["Row", "Name", "What became of it", "Why"]
    assert [line[:3] for line in lines[1:]] == [
        ["5", "", "Cannot be used"],
        ["6", "'=cmd|' /C calc'!A0", "Cannot be used"],
    ]
    refused = cast.imani.post(f"{HERE}{file.pk}/import/", {"seen": page.context["found"]["mark"]}, follow=True)
    assert "This file cannot be imported as it is." in refused.text
    assert Job.objects.filter(kind="places.apply").count() == 0


def test_another_field_can_be_chosen_and_the_file_read_again(cast):
    rows = city()
    for row in rows:
        row["properties"]["LABEL"] = f"The {row['properties']['NAME']}"
    file = read_by(cast.imani, collection(rows))
    page = page_of(cast.imani, file)
    assert page.context["found"]["mapping"]["name"] == "NAME"
    chosen = {"number": "NUM", "name": "LABEL", "kind": "", "match": "number", "up_to": "79"}
    assert cast.imani.post(f"{HERE}{file.pk}/fields/", chosen).url == f"{HERE}{file.pk}/"
    work()
    page = page_of(cast.imani, file)
    assert {area["name"] for area in page.context["found"]["plan"]["renamed"]} >= {"The Elm Park", "The Oak Hill"}
    answer = cast.imani.post(f"{HERE}{file.pk}/fields/", {"number": "", "name": "", "match": "name"})
    assert "Choose the field with the name" in answer.text
    answer = cast.imani.post(f"{HERE}{file.pk}/fields/", {"number": "NUM", "name": "NOTHING"})
    assert "Choose from the list" in answer.text


def test_what_was_looked_at_is_what_is_imported(cast):
    file = read_by(cast.imani, collection(city(n1="Elm Gardens")))
    old = page_of(cast.imani, file).context["found"]["mark"]
    cast.imani.post(f"{HERE}{file.pk}/fields/", {"number": "NUM", "name": "", "match": "number"})
    work()
    for mark in (old, "", "x" * 16):
        answer = cast.imani.post(f"{HERE}{file.pk}/import/", {"seen": mark}, follow=True)
        assert "This is not what you looked at" in answer.text
    assert Job.objects.filter(kind="places.apply").count() == 0


def test_a_registry_that_changed_since_is_refused_with_what_changed_and_shown_anew(cast, springfield):
    file = read_by(cast.imani, collection(city(n1="Elm Gardens")))
    press_import(cast.imani, file)
    Neighborhood.objects.filter(community=springfield, number=2).update(name="Oak Heights")
    work()
    page = page_of(cast.imani, file)
    assert "The registry has changed since you looked." in page.text
    assert "Renamed, which you did not see: Oak Hill." in page.text
    assert len(page.context["found"]["plan"]["renamed"]) == 2
    assert Neighborhood.objects.get(community=springfield, number=1).name == "Elm Park"
    press_import(cast.imani, file)
    work()
    assert PlaceFile.objects.get().state == State.IN_USE


def test_a_party_that_came_meanwhile_and_would_move_is_told_before_the_import(cast, edition, make_party):
    rows = city()
    rows[0]["geometry"], rows[1]["geometry"] = rows[1]["geometry"], rows[0]["geometry"]
    file = read_by(cast.imani, collection(rows))
    press_import(cast.imani, file)
    late = make_party(edition, email="late@example.org", number="2801", lat=38.6055)
    work()
    assert f"Parties that move, which you did not see: {late.reference}." in page_of(cast.imani, file).text
    late.refresh_from_db()
    assert late.neighborhood.name == "Elm Park"


def test_an_import_that_stumbles_changes_nothing(cast, monkeypatch):
    def broken(*_arguments, **_named):
        raise RuntimeError("in the middle")

    file = read_by(cast.imani, collection(city(n1="Elm Gardens")))
    press_import(cast.imani, file)
    monkeypatch.setattr(importers.areas, "replace_parties", broken)
    work()
    file.refresh_from_db()
    assert (file.state, shelf.path_of(file.path).exists()) == (State.UPLOADED, True)
    assert Neighborhood.objects.get(community__slug="springfield", number=1).name == "Elm Park"
    page = page_of(cast.imani, file).text
    assert "Something went wrong on our side, and nothing was changed." in page
    assert "Import the areas" in page


def test_pressing_twice_imports_once(cast):
    file = read_by(cast.imani, collection(city(n1="Elm Gardens")))
    mark = {"seen": page_of(cast.imani, file).context["found"]["mark"]}
    cast.imani.post(f"{HERE}{file.pk}/import/", mark)
    assert "at work on this file" in cast.imani.post(f"{HERE}{file.pk}/import/", mark, follow=True).text
    work()
    assert "imported or discarded already" in cast.imani.post(f"{HERE}{file.pk}/import/", mark, follow=True).text
    assert Job.objects.filter(kind="places.apply").count() == 1


def test_an_import_begun_again_after_a_crash_ends_what_is_left(cast, media):
    file = read_by(cast.imani, collection(city(n1="Elm Gardens")))
    path = file.path
    press_import(cast.imani, file)
    work()
    job = Job.objects.get(kind="places.apply")
    shelf.path_of(path).write_bytes(b"left by a worker that died before it could tidy")
    PlaceFile.objects.update(path=path)
    Job.objects.filter(pk=job.pk).update(state="waiting", ended_at=None, result={})
    assert work() == {"done": 1}
    file.refresh_from_db()
    assert (file.state, file.path) == (State.IN_USE, "")
    assert not shelf.path_of(path).exists()
    assert Change.objects.filter(deed=Deed.AREA_CHANGED).count() == 0


def test_a_file_that_is_gone_from_the_disk_says_so(cast):
    file = upload(cast.imani, collection(city()))
    shelf.take_away(file.path)
    work()
    page = page_of(cast.imani, file).text
    assert "The file is no longer there. Upload it again." in page
    assert cast.imani.post(f"{HERE}{file.pk}/discard/").url == HERE
    assert not PlaceFile.objects.exists()
