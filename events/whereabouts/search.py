"""Address search: the places that answer to what was typed, best first."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Place:
    """A place that was found.

    `kind` is 'address' (a point of the file), 'block' (the middle of a block), 'range' (interpolated along a street:
    may be 50 m off), 'crossing', 'street', 'place' (known by name), 'zip' or 'online' (from the geocoder); `label` says
    it in words ("2827 Lemp Ave"), `hint` adds what tells it from others (its neighborhood, "School").
    """

    label: str
    lat: float
    lng: float
    kind: str
    number: str = ""
    street: str = ""
    place_name: str = ""
    hint: str = ""


def find_places(community, text, *, limit=5):
    """Up to `limit` Places of the community that answer to a typed address, block, crossing, place or ZIP, best first.

    [] where nothing is like it, or the community has no file of places and no geocoder.
    """
    return []
