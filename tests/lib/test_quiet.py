"""Quiet hours by the clock on the wall, in the nights when it is changed too."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.lib.quiet import end_of_quiet

CHICAGO = ZoneInfo("America/Chicago")
PHOENIX = ZoneInfo("America/Phoenix")


def wall(text, zone=CHICAGO, fold=0):
    """The moment when the wall shows `text`."""
    return dt.datetime.fromisoformat(text).replace(tzinfo=zone, fold=fold)


def end_of(now, starts="21:00", ends="08:00", zone=CHICAGO):
    end = end_of_quiet(now, zone=zone, starts=dt.time.fromisoformat(starts), ends=dt.time.fromisoformat(ends))
    return end and end.astimezone(zone).isoformat()


@pytest.mark.parametrize(
    "at, end",
    [
        ("2027-10-05T20:59:59", None),
        ("2027-10-05T21:00:00", "2027-10-06T08:00:00-05:00"),
        ("2027-10-05T23:59:59", "2027-10-06T08:00:00-05:00"),
        ("2027-10-06T00:00:00", "2027-10-06T08:00:00-05:00"),
        ("2027-10-06T07:59:59", "2027-10-06T08:00:00-05:00"),
        ("2027-10-06T08:00:00", None),
        ("2027-10-06T12:00:00", None),
    ],
)
def test_the_night_is_quiet_and_the_day_is_not(at, end):
    assert end_of(wall(at)) == end


@pytest.mark.parametrize(
    "at, end",
    [("2027-10-05T12:59", None), ("2027-10-05T13:00", "2027-10-05T15:00:00-05:00"), ("2027-10-05T15:00", None)],
)
def test_hours_within_a_day_can_be_quiet(at, end):
    assert end_of(wall(at), "13:00", "15:00") == end


def test_the_same_time_twice_means_no_quiet_hours():
    assert end_of(wall("2027-10-05T21:00"), "21:00", "21:00") is None


def test_the_night_that_is_an_hour_longer_is_quiet_until_the_wall_says_eight():
    assert end_of(wall("2026-10-31T20:59")) is None
    assert end_of(wall("2026-10-31T21:00")) == "2026-11-01T08:00:00-06:00"
    assert end_of(wall("2026-11-01T01:30", fold=0)) == "2026-11-01T08:00:00-06:00"
    assert end_of(wall("2026-11-01T01:30", fold=1)) == "2026-11-01T08:00:00-06:00"
    assert end_of(wall("2026-11-01T08:00")) is None


def test_the_night_that_is_an_hour_shorter_is_quiet_until_the_wall_says_eight():
    assert end_of(wall("2026-03-07T21:00")) == "2026-03-08T08:00:00-05:00"
    assert end_of(wall("2026-03-08T03:00")) == "2026-03-08T08:00:00-05:00"
    assert end_of(wall("2026-03-08T08:00")) is None


def test_an_end_that_the_wall_shows_twice_counts_the_second_time():
    assert end_of(wall("2026-11-01T01:29"), ends="01:30") == "2026-11-01T01:30:00-06:00"
    assert end_of(wall("2026-11-01T01:40", fold=0), ends="01:30") == "2026-11-01T01:30:00-06:00"
    assert end_of(wall("2026-11-01T01:30", fold=1), ends="01:30") is None


def test_a_beginning_that_the_wall_shows_twice_counts_the_first_time():
    assert end_of(wall("2026-11-01T01:40", fold=0), "01:30", "08:00") == "2026-11-01T08:00:00-06:00"
    assert end_of(wall("2026-11-01T01:10", fold=1), "01:30", "08:00") == "2026-11-01T08:00:00-06:00"


def test_an_end_that_the_wall_jumps_over_comes_after_the_jump():
    assert end_of(wall("2026-03-08T01:59"), ends="02:30") == "2026-03-08T03:30:00-05:00"
    assert end_of(wall("2026-03-08T03:30"), ends="02:30") is None


def test_the_hours_are_those_of_the_place():
    at = wall("2027-10-05T22:00")
    assert end_of(at, zone=CHICAGO) == "2027-10-06T08:00:00-05:00"
    assert end_of(at, zone=PHOENIX) is None


@given(
    st.datetimes(dt.datetime(2026, 1, 1), dt.datetime(2028, 1, 1)),
    st.times(),
    st.times(),
)
def test_quiet_hours_end_within_a_long_day(at, starts, ends):
    now = at.replace(tzinfo=dt.UTC)
    end = end_of_quiet(now, zone=CHICAGO, starts=starts, ends=ends)
    assert end is None or now < end <= now + dt.timedelta(hours=25)
