import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.lib.sun import sunset

ST_LOUIS = (38.63, -90.2)


@pytest.mark.parametrize(
    "day, nearly",
    [
        (dt.date(2022, 10, 4), dt.time(18, 39)),
        (dt.date(2026, 6, 21), dt.time(20, 29)),
        (dt.date(2026, 12, 21), dt.time(16, 43)),
    ],
)
def test_the_sun_sets_over_st_louis_as_the_almanac_says(day, nearly):
    found = sunset(*ST_LOUIS, day, "America/Chicago")
    minutes = (found.hour - nearly.hour) * 60 + found.minute - nearly.minute
    assert abs(minutes) <= 2
    assert (found.second, found.microsecond, found.tzinfo) == (0, 0, None)


def test_a_zone_and_its_name_give_the_same_time():
    day = dt.date(2027, 10, 5)
    assert sunset(*ST_LOUIS, day, ZoneInfo("America/Chicago")) == sunset(*ST_LOUIS, day, "America/Chicago")


def test_the_midnight_sun_does_not_set():
    assert sunset(70, 25, dt.date(2026, 6, 21), "Europe/Oslo") is None


@given(st.floats(24, 49), st.floats(-100, -80), st.dates(dt.date(2000, 1, 1), dt.date(2100, 1, 1)))
def test_in_the_middle_of_the_country_the_sun_sets_in_the_afternoon_or_evening(lat, lng, day):
    assert dt.time(15) < sunset(lat, lng, day, "America/Chicago") < dt.time(22, 30)
