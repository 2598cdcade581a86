import datetime as dt
import re

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from events.lib import wording

THE_NIGHT = dt.date(2027, 10, 5)


@pytest.fixture(autouse=True)
def in_english():
    with override("en"):
        yield


@pytest.mark.parametrize(
    "start, end, words",
    [
        ((17, 0), (21, 0), "5 to 9 pm"),
        ((16, 30), (21, 0), "4:30 to 9 pm"),
        ((17, 0), (20, 45), "5 to 8:45 pm"),
        ((11, 30), (13, 0), "11:30 am to 1 pm"),
        ((9, 0), (11, 30), "9 to 11:30 am"),
        ((12, 30), (14, 0), "12:30 to 2 pm"),
        ((12, 0), (14, 0), "noon to 2 pm"),
        ((10, 0), (12, 0), "10 am to noon"),
        ((20, 0), (0, 0), "8 pm to midnight"),
        ((21, 0), (17, 0), "9 pm to 5 pm"),
    ],
)
def test_a_span_of_time_says_am_and_pm_no_more_than_needed(start, end, words):
    assert wording.time_range(dt.time(*start), dt.time(*end)) == words


@pytest.mark.parametrize(
    "at, words",
    [
        ((17, 0), "5 pm"),
        ((17, 5), "5:05 pm"),
        ((9, 0), "9 am"),
        ((0, 15), "12:15 am"),
        ((12, 0), "noon"),
        ((0, 0), "midnight"),
    ],
)
def test_a_clock_time_is_short(at, words):
    assert wording.clock(dt.time(*at)) == words


@given(st.times(), st.times())
def test_a_span_names_both_its_times(start, end):
    with override("en"):
        words = wording.time_range(start, end)
        assert words.endswith(f" to {wording.clock(end)}")
        assert wording.clock(start).startswith(words.split(" to ")[0])


def test_a_moment_reads_like_its_time():
    assert wording.clock(dt.datetime(2027, 10, 5, 18, 30)) == "6:30 pm"


def test_days_in_english():
    assert wording.day(THE_NIGHT) == "Tuesday, October 5"
    assert wording.day_year(THE_NIGHT) == "Tuesday, October 5, 2027"


def test_days_in_spanish_use_the_spanish_names():
    with override("es"):
        assert re.fullmatch(r"martes,? 5 de octubre", wording.day(THE_NIGHT))
        assert re.fullmatch(r"martes,? 5 de octubre\W+(de )?2027", wording.day_year(THE_NIGHT))


@pytest.mark.parametrize(
    "waited, words",
    [
        ({"seconds": -5}, "Just now"),
        ({"seconds": 59}, "Just now"),
        ({"minutes": 1}, "1 min"),
        ({"minutes": 12, "seconds": 59}, "12 min"),
        ({"minutes": 59, "seconds": 59}, "59 min"),
        ({"hours": 1}, "1 hr"),
        ({"hours": 5, "minutes": 40}, "5 hr"),
        ({"hours": 23, "minutes": 59}, "23 hr"),
        ({"hours": 24}, "Yesterday"),
        ({"hours": 47, "minutes": 59}, "Yesterday"),
        ({"hours": 48}, "2 days"),
        ({"days": 400}, "400 days"),
    ],
)
def test_a_wait_is_told_roughly(waited, words):
    assert wording.waiting(dt.timedelta(**waited)) == words


@pytest.mark.parametrize(
    "metres, words",
    [
        (0, "100 ft"),
        (50, "200 ft"),
        (152, "500 ft"),
        (160, "500 ft"),
        (161, "0.1 mi"),
        (644, "0.4 mi"),
        (1609.344, "1.0 mi"),
        (16000, "9.9 mi"),
        (16050, "10 mi"),
        (19500, "12 mi"),
    ],
)
def test_a_distance_is_in_miles(metres, words):
    assert wording.miles(metres) == words


@pytest.mark.parametrize(
    "items, words",
    [
        ([], ""),
        (["music"], "music"),
        (["music", "games"], "music and games"),
        (["music", "games", "food", "ice cream"], "music, games, food and ice cream"),
        (["100%", "%(list)s", "x"], "100%, %(list)s and x"),
    ],
)
def test_a_list_ends_with_and(items, words):
    assert wording.and_list(items) == words
