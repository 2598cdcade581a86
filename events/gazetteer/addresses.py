"""Address points: OpenAddresses' CSV or GeoJSON lines, or a file with fields like these, into the search's tables."""

import re
from collections import defaultdict

from events.gazetteer import fields, files
from events.gazetteer.faults import Faults
from events.gazetteer.fields import Role, value
from events.gazetteer.reach import Reach
from events.gazetteer.records import Records
from events.lib.matching import name_of
from events.lib.streets import split_address, tidy_street
from events.models import AddressPoint, NamedPlace, PlaceFile, Street
from events.models.place import NAME_LENGTH

KIND = PlaceFile.Kind.ADDRESSES
ROLES = [
    Role(
        "number",
        "House number",
        "number housenumber addrhousenumber houseno house hsenum addnumber addrnum addrno addressnumber stnum "
        "streetnumber streetno num",
        required=True,
    ),
    Role(
        "street",
        "Street",
        "street addrstreet streetname fullname stname fullstreet road fullstname streetnam rdname",
        required=True,
    ),
    Role("lng", "Longitude", "lon lng long longitude x xcoord pointx", required=True),
    Role("lat", "Latitude", "lat latitude y ycoord pointy", required=True),
    Role("postcode", "ZIP code", "postcode zip zipcode zip5 postalcode addrpostcode"),
    Role("letter", "Number suffix", "numbersuffix addnumsuf suffixnumber housesuffix hsesuf addnumsuffix"),
]
NUMBER = re.compile(r"0*([1-9][0-9]{0,5})(?:\.0+)?(?![0-9])\s*(.*)$")
FRACTION = {"½": "1/2", "¼": "1/4", "¾": "3/4"}
LETTER = re.compile(r"[\s-]*([A-Z]{0,2}\s?(?:[1-3]/[2-4])?)$")
ZIP = re.compile(r"([0-9]{5})(?:-?[0-9]{4})?$")
WORLD = Reach(None)
NO_NUMBER, NO_STREET = "It has no house number.", "It has no street."


def read_head(path, mapping=None):
    """The Guess of an address file (`fields.Guess`). Raises NotReadable."""
    return fields.head(KIND, path, ROLES, mapping, lambda record, chosen: _address(record, chosen)[1])


def examine(community, path, *, mapping=None, progress=files.quiet):
    """What loading the file would report, without writing anything. Raises NotReadable."""
    return files.examine(Source(community, path, mapping), progress=progress)


def load(file, path, *, by, now, progress=files.quiet):
    """Load the address file at `path` for the PlaceFile; see `files.load`. Gives the report."""
    return files.load(file, lambda: Source(file.community, path, file.mapping), by=by, now=now, progress=progress)


class Source:
    """The addresses of a file, one for each number, letter and street: the units of a house are one point."""

    def __init__(self, community, path, mapping=None):
        self.records = Records(path)
        self.mapping = fields.mapped(self.records, ROLES, mapping)
        self.total = self.records.total
        self.reach = Reach(community)
        self.faults = Faults()
        self.units = 0
        self.streets = {}
        self.zips = defaultdict(lambda: [0, 0.0, 0.0])
        self._tidy, self._seen, self._letters = {}, set(), {"": 0}
        self._written = {}

    def batches(self, size):
        """(rows read so far, new addresses) again and again; the ZIP codes come last."""
        batch = []
        for record in self.records:
            self.faults.read += 1
            found = self._usable(record)
            if found is not None:
                batch.append(found)
            if len(batch) >= size or self.faults.read % (size * 4) == 0:
                yield self.faults.read, batch
                batch = []
        yield self.faults.read, batch
        self.faults.refuse_mostly_bad("addresses")

    def _usable(self, record):
        """(street, number, letter, lat, lng), or None for a row that is counted as something else."""
        address, says = ((), record.fault) if record.fault else _address(record, self.mapping)
        if says:
            self.faults.add(record.row, says)
            return None
        number, letter, typed, lat, lng = address
        says = self.reach.fault(lat, lng)
        street = "" if says else self._street(typed)
        if says or not street:
            self.faults.add(record.row, says or NO_STREET)
            return None
        if not self.reach.holds(lat, lng):
            self.faults.outside += 1
            return None
        if zip_code := ZIP.match(value(record, self.mapping, "postcode")):
            total = self.zips[zip_code[1]]
            total[0], total[1], total[2] = total[0] + 1, total[1] + lat, total[2] + lng
        place = self.streets.setdefault(street, len(self.streets))
        letter_place = self._letters.setdefault(letter, len(self._letters))
        key = ((place * 1_000_000) + number) * 100_000 + letter_place
        if key in self._seen:
            self.units += 1
            return None
        self._seen.add(key)
        return street, number, letter, round(lat, 6), round(lng, 6)

    def _street(self, typed):
        if typed not in self._tidy:
            self._tidy[typed] = tidy_street(typed)[:NAME_LENGTH].strip()
        return self._tidy[typed]

    def write(self, file, rows):
        new = dict.fromkeys(row[0] for row in rows if row[0] not in self._written)
        written = Street.objects.bulk_create(
            Street(file=file, name=name, key=name_of(name).core[:NAME_LENGTH]) for name in new
        )
        self._written.update((street.name, street.pk) for street in written)
        AddressPoint.objects.bulk_create(
            AddressPoint(street_id=self._written[street], number=number, letter=letter, lat=lat, lng=lng)
            for street, number, letter, lat, lng in rows
        )

    def write_last(self, file):
        """The ZIP codes, each in the middle of its addresses."""
        NamedPlace.objects.bulk_create(
            NamedPlace(
                file=file,
                name=code,
                key=code,
                kind=NamedPlace.Kind.ZIP,
                lat=round(lat / count, 6),
                lng=round(lng / count, 6),
            )
            for code, (count, lat, lng) in sorted(self.zips.items())
        )

    def report(self):
        return {
            "rows": len(self._seen),
            "streets": len(self.streets),
            "units": self.units,
            "zips": len(self.zips),
            "notes": [],
            **self.faults.as_json(),
        }


def split_number(text):
    """(digits, what follows them) of a house number: (2827, "R") for "2827R", (10, "1/2") for "10 ½"; None for none.

    Of a range, "2827-2829", the first; an apartment is left out.
    """
    for sign, plain in FRACTION.items():
        text = text.replace(sign, f" {plain}")
    found = NUMBER.match(text.strip().lstrip("#"))
    return (int(found[1]), _letter(found[2])) if found else None


def _letter(text):
    found = LETTER.match(text.upper())
    return re.sub(r"\s", "", found[1]) if found else ""


def _address(record, mapping):
    """((number, letter, street as written, lat, lng), "") of a record, or ((), what is wrong)."""
    typed, street = value(record, mapping, "number"), value(record, mapping, "street")
    if street and typed in ("", street):
        typed, street = split_address(street)
    number = split_number(typed)
    if not street or number is None:
        return (), NO_NUMBER if street else NO_STREET
    lat, lng = fields.point(record, mapping)
    if says := WORLD.fault(lat, lng):
        return (), says
    return (number[0], number[1] or _letter(value(record, mapping, "letter")), street, lat, lng), ""
