"""The names of a community's streets and places, held in the memory of the process while their files are in use."""

import threading
from collections import OrderedDict
from dataclasses import dataclass

from events.lib.matching import PlaceNames, StreetNames, name_of
from events.models import NamedPlace, PlaceFile, Street

KINDS = (PlaceFile.Kind.ADDRESSES, PlaceFile.Kind.STREETS, PlaceFile.Kind.PLACES)
MOST_COMMUNITIES = 24  # about 3 MB each where a city has 5,000 streets

_held = OrderedDict()
_lock = threading.Lock()


@dataclass
class KnownStreet:
    """A street by its name, with the ids of its rows in the file of addresses and in the file of segments."""

    name: str
    addresses: int | None = None
    segments: int | None = None


class Names:
    """Everything of a community that has a name: `streets` and `places` (rows), each with its ranking."""

    def __init__(self, files):
        """Read the names of the files, as {kind: id}."""
        self.streets = self._read_streets(files)
        self.street_names = StreetNames(street.name for street in self.streets)
        self.zip_codes, self.places = {}, []
        rows = NamedPlace.objects.filter(file__in=files.values())  # ZIP codes come with the addresses
        for row in rows.values_list("name", "kind", "address", "lat", "lng", named=True):
            if row.kind == NamedPlace.Kind.ZIP:
                self.zip_codes[row.name] = row
            else:
                self.places.append(row)
        self.place_names = PlaceNames(row.name for row in self.places)

    @staticmethod
    def _read_streets(files):
        known = {}
        for kind, column in ((PlaceFile.Kind.STREETS, "segments"), (PlaceFile.Kind.ADDRESSES, "addresses")):
            rows = Street.objects.filter(file=files.get(kind, 0)).order_by("pk").values_list("pk", "name")
            for pk, name in rows:
                street = known.setdefault(name_of(name), KnownStreet(name))
                if getattr(street, column) is None:
                    setattr(street, column, pk)
        return list(known.values())


def names_of(community):
    """The Names of the community's files in use, or None where it has no such file. One query when they are held."""
    files = PlaceFile.objects.in_use().filter(community=community.pk, kind__in=KINDS).order_by()
    rows = files.values_list("kind", "pk", "applied_at")
    key = frozenset(rows)
    if not key:
        return None
    with _lock:
        held = _held.get(community.pk)
        if held and held[0] == key:
            _held.move_to_end(community.pk)
            return held[1]
    names = Names({kind: pk for kind, pk, _ in key})
    with _lock:
        _held[community.pk] = (key, names)
        while len(_held) > MOST_COMMUNITIES:
            _held.popitem(last=False)
    return names


def forget():
    """Let go of all names held."""
    with _lock:
        _held.clear()
