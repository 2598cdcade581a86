"""Finding the place of what somebody typed: which answers of the search count, and which of them need no question.

The search finds what is alike; here is decided what is meant. An answer is `exact` when every word that was typed
agrees with it; only an exact point, block, crossing or named place is taken without asking.
"""

import re
from dataclasses import dataclass

from events.lib.streets import CROSSING, hundred, same_street, split_address
from events.lib.texts import slug_of
from events.models import Community, PlaceFile
from events.whereabouts.search import is_clear

PINNED = {"address", "block", "range", "crossing", "place", "online"}  # a street or a ZIP code alone is no place
SURE = {"address", "block", "crossing", "place"}
NEARBY_TOWNS = 8  # how many other communities of the region are searched where the own one knows nothing
NUMBERED = re.compile(r"\d+")
PIN_DECIMALS = 6


@dataclass(frozen=True)
class Typed:
    """The words for a place as a host gave them, tidied."""

    number: str = ""
    street: str = ""
    place_name: str = ""

    @classmethod
    def of(cls, values):
        """The Typed of cleaned values, or of answers."""
        return cls(*(values.get(name) or "" for name in ("number", "street", "place_name")))

    def is_elsewhere(self, other):
        """Whether these words lead to another block or place than `other`'s; a house next door is the same block."""
        if self.place_name != other.place_name or hundred(self.number) != hundred(other.number):
            return True
        return bool(self.street or other.street) and not same_street(self.street, other.street)

    @property
    def readings(self):
        """The ways to read it, the likeliest first: by name, an address written into the name, by address."""
        ways = [Typed(place_name=self.place_name)] if self.place_name else []
        number, street = split_address(self.place_name)
        if number and street and not self.street:
            ways.append(Typed(number, street))
        return [*ways, Typed(self.number, self.street)] if self.street else ways

    @property
    def text(self):
        """What the search is asked."""
        return self.place_name or f"{self.number} {self.street}".strip()


@dataclass(frozen=True)
class Found:
    """A place of the search for the words `typed`; `is_exact` says that every one of them agrees with it."""

    place: object
    typed: Typed
    is_exact: bool

    @property
    def is_sure(self):
        """Whether it can be taken without a question."""
        return self.is_exact and self.place.kind in SURE

    @property
    def value(self):
        """The pin as the value of a choice: "38.605,-90.225"."""
        return f"{round(self.place.lat, PIN_DECIMALS)},{round(self.place.lng, PIN_DECIMALS)}"

    @property
    def words(self):
        """The words of the place: the number as typed, street or name as the file spells it."""
        if self.place.kind == "place":
            return Typed(place_name=self.place.place_name or self.place.label)
        return Typed(self.typed.number, self.place.street or self.typed.street)


def find(community, typed, search):
    """[Found] of the community for what was `typed`: the one that is meant, else all that may be; [] for nothing."""
    for reading in typed.readings:
        places = [place for place in search(community, reading.text) if fits(place, reading)]
        found = [Found(place, reading, is_exact(place, reading)) for place in places]
        if found:
            meant = [one for one in found if one.is_exact] or found
            return meant[:1] if is_clear([one.place for one in meant]) else meant
    return []


def find_in_towns_around(community, typed, search):
    """The sure Found of another open community of the region that has files of places, or None."""
    towns = Community.objects.open().filter(region=community.region_id, place_files__state=PlaceFile.State.IN_USE)
    for town in towns.exclude(pk=community.pk).distinct().order_by("name")[:NEARBY_TOWNS]:
        sure = [one for one in find(town, typed, search) if one.is_sure]
        if sure:
            return sure[0]
    return None


def fits(place, typed):
    """Whether the place can be meant at all: it has a pin of its own, and a name is not answered by an address."""
    return place.kind in PINNED and (place.kind == "place") == bool(typed.place_name)


def is_exact(place, typed):
    """Whether everything that was typed agrees with the place."""
    if place.kind == "place":
        return slug_of(place.place_name or place.label) == slug_of(typed.place_name)
    if place.kind == "crossing":
        return is_same_crossing(place.street or place.label, typed.street)
    if not same_street(place.street, typed.street):
        return False
    if place.kind == "address":
        return NUMBERED.findall(place.number)[:1] == NUMBERED.findall(typed.number)[:1]
    return hundred(place.number or typed.number) == hundred(typed.number)


def is_same_crossing(one, other):
    """Whether two crossings are of the same two streets, in either order."""
    first, second = (CROSSING.split(text) for text in (one, other))
    if len(first) != 2 or len(second) != 2:
        return False
    return any(same_street(first[0], a) and same_street(first[1], b) for a, b in (second, second[::-1]))
