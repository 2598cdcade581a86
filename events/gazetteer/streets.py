"""Street segments: GeoJSON lines with names, house numbers, cross streets and class, into the search's tables."""

import functools
from collections import defaultdict

from events.gazetteer import fields, files
from events.gazetteer.faults import Faults
from events.gazetteer.lines import ROLES, name_and_line, piece_of
from events.gazetteer.reach import Reach
from events.gazetteer.records import NotReadable, Records
from events.lib.matching import name_of
from events.lib.streets import tidy_street
from events.models import PlaceFile, Segment, Street
from events.models.place import NAME_LENGTH

KIND = PlaceFile.Kind.STREETS
NO_LINES = "A street file must be GeoJSON: a table has no lines."
NODE_DECIMALS = 5  # ends within about a meter are one corner


def read_head(path, mapping=None):
    """The Guess of a street file (`fields.Guess`). Raises NotReadable."""
    guess = fields.head(KIND, path, ROLES, mapping, lambda record, chosen: piece_of(record, chosen)[1])
    if guess.layout == "csv":
        guess.problem = NO_LINES
    return guess


def examine(community, path, *, mapping=None, progress=files.quiet):
    """What loading the file would report, without writing anything. Raises NotReadable."""
    return files.examine(Source(community, path, mapping), progress=progress)


def load(file, path, *, by, now, progress=files.quiet):
    """Load the street file at `path` for the PlaceFile; see `files.load`. Gives the report."""
    return files.load(file, lambda: Source(file.community, path, file.mapping), by=by, now=now, progress=progress)


class Source:
    """The segments of a file. It is read twice: first for its corners, which tell the cross streets."""

    def __init__(self, community, path, mapping=None):
        self.records = Records(path)
        if self.records.layout == "csv":
            raise NotReadable(NO_LINES)
        self.mapping = fields.mapped(self.records, ROLES, mapping)
        self.total = self.records.total
        self.reach = Reach(community)
        self.faults = Faults()
        self.rows = self.without_numbers = self.turned = self.derived = 0
        self._tidy, self._written = {}, {}
        self._corners = defaultdict(set)
        self._names = set()

    def batches(self, size):
        """(rows read so far, new Pieces) again and again."""
        for count, record in enumerate(self.records, start=1):
            name, line, says = name_and_line(record, self.mapping, self._tidied)
            if not says:
                self._corners[_node(line[0])].add(name)
                self._corners[_node(line[-1])].add(name)
            if count % (size * 4) == 0:
                yield 0, []  # a sign of life
        batch = []
        for record in self.records:
            self.faults.read += 1
            piece = self._usable(record)
            if piece is not None:
                batch.append(self._between_corners(piece))
            if len(batch) >= size:
                yield self.faults.read, batch
                batch = []
        yield self.faults.read, batch
        self.faults.refuse_mostly_bad("street segments")

    def _tidied(self, text):
        if text not in self._tidy:
            self._tidy[text] = tidy_street(text)
        return self._tidy[text]

    def _usable(self, record):
        """The record's Piece, or None for a row that is counted as something else."""
        piece, says = piece_of(record, self.mapping, self._tidied)
        if not says:
            lat, lng = piece.middle()
            says = self.reach.fault(lat, lng)
        if says:
            self.faults.add(record.row, says)
            return None
        if not self.reach.holds(lat, lng):
            self.faults.outside += 1
            return None
        self.rows += 1
        self._names.add(piece.street)
        self.without_numbers += piece.low is None
        return piece

    def _between_corners(self, piece):
        """The piece with its cross streets, told from `from_street` to `to_street`."""
        start, end = (self._corners[_node(piece.line[place])] for place in (0, -1))
        named = piece.from_street or piece.to_street
        if named and _is_turned(piece, start, end):
            self.turned += 1
            piece.turned()
            start, end = end, start
        if not piece.from_street:
            piece.from_street = _cross_street(start, piece.street)
            self.derived += bool(piece.from_street)
        if not piece.to_street:
            piece.to_street = _cross_street(end, piece.street)
            self.derived += bool(piece.to_street)
        return piece

    def write(self, file, rows):
        new = dict.fromkeys(piece.street for piece in rows if piece.street not in self._written)
        written = Street.objects.bulk_create(
            Street(file=file, name=name, key=name_of(name).core[:NAME_LENGTH]) for name in new
        )
        self._written.update((street.name, street.pk) for street in written)
        Segment.objects.bulk_create(self._segment(piece) for piece in rows)

    def _segment(self, piece):
        lat, lng = piece.middle()
        return Segment(
            street_id=self._written[piece.street],
            low=piece.low,
            high=piece.high,
            runs_up=piece.runs_up,
            from_street=piece.from_street,
            to_street=piece.to_street,
            road_class=piece.road_class,
            is_bus_route=piece.is_bus_route,
            line=piece.line,
            lat=lat,
            lng=lng,
        )

    def write_last(self, file):
        """Nothing follows."""

    def report(self):
        return {
            "rows": self.rows,
            "streets": len(self._names),
            "without_numbers": self.without_numbers,
            "turned": self.turned,
            "derived": self.derived,
            "notes": [],
            **self.faults.as_json(),
        }


def _node(point):
    return round(point[0], NODE_DECIMALS), round(point[1], NODE_DECIMALS)


def _is_turned(piece, start, end):
    """Whether the named cross streets meet the line at its other ends."""
    fits = (piece.from_street in start) + (piece.to_street in end)
    turned = (piece.from_street in end) + (piece.to_street in start)
    return turned > fits


@functools.lru_cache(maxsize=20_000)
def _core(name):
    return name_of(name).core


def _cross_street(names, own):
    """The street that meets `own` at a corner, '' for none; of several the one with another core, then by name."""
    others = sorted(names - {own}, key=lambda name: (_core(name) == _core(own), name))
    return others[0] if others else ""
