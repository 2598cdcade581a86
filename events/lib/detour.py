"""Ways around closed streets: where the way around is closed too, so that nobody can drive out any more.

Streets are pieces between two corners, points [lng, lat]; ends within about a meter are one corner. Times are any
values that compare. Nothing here knows whose streets they are: pieces and closings in, conflicts with reasons out.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

NODE_DECIMALS = 5


class Kind(StrEnum):
    """What is wrong between closings: most serious first."""

    TWICE = "twice"  # the same piece of street at the same time
    LOCKED = "locked"  # open streets from which no way leads out while all of them are closed
    TOUCHING = "touching"  # they share a corner, and drivers find it closed on more than one side


@dataclass(frozen=True)
class Closing:
    """Some pieces of street, closed from one time to another; `line` has a part for each piece."""

    key: Hashable
    line: tuple
    starts: Any
    ends: Any

    def overlaps(self, other: "Closing") -> bool:
        return self.starts < other.ends and other.starts < self.ends

    def is_on(self, moment: Any) -> bool:
        return self.starts <= moment < self.ends


@dataclass(frozen=True)
class Conflict:
    """What is wrong: between the closings of `keys` (one alone can lock people in), and the names of the streets.

    For TWICE the streets that are closed twice, for LOCKED those that cannot be left, for TOUCHING those that meet at
    the corner.
    """

    kind: Kind
    keys: tuple
    streets: tuple


def piece_of(line: Iterable) -> tuple:
    """What names a piece of street, in whichever direction it is drawn."""
    points = tuple(_node(point) for point in line)
    return min(points, points[::-1])


class Net:
    """The streets around some closings. `outside` tells whether a corner lies where the net ends but streets go on."""

    def __init__(self, pieces: Iterable[tuple[str, Iterable]], outside=lambda node: False):
        self.names = {piece_of(line): name for name, line in pieces}
        self.at = defaultdict(set)
        for piece in self.names:
            for node in _ends(piece):
                self.at[node].add(piece)
        self.outside = {node for node in self.at if outside(node)}
        self.wholes = self._parts(frozenset())

    def locked(self, shut: frozenset) -> list[frozenset]:
        """The groups of open pieces that no way leads out of while the pieces of `shut` are closed.

        Out is where the net ends; of streets that lie in it as a whole, the largest part that hangs together.
        """
        parts = self._parts(shut)
        found = []
        for whole in self.wholes:
            own = [part for part in parts if part <= whole]
            if self._leads_out(whole):
                found += [part for part in own if not self._leads_out(part)]
            elif own:
                largest = max(own, key=lambda part: (len(part), sorted(part)))
                found += [part for part in own if part is not largest]
        return found

    def streets(self, pieces: Iterable) -> tuple:
        """The names of pieces, A to Z."""
        return tuple(sorted({self.names[piece] for piece in pieces if piece in self.names}))

    def _leads_out(self, part):
        return any(node in self.outside for piece in part for node in _ends(piece))

    def _parts(self, shut):
        """The open pieces in groups that hang together."""
        left, parts = self.names.keys() - shut, []
        while left:
            first = left.pop()
            part, reached = {first}, list(_ends(first))
            seen = set(reached)
            while reached:
                for piece in self.at[reached.pop()] & left:
                    left.discard(piece)
                    part.add(piece)
                    ends = [node for node in _ends(piece) if node not in seen]
                    seen.update(ends)
                    reached += ends
            parts.append(frozenset(part))
        return parts


def conflicts(net: Net, closings: Iterable[Closing], key: Hashable) -> list[Conflict]:
    """The Conflicts of the closing of that key with the others and with the streets around, most serious first.

    Only closings that are on at the same time are in conflict. Where fewer of them than all lock a street in, the
    others are not named.
    """
    closings = {one.key: one for one in closings}
    mine = closings[key]
    beside = [one for one in closings.values() if one.key != key and one.overlaps(mine)]
    shut = {one.key: frozenset(map(piece_of, one.line)) for one in (mine, *beside)}
    twice = [one.key for one in beside if shut[one.key] & shut[key]]
    found = [Conflict(Kind.TWICE, (key, other), net.streets(shut[key] & shut[other])) for other in twice]
    found += _locked_in(net, [mine, *beside], shut, key)
    for other in (one.key for one in beside if one.key not in twice):
        if corners := _corners(shut[key]) & _corners(shut[other]):
            met = set().union(*(net.at.get(node, ()) for node in corners))
            found.append(Conflict(Kind.TOUCHING, (key, other), net.streets(met)))
    return found


def _locked_in(net, closings, shut, key):
    """The LOCKED conflicts of the closing with that key, looked for at each moment at which one more is closed."""
    found = {}
    mine = next(one for one in closings if one.key == key)
    for moment in sorted({max(one.starts, mine.starts) for one in closings}):
        on = [one.key for one in closings if one.is_on(moment)]
        for part in net.locked(_all(shut, on)):
            keys = _needed(net, shut, on, part, key)
            if key in keys:
                found.setdefault(keys, set()).update(part)
    return [Conflict(Kind.LOCKED, keys, net.streets(part)) for keys, part in sorted(found.items(), key=_fewest)]


def _needed(net, shut, on, part, key):
    """The fewest of the closings, tried in turn, that lock the part in; the closing of `key` is let go last."""
    needed = sorted(on, key=lambda one: (one == key, str(one)))
    for one in list(needed):
        rest = [other for other in needed if other != one]
        if any(part <= larger for larger in net.locked(_all(shut, rest))):
            needed = rest
    return tuple(sorted(needed, key=lambda one: (one != key, str(one))))


def _fewest(found):
    return len(found[0]), tuple(map(str, found[0]))


def _all(shut, keys):
    return frozenset().union(*(shut[key] for key in keys))


def _corners(pieces):
    return {node for piece in pieces for node in _ends(piece)}


def _ends(piece):
    return piece[0], piece[-1]


def _node(point):
    return round(point[0], NODE_DECIMALS), round(point[1], NODE_DECIMALS)
