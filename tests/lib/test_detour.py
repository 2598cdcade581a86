"""Ways around closed streets, on drawn nets: corners are whole numbers, streets run along rows and columns."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.lib.detour import Closing, Conflict, Kind, Net, conflicts, piece_of


def grid(width, height):
    """A grid of corners; row 0 is "Row 0", column 0 "Column 0"."""
    rows = [(f"Row {y}", [(x, y), (x + 1, y)]) for y in range(height) for x in range(width - 1)]
    return rows + [(f"Column {x}", [(x, y), (x, y + 1)]) for x in range(width) for y in range(height - 1)]


# A grid with a lane that leaves it and comes back (a loop with two ways out), and a court with one way out.
LOOP = [("Loop Ln", [(2, 0), (2, -1)]), ("Loop Ln", [(2, -1), (1, -1)]), ("Loop Ln", [(1, -1), (1, 0)])]
COURT = [("Pine Ct", [(0, 0), (-1, 0)]), ("Pine Ct", [(-1, 0), (-2, 0)])]
TOWN = Net(grid(4, 4) + LOOP + COURT)
WEST, EAST = ((1, -1), (1, 0)), ((2, 0), (2, -1))


def closing(key, *line, starts=17, ends=20):
    return Closing(key, line, starts, ends)


def locked(*keys, streets):
    return Conflict(Kind.LOCKED, keys, streets)


def test_a_closed_block_of_a_grid_leaves_a_way_around():
    assert conflicts(TOWN, [closing("a", ((1, 1), (2, 1)))], "a") == []


def test_the_only_way_around_closed_too_is_a_conflict_of_both():
    both = [closing("a", WEST), closing("b", EAST)]
    assert conflicts(TOWN, both, "a") == [locked("a", "b", streets=("Loop Ln",))]
    assert conflicts(TOWN, both, "b") == [locked("b", "a", streets=("Loop Ln",))]


def test_one_end_of_a_loop_alone_is_no_conflict():
    assert conflicts(TOWN, [closing("a", WEST)], "a") == []


def test_the_only_way_out_of_a_court_locks_it_in_alone():
    assert conflicts(TOWN, [closing("a", ((0, 0), (-1, 0)))], "a") == [locked("a", streets=("Pine Ct",))]


def test_the_last_piece_of_a_court_locks_nobody_in():
    assert conflicts(TOWN, [closing("a", ((-1, 0), (-2, 0)))], "a") == []


@pytest.mark.parametrize(
    ("starts", "ends", "number"),
    [
        (20, 22, 0),  # begins when the other ends
        (14, 17, 0),
        (19, 22, 1),
        (14, 18, 1),
        (18, 19, 1),
        (12, 23, 1),
    ],
)
def test_closings_are_in_conflict_only_at_the_same_time(starts, ends, number):
    found = conflicts(TOWN, [closing("a", WEST), closing("b", EAST, starts=starts, ends=ends)], "a")
    assert len(found) == number


def test_three_that_are_never_closed_together_lock_nobody_in():
    net = Net([*grid(3, 3), *[("Spur", [(n, -1), (n, 0)]) for n in range(3)], *mews()])
    spurs = [((n, -1), (n, 0)) for n in range(3)]
    shifts = [closing("a", spurs[0], starts=16, ends=18), closing("b", spurs[1]), closing("c", spurs[2], starts=18)]
    assert conflicts(net, shifts, "b") == []
    together = [closing(key, spur) for key, spur in zip("abc", spurs, strict=True)]
    assert conflicts(net, together, "b") == [locked("b", "a", "c", streets=("Mews",))]


def mews():
    return [("Mews", [(0, -1), (1, -1)]), ("Mews", [(1, -1), (2, -1)])]


def test_a_closing_that_is_not_needed_to_lock_a_street_in_is_not_named():
    both = [closing("a", ((0, 0), (-1, 0))), closing("b", WEST), closing("c", EAST)]
    assert conflicts(TOWN, both, "a") == [locked("a", streets=("Pine Ct",))]
    assert conflicts(TOWN, both, "c") == [locked("c", "b", streets=("Loop Ln",))]


def test_the_same_piece_asked_for_twice_is_told_in_whichever_direction_it_is_drawn():
    twice = [closing("a", ((1, 1), (2, 1)), ((2, 1), (3, 1))), closing("b", ((2, 1), (1, 1)))]
    assert conflicts(TOWN, twice, "a") == [Conflict(Kind.TWICE, ("a", "b"), ("Row 1",))]


def test_closings_that_share_a_corner_touch():
    around_the_corner = [closing("a", ((1, 1), (2, 1))), closing("b", ((2, 1), (2, 2)))]
    assert conflicts(TOWN, around_the_corner, "a") == [Conflict(Kind.TOUCHING, ("a", "b"), ("Column 2", "Row 1"))]
    across = [closing("a", ((0, 1), (1, 1))), closing("b", ((2, 1), (3, 1)))]
    assert conflicts(TOWN, across, "a") == []


def test_where_the_net_ends_there_is_a_way_out():
    street = [("Long St", [(n, 0), (n + 1, 0)]) for n in range(6)]
    ends = [closing("a", ((1, 0), (2, 0))), closing("b", ((4, 0), (5, 0)))]
    middle = locked("a", "b", streets=("Long St",))
    assert conflicts(Net(street, outside=lambda node: node[0] in (0, 6)), ends, "a") == [middle]
    inside = Net(street, outside=lambda node: node[0] in (0, 3, 6))
    assert conflicts(inside, ends, "a") == []


def test_a_closing_on_streets_that_the_net_does_not_have_is_left_alone():
    assert conflicts(TOWN, [closing("a", ((8, 8), (9, 9)))], "a") == []
    assert conflicts(Net([]), [closing("a", WEST), closing("b", WEST)], "a") == [Conflict(Kind.TWICE, ("a", "b"), ())]


def test_corners_within_a_meter_are_one():
    assert piece_of([(1.000001, 2), (3, 4)]) == piece_of([(3, 4.000004), (1, 2)])


PIECES = sorted(piece_of(line) for _name, line in grid(4, 4) + LOOP + COURT)


@given(st.sets(st.sampled_from(PIECES), max_size=14))
def test_what_is_locked_in_is_open_and_cannot_reach_the_rest(shut):
    parts = TOWN.locked(frozenset(shut))
    everything = set().union(*parts) if parts else set()
    assert not everything & shut
    assert sum(map(len, parts)) == len(everything)
    for part in parts:
        corners = {node for piece in part for node in (piece[0], piece[-1])}
        beside = set().union(*(TOWN.at[node] for node in corners)) - part
        assert beside <= shut


@given(st.sets(st.sampled_from(PIECES), max_size=8), st.data())
def test_a_way_that_is_opened_again_locks_nobody_in(shut, data):
    before = sum(map(len, TOWN.locked(frozenset(shut))))
    if shut:
        opened = data.draw(st.sampled_from(sorted(shut)))
        after = set().union(*TOWN.locked(frozenset(shut - {opened})), set()) - {opened}
        assert len(after) <= before
