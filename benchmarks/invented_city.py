"""A city that does not exist, for benchmarks: the same seed gives the same streets, houses and places.

    DEBUG=true .venv/bin/python -m benchmarks.invented_city FOLDER [--addresses 200000] [--seed 7]

writes addresses.csv (OpenAddresses' layout), streets.geojsonl and places.csv into FOLDER. A grid of blocks of 150 m;
each line of it is cut into streets of some blocks. The names follow those of American cities: directions on both sides
of a base line, suffixes, numbers, letters, saints, two words, Spanish; some names come twice with another suffix.
"""

import argparse
import csv
import datetime as dt
import json
import math
import random
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

ADDRESSES, SEED = 200_000, 7
PER_BLOCK = 10
SOUTH, WEST = 38.50, -90.40
BLOCK_M = 150
LAT_STEP = BLOCK_M / 111_195
LNG_STEP = LAT_STEP / math.cos(math.radians(38.58))
HOUSE = 0.08  # of a block, from the street's middle to its doors

REAL = """Arsenal Ashland Aspen Bancroft Bates Beech Bellerive Blaine Botanical Broadway California Carondelet Cedar
Chestnut Chippewa Chouteau Clark Clayton Cleveland Clifton Connecticut Cook Cypress Dakota Delmar Delor Devonshire
Dogwood Dover Easton Eichelberger Elm Enright Euclid Fairview Finney Flad Folsom Forest Fyler Garfield Geyer Goodfellow
Grand Grant Gravois Halliday Hamilton Hampton Harrison Hartford Hebert Hickory Holly Humphrey Iowa Itaska Jackson
Jamieson Jefferson Juniata Kansas Keokuk Kingsbury Kossuth Laclede Lafayette Lansdowne Laurel Lawn Lemp Lexington
Lincoln Lindell Locust Longfellow Loughborough Louisiana Lynch Macklind Madison Magnolia Maple Marquette Maryland
McPherson McRee Meramec Miami Michigan Minnesota Mississippi Missouri Monroe Montana Morganford Natural Nebraska
Neosho Newstead Nottingham Oak Ohio Olive Oregon Osage Page Palm Park Pennsylvania Pershing Pestalozzi Pine Potomac
Prairie Quincy Russell Rutger Salena Shaw Shenandoah Sidney Spring Sycamore Tennessee Texas Tholozan Thomas Utah
Vandeventer Vermont Victor Virginia Walnut Warne Washington Waterman Watson Westminster Whittier Wilmington Wisconsin
Wyoming O’Fallon McKinley DeTonty LaSalle McDonough""".split()
TWO_WORDS = """Oak Hill;Forest Park;West Pine;Tower Grove;Rose Hill;Red Bud;Blue Ridge;Holly Hills;Van Buren;De Soto;
Cote Brilliante;Martin Luther King;Cold Spring;Water Tower;Old Mill;Rock Hill;Glen Echo;Long Meadow;Pleasant View;
Old Orchard;Fair Oaks;Sugar Creek;Deer Run;Mount Vernon;Bell Tower;Samuel Shepard;Sunny Side;Lake View""".split(";")
SAINTS = "St Louis;St Ferdinand;St Vincent;Saint Charles;St Clair;Ste Genevieve;Saint Ann;St James".split(";")
SPANISH = "Los Olivos;La Paz;El Camino;Calle de la Luna;San Francisco;Santa Fe;Las Flores;Del Rio;San Pablo".split(";")
BEGINNINGS = """Al Ash Bar Beck Brad Brent Bur Cald Cal Carl Chad Clar Cran Dal Dan Den Dun Ed El Far Fen Fair Gal Gil
Glen Had Hal Har Hart Hazel Hol Ken Kir Lan Lang Lin Mal Mar Mel Mid Mil Mor New Nor Pem Pres Rad Ros Ruth Sel Shel Stan
Sut Thorn Tren Wal War Wes Whit Win Wood Wyn York""".split()
ENDINGS = """ford ton wood field well brook dale land more ley mont worth bury ham side view port ridge wick stead bert
man berg hurst mere""".split()
SUFFIXES = ["Ave", "St", "Pl", "Blvd", "Dr", "Ct", "Ter", "Rd", "Ln", "Way"]
SHARES = [34, 34, 8, 5, 5, 4, 3, 3, 2, 2]
WORDS_OF_PLACES = (
    "Lamplight Mulberry Bluebird Riverbend Copper Harvest Morning Hillside Cedar Juniper Lantern Willow".split()
)
KINDS_OF_PLACES = {
    "school": ("Elementary School", "Middle School", "High School", "Academy"),
    "park": ("Park", "Playground", "Square"),
    "church": ("Church", "Baptist Church", "Temple", "Chapel"),
    "library": ("Branch Library",),
    "other": ("Community Center", "Recreation Center"),
}


@dataclass
class Run:
    """A street: its name, and the blocks of one line of the grid that it has, `first` to `last` (corners)."""

    name: str
    is_row: bool
    line: int
    first: int
    last: int
    road_class: str = "local"
    bus: bool = False


@dataclass
class City:
    """The streets on a grid of `size` by `size` corners."""

    size: int
    seed: int
    runs: list = field(default_factory=list)
    at: dict = field(default_factory=dict)  # (is_row, line, block) -> Run


def invent(*, addresses=ADDRESSES, seed=SEED):
    """The city with about so many addresses."""
    size = max(4, round((1 + math.sqrt(1 + 2 * addresses / PER_BLOCK)) / 2))
    city, chance = City(size, seed), random.Random(seed)
    names = _names(chance)
    for is_row in (True, False):
        for line in range(size):
            corner = 0
            is_long = line % 12 == 5
            while corner < size - 1:
                last = size - 1 if is_long else min(size - 1, corner + chance.randint(4, 24))
                last = size - 1 if size - 1 - last < 3 else last
                _add(city, next(names), is_row, line, corner, last, is_long, chance)
                corner = last
    return city


def _add(city, name, is_row, line, first, last, is_long, chance):
    """Add a street; one that crosses the base line is two, north and south or east and west of it."""
    middle = city.size // 2
    directions = ("W", "E") if is_row else ("S", "N")
    parts = [(first, last, "")]
    if first < middle < last and (is_long or chance.random() < 0.5):
        parts = [(first, middle, directions[0]), (middle, last, directions[1])]
    elif chance.random() < 0.06:
        parts = [(first, last, directions[first >= middle])]
    for start, end, direction in parts:
        kind = "main" if is_long else "local"
        bus = is_long or chance.random() < 0.03
        run = Run(f"{direction} {name}".strip(), is_row, line, start, end, kind, bus)
        city.runs.append(run)
        city.at.update({(is_row, line, block): run for block in range(start, end)})


def _names(chance):
    """Names without end, each once with its suffix: real ones first, then invented ones."""
    used, cores = set(), []
    pool = REAL + [name.strip() for name in TWO_WORDS] + SAINTS + SPANISH
    pool += [f"{number}{_th(number)}" for number in range(1, 61)] + [f"Avenue {letter}" for letter in "ABCDEF"]
    pool += [begin + end for begin in BEGINNINGS for end in ENDINGS if chance.random() < 0.62]
    chance.shuffle(pool)
    while True:
        again = cores and (not pool or chance.random() < 0.09)
        core = chance.choice(cores) if again else pool.pop()
        suffix = (
            "" if core.startswith(("Avenue ", "Calle ", "Broadway", "El ")) else chance.choices(SUFFIXES, SHARES)[0]
        )
        name = f"{core} {suffix}".strip()
        if name not in used:
            used.add(name)
            cores.append(core)
            yield name


def _th(number):
    return "th" if 10 < number % 100 < 14 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")


def point(across, up):
    """(lat, lng) of a place on the grid, in blocks from its corner in the south-west."""
    return round(SOUTH + up * LAT_STEP, 6), round(WEST + across * LNG_STEP, 6)


def numbers(city, run, block):
    """(lowest number, whether they rise with the grid): hundreds grow away from the base line."""
    away = block - city.size // 2
    return (away * 100, True) if away >= 0 else ((-away - 1) * 100, False)


def houses(city, per_block=PER_BLOCK):
    """(run, number, letter, lat, lng) of every house, even numbers on one side and odd ones on the other."""
    chance = random.Random(f"houses {city.seed}")
    for run in city.runs:
        for block in range(run.first, run.last):
            low, rises = numbers(city, run, block)
            taken = sorted(chance.sample(range(2, 98), per_block))
            for number in taken:
                along = number / 100 if rises else 1 - number / 100
                beside = run.line + (HOUSE if number % 2 else -HOUSE)
                spot = (block + along, beside) if run.is_row else (beside, block + along)
                letter = "R" if chance.random() < 0.004 else " 1/2" if chance.random() < 0.002 else ""
                yield run, low + number, letter, *point(*spot)


def segments(city):
    """A GeoJSON feature for every block of every street; cross streets are left to the reader, from the corners."""
    for run in city.runs:
        for block in range(run.first, run.last):
            low, rises = numbers(city, run, block)
            ends = (
                [(block, run.line), (block + 1, run.line)] if run.is_row else [(run.line, block), (run.line, block + 1)]
            )
            near, far = (low, low + 98) if rises else (low + 98, low)
            properties = {
                "FULLNAME": run.name,
                "L_F_ADD": near,
                "L_T_ADD": far,
                "R_F_ADD": near + 1,
                "R_T_ADD": far + 1,
            }
            properties |= {"CLASS": run.road_class, "BUS": "Y" if run.bus else "N"}
            line = [list(reversed(point(*end))) for end in ends]
            yield {
                "type": "Feature",
                "properties": properties,
                "geometry": {"type": "LineString", "coordinates": line},
            }


def places(city, count=400):
    """(name, kind, address, lat, lng) of schools, parks and so on, each with a name of its own."""
    chance = random.Random(f"places {city.seed}")
    used = set()
    while len(used) < count:
        kind = chance.choice(list(KINDS_OF_PLACES))
        first = chance.choice(WORDS_OF_PLACES + REAL)
        name = f"{first} {chance.choice(KINDS_OF_PLACES[kind])}"
        if name in used:
            name = f"{chance.choice(WORDS_OF_PLACES)} {name}"
        if name in used:
            continue
        used.add(name)
        run = chance.choice(city.runs)
        block = chance.randrange(run.first, run.last)
        spot = (block + 0.5, run.line + 0.1) if run.is_row else (run.line + 0.1, block + 0.5)
        yield name, kind, f"{numbers(city, run, block)[0] + 50} {run.name}", *point(*spot)


def zip_of(lat, lng):
    """One of some thirty ZIP codes, in squares."""
    return str(63100 + int((lat - SOUTH) / 0.03) * 6 + int((lng - WEST) / 0.035))


def write(city, folder):
    """Write the three files into the folder; gives {kind of place file: path}."""
    folder = Path(folder)
    paths = {
        "addresses": folder / "addresses.csv",
        "streets": folder / "streets.geojsonl",
        "places": folder / "places.csv",
    }
    with paths["addresses"].open("w", newline="", encoding="utf-8") as file:
        table = csv.writer(file)
        table.writerow("LON LAT NUMBER STREET UNIT CITY DISTRICT REGION POSTCODE ID HASH".split())
        for run, number, letter, lat, lng in houses(city):
            row = [lng, lat, f"{number}{letter}", run.name, "", "Benchmark", "", "MO", zip_of(lat, lng), "", ""]
            table.writerow(row)
    with paths["streets"].open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(feature) + "\n" for feature in segments(city))
    with paths["places"].open("w", newline="", encoding="utf-8") as file:
        table = csv.writer(file)
        table.writerow("name kind address lat lng".split())
        table.writerows(places(city))
    return paths


def fill(community, *, addresses=ADDRESSES, seed=SEED):
    """Load the city into a community (one without outlines); gives {kind: report}. Wants Django to be set up."""
    from events.gazetteer import files  # noqa: PLC0415 (the file also works without Django)
    from events.gazetteer.kinds import OF_KIND  # noqa: PLC0415

    now = dt.datetime.now(dt.UTC)
    reports = {}
    with tempfile.TemporaryDirectory() as folder:
        for kind, path in write(invent(addresses=addresses, seed=seed), folder).items():
            file = files.new_file(community, kind, name=path.name, by=None, now=now)
            reports[kind] = OF_KIND[kind].load(file, path, by=None, now=now)
    return reports


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--addresses", type=int, default=ADDRESSES)
    parser.add_argument("--seed", type=int, default=SEED)
    given = parser.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    city = invent(addresses=given.addresses, seed=given.seed)
    for path in write(city, given.folder).values():
        with path.open(encoding="utf-8") as file:
            print(f"{path}: {sum(1 for _line in file):,} lines")
    print(f"{len({run.name for run in city.runs}):,} streets")


if __name__ == "__main__":
    main()
