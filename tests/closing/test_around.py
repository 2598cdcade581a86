"""What else is closed around a closure: the way around, the same stretch, a shared corner.

Springfield's streets here: Elm St runs east from 1st to 4th St; Loop Ln leaves Elm St at 2nd St and comes back at 3rd.
"""

from itertools import pairwise

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from events.closing.around import around, around_all
from events.models import Closure, Party, PlaceFile
from tests.streetfiles import make_file, make_segment, make_street

LAT = 38.605
AT = {name: -90.228 + 0.002 * number for number, name in enumerate(["1st St", "2nd St", "3rd St", "4th St"])}


@pytest.fixture
def streets(springfield):
    """{what it is: the line of the segment}."""
    file = make_file(springfield, PlaceFile.Kind.STREETS)
    elm, loop, court = (make_street(file, name) for name in ("Elm St", "Loop Ln", "Pine Ct"))
    lines = {}

    def draw(what, street, start, end, *points):
        lines[what] = [list(point) for point in points]
        make_segment(street, 100, 199, start, end, lines[what])

    for start, end in pairwise(AT):
        draw(f"elm {start}", elm, start, end, (AT[start], LAT), (AT[end], LAT))
    for name, lng in AT.items():
        avenue = make_street(file, name)
        draw(f"{name} south", avenue, "", "Elm St", (lng, LAT - 0.008), (lng, LAT))
    draw("loop west", loop, "Elm St", "Loop Ln", (AT["2nd St"], LAT), (AT["2nd St"], LAT + 0.001))
    draw("loop", loop, "Loop Ln", "Loop Ln", (AT["2nd St"], LAT + 0.001), (AT["3rd St"], LAT + 0.001))
    draw("loop east", loop, "Loop Ln", "Elm St", (AT["3rd St"], LAT + 0.001), (AT["3rd St"], LAT))
    draw("court", court, "4th St", "", (AT["4th St"], LAT), (AT["4th St"], LAT + 0.001))
    draw("court end", court, "", "", (AT["4th St"], LAT + 0.001), (AT["4th St"], LAT + 0.002))
    return lines


@pytest.fixture
def close(edition, make_party):
    """close(*lines, **answers) gives a closure that was asked for, on those lines."""
    number = iter(range(100))

    def make(*lines, state="requested", review="submitted", **changes):
        email = f"host{next(number)}@example.org"
        party = make_party(edition, review, email=email, **changes)
        closure = party.closure
        closure.line, closure.state = list(lines) or None, state
        if state in ("approved", "declined"):
            closure.decided_at = party.created_at
        closure.save()
        return closure

    return make


def kinds(closure):
    return [(one.kind, one.is_serious) for one in around(closure)]


def test_a_lane_whose_two_ways_out_are_both_closed_is_told_on_both_sides(streets, close):
    west = close(streets["loop west"], closure_street="Loop Ln", closure_from="Elm St", closure_to="Loop Ln")
    assert around(west) == []
    east = close(streets["loop east"], closure_starts="18:00")
    for one, other in ((west, east), (east, west)):
        [conflict] = around(one)
        assert (conflict.kind, conflict.others) == ("locked", (other.party.reference,))
        assert "6 to 9 pm, nobody can drive out of Loop Ln: the way around is closed as well" in conflict.words


def test_a_court_with_one_way_out_is_told_without_any_neighbor(streets, close):
    [conflict] = around(close(streets["court"]))
    assert (conflict.kind, conflict.others, conflict.is_serious) == ("locked", (), True)
    assert conflict.words == "While it is closed, nobody can drive out of Pine Ct: there is no other way."


def test_the_same_stretch_and_a_shared_corner_are_told_apart(streets, close):
    first = close(streets["elm 2nd St"])
    same = close(streets["elm 2nd St"], streets["elm 3rd St"])
    assert kinds(first) == [("twice", True)]
    assert kinds(same) == [("twice", True)]
    Closure.objects.filter(pk=same.pk).update(line=[streets["elm 3rd St"]])
    [touching] = around(first)
    assert (touching.kind, touching.is_serious) == ("touching", False)
    assert "at the corner of 3rd St, Elm St and Loop Ln" in touching.words


@pytest.mark.parametrize(
    "changes",
    [
        {"closure_starts": "12:00", "closure_ends": "16:00"},
        {"date": "2027-10-06", "other_day_reason": "School night"},
        {"state": "declined"},
        {"state": "withdrawn"},
        {"review": "cancelled"},
        {"review": "unconfirmed"},
    ],
)
def test_a_closure_at_another_time_or_of_no_account_is_in_nobodys_way(streets, close, changes):
    first = close(streets["loop west"])
    close(streets["loop east"], **changes)
    assert around(first) == []


def test_without_lines_the_names_alone_tell(close):
    first = close()
    close(closure_from="2nd St.", closure_to="1st street")
    close(closure_from="2nd St", closure_to="3rd St")
    close(closure_street="Oak Ave")
    assert kinds(first) == [("twice", True), ("touching", False)]


def test_a_long_list_leaves_out_what_a_closure_does_alone(edition, streets, close):
    court, west, east = (close(streets[name]) for name in ("court", "loop west", "loop east"))
    found = around_all(edition, [court, west, east], alone=False)
    assert [one.kind for one in found[west.pk]] == ["locked"]
    assert around_all(edition, [court])[court.pk][0].kind == "locked"


def test_another_towns_streets_are_no_way_out(streets, shelby, close):
    west = close(streets["loop west"])
    close(streets["loop east"])
    file = make_file(shelby, PlaceFile.Kind.STREETS)
    line = [[AT["2nd St"], LAT + 0.001], [AT["2nd St"], LAT + 0.02]]
    make_segment(make_street(file, "Border Rd"), 1, 99, "", "", line)
    assert kinds(west) == [("locked", True)]


def test_thirty_closures_cost_as_many_queries_as_one(edition, streets, close):
    def cost():
        closures = list(Closure.objects.select_related("party__edition__community"))
        with CaptureQueriesContext(connection) as asked:
            around_all(edition, closures)
        return len(asked)

    close(streets["loop west"])
    few = cost()
    for _ in range(30):
        close(streets["loop east"])
    assert cost() == few == 3
    assert Party.objects.count() == 31
