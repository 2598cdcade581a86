"""Draws the demo's approximate outlines and writes them to geography.json beside this file.

    python -m events.invented.draw_geography AREAS.csv

AREAS.csv holds facts about the areas of St. Louis: number, name, kind, lat and lng of the center, police_district,
second_district (of those that straddle two), wards with their shares, area_sqmi, aliases. The limits of the city and
of its neighbor towns were drawn by hand. Within the limits each area gets the cell of places nearest to it, where
"near" is weighed (a power diagram), until each cell has about the size and the center of its area. See
docs/decisions/approximate-outlines.md.
"""

import csv
import itertools
import json
import math
import sys
from pathlib import Path
from typing import NamedTuple

import shapely
from shapely.geometry import mapping

TARGET = Path(__file__).with_name("geography.json")
DECIMALS = 5
GRID = 10**-DECIMALS
KM2_PER_SQMI = 2.589988
KM_PER_DEGREE = 111.195
MIDDLE = (-90.25, 38.65)  # of the flat sheet, in km, on which the cells are fitted
ACROSS = KM_PER_DEGREE * math.cos(math.radians(MIDDLE[1]))
ROUNDS = 200
STEP = 0.1  # larger steps make cells swing and vanish

# Drawn by hand, [lng, lat], from the mouth of the River des Peres up the western limits, then down the Mississippi.
WEST_LIMITS = [
    (-90.2635, 38.5325), (-90.2660, 38.5345), (-90.2725, 38.5405), (-90.2810, 38.5500), (-90.2900, 38.5570),
    (-90.2990, 38.5640), (-90.3070, 38.5710), (-90.3125, 38.5785), (-90.3175, 38.5875), (-90.3205, 38.5960),
    (-90.3170, 38.6040), (-90.3125, 38.6135), (-90.3095, 38.6290), (-90.3050, 38.6410), (-90.3030, 38.6560),
    (-90.2960, 38.6635), (-90.2875, 38.6735), (-90.2765, 38.6875), (-90.2655, 38.7015), (-90.2535, 38.7160),
    (-90.2520, 38.7200), (-90.2425, 38.7222), (-90.2330, 38.7268), (-90.2205, 38.7318), (-90.2085, 38.7400),
    (-90.1985, 38.7490), (-90.1905, 38.7580), (-90.1840, 38.7680), (-90.1800, 38.7735),
]  # fmt: skip
RIVER_BANK = [
    (-90.1755, 38.7740), (-90.1790, 38.7650), (-90.1840, 38.7550), (-90.1945, 38.7445), (-90.2070, 38.7350),
    (-90.2150, 38.7245), (-90.2165, 38.7120), (-90.2095, 38.7000), (-90.1995, 38.6880), (-90.1905, 38.6765),
    (-90.1850, 38.6630), (-90.1822, 38.6490), (-90.1812, 38.6360), (-90.1842, 38.6220), (-90.1892, 38.6090),
    (-90.1975, 38.5980), (-90.2090, 38.5880), (-90.2240, 38.5775), (-90.2345, 38.5680), (-90.2430, 38.5580),
    (-90.2500, 38.5475), (-90.2570, 38.5385), (-90.2620, 38.5325),
]  # fmt: skip
RIVER_KM = 0.45  # from the bank to the middle of the stream
TOWNS = {
    "florissant": ("Florissant", [
        (-90.3900, 38.7900), (-90.3790, 38.8020), (-90.3620, 38.8080), (-90.3510, 38.8200), (-90.3300, 38.8290),
        (-90.3070, 38.8220), (-90.2910, 38.8100), (-90.2830, 38.7960), (-90.2970, 38.7870), (-90.3080, 38.7780),
        (-90.3240, 38.7710), (-90.3390, 38.7780), (-90.3560, 38.7820), (-90.3730, 38.7840),
    ]),
    "maplewood": ("Maplewood", [
        (-90.3340, 38.6030), (-90.3350, 38.6130), (-90.3300, 38.6190), (-90.3210, 38.6220), (-90.3080, 38.6225),
        (-90.3080, 38.6080), (-90.3175, 38.5990), (-90.3270, 38.5990),
    ]),
    "valley-park": ("Valley Park", [
        (-90.5140, 38.5520), (-90.5040, 38.5600), (-90.4910, 38.5670), (-90.4780, 38.5690), (-90.4680, 38.5640),
        (-90.4640, 38.5540), (-90.4720, 38.5470), (-90.4780, 38.5380), (-90.4860, 38.5300), (-90.4950, 38.5340),
        (-90.4990, 38.5430), (-90.5090, 38.5460),
    ]),
}  # fmt: skip


class Fact(NamedTuple):
    """One row of the file of areas."""

    number: int
    name: str
    kind: str
    lat: float
    lng: float
    police_district: int
    second_district: int | None
    wards: dict[str, int]
    area_km2: float
    aliases: list[str]


def facts_in(path: Path) -> list[Fact]:
    """The rows of the file, by number."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return sorted(
        Fact(
            int(row["number"]),
            row["name"],
            row["kind"],
            float(row["lat"]),
            float(row["lng"]),
            int(row["police_district"]),
            int(row["second_district"]) if row["second_district"] else None,
            wards_in(row["wards"]),
            float(row["area_sqmi"]) * KM2_PER_SQMI,
            [alias.strip() for alias in row["aliases"].split(";") if alias.strip()],
        )
        for row in rows
    )


def wards_in(text: str) -> dict[str, int]:
    """The wards of "1:66%;11-14:34%" with their shares of the area in percent."""
    pairs = (part.split(":") for part in text.split(";") if part)
    return {ward: int(share.rstrip("%")) for ward, share in pairs}


def on_sheet(points: list) -> list[tuple[float, float]]:
    """[lng, lat] degrees as km on a flat sheet."""
    return [((lng - MIDDLE[0]) * ACROSS, (lat - MIDDLE[1]) * KM_PER_DEGREE) for lng, lat in points]


def on_globe(geometry: shapely.Geometry) -> shapely.Geometry:
    """Km on the flat sheet back as [lng, lat] degrees."""
    return shapely.transform(geometry, lambda points: points / (ACROSS, KM_PER_DEGREE) + MIDDLE)


def rounded_off(points: list, times: int = 2) -> list[tuple[float, float]]:
    """A line with its corners cut off (Chaikin), so that a few dozen points look like a river."""
    for _ in range(times):
        cut = [points[0]]
        for (x1, y1), (x2, y2) in itertools.pairwise(points):
            cut += [(0.75 * x1 + 0.25 * x2, 0.75 * y1 + 0.25 * y2), (0.25 * x1 + 0.75 * x2, 0.25 * y1 + 0.75 * y2)]
        points = [*cut, points[-1]]
    return points


def city_limits() -> tuple[shapely.Polygon, shapely.LineString]:
    """The city and the river beside it, in km on the flat sheet."""
    bank = on_sheet(rounded_off(RIVER_BANK))
    limits = shapely.Polygon([*on_sheet(rounded_off(WEST_LIMITS, 1)), *bank])
    river = shapely.LineString(bank).offset_curve(RIVER_KM, join_style="round")
    return limits, shapely.LineString(rounded_off(list(river.simplify(0.05).coords), 1)).simplify(0.01)


def cells_of(sites: list, weights: list, limits: shapely.Polygon) -> list[shapely.Geometry]:
    """The power diagram of weighted sites inside the limits: each place goes to the least distance² minus weight."""
    west, south, east, north = limits.buffer(2).bounds
    cells = []
    for i, (x, y) in enumerate(sites):
        ring = [(west, south), (east, south), (east, north), (west, north)]
        for j, (u, v) in enumerate(sites):
            if j != i:
                edge = (u * u + v * v - x * x - y * y + weights[i] - weights[j]) / 2
                ring = clipped(ring, u - x, v - y, edge)
        cells.append(shapely.Polygon(ring).intersection(limits) if len(ring) > 2 else shapely.Polygon())
    return cells


def clipped(ring: list, a: float, b: float, c: float) -> list[tuple[float, float]]:
    """The part of a convex ring where ax + by <= c."""
    kept = []
    for (x1, y1), (x2, y2) in zip(ring, ring[1:] + ring[:1], strict=True):
        before, after = c - a * x1 - b * y1, c - a * x2 - b * y2
        if before >= 0:
            kept.append((x1, y1))
        if (before < 0) != (after < 0):
            share = before / (before - after)
            kept.append((x1 + share * (x2 - x1), y1 + share * (y2 - y1)))
    return kept


def fitted(facts: list[Fact], limits: shapely.Polygon) -> list[shapely.Geometry]:
    """Cells whose sizes and centers are those of the areas, as nearly as straight lines allow.

    In small steps a cell that is too small gains weight, and a cell that lies to one side has its site pushed to the
    other; a pull back to the true center keeps the sites apart.
    """
    centers = on_sheet([(fact.lng, fact.lat) for fact in facts])
    scale = limits.area / sum(fact.area_km2 for fact in facts)
    wanted = [fact.area_km2 * scale for fact in facts]
    sites, weights = list(centers), [size / math.pi for size in wanted]
    for _ in range(ROUNDS):
        cells = cells_of(sites, weights, limits)
        for i, cell in enumerate(cells):
            weights[i] += STEP * (wanted[i] - cell.area)
            if not cell.is_empty:
                (x, y), (u, v), middle = centers[i], sites[i], cell.centroid
                sites[i] = (u + STEP * (2 * x - middle.x - u), v + STEP * (2 * y - middle.y - v))
    return cells_of(sites, weights, limits)


def glued(cells: list[shapely.Geometry], limits: shapely.Polygon, beside: list) -> tuple[list, list]:
    """Cells and towns beside them on one grid of degrees, with the same points on both sides of every line.

    All lines are cut at one another and the faces handed out again. A splinter of a cell that hangs apart from the
    rest (the limits are not convex) goes to the neighbor with which it shares the longest line.
    """
    lines = [cell.boundary for cell in cells] + [town.boundary for town in beside]
    net = shapely.union_all([on_globe(line) for line in lines], grid_size=GRID)
    faces = [face for face in shapely.get_parts(shapely.polygonize([net])) if face.area > 0]
    cells, limits, beside = ([on_globe(one) for one in group] for group in (cells, [limits], beside))
    owned: list[list] = [[] for _ in cells]
    towns: list[list] = [[] for _ in beside]
    for face in faces:
        spot = face.representative_point()
        if limits[0].contains(spot):
            owned[min(range(len(cells)), key=lambda i: cells[i].distance(spot))].append(face)
        else:
            for i, town in enumerate(beside):
                if town.contains(spot):
                    towns[i].append(face)
    areas = [max(group, key=lambda face: face.area) for group in owned]
    for splinter in (face for group, area in zip(owned, areas, strict=True) for face in group if face is not area):
        best = max(range(len(areas)), key=lambda i: splinter.intersection(areas[i]).length)
        areas[best] = areas[best].union(splinter)
    return areas, [max(group, key=lambda face: face.area) for group in towns]


def outline_of(area: shapely.Polygon) -> dict:
    """The area as a GeoJSON MultiPolygon with 5 decimals."""
    ring = [[round(lng, DECIMALS), round(lat, DECIMALS)] for lng, lat in area.normalize().exterior.coords]
    return {"type": "MultiPolygon", "coordinates": [[ring]]}


def geography(facts: list[Fact]) -> dict:
    """What geography.json holds: for each community its areas and, if it lies by one, its water."""
    limits, river = city_limits()
    towns = [shapely.Polygon(on_sheet(points)) for _, points in TOWNS.values()]
    areas, towns = glued(fitted(facts, limits), limits, towns)
    stream = [[round(lng, DECIMALS), round(lat, DECIMALS)] for lng, lat in mapping(on_globe(river))["coordinates"]]
    city = [
        {
            "number": fact.number,
            "name": fact.name,
            "kind": fact.kind,
            "aliases": fact.aliases,
            "police_district": fact.police_district,
            **({"second_district": fact.second_district} if fact.second_district else {}),
            "wards": fact.wards,
            "outline": outline_of(area),
        }
        for fact, area in zip(facts, areas, strict=True)
    ]
    drawn: dict = {"st-louis": {"water": {"type": "LineString", "coordinates": stream}, "areas": city}}
    for (slug, (name, _)), town in zip(TOWNS.items(), towns, strict=True):
        only = {"number": 1, "name": name, "kind": "neighborhood", "aliases": [], "outline": outline_of(town)}
        drawn[slug] = {"areas": [only]}
    return drawn


def main(arguments: list[str]) -> int:
    """Reads the file named on the command line and writes geography.json; 2 when no file is named."""
    if len(arguments) != 1:
        print(__doc__, file=sys.stderr)
        return 2
    drawn = geography(facts_in(Path(arguments[0])))
    TARGET.write_text(json.dumps(drawn, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")
    print(f"{TARGET.name}: {sum(len(place['areas']) for place in drawn.values())} areas")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
