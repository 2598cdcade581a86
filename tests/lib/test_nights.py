import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.lib.nights import AmbiguousTime, DateRule, NoSuchTime, localize

RULES = st.builds(DateRule, st.sampled_from([1, 2, 3, 4, -1]), st.integers(0, 6), st.integers(1, 12))
CHICAGO = "America/Chicago"


@pytest.mark.parametrize(
    "text, year, day",
    [
        ("first tuesday october", 2022, dt.date(2022, 10, 4)),
        ("first tuesday october", 2027, dt.date(2027, 10, 5)),
        ("1st Tue. of Oct.", 2024, dt.date(2024, 10, 1)),
        ("the first Tuesday in August", 2026, dt.date(2026, 8, 4)),
        ("last monday may", 2027, dt.date(2027, 5, 31)),
        ("Last Friday of February", 2028, dt.date(2028, 2, 25)),
        ("fourth thursday november", 2026, dt.date(2026, 11, 26)),
        ("last sunday december", 9999, dt.date(9999, 12, 26)),
    ],
)
def test_a_rule_gives_its_day(text, year, day):
    assert DateRule.parse(text).date(year) == day


@given(RULES)
def test_a_rule_is_read_back_from_its_own_words(rule):
    assert DateRule.parse(str(rule)) == rule
    assert DateRule.parse(str(rule).upper()) == rule


def test_the_words_are_canonical():
    assert str(DateRule.parse(" 1st  TUE of oct ")) == "first tuesday october"


@given(RULES, st.dates(dt.date(1900, 1, 1), dt.date(9990, 1, 1)))
def test_the_next_day_is_the_first_that_fits(rule, day):
    found = rule.next_on_or_after(day)
    assert found >= day
    assert (found.weekday(), found.month) == (rule.weekday, rule.month)
    assert found.year - day.year in (0, 1)
    assert found == rule.next_on_or_after(found)
    if found.year > day.year:
        assert rule.date(day.year) < day
    if rule.nth > 0:
        assert (found.day - 1) // 7 + 1 == rule.nth
    else:
        assert (found + dt.timedelta(7)).month != found.month


@pytest.mark.parametrize(
    "junk",
    [
        "",
        "tuesday",
        "fifth tuesday october",
        "first t october",
        "first tuesday",
        "\0",
        "x" * 5000,
        "first october tuesday",
    ],
)
def test_junk_is_no_rule_and_says_how_to_write_one(junk):
    with pytest.raises(ValueError, match="first tuesday october"):
        DateRule.parse(junk)


@pytest.mark.parametrize("parts", [(0, 1, 10), (5, 1, 10), (1, 7, 10), (1, 1, 13), (1, -1, 10)])
def test_a_rule_outside_the_calendar_is_refused(parts):
    with pytest.raises(ValueError):
        DateRule(*parts)


def test_a_local_time_is_put_in_its_zone():
    evening = localize(dt.date(2027, 10, 5), dt.time(17), CHICAGO)
    assert evening.isoformat() == "2027-10-05T17:00:00-05:00"
    assert localize(dt.date(2027, 12, 7), dt.time(17), CHICAGO).utcoffset() == dt.timedelta(hours=-6)


@pytest.mark.parametrize(
    "day, at, problem",
    [
        (dt.date(2026, 3, 8), dt.time(2, 30), NoSuchTime),
        (dt.date(2026, 3, 8), dt.time(2), NoSuchTime),
        (dt.date(2026, 11, 1), dt.time(1, 30), AmbiguousTime),
        (dt.date(2026, 11, 1), dt.time(1), AmbiguousTime),
    ],
)
def test_a_time_the_clock_skips_or_shows_twice_gets_a_kind_sentence(day, at, problem):
    with pytest.raises(problem, match="Choose a time an hour later"):
        localize(day, at, CHICAGO)


@pytest.mark.parametrize(
    "day, at",
    [
        (dt.date(2026, 3, 8), dt.time(1, 59)),
        (dt.date(2026, 3, 8), dt.time(3)),
        (dt.date(2026, 11, 1), dt.time(0, 59)),
        (dt.date(2026, 11, 1), dt.time(2)),
    ],
)
def test_times_beside_the_change_are_good(day, at):
    assert localize(day, at, CHICAGO).time() == at
