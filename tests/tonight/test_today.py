"""The day's page as it turns: who is on now, soon, later, over or off, in which order, and on which day."""

import datetime as dt
from itertools import pairwise

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from events import night
from events.models import Night, Party, Review
from events.search import Spot
from events.tonight import today

RAIN = {"rain_plan": "date", "rain_date": "2027-10-12"}


@pytest.fixture
def at(now):
    """at(hour, minute=0, day=5): that local time in October 2027."""
    return lambda hour, minute=0, day=5: now.replace(month=10, day=day, hour=hour, minute=minute)


@pytest.fixture
def elm(edition, make_party):
    """On Elm in Elm Park, 5 to 8 pm."""
    return make_party(edition, Review.APPROVED, closure_wanted=False, **RAIN)


@pytest.fixture
def oak(edition, make_party):
    """On Oak in Oak Hill, 7 to 9 pm."""
    spot = {"street": "Oak Ave", "number": "100", "lat": 38.6052, "lng": -90.2151, "neighborhood": 2}
    return make_party(
        edition, Review.APPROVED, starts="19:00", ends="21:00", email="walt@example.org", closure_wanted=False, **spot
    )


def page_at(community, now, spot=None):
    day = community.today(now)
    editions, _hours = today.editions_on(community, day)
    return today.today_of(community, editions, now, spot)


def told(page):
    """{part: [names]} of a page."""
    return {part.name: [line.listing.name for line in part.lines] for part in page.parts}


ELM, OAK = "2800 block of Elm St", "100 block of Oak Ave"


@pytest.mark.parametrize(
    "hour, minute, expected",
    [
        (9, 0, {"later": [ELM, OAK]}),
        (15, 59, {"later": [ELM, OAK]}),
        (16, 0, {"soon": [ELM], "later": [OAK]}),
        (17, 0, {"now": [ELM], "later": [OAK]}),
        (18, 0, {"now": [ELM], "soon": [OAK]}),
        (19, 0, {"now": [ELM, OAK]}),
        (20, 0, {"now": [OAK]}),
        (21, 0, {}),
    ],
)
def test_a_party_goes_from_later_to_soon_to_now_and_away(springfield, elm, oak, at, hour, minute, expected):
    assert told(page_at(springfield, at(hour, minute))) == expected


def test_the_page_is_another_one_exactly_when_something_turns(springfield, elm, oak, at):
    editions, hours = today.editions_on(springfield, dt.date(2027, 10, 5))
    moments = [at(hour, minute) for hour in range(24) for minute in (0, 59)]
    passed = [today.turns_passed(hours, dt.date(2027, 10, 5), moment, springfield.zone) for moment in moments]
    seen = [told(today.today_of(springfield, editions, moment)) for moment in moments]
    assert [before != after for before, after in pairwise(passed)] == [
        before != after for before, after in pairwise(seen)
    ]


def test_what_is_said_on_the_night_decides_where_a_party_stands(springfield, elm, oak, at):
    night.say(elm, Night.STARTS_LATE, time=dt.time(18, 30), by=elm.hosts.get(), now=at(16))
    assert told(page_at(springfield, at(17, 30))) == {"soon": [ELM], "later": [OAK]}
    night.say(elm, Night.ENDS_EARLY, time=dt.time(18), by=elm.hosts.get(), now=at(17))
    assert told(page_at(springfield, at(18))) == {"soon": [OAK]}
    night.say(oak, Night.NOT_HAPPENING, words="The tree fell", by=oak.hosts.get(), now=at(18))
    assert told(page_at(springfield, at(18))) == {"off": [OAK]}


def test_a_party_on_another_day_or_its_rain_date_is_on_that_days_page(springfield, elm, oak, at):
    night.say(elm, Night.RAIN_DATE, by=elm.hosts.get(), now=at(15))
    Party.objects.filter(pk=oak.pk).update(date=dt.date(2027, 10, 9))
    assert today.editions_on(springfield, dt.date(2027, 10, 5)) == ([], [])
    assert told(page_at(springfield, at(19, day=9))) == {"now": [OAK]}
    page = page_at(springfield, at(17, day=12))
    assert told(page) == {"now": [ELM]}
    assert page.parts[0].lines[0].listing.night_label == "Moved to the rain date"


def test_the_nearest_come_first_and_those_without_a_place_last(springfield, edition, elm, oak, make_party, at):
    make_party(edition, Review.APPROVED, level="neighborhood", neighborhood=3, email="c@example.org", lng=-90.205)
    page = page_at(springfield, at(19), Spot(38.605, -90.2151))
    [part] = page.parts
    assert [(line.listing.name, line.far) for line in part.lines] == [
        (OAK, "100 ft"),
        (ELM, "0.5 mi"),
        ("Block party in River Bend", ""),
    ]


def test_directions_lead_only_to_where_a_listing_shows_itself(springfield, elm, at):
    def spot():
        [part] = page_at(springfield, at(17)).parts
        return part.lines[0].spot

    assert spot() == f"{elm.public_lat:.5f},{elm.public_lng:.5f}"
    Party.objects.filter(pk=elm.pk).update(open_to="neighbors")
    assert spot() == ""
    Party.objects.filter(pk=elm.pk).update(open_to="everyone", night="moved", night_words="The school hall")
    assert spot() == ""
    Party.objects.filter(pk=elm.pk).update(level="neighborhood", public_lat=None, public_lng=None, night="as_planned")
    assert spot() == ""


@pytest.mark.parametrize("values", [{"level": "unlisted"}, {"review": "submitted"}, {"review": "cancelled"}])
def test_what_is_not_listed_is_not_there(springfield, elm, values):
    Party.objects.filter(pk=elm.pk).update(public_lat=None, public_lng=None, **values)
    assert today.editions_on(springfield, elm.date) == ([], [])


def test_more_than_a_page_holds_become_neighborhoods_and_near_a_place_the_nearest(springfield, elm, at):
    rows = []
    for index in range(200):
        row = Party.objects.get(pk=elm.pk)
        row.pk, row.key, row.reference = None, Party._meta.get_field("key").default(), f"X-{index}"
        row.slug, row.public_lng = f"x-{index}", -90.22 + index / 10000
        row.starts = [dt.time(16), dt.time(18, 30)][index % 2]
        rows.append(row)
    Party.objects.bulk_create(rows)
    page = page_at(springfield, at(17))
    assert (page.parts, [(row.area.name, row.now, row.later) for row in page.areas]) == ([], [("Elm Park", 101, 100)])
    near = page_at(springfield, at(17), Spot(38.605, -90.22))
    assert [(part.name, len(part.lines), part.left) for part in near.parts] == [("now", 50, 51), ("later", 50, 50)]


def test_the_number_of_queries_is_the_same_for_one_and_for_many(springfield, elm, oak, at):
    def queries():
        with CaptureQueriesContext(
            connection,
        ) as found:
            page_at(springfield, at(17))
        return len(found)

    two = queries()
    Party.objects.filter(pk=oak.pk).update(date=dt.date(2027, 10, 9))
    assert queries() == two
