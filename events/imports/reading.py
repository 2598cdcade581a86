"""Rows of an upload as the parties they will be, with every fault and doubt named by its row and column."""

import uuid
from dataclasses import dataclass, field
from functools import cached_property

from events.imports import cells
from events.imports.cells import CellFault
from events.imports.columns import BY_NAME
from events.lib.phones import pretty
from events.lib.texts import slug_of
from events.lib.wording import clock, time_range
from events.models import HostKind, ListingLevel, Outcome, PlaceKind

NAMESPACE = uuid.UUID("6a1f2f0e-7f3f-4d0a-9b59-3f8e7f5b8f11")
KIND_WORDS = {
    HostKind.SCHOOL: "school academy elementary college university preschool",
    HostKind.CONGREGATION: "church temple mosque ministry ministries parish synagogue congregation",
    HostKind.APARTMENTS: "apartments apartment condos condominium",
    HostKind.ASSOCIATION: "association neighbors neighborhood block watch council corporation cdc",
    HostKind.BUSINESS: "llc inc cafe restaurant store bank company market",
}
LINES = {
    **{"host_name": 120, "organization": 120, "title": 80},
    **{"address": 200, "number": 40, "street": 120, "place_name": 120},
}


@dataclass(frozen=True)
class Fault:
    """What is wrong with one cell; `row` is its number in the spreadsheet, `column` its name there."""

    row: int
    column: str
    value: str
    sentence: str


@dataclass
class Line:
    """One row as the party it will be; `values` are answers by name, with rows and dates as such."""

    row: int
    values: dict
    key: uuid.UUID = None
    is_there: bool = False

    @cached_property
    def person_and_place(self):
        """What tells one host's party from another's within a year."""
        values = self.values
        return (
            values["email"] or values["phone"] or slug_of(values["host_name"] or values["organization"], 120, ""),
            place_key(values["number"], values["street"], values["place_name"]),
        )

    @property
    def phone(self):
        """The phone number as people write it, or ""."""
        return pretty(self.values["phone"]) if self.values["phone"] else ""

    @property
    def hours(self):
        return time_range(self.values["starts"], self.values["ends"])

    @property
    def outcome(self):
        """What is known of the night, in words."""
        label = str(Outcome(self.values["outcome"]).label)
        return f"{label}, {self.values['attendance']} people" if self.values["attendance"] else label

    @property
    def listing(self):
        return str(ListingLevel(self.values["level"]).label)


@dataclass
class Reading:
    """All rows read: the lines to import, the faults that forbid it, and warnings that do not.

    `mark` says by which reading of the columns.
    """

    lines: list = field(default_factory=list)
    faults: list = field(default_factory=list)
    warnings: list = field(default_factory=list)
    mark: str = ""

    @property
    def new(self):
        return [line for line in self.lines if not line.is_there]

    @property
    def there(self):
        return [line for line in self.lines if line.is_there]

    @property
    def is_ready(self):
        """Whether there is something to import and nothing against it."""
        return bool(self.new) and not self.faults


def place_key(number, street, place_name):
    """The folded words of a place, the same for every way of writing it."""
    return slug_of(f"{number} {street}" if street else place_name, 160, "")


class Reader:
    """Reads the rows of one upload. The areas come in, so that no row asks the database."""

    def __init__(self, *, header, mapping, edition, areas):
        self.header, self.edition = header, edition
        self.mapping = {name: column for name, column in mapping.items() if name in BY_NAME}
        self.areas = cells.names_of(areas)
        self.only_area = areas[0] if len(areas) == 1 else None
        self.window = (edition.starts, edition.ends)
        self.readers, self._known = self._readers(), {}

    def _readers(self):
        return {
            **{name: (lambda text, most=most: cells.line(text, most)) for name, most in LINES.items()},
            "email": cells.email,
            "phone": cells.phone,
            "neighborhood": lambda text: cells.neighborhood(text, self.areas),
            "date": lambda text: cells.day(text, self.edition.year),
            "time": lambda text: cells.hours(text, self.window),
            "starts": lambda text: cells.hours(text, self.window),
            "ends": lambda text: cells.clock(text, self.window),
            "expected": cells.people,
            "attendance": cells.people,
            "held": cells.yes_no,
            "ask_next_year": cells.yes_no,
            "level": cells.level,
        }

    def read(self, rows):
        """The Reading of rows that each begin with their number in the spreadsheet."""
        reading = Reading()
        for number, *texts in rows:
            line = self._line(number, texts, reading.faults)
            if line is not None:
                reading.lines.append(line)
        _drop_twins(reading)
        return reading

    def _line(self, row, texts, faults):
        found = []
        values = self._cells(row, texts, found)
        if not found:
            self._check_whole(row, texts, values, found)
        faults += found
        if found:
            return None
        line = Line(row, values)
        who, where = line.person_and_place
        when = f"{values['date']:%Y-%m-%d} {values['starts']:%H:%M}"
        line.key = uuid.uuid5(NAMESPACE, f"{self.edition.pk}\n{who}\n{where}\n{when}")
        return line

    def _cells(self, row, texts, faults):
        """The values of one row, cell by cell."""
        values = {}
        for name in self.readers:
            text = texts[self.mapping[name]] if name in self.mapping else ""
            try:
                values[name] = self._read(name, text)
            except CellFault as fault:
                faults.append(Fault(row, self._column(name), text, str(fault)))
        return values

    def _read(self, name, text):
        """The value of a cell; what many rows have in common is read once."""
        if (name, text) not in self._known:
            self._known[name, text] = self.readers[name](text)
        return self._known[name, text]

    def _check_whole(self, row, texts, values, faults):
        """What only the row as a whole can show; makes its values complete."""
        for check in (self._who, self._where, self._when, self._afterwards):
            try:
                check(values)
            except CellFault as fault:
                name, sentence = fault.args
                text = texts[self.mapping[name]] if name in self.mapping else ""
                faults.append(Fault(row, self._column(name), text, sentence))

    def _who(self, values):
        if not values["host_name"] and not values["organization"]:
            raise CellFault("host_name", "Enter the host’s name or the organization.")
        words = set(slug_of(values["organization"], 160, "").split("-")) if values["organization"] else set()
        kinds = [kind for kind, signs in KIND_WORDS.items() if words & set(signs.split())]
        fallback = HostKind.OTHER if values["organization"] else HostKind.RESIDENT
        values["host_kind"] = kinds[0] if kinds else fallback
        values["ask_next_year"] = bool(values["ask_next_year"])

    def _where(self, values):
        address = values.pop("address")
        try:
            values["number"], values["street"] = cells.place(values["number"], values["street"], address)
        except CellFault as fault:
            raise CellFault("address" if address else "street", str(fault)) from None
        values["neighborhood"] = values["neighborhood"] or self.only_area
        if address and not values["street"]:
            raise CellFault("address", "Enter the number and the street, like 2827 Lemp Ave.")
        if not (values["street"] or values["place_name"] or values["neighborhood"]):
            raise CellFault("address", "Say where: an address, a place or a neighborhood.")
        values["level"] = values["level"] or (ListingLevel.BLOCK if values["street"] else ListingLevel.NEIGHBORHOOD)
        is_park = "park" in values["place_name"].casefold().split()
        named = PlaceKind.PARK if is_park else PlaceKind.LOT
        values["place_kind"] = named if values["place_name"] or not values["street"] else PlaceKind.STREET

    def _when(self, values):
        (from_range, to_range), (from_own, to_own) = (values.pop("time") or (None, None)), values["starts"]
        starts = from_own or from_range or self.edition.starts
        ends = values["ends"] or to_own or to_range or self.edition.ends
        column = next((name for name in ("ends", "time", "starts") if name in self.mapping), "ends")
        if starts >= ends:
            raise CellFault(column, f"It ends at {clock(ends)}, which is not after its start at {clock(starts)}.")
        values["starts"], values["ends"] = starts, ends
        values["date"] = values["date"] or self.edition.date

    def _afterwards(self, values):
        held, came = values.pop("held"), values["attendance"]
        if held is False and came:
            raise CellFault("attendance", "This party was not held, but people came. Mend one of the two.")
        if held is None:
            held = True if came else None
        values["outcome"] = {True: Outcome.HELD, False: Outcome.NOT_HELD, None: Outcome.UNKNOWN}[held]
        values["attendance"] = came if held else None

    def _column(self, name):
        return self.header[self.mapping[name]] if name in self.mapping else BY_NAME[name].label


def _drop_twins(reading):
    """Keep the first of rows that are one party; warn of it, and of one host's two parties at one place."""
    first, kept = {}, []
    places = {}
    for line in reading.lines:
        if line.key in first:
            sentence = f"The same party as row {first[line.key]}. It is imported once."
            reading.warnings.append(Fault(line.row, "", "", sentence))
            continue
        first[line.key] = line.row
        who_where = line.person_and_place
        if who_where in places:
            sentence = f"The same host and place as row {places[who_where]}, at another time. Both are imported."
            reading.warnings.append(Fault(line.row, "", "", sentence))
        places.setdefault(who_where, line.row)
        kept.append(line)
    reading.lines = kept
