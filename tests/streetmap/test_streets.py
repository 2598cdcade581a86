"""The streets of a cell: of the town's own file in use, by place, small, and kept until another file is put in use."""

import gzip
import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from events.caching import CACHE_CONTROL
from events.models import Community, PlaceFile, Segment
from events.streetmap.streets import Cell, pieces_in
from tests.streetfiles import AT, make_file, make_segment, make_street, make_streets
from tests.streetmap.conftest import MAP

CELL = "/springfield/streets/6430-4488.json"  # 38.60 to 38.62 N, 90.24 to 90.22 W
MAINS = "/springfield/streets/main-1607-1122.json"
EMPTY = {"streets": []}


def points(steps):
    """The corners of a line of steps, in steps."""
    found, lat, lng = [], 0, 0
    for index in range(0, len(steps), 2):
        lat, lng = lat + steps[index], lng + steps[index + 1]
        found.append((lat, lng))
    return found


def names(answer):
    return [row[0] for row in answer.json()["streets"]]


def test_a_cell_has_its_streets_with_pieces_that_go_on_joined(springfield, client):
    make_streets(springfield)
    lemp, lynch = client.get(CELL).json()["streets"]
    assert (lemp[:2], lynch[:2]) == (["Lemp Ave", "local"], ["Lynch St", "local"])
    assert [sorted(points(line)) for line in lemp[2:]] == [[(3860500, -9022900), (3860500, -9022600)]]
    assert sorted(points(lynch[2])) == [(3860500, -9022800), (3860900, -9022800)]


def test_main_streets_come_first_and_alone_from_farther_away_and_alleys_never(springfield, client):
    file = make_file(springfield, PlaceFile.Kind.STREETS)
    for number, road_class in enumerate(Segment.RoadClass.values):
        lat = 38.602 + number / 1000
        line = [[-90.229, lat], [-90.227, lat]]
        make_segment(make_street(file, f"{road_class} way"), 1, 99, "", "", line, road_class=road_class)
    assert names(client.get(CELL)) == ["highway way", "main way", "local way"]
    assert names(client.get(MAINS)) == ["highway way", "main way"]


def test_every_place_is_in_one_cell_and_a_street_over_its_side_is_in_the_cell_of_its_middle(springfield, client):
    file = make_file(springfield, PlaceFile.Kind.STREETS)
    make_segment(make_street(file, "Side St"), 1, 99, "", "", [[-90.221, 38.605], [-90.219, 38.605]])
    assert names(client.get(CELL)) == []
    assert names(client.get(CELL.replace("4488", "4489"))) == ["Side St"]
    assert Cell.of("6430-4488").box == (38.6, -90.24, 38.62, -90.22)
    assert Cell.of("main-1607-1122").box == (38.56, -90.24, 38.64, -90.16)


def test_another_towns_streets_and_files_that_are_not_in_use_are_never_shown(springfield, shelby, client):
    make_streets(shelby)
    assert client.get(CELL).json() == EMPTY
    for state in (PlaceFile.State.LOADING, PlaceFile.State.REPLACED, PlaceFile.State.REFUSED):
        file = make_file(springfield, PlaceFile.Kind.STREETS, state=state)
        make_segment(make_street(file, "Old St"), 1, 99, "", "", [[-90.229, 38.605], [-90.227, 38.605]])
    assert client.get(CELL).json() == EMPTY
    assert names(client.get(CELL.replace("springfield", "shelby"))) == ["Lemp Ave", "Lynch St"]


@pytest.mark.parametrize("cell", ["0-0", "8999-17999", "main-0-0", "6431-4488"])
def test_a_cell_without_streets_is_empty(springfield, client, cell):
    make_streets(springfield)
    response = client.get(f"/springfield/streets/{cell}.json")
    assert (response.status_code, response.json()) == (200, EMPTY)


@pytest.mark.parametrize(
    "cell",
    ["x", "1", "1-", "-1-1", "01-1", "1-1-1", "main-", "Main-1-1", "9000-1", "1-18000", "main-2250-1", "9" * 40, "1_1"],
)
def test_an_address_that_is_no_cell_is_not_found(springfield, client, cell):
    make_streets(springfield)
    assert client.get(f"/springfield/streets/{cell}.json").status_code == 404


def test_a_closed_town_shows_no_streets(springfield, client):
    make_streets(springfield)
    Community.objects.update(is_open=False)
    assert client.get(CELL).status_code == 404


def test_a_copy_is_right_until_another_file_is_put_in_use(springfield, client):
    old = make_streets(springfield)
    first = client.get(CELL)
    mark = {"if-none-match": first.headers["ETag"]}
    assert first.headers["Cache-Control"] == CACHE_CONTROL
    assert not first.cookies
    assert client.get(CELL, headers=mark).status_code == 304
    new = make_file(springfield, PlaceFile.Kind.STREETS, state=PlaceFile.State.LOADING)
    make_segment(make_street(new, "New St"), 1, 99, "", "", [[-90.229, 38.605], [-90.227, 38.605]])
    assert client.get(CELL, headers=mark).status_code == 304
    PlaceFile.objects.filter(pk=old.pk).update(state=PlaceFile.State.REPLACED)
    PlaceFile.objects.filter(pk=new.pk).update(state=PlaceFile.State.IN_USE, applied_at=AT)
    again = client.get(CELL, headers=mark)
    assert (again.status_code, names(again)) == (200, ["New St"])


def grid(file, size):
    """`size` streets to the east and as many to the north, in pieces of a block each: a dense town in one cell."""
    step = 0.0196 / size
    for turned in (False, True):
        for row in range(size):
            street = make_street(file, f"{'N' if turned else 'E'} {row:03d}rd St")
            pieces = []
            for column in range(size):
                along, across = (column * step, (column + 1) * step), row * step
                line = [[-90.2399 + x, 38.6001 + across] for x in along]
                if turned:
                    line = [[-90.2399 + across, 38.6001 + y] for y in along]
                (x1, y1), (x2, y2) = line
                pieces.append(Segment(street=street, line=line, lat=(y1 + y2) / 2, lng=(x1 + x2) / 2))
            Segment.objects.bulk_create(pieces)


def test_a_dense_cell_is_small_and_costs_four_queries(springfield, client):
    counts = []
    grid(make_file(springfield, PlaceFile.Kind.STREETS), 25)
    for address in (CELL, CELL.replace("4488", "4400")):
        with CaptureQueriesContext(connection) as asked:
            response = client.get(address, headers={"accept-encoding": "gzip"})
        counts.append(len(asked))
        assert len(response.content) <= 3000
    assert counts == [4, 3]
    whole = json.loads(gzip.decompress(client.get(CELL, headers={"accept-encoding": "gzip"}).content))
    assert len(whole["streets"]) == 50
    assert all(len(points(row[2])) == 2 for row in whole["streets"])


def test_streets_are_found_by_their_place(springfield):
    grid(make_file(springfield, PlaceFile.Kind.STREETS), 5)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")
    assert "segment_by_place" in pieces_in(Cell.of("6430-4488")).explain()


# What the page calls its map


def test_it_is_a_street_map_where_the_town_has_streets_in_use(open_night, springfield, client):
    assert "Street map</a>" not in client.get("/springfield/").content.decode()
    page = client.get(MAP).content.decode()
    assert "<title>Map of the block parties in Springfield" in page
    assert "streets.js" not in page
    etag = client.get("/springfield/").headers["ETag"]
    make_streets(springfield)
    assert client.get("/springfield/", headers={"if-none-match": etag}).status_code == 200
    for address in ("/springfield/", f"{MAP}&near=38.605,-90.225"):
        assert "Street map</a>" in client.get(address).content.decode()
    page = client.get(MAP).content.decode()
    assert "<title>Street map of the block parties in Springfield" in page
    assert "/springfield/streets/0-0.json" in page


def test_another_towns_streets_make_no_street_map(open_night, shelby, client):
    make_streets(shelby)
    assert "Street map" not in client.get(MAP).content.decode().replace("Street map did not load", "")
