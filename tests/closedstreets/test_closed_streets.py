"""The list of closed streets: only what is approved, never whose party it is, gone when it is reopened."""

import csv
import datetime as dt
import io
import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from events.models import Closure, Edition, Night, Party, Review
from tests.conftest import make_neighborhood

PAGE, TABLE, SHAPES = (f"/springfield/closed-streets{end}" for end in ("/", ".csv", ".geojson"))
LINE = [[[-90.228, 38.605], [-90.226, 38.605]]]


@pytest.fixture
def close(edition, make_party, now):
    """close(**answers) gives an approved party whose closure is approved; the line of its stretch is known."""

    def make(line=LINE, **changes):
        party = make_party(edition, Review.APPROVED, **changes)
        Closure.objects.filter(party=party).update(state="approved", decided_at=now, line=line)
        return party

    return make


def rows_of(client):
    text = client.get(TABLE).content.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text)))[1:]


def features_of(client):
    return client.get(SHAPES).json()["features"]


def test_an_approved_closure_is_told_in_the_list_the_table_and_the_shapes(client, close):
    close()
    page = client.get(PAGE).content.decode()
    for words in ("Tuesday, October 5, 2027", "Elm St", "1st St and 2nd St", "4 to 9 pm", "Elm Park"):
        assert words in page
    assert rows_of(client) == [["2027-10-05", "Elm St", "1st St", "2nd St", "16:00", "21:00", "Elm Park"]]
    [feature] = features_of(client)
    assert feature["geometry"] == {"type": "MultiLineString", "coordinates": LINE}
    assert feature["properties"] == {
        "street": "Elm St",
        "from_street": "1st St",
        "to_street": "2nd St",
        "starts": "2027-10-05T16:00:00-05:00",
        "ends": "2027-10-05T21:00:00-05:00",
        "neighborhood": "Elm Park",
    }


@pytest.mark.parametrize("level", ["block", "neighborhood", "unlisted"])
def test_nothing_of_the_party_or_its_host_leaves_with_the_street(client, close, level):
    party = close(level=level, title="Porch lanterns", organization="Elm Neighbors")
    host = party.hosts.get()
    secrets = [party.reference, str(party.key), party.slug, "Porch lanterns", "Elm Neighbors", "2827", "38.6051"]
    secrets += [host.name, host.email, "555-0142", "5550142"]
    for path in (PAGE, TABLE, SHAPES, f"/es{PAGE}"):
        text = client.get(path).content.decode()
        assert "Elm St" in text
        assert [secret for secret in secrets if secret in text] == []


def test_nobody_can_tell_on_which_side_of_a_line_between_neighborhoods_the_party_is(client, close):
    party = close(level="unlisted")
    answers, area = set(), {one.number: one for one in party.community.neighborhoods.all()}
    for number in (1, 2):
        Party.objects.filter(pk=party.pk).update(neighborhood=area[number])
        answers.add(tuple(client.get(path).content for path in (PAGE, TABLE, SHAPES)))
    assert len(answers) == 1


@pytest.mark.parametrize("state", ["requested", "needs_information", "declined", "withdrawn"])
def test_a_closure_that_is_not_approved_is_not_told(client, close, state):
    Closure.objects.filter(party=close()).update(state=state)
    assert (rows_of(client), features_of(client)) == ([], [])
    assert "Elm St" not in client.get(PAGE).content.decode()


@pytest.mark.parametrize(
    "off",
    [
        {"review": Review.SUBMITTED},
        {"review": Review.WITHDRAWN},
        {"review": Review.CANCELLED},
        {"night": Night.NOT_HAPPENING},
    ],
)
def test_the_street_of_a_party_that_is_off_is_not_told(client, close, off):
    party = close()
    Party.objects.filter(pk=party.pk).update(**off)
    assert rows_of(client) == []


def test_a_reopened_closure_leaves_a_list_that_browsers_had_kept(client, cast, close):
    party = close()
    etags = {path: client.get(path).headers["ETag"] for path in (PAGE, TABLE, SHAPES)}
    assert client.get(PAGE, headers={"if-none-match": etags[PAGE]}).status_code == 304
    cast.imani.post(f"/staff/springfield/parties/{party.reference}/closure/reopen/", {"seen": party.revision})
    for path, etag in etags.items():
        answer = client.get(path, headers={"if-none-match": etag})
        assert answer.status_code == 200
        assert "Elm St" not in answer.content.decode()


def test_each_day_has_its_own_table_and_a_day_that_is_over_leaves(client, close):
    close()
    close(email="late@example.org", closure_street="Oak Ave", date="2027-10-07", other_day_reason="School night")
    assert [day for day, _rows in client.get(PAGE).context["days"]] == [
        "Tuesday, October 5, 2027",
        "Thursday, October 7, 2027",
    ]
    yesterday = timezone.now().date() - dt.timedelta(days=2)
    Party.objects.filter(date=dt.date(2027, 10, 5)).update(date=yesterday)
    assert [row[1] for row in rows_of(client)] == ["Oak Ave"]


def test_a_stretch_that_no_file_tells_is_in_the_list_and_not_on_the_map(client, close):
    close(line=None)
    answer = client.get(PAGE)
    assert (answer.context["drawing"], answer.context["undrawn"]) == (None, 1)
    assert features_of(client)[0]["geometry"] is None
    close(email="second@example.org", closure_street="Oak Ave")
    answer = client.get(PAGE)
    assert "1 closed stretch is not on the map" in answer.content.decode()
    assert answer.context["drawing"][1].startswith("M")


def test_a_cell_that_looks_like_a_formula_is_defused(client, close):
    close(closure_street="=SUM(A1)")
    assert "'=" in client.get(TABLE).content.decode()


def test_another_town_and_a_hidden_night_tell_nothing(client, close, shelby_edition):
    close()
    assert client.get("/shelby/closed-streets.geojson").json()["features"] == []
    Edition.objects.update(is_public=False)
    assert rows_of(client) == []
    assert "is to be closed for a block party now" in client.get(PAGE).content.decode()


def test_the_list_costs_as_many_queries_for_thirty_streets_and_ten_areas_more(client, close, edition):
    def cost(path):
        with CaptureQueriesContext(connection) as asked:
            client.get(path)
        return len(asked)

    close()
    few = [cost(path) for path in (PAGE, TABLE, SHAPES)]
    for number in range(10, 20):
        make_neighborhood(edition.community, number, f"Ward {number}", -90.20 + number / 100, 38.60)
    for number in range(30):
        close(email=f"host{number}@example.org", closure_street=f"Street {number}")
    assert [cost(path) for path in (PAGE, TABLE, SHAPES)] == few
    assert len(features_of(client)) == 31
    assert json.dumps(features_of(client)).count("Street 2") == 11
