"""The list of barricades: approved closures that need the city's, by the areas in which they are delivered."""

import csv
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from events.models import Closure, ClosurePolicy, District, Layer, Party
from tests.conftest import square

PAGE, TABLE = "/staff/springfield/closures/barricades/", "/staff/springfield/closures/barricades.csv"


@pytest.fixture
def close(edition, make_party, now):
    """close(**answers) gives an approved party whose closure is approved."""
    number = iter(range(100))

    def make(review="approved", state="approved", **changes):
        party = make_party(edition, review, **{"email": f"host{next(number)}@example.org"} | changes)
        Closure.objects.filter(party=party).update(state=state, decided_at=now, barricades_at="By the church")
        return party

    return make


def rows_of(client):
    return list(csv.reader(io.StringIO(client.get(TABLE).content.decode("utf-8-sig"))))[1:]


def streets(client):
    return [(row[0], row[2]) for row in rows_of(client)]


def test_a_line_says_where_when_what_and_whom_to_call(cast, close):
    party = close()
    assert rows_of(cast.imani) == [
        [
            "Elm Park", "2027-10-05", "Elm St", "1st St", "2nd St", "16:00", "21:00", "To deliver",
            "By the church", party.reference, "Rosa Quill", "(314) 555-0142",
        ]
    ]  # fmt: skip
    page = cast.reader.get(PAGE).content.decode()
    for words in ("Elm Park", "1st St to 2nd St", "4 to 9 pm", "By the church", "Rosa Quill", "(314) 555-0142"):
        assert words in page


@pytest.mark.parametrize(
    "changes",
    [
        {"barricades": "own"},
        {"state": "requested"},
        {"state": "declined"},
        {"review": "submitted"},
        {"review": "cancelled"},
    ],
)
def test_what_needs_no_barricades_of_the_city_is_left_out(cast, close, changes):
    close(**changes)
    assert rows_of(cast.imani) == []
    assert "No approved closure needs barricades" in cast.imani.get(PAGE).content.decode()


def test_the_list_has_a_button_to_print_and_words_for_who_has_no_script(cast, close):
    close()
    page = cast.imani.get(PAGE).text
    assert "hidden data-print" in page
    assert "use your browser’s Print" in page


def test_barricades_that_hosts_pick_up_are_counted(cast, close):
    close(barricades="pickup")
    close(closure_street="Oak Ave")
    page = cast.imani.get(PAGE)
    assert (page.context["number"], page.context["picked_up"]) == (2, 1)


def test_areas_go_a_to_z_and_a_party_without_one_comes_last(cast, close):
    Party.objects.filter(pk=close(closure_street="Lost Ln").pk).update(neighborhood=None)
    close(closure_street="River Rd", neighborhood=3, lat=38.605, lng=-90.205)
    close(closure_street="Elm St")
    close(closure_street="Birch St")
    assert streets(cast.imani) == [
        ("Elm Park", "Birch St"),
        ("Elm Park", "Elm St"),
        ("River Bend", "River Rd"),
        ("No area known", "Lost Ln"),
    ]


def test_a_city_that_delivers_by_district_gets_them_by_district(cast, springfield, edition, close):
    ClosurePolicy.objects.create(edition=edition, delivery_layer="depots")
    layer = Layer.objects.create(community=springfield, slug="depots", name="Depots")
    box = {"south": 38.6, "west": -90.23, "north": 38.61, "east": -90.22}
    north = District.objects.create(
        layer=layer, number=1, name="North depot", outline=square(-90.23, 38.6), lat=38.605, lng=-90.225, **box
    )
    close().districts.add(north)
    close(closure_street="Oak Ave").districts.clear()
    assert streets(cast.imani) == [("North depot", "Elm St"), ("No area known", "Oak Ave")]


def test_another_town_sees_nothing_of_it(cast, close):
    close()
    assert cast.otto.get(PAGE).status_code == cast.otto.get(TABLE).status_code == 404


def test_thirty_lines_cost_as_many_queries_as_one(cast, close):
    def cost(path):
        with CaptureQueriesContext(connection) as asked:
            cast.imani.get(path)
        return len(asked)

    close()
    few = cost(PAGE), cost(TABLE)
    for number in range(30):
        close(closure_street=f"Street {number}")
    assert (cost(PAGE), cost(TABLE)) == few
