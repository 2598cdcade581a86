"""The streets of one cell of the ground, for the map that can be moved: of the community's file in use alone."""

import re
from dataclasses import dataclass

import shapely

from events.models import Segment, Street
from events.streetmap.outlines import STEPS

CELLS_A_DEGREE = 50  # every street, from close by: cells of about 2 km
MAIN_CELLS_A_DEGREE = 12.5  # main streets alone, from farther away: cells of about 8 km
NAME = re.compile(r"(main-)?(0|[1-9]\d{0,4})-(0|[1-9]\d{0,4})")
MAIN = [Segment.RoadClass.HIGHWAY, Segment.RoadClass.MAIN]
EVERY = [*MAIN, Segment.RoadClass.LOCAL]
MOST_PIECES = 6000
TOLERANCE = 3  # steps, about 3 m


@dataclass(frozen=True)
class Cell:
    """A square of a grid that lies still on the ground, counted from the south pole and from 180 degrees west."""

    is_main: bool
    row: int
    column: int

    @classmethod
    def of(cls, name):
        """The Cell called "6430-4489" or, with main streets alone, "main-1607-1122"; None where there is none."""
        found = NAME.fullmatch(name)
        if found is None:
            return None
        cell = cls(bool(found[1]), int(found[2]), int(found[3]))
        is_on_earth = cell.row < 180 * cell.per_degree and cell.column < 360 * cell.per_degree
        return cell if is_on_earth else None

    @property
    def per_degree(self):
        return MAIN_CELLS_A_DEGREE if self.is_main else CELLS_A_DEGREE

    @property
    def box(self):
        """(south, west, north, east) in degrees; the north and east sides belong to the next cells."""
        sides = (self.row, 90), (self.column, 180), (self.row + 1, 90), (self.column + 1, 180)
        return tuple(round(number / self.per_degree - less, 5) for number, less in sides)


def streets_in(file, cell):
    """[[name, road class, line, ...]] of a PlaceFile's segments whose middle lies in a Cell, main streets first.

    A line is a flat list of whole steps, as a ring of an outline is. Pieces that go on as one street are one line.
    Alleys are left out. 2 queries: first by place alone, since a database would rather read a whole file.
    """
    found = {}
    for street, road_class, line in pieces_in(cell)[:MOST_PIECES]:
        found.setdefault((street, road_class), []).append(line)
    streets = Street.objects.filter(file=file, pk__in={street for street, _class in found})
    names = dict(streets.values_list("pk", "name"))
    rows = [
        [names[street], road_class, *_joined(lines)] for (street, road_class), lines in found.items() if street in names
    ]
    return sorted((row for row in rows if len(row) > 2), key=lambda row: (EVERY.index(row[1]), row))


def pieces_in(cell):
    """(street, road class, line) of the segments of every file whose middle lies in a Cell."""
    south, west, north, east = cell.box
    within = {"lat__gte": south, "lat__lt": north, "lng__gte": west, "lng__lt": east}
    rows = Segment.objects.filter(**within, road_class__in=MAIN if cell.is_main else EVERY)
    return rows.values_list("street_id", "road_class", "line")


def _joined(lines):
    """Lines [[lng, lat], ...] as steps, those that meet end to end as one."""
    whole = [[(round(lat * STEPS), round(lng * STEPS)) for lng, lat in line] for line in lines]
    merged = shapely.line_merge(shapely.MultiLineString([points for points in whole if len(set(points)) > 1]))
    parts = shapely.get_parts(shapely.simplify(merged, TOLERANCE))
    return sorted(_steps(part.coords) for part in parts)


def _steps(points):
    steps, last = [], (0, 0)
    for lat, lng in points:
        here = int(lat), int(lng)
        steps += [here[0] - last[0], here[1] - last[1]]
        last = here
    return steps
