"""Draws streets for the demo's St. Louis: in each neighborhood a small grid of blocks with house numbers.

The streets that streets.json names are on it, the others have invented names. Nothing here is surveyed: which street
crosses which, and where a block lies, is made up. The same for every day and seed, so that places stay where they are.
"""

import functools
import math
import random
from dataclasses import dataclass, field

import shapely
from shapely.geometry import shape

from events.invented.facts import GEOGRAPHY, STREETS
from events.lib.geometry import distance_m

TOWN = "st-louis"
SEED = "streets"
METER = 1 / 111_195  # degrees of latitude
BLOCK_M = 170  # at most
HOUSE_M = 11  # from the middle of the street to a house
EDGE_DEG = 0.0008
HOME_HALF = 38.64  # degrees; south of it house numbers rise to the south, north of it to the north
NORTH_SOUTH = """Spring;Oak Hill;Lawrence;S 8th;S 9th;S 10th;Menard;Lemp;Salena;Wisconsin;Marconi;Macklind;Tennessee;
Louisiana;Childress;Tamm;Donovan;Mississippi;Missouri;Oregon;California;Nebraska;Iowa;Virginia;Alabama;Morganford;
Ridgewood;Michigan;Minnesota;Pennsylvania;Rosa;Tower Grove;Clifton;Blair;N 14th;Red Bud;Aubert;Bayard;Graham;
Louisville;Indiana;Reilly;Vulcan;S Broadway;Gustine;Wilcox;De Soto;Prairie;Church;Adelaide""".replace("\n", "").split(
    ";"
)
MAIN = """Arsenal St;Gravois Ave;Cherokee St;S Broadway;Delmar Blvd;Lafayette Ave;Chouteau Ave;Olive St;Washington Ave;
Russell Blvd;Park Ave;Southwest Ave;Macklind Ave;Clayton Ave;Oakland Ave;Meramec St;Lexington Ave;Salisbury St;
Tower Grove Ave;Loughborough Ave;Morganford Rd;Shaw Ave""".replace("\n", "").split(";")
WORDS = """Acorn Alder Almond Amber Anchor Apple Arbor Aster Barley Basil Bay Bellflower Birch Bluestem Bobwhite Briar
Bridle Brook Cardinal Carriage Catbird Cattail Cherry Chicory Clover Cobble Columbine Coneflower Copper Cottonwood
Cricket Crocus Dahlia Daylily Dewberry Dove Elder Fern Fiddle Finch Firefly Foxglove Gable Garnet Goldfinch Gooseberry
Granary Hackberry Harbor Hawthorn Heather Heron Hickory Hollyhock Honeysuckle Indigo Iris Ivy Jasper Juniper Kestrel
Kettle Lantern Larkspur Lilac Linden Lupine Mallard Marigold Meadowlark Milkweed Millet Mint Mulberry Nightingale
Nutmeg Oriole Osprey Parasol Partridge Pawpaw Pear Persimmon Phlox Pigeon Plum Poplar Primrose Quail Quince Redstart
Robin Rosemary Rye Saffron Sage Sandpiper Sorrel Sparrow Spruce Sumac Swallow Tansy Teasel Thimble Thistle Thrush
Trillium Tulip Verbena Violet Warbler Willow Wren Yarrow Zinnia""".split()
SUFFIXES = ["Ave", "St", "Pl", "Ter", "Ln", "Dr", "Ct"]


@dataclass(frozen=True)
class Stretch:
    """A hundred block: its street, its corners (lng, lat) as house numbers rise, and the streets that cross there."""

    area: int
    street: str
    hundred: int
    start: tuple
    end: tuple
    crossings: tuple
    is_main: bool

    def point(self, number):
        """(lat, lng) of a house, even numbers on one side of the street and odd ones on the other."""
        along = (number - self.hundred) / 100
        (lng, lat), (far_lng, far_lat) = self.start, self.end
        north, east = far_lat - lat, (far_lng - lng) * math.cos(math.radians(lat))
        side = HOUSE_M * METER / math.hypot(north, east) * (1 if number % 2 else -1)
        lat, lng = lat + along * north + side * east, lng + along * (far_lng - lng)
        return round(lat, 6), round(lng - side * north / math.cos(math.radians(lat)), 6)


@dataclass
class Ground:
    """The drawn city: `at` by (area, street, hundred); `places` by name: (kind, address, lat, lng)."""

    at: dict = field(default_factory=dict)
    places: dict = field(default_factory=dict)
    names: list = field(default_factory=list)
    drawn: set = field(default_factory=set)

    def stretches(self, area, streets):
        """The stretches of the area that a line of streets.json names."""
        named = ((name, span) for name, span in parts_of(streets))
        keys = ((area, name, hundred) for name, (low, high) in named for hundred in range(low, high, 100))
        return [self.at[key] for key in keys if key in self.at]


@functools.cache
def ground():
    """The drawn city, the same each time."""
    chance = random.Random(SEED)
    city = Ground()
    city.names = [f"{word} {suffix}" for word in WORDS for suffix in SUFFIXES]
    chance.shuffle(city.names)
    listed = {area: streets for area, _count, streets in STREETS[TOWN] + STREETS["spare"]}
    areas = {area["number"]: area for area in GEOGRAPHY[TOWN]["areas"]}
    city.names = [name for name in city.names if not any(name in streets for streets in listed.values())]
    for number in [*listed, *(number for number in areas if number not in listed)]:
        if areas[number]["kind"] == "neighborhood":
            _draw_area(city, number, shape(areas[number]["outline"]), parts_of(listed.get(number, "")), chance)
    for number, kind, name in STREETS["places"]:
        city.places[name] = (kind, *_place(city, number, shape(areas[number]["outline"]), chance))
    return city


def parts_of(streets):
    """[(name, (lowest, highest number))] of a line of streets.json."""
    parts = [text.strip().rsplit(" ", 1) for text in streets.split(";") if text.strip()]
    return [(name, tuple(map(int, span.split("-")))) for name, span in parts]


def _draw_area(city, area, outline, listed, chance):
    """Draw the grid of one neighborhood in the middle of its outline."""
    across = [part for part in listed if not _runs_north(part[0])]
    along = [part for part in listed if _runs_north(part[0])]
    west_low, columns = _span(across, len(along), 2000 + area * 40 // 100 * 100)
    south_low, rows = _span(along, len(across), 1500 + area * 60 // 100 * 100)
    row_names = _filled([name for name, _span in across], rows, city.names, chance)
    column_names = _filled([name for name, _span in along], columns, city.names, chance)
    corner = _grid(outline, columns, rows, chance.uniform(-0.12, 0.12))
    for row, street in enumerate(row_names):
        for column in range(columns - 1):
            ends, crossings = (corner(column, row), corner(column + 1, row)), column_names[column : column + 2]
            _draw(city, area, street, west_low + column * 100, ends, crossings)
    for column, street in enumerate(column_names):
        for row in range(rows - 1):
            ends, crossings = (corner(column, row), corner(column, row + 1)), row_names[row : row + 2]
            _draw(city, area, street, south_low + row * 100, ends, crossings)


def _draw(city, area, street, hundred, ends, crossings):
    """Add a stretch, unless the city has this block of this street already."""
    if (street, hundred) not in city.drawn:
        city.drawn.add((street, hundred))
        city.at[area, street, hundred] = Stretch(area, street, hundred, *ends, tuple(crossings), street in MAIN)


def _runs_north(name):
    return any(name.startswith(f"{start} ") or name == start for start in NORTH_SOUTH)


def _span(parts, crossing, otherwise):
    """(lowest number, how many corners) along streets with these spans that so many named streets cross."""
    if not parts:
        return otherwise, max(crossing, 5)
    low = min(low for _name, (low, _high) in parts)
    high = max(high for _name, (_low, high) in parts)
    return low, max(crossing, (high - low) // 100 + 1)


def _filled(names, count, more, chance):
    """The names and as many invented ones as are wanted, in any order."""
    whole = names + [more.pop() for _turn in range(count - len(names))]
    chance.shuffle(whole)
    return whole


def _grid(outline, columns, rows, angle):
    """A function that gives the corner (lng, lat) of a column, counted from the east, and a row, by house numbers."""
    inner = outline.buffer(-EDGE_DEG)
    inner = outline if inner.is_empty else inner
    center = shapely.centroid(inner)
    center = center if inner.contains(center) else inner.representative_point()
    slant = math.cos(math.radians(center.y))
    down = -1 if center.y < HOME_HALF else 1

    def grid(block):
        def corner(column, row):
            east, north = (columns - 1) / 2 - column, (row - (rows - 1) / 2) * down
            east, north = east * block * METER, north * block * METER
            turned = east * math.cos(angle) - north * math.sin(angle), east * math.sin(angle) + north * math.cos(angle)
            return round(center.x + turned[0] / slant, 6), round(center.y + turned[1], 6)

        return corner

    for block in range(BLOCK_M, 20, -5):
        corner = grid(block)
        ends = [corner(column, row) for column in (0, columns - 1) for row in (0, rows - 1)]
        if inner.contains(shapely.MultiPoint(ends).convex_hull):
            break
    return corner


def _place(city, area, outline, chance):
    """(address, lat, lng) of a named place: in the middle of a block of houses, or somewhere inside a park."""
    taken = [(lat, lng) for _kind, _address, lat, lng in city.places.values()]
    stretches = [stretch for key, stretch in city.at.items() if key[0] == area]
    best = None
    for _attempt in range(40):
        if stretches:
            stretch = chance.choice(stretches)
            address, (lat, lng) = f"{stretch.hundred + 50} {stretch.street}", stretch.point(stretch.hundred + 50)
        else:
            address, (lat, lng) = "", _inside(outline, chance)
        apart = min((distance_m(lat, lng, *other) for other in taken), default=math.inf)
        if best is None or apart > best[0]:
            best = (apart, address, lat, lng)
    return best[1:]


def _inside(outline, chance):
    """A point (lat, lng) well inside the outline."""
    inner = outline.buffer(-EDGE_DEG)
    west, south, east, north = inner.bounds
    while True:
        lng, lat = round(chance.uniform(west, east), 5), round(chance.uniform(south, north), 5)
        if inner.contains(shapely.Point(lng, lat)):
            return lat, lng
