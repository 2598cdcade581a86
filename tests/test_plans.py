"""Every list of parties goes by an index: none reads the parties of every city."""

import pytest
from django.db import connection
from django.utils import timezone

from benchmarks.plans import plans_of, reads_all
from events import introductions, whereabouts
from events.citymap import close_up
from events.listing import listings
from events.models import Party
from events.queue import QueueSearch, counts_of
from events.search import PartySearch
from tests.conftest import make_edition


@pytest.fixture(autouse=True)
def _by_index_if_there_is_one(db):
    """PostgreSQL reads a small table as a whole whatever its indexes: let it take the parties for a million."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute(
                "UPDATE pg_class SET reltuples = 1000000, relpages = greatest(1, pg_relation_size(oid) / 8192)"
                " WHERE relname = 'events_party'"
            )
            # what it counted among the rows of other tests: "all parties are of one edition", perhaps
            cursor.execute(
                "DELETE FROM pg_statistic WHERE starelid IN ('events_party'::regclass, 'events_edition'::regclass)"
            )


@pytest.fixture
def lists(springfield, edition, make_party):
    """{what is asked: a function that asks it}."""
    for number in range(4):
        make_party(edition, "approved", number=str(2800 + number))
    make_party(make_edition(springfield, 2026, edition.date.replace(year=2026)), "approved")
    area = springfield.neighborhoods.get(number=1)
    listed = Party.objects.listed().in_edition(edition)
    search = QueueSearch({"tab": "approved"}, community=springfield, now=timezone.now())
    return {
        "near": lambda: list(Party.objects.in_edition(edition).shown_near(38.605, -90.225, 500)),
        "there": lambda: introductions.already_there(edition, lat=38.605, lng=-90.225, number="2800", street="Elm St"),
        "city": lambda: listings(edition),
        "words": lambda: listings(edition, PartySearch({"q": "elm"}).narrow(listed)),
        "neighborhood": lambda: listings(edition, listed.filter(neighborhood=area)),
        "drawing": lambda: close_up(springfield, area, listings(edition)),
        "staff near": lambda: list(Party.objects.in_edition(edition).near(38.605, -90.225, 500)),
        "queue": lambda: list(search.parties()),
        "counts": lambda: counts_of(search),
        "pins": lambda: whereabouts.refresh_pins(springfield),
    }


ASKED = ["near", "there", "city", "words", "neighborhood", "drawing", "staff near", "queue", "counts", "pins"]


@pytest.mark.parametrize("asked", ASKED)
def test_a_list_of_parties_goes_by_an_index(asked, lists):
    plans = plans_of(lists[asked])
    assert plans
    assert [(sql, plan) for sql, plan in plans if reads_all(plan)] == []


PAGES = [
    "/springfield/",
    "/springfield/?q=elm",
    "/springfield/?has=food&near=38.605,-90.225",
    "/springfield/elm-park/",
    "/springfield/2027/pins.json",
    "/springfield/2027/p/2800-block-of-elm-st/",
    "/springfield/2027/",
    "/staff/springfield/?tab=approved&q=elm",
    "/staff/springfield/parties/{reference}/",
]


@pytest.mark.parametrize("page", PAGES)
def test_a_page_reads_no_citys_parties_but_its_own(page, cast, elm, edition, make_party):
    make_party(edition, "approved", number="2801")
    path, answers = page.format(reference=elm.reference), []
    plans = plans_of(lambda: answers.append(cast.imani.get(path)))
    assert answers[0].status_code == 200
    assert plans
    assert [(sql, plan) for sql, plan in plans if reads_all(plan)] == []


def test_a_list_without_an_index_would_be_found(db, edition):
    [(_sql, plan)] = plans_of(lambda: list(Party.objects.filter(title="Elm").order_by()))
    assert reads_all(plan)
