"""What a coordinator sees before deciding: the rules, what else is closed, consent and signatures."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from events.closing.sight import sight_of
from events.models import Closure, ClosurePolicy, Petition, PlaceFile
from tests.streetfiles import make_file, make_segment, make_street

LIST = "/staff/springfield/closures/"


@pytest.fixture
def pages(cast, elm):
    """The three pages on which Rosa's closure is decided, as Imani reads them."""
    record = f"/staff/springfield/parties/{elm.reference}/"
    return lambda *names: [
        cast.imani.get({"list": LIST, "record": record, "decide": f"{record}closure/decline/"}[name]).content.decode()
        for name in names
    ]


def test_the_city_s_rules_are_told_beside_the_wish(edition, pages):
    ClosurePolicy.objects.create(edition=edition, latest="20:00", proof="share", share=75)
    for page in pages("record", "decide"):
        assert "The city opens streets again by 8 pm" in page
        assert "The city asks that 75 percent of the households on the block agree." in page


def test_another_closure_of_the_same_stretch_is_told_with_its_party(edition, make_party, pages):
    other = make_party(edition, email="other@example.org", number="2830")
    words = "Elm St: the same stretch is asked for by another party too, 4 to 9 pm."
    for page in pages("record", "decide"):
        assert words in page
        assert f"/staff/springfield/parties/{other.reference}/" in page
    assert f"Same stretch as {other.reference}" in pages("list")[0]


def test_consent_and_signatures_are_told(elm, now, pages):
    Closure.objects.filter(party=elm).update(share=80, barricades_at="At the alley")
    Petition.objects.create(
        party=elm, name="signed.pdf", content_type="application/pdf", size=9, path="petitions/x", at=now
    )
    for page in pages("record", "decide"):
        assert "80% of households" in page
        assert "signed.pdf" in page
        assert "At the alley" in page
    assert "Signatures: 1 file" in pages("list")[0]


def test_a_reader_hears_how_many_files_of_signatures_there_are_and_no_more(cast, elm, now):
    Petition.objects.create(
        party=elm, name="rosas street.pdf", content_type="application/pdf", size=9, path="petitions/x", at=now
    )
    page = cast.reader.get(f"/staff/springfield/parties/{elm.reference}/").content.decode()
    assert "1 file" in page
    assert "rosas street.pdf" not in page


def test_a_declined_closure_is_not_looked_at_any_more(elm, now, edition, make_party, pages):
    make_party(edition, email="other@example.org", number="2830")
    Closure.objects.filter(party=elm).update(state="declined", decided_at=now, reason="No")
    assert "the same stretch" not in pages("record")[0]


def checks(page):
    """The words of the list's column of checks, a list for each row."""
    cells = re.findall(r'<td class="faults">(.*?)</td>', page, re.DOTALL)
    return [re.findall(r">([^<]+)</span>", cell) for cell in cells]


def test_the_list_tells_at_a_glance_which_wishes_break_a_rule(cast, edition, elm, make_party, springfield, pages):
    assert checks(pages("list")[0]) == [["Checks pass"]]
    file = make_file(springfield, PlaceFile.Kind.STREETS)
    street = make_street(file, "Elm St")
    first, second = [[-90.226, 38.605], [-90.225, 38.605]], [[-90.224, 38.605], [-90.225, 38.605]]
    make_segment(street, 2700, 2799, "1st St", "2nd St", first, is_bus_route=True)
    make_segment(street, 2800, 2899, "3rd St", "2nd St", second)
    long = make_party(edition, email="long@example.org", closure_to="3rd St")
    assert len(Closure.objects.get(party=long).line) == 2
    Closure.objects.filter(party=elm).update(line=[first])
    ClosurePolicy.objects.create(edition=edition, latest="20:00", proof="petition")
    rules = ["Bus route", "Ends too late", "No signatures"]
    shown = checks(pages("list")[0])
    assert shown[0][:3] == rules
    assert shown[1][:4] == ["Bus route", "Crossing inside", "Ends too late", "No signatures"]
    assert [sorted(one.code for one in sight_of(row).findings) for row in Closure.objects.order_by("pk")] == [
        ["bus", "late", "petition"],
        ["bus", "crossing", "late", "petition"],
    ]


def test_the_list_speaks_of_barricades_in_the_city_s_words(elm, pages):
    Closure.objects.filter(party=elm).update(barricades="pickup")
    for page in pages("list", "record", "decide"):
        assert "The host picks them up" in page
        assert "We pick them up" not in page


def test_the_list_costs_as_many_queries_for_thirty_closures_as_for_two(cast, edition, elm, make_party):
    def cost():
        with CaptureQueriesContext(connection) as asked:
            cast.imani.get(LIST)
        return len(asked)

    make_party(edition, email="second@example.org")
    few = cost()
    for number in range(28):
        make_party(edition, email=f"host{number}@example.org")
    assert cost() == few
