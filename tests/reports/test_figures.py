"""The figures: what is counted, the lines of zeros, the year before, the file, the chart beside its table."""

import csv
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from events.models import Closure, District, Layer, Party, Review
from events.reports import chart, table
from events.reports.figures import Figures, Line, Report

HERE = "/staff/springfield/report/"


@pytest.fixture
def wards(springfield):
    """A layer of two wards."""
    layer = Layer.objects.create(community=springfield, slug="wards", name="Wards")
    return [District.objects.create(layer=layer, number=number, name=f"Ward {number}") for number in (1, 2)]


@pytest.fixture
def season(edition, last_edition, make_party, wards):
    """Five parties of this year and one of the last: held twice, not held once, one unknown, one declined."""
    mail = iter(range(100))

    def make(night, review="approved", outcome="unknown", people=None, **answers):
        party = make_party(night, review, email=f"host{next(mail)}@example.org", **answers)
        Party.objects.filter(pk=party.pk).update(
            outcome=outcome, attendance=people, outcome_source="" if outcome == "unknown" else "host"
        )
        return party

    last = make(last_edition, outcome="held", people=30)
    first = make(edition, outcome="held", people=60)
    make(edition, outcome="held", street="Oak Ave", lat=38.605, lng=-90.215, neighborhood=2, host_kind="school")
    make(edition, outcome="not_held", street="Pine St", visitors=["fire", "police"])
    make(edition, street="Ash St", visitors=[])
    make(edition, Review.DECLINED, street="Birch St")
    Party.objects.exclude(pk=first.pk).update(previous=None)
    Party.objects.filter(pk=first.pk).update(previous=last)
    Closure.objects.filter(party=first).update(state="approved", decided_at=first.created_at)
    first.districts.set(wards[:1])
    return [edition, last_edition]


def test_what_is_counted(springfield, season):
    edition, last = season
    report = Report(springfield, season)
    assert report.total(edition) == Figures(
        registered=5, approved=4, held=2, not_held=1, unknown=1, attendance=60, closures=1, returning=1, visits=4
    )
    assert report.total(last) == Figures(registered=1, approved=1, held=1, attendance=30, visits=1)
    assert [line.name for line in report.years()] == [str(edition.year), str(last.year)]


def test_every_neighborhood_has_a_line_and_the_year_before_beside_it(springfield, season):
    lines = {line.name: line for line in Report(springfield, season).lines("neighborhood", season[0])}
    assert list(lines) == ["Elm Park", "Founders Park", "Oak Hill", "River Bend", "Not placed"]
    assert (lines["Elm Park"].figures.approved, lines["Elm Park"].before.approved) == (3, 1)
    assert lines["Oak Hill"].figures.held == 1
    assert lines["River Bend"].figures == lines["Not placed"].figures == Figures()


@pytest.mark.parametrize("way", ["neighborhood", "kind", "wards"])
def test_the_lines_of_every_way_add_up_to_the_whole(springfield, season, way):
    report = Report(springfield, season)
    assert sum((line.figures for line in report.lines(way, season[0])), Figures()) == report.total(season[0])


def test_a_party_counts_in_the_district_of_its_pin_and_the_rest_in_none(springfield, season):
    lines = {line.name: line.figures.approved for line in Report(springfield, season).lines("wards", season[0])}
    assert lines == {"Ward 1": 1, "Ward 2": 0, "In no district": 3}


def test_parties_that_were_never_sent_or_became_another_one_do_not_count(springfield, season, make_party):
    edition = season[0]
    make_party(edition, Review.UNCONFIRMED, email="never@example.org", street="Cedar St")
    one, other = Party.objects.in_edition(edition).filter(review=Review.APPROVED)[:2]
    Party.objects.filter(pk=other.pk).update(merged_into=one)
    assert Report(springfield, season).total(edition).registered == 4


def test_the_page_shows_chart_and_table_of_the_night_that_was_asked_for(cast, season):
    edition, last = season
    page = cast.reader.get(HERE).content.decode()
    assert f"Figures of {edition.year}" in page
    assert "River Bend" in page
    assert 'class="held"' in page
    page = cast.reader.get(HERE, {"year": last.year, "by": "kind"}).content.decode()
    assert f"Figures of {last.year}" in page
    assert "Congregation" in page


@pytest.mark.parametrize("query", [{"by": "nothing"}, {"year": "abc"}, {"by": "x" * 50}])
def test_an_odd_address_shows_the_usual_page(cast, season, query):
    assert "by neighborhood" in cast.reader.get(HERE, query).content.decode()


def test_the_file_holds_every_night_and_every_way(cast, springfield, season):
    response = cast.reader.get(f"{HERE}figures.csv")
    rows = list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert list(rows[0]) == table.HEADER
    edition, last = season
    whole = {row["year"]: row for row in rows if row["by"] == table.ALL}
    assert (whole[str(edition.year)]["held"], whole[str(last.year)]["people who came"]) == ("2", "30")
    assert {row["by"] for row in rows} == {table.ALL, "Neighborhood", "Kind of host", "Wards"}


def test_the_page_costs_the_same_for_one_party_and_for_many(cast, season, make_party):
    def queries():
        with CaptureQueriesContext(connection) as found:
            cast.imani.get(HERE)
        return len(found)

    few = queries()
    for number in range(4):
        make_party(season[0], "approved", street=f"{number} Row", email=f"b{number}@example.org")
    assert queries() == few


def test_bars_are_as_long_as_their_numbers():
    lines = [Line("A", Figures(approved=4, held=2, not_held=1, unknown=1)), Line("B", Figures(approved=2, held=2))]
    first, second = chart.bars(lines)
    assert first.pieces == [("held", 0, 50), ("not_held", 50, 25), ("unknown", 75, 25)]
    assert second.pieces == [("held", 0, 50)]
    assert chart.bars([Line("C", Figures())])[0].pieces == []
    assert [bar.name for bar in chart.largest([Line("C", Figures()), *reversed(lines)])] == ["A", "B"]


def test_another_town_sees_nothing(cast, season):
    assert cast.otto.get(HERE).status_code == 404
    assert cast.otto.get(f"{HERE}figures.csv").status_code == 404
