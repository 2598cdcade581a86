"""Places known by name, from a small table: schools, parks, congregations, libraries."""

from events.gazetteer import fields, files
from events.gazetteer.faults import Faults
from events.gazetteer.fields import Role, value
from events.gazetteer.reach import Reach
from events.gazetteer.records import Records
from events.lib.matching import fold
from events.lib.texts import one_line
from events.models import NamedPlace, PlaceFile

KIND = PlaceFile.Kind.PLACES
ROLES = [
    Role("name", "Name", "name placename title label facility facilityname fullname school park", required=True),
    Role("kind", "Kind", "kind type category class facilitytype placetype"),
    Role("address", "Address", "address addr fulladdress streetaddress location street"),
    Role("lng", "Longitude", "lng lon long longitude x xcoord pointx", required=True),
    Role("lat", "Latitude", "lat latitude y ycoord pointy", required=True),
]
WORDS = {
    NamedPlace.Kind.SCHOOL: "school elementary academy college university kindergarten escuela",
    NamedPlace.Kind.LIBRARY: "library biblioteca",
    NamedPlace.Kind.CHURCH: "church congregation temple mosque synagogue cathedral chapel parish worship iglesia",
    NamedPlace.Kind.PARK: "park playground garden parks recreation parque",
    NamedPlace.Kind.ZIP: "zip",
}
WORLD = Reach(None)
NO_NAME = "It has no name."


def read_head(path, mapping=None):
    """The Guess of a file of named places (`fields.Guess`). Raises NotReadable."""
    return fields.head(KIND, path, ROLES, mapping, lambda record, chosen: _fault(record, chosen))


def examine(community, path, *, mapping=None, progress=files.quiet):
    """What loading the file would report, without writing anything. Raises NotReadable."""
    return files.examine(Source(community, path, mapping), progress=progress)


def load(file, path, *, by, now, progress=files.quiet):
    """Load the file of named places at `path` for the PlaceFile; see `files.load`. Gives the report."""
    return files.load(file, lambda: Source(file.community, path, file.mapping), by=by, now=now, progress=progress)


class Source:
    """The named places of a file; of two with one name within one kind the first."""

    def __init__(self, community, path, mapping=None):
        self.records = Records(path)
        self.mapping = fields.mapped(self.records, ROLES, mapping)
        self.total = self.records.total
        self.reach = Reach(community)
        self.faults = Faults()
        self.rows = self.twice = 0
        self._seen = set()

    def batches(self, size):
        """(rows read so far, new places) again and again."""
        batch = []
        for record in self.records:
            self.faults.read += 1
            place = self._usable(record)
            if place is not None:
                batch.append(place)
            if len(batch) >= size:
                yield self.faults.read, batch
                batch = []
        yield self.faults.read, batch
        self.faults.refuse_mostly_bad("places")

    def _usable(self, record):
        """The values of a NamedPlace, or None for a row that is counted as something else."""
        lat, lng = fields.point(record, self.mapping)
        says = record.fault or _fault(record, self.mapping) or self.reach.fault(lat, lng)
        if says:
            self.faults.add(record.row, says)
            return None
        if not self.reach.holds(lat, lng):
            self.faults.outside += 1
            return None
        name = one_line(value(record, self.mapping, "name"))[:120].strip()
        kind = kind_of(value(record, self.mapping, "kind"), name)
        key = (" ".join(fold(name))[:120], kind, round(lat, 3), round(lng, 3))
        if key in self._seen:
            self.twice += 1
            return None
        self._seen.add(key)
        self.rows += 1
        address = one_line(value(record, self.mapping, "address"))[:120].strip()
        return {"name": name, "key": key[0], "kind": kind, "address": address} | {
            "lat": round(lat, 6),
            "lng": round(lng, 6),
        }

    def write(self, file, rows):
        NamedPlace.objects.bulk_create(NamedPlace(file=file, **row) for row in rows)

    def write_last(self, file):
        """Nothing follows."""

    def report(self):
        return {"rows": self.rows, "twice": self.twice, "notes": [], **self.faults.as_json()}


def kind_of(said, name=""):
    """The NamedPlace.Kind that a word of a file means, else what the place's own name tells, else OTHER."""
    for text in (said, name):
        words = set(fold(text))
        for kind, known in WORDS.items():
            if words & {form for word in known.split() for form in (word, f"{word}s", f"{word}es", f"{word[:-1]}ies")}:
                return kind
    return NamedPlace.Kind.OTHER


def _fault(record, mapping):
    if not value(record, mapping, "name"):
        return NO_NAME
    return WORLD.fault(*fields.point(record, mapping))
