"""Walking from party to party: which order, when to be where, and what cannot be reached."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.lib.walking import AROUND_BLOCKS, LEAST_STAY, Place, minutes_for, walk

FIVE, SIX, SEVEN, EIGHT, NINE = (hour * 60 for hour in range(17, 22))
MILE_NORTH = 0.01447  # degrees of latitude


def place(key, north=0.0, starts=FIVE, ends=NINE, east=0.0):
    return Place(key, 38.6 + north, -90.2 + east, starts, ends)


def order(*places, start=None):
    return "".join(stop.key for stop in walk(places, start=start).stops)


@pytest.mark.parametrize(
    "places, expected",
    [
        ([place("a")], "a"),
        ([place("a"), place("b", 0.002)], "ab"),
        ([place("a"), place("c", 0.004), place("b", 0.002)], "abc"),
        ([place("a", starts=SEVEN), place("b", 0.002), place("c", 0.004)], "cba"),
        ([place("a", ends=SEVEN), place("b", 0.004), place("c", 0.002, starts=EIGHT)], "abc"),
        ([place("late", starts=EIGHT), place("early", 0.001, ends=SIX)], "earlylate"),
    ],
)
def test_the_shortest_way_that_the_hours_allow(places, expected):
    assert order(*places) == expected


def test_from_where_one_sets_out_the_nearest_end_comes_first():
    places = [place("a"), place("b", 0.002), place("c", 0.004)]
    assert order(*places, start=(38.61, -90.2)) == "cba"
    assert walk(places, start=(38.61, -90.2)).stops[0].metres == pytest.approx(867, abs=2)


def test_one_that_cannot_be_reached_is_named_and_the_others_stay():
    far = place("far", 10 * MILE_NORTH, ends=SIX)
    found = walk([place("a", ends=SIX), far, place("b", 0.002)])
    assert [stop.key for stop in found.stops] == ["a", "b"]
    assert found.missed == ("far",)


def test_two_at_the_same_short_hour_far_apart_are_one_too_many():
    found = walk([place("a", ends=FIVE + 20), place("b", 2 * MILE_NORTH, ends=FIVE + 20)])
    assert (len(found.stops), len(found.missed)) == (1, 1)


def test_a_party_over_in_a_few_minutes_is_not_worth_the_way():
    assert walk([place("a", ends=FIVE + LEAST_STAY - 1)]).missed == ("a",)
    assert walk([place("a", ends=FIVE + LEAST_STAY)]).missed == ()


def test_time_is_shared_evenly_and_told_to_five_minutes():
    stops = walk([place("a"), place("b", 0.002), place("c", 0.004)]).stops
    assert [(stop.arrive, stop.leave) for stop in stops] == [
        (FIVE, FIVE + 75),
        (FIVE + 80, FIVE + 155),
        (FIVE + 160, FIVE + 235),
    ]


def test_a_mile_takes_half_an_hour_with_children():
    assert minutes_for(1609 / AROUND_BLOCKS) == 25
    assert minutes_for(0) == 0
    assert minutes_for(1) == 1


def test_a_way_with_time_at_each_stop_goes_before_a_shorter_one_in_a_hurry():
    short = place("short", 0.002, starts=FIVE, ends=SIX)
    hurried = [place("a", ends=SEVEN), short, place("b", 0.016)]
    stops = walk(hurried).stops
    assert min(stop.leave - stop.arrive for stop in stops) >= 30


def test_more_than_five_places_are_refused():
    with pytest.raises(ValueError, match="At most 5"):
        walk([place(str(number), number / 1000) for number in range(6)])


windows = st.tuples(st.integers(16 * 60, 20 * 60), st.integers(10, 240))
spots = st.tuples(st.floats(-0.05, 0.05), st.floats(-0.05, 0.05))


@given(st.lists(st.tuples(windows, spots), min_size=1, max_size=5))
def test_whatever_the_hours_one_is_there_while_it_is_on_and_has_time_to_walk(given_places):
    places = {
        str(number): Place(str(number), 38.6 + north, -90.2 + east, starts, starts + length)
        for number, ((starts, length), (north, east)) in enumerate(given_places)
    }
    found = walk(list(places.values()))
    assert {stop.key for stop in found.stops} | set(found.missed) == set(places)
    assert len(found.stops) + len(found.missed) == len(places)
    before = None
    for stop in found.stops:
        here = places[stop.key]
        assert here.starts <= stop.arrive
        assert stop.arrive + LEAST_STAY <= stop.leave <= here.ends
        assert before is None or before.leave + stop.minutes <= stop.arrive
        before = stop
