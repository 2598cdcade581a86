"""Files of a city's areas (neighborhoods, police districts, wards), read row by row.

Which field is what is guessed and can be told. A row becomes a Shape, or is Refused with a sentence; the same area in
several rows is joined. Nothing here knows what is in the database.
"""

from dataclasses import dataclass, field
from typing import NamedTuple

import shapely
from shapely.geometry import shape

from . import area_fields, geometry
from .area_kinds import kind_of
from .geojson import Feature, NotGeoJson, check_degrees, read_features
from .texts import one_line, slug_of

MOST_AREAS = 1_000
NAME_LENGTH = 80
OVERLAP = 0.005  # of the smaller area: less are the slivers that every such file has
NAMED_OVERLAPS = 8


class NotAreas(ValueError):
    """The file as a whole cannot be read as areas; the message is a sentence for people."""


class Shape(NamedTuple):
    """An area as the file has it: its `rows` there, number or None, name, kind or '', outline and repairs."""

    rows: tuple
    number: int | None
    name: str
    kind: str
    outline: dict
    repairs: tuple = ()


class Refused(NamedTuple):
    """A row that cannot be used, as far as it could be read, and why."""

    row: int
    number: int | None
    name: str
    sentence: str


@dataclass
class Reading:
    """A file read: its `shapes`, the rows `refused`, the fields chosen, and `notes` on the whole.

    `mapping` says which field is what ('' for none), with the settings it was read by; `fields` are all the file has,
    each with examples, so that another can be chosen; `features` and `vertices` count what is in the file, `is_shouted`
    says that it writes its names in capitals.
    """

    mapping: dict
    fields: list
    features: int = 0
    vertices: int = 0
    is_shouted: bool = False
    shapes: list = field(default_factory=list)
    refused: list = field(default_factory=list)
    notes: list = field(default_factory=list)

    def as_json(self):
        """The Reading without its outlines, for a JSON column or a page."""
        return {
            "features": self.features,
            "vertices": self.vertices,
            "areas": len(self.shapes),
            "mapping": self.mapping,
            "fields": self.fields,
            "repaired": [
                {"row": one.rows[0], "number": one.number, "name": one.name, "sentence": " ".join(one.repairs)}
                for one in self.shapes
                if one.repairs
            ],
            "refused": [one._asdict() for one in self.refused],
            "notes": self.notes,
        }


def read(path, *, mapping=None) -> Reading:
    """The Reading of a GeoJSON file of areas; raises NotAreas.

    `mapping` overrules the guess: "number", "name", "kind" are fields of the file ('' means none), "match" is 'number'
    or 'name'; other settings are kept for `plan`.
    """
    features = areas_in(path, keep_others=True)
    columns = area_fields.columns_of(features)
    chosen = area_fields.chosen(columns, mapping or {})
    unknown = [name for name in (chosen["number"], chosen["name"], chosen["kind"]) if name and name not in columns]
    if unknown:
        raise NotAreas(f"The file has no field {unknown[0]}. It has: {', '.join(columns) or 'none'}.")
    if not (chosen["number"] or chosen["name"]):
        raise NotAreas(
            f"No field of the file looks like a number or a name. Say which one is: {', '.join(columns) or 'none'}."
        )
    reading = Reading(chosen, area_fields.described(columns), features=len(features))
    _read_rows(features, reading)
    return reading


def areas_in(path, *, keep_others=False) -> list[Feature]:
    """The features of a GeoJSON file that have an outline in degrees; with `keep_others` all. Raises NotAreas."""
    try:
        features = read_features(path)
        areas = [feature for feature in features if _is_area(feature.geometry)]
        check_degrees(areas)
    except NotGeoJson as error:
        raise NotAreas(str(error)) from error
    if not areas:
        kinds = sorted({str(one.geometry.get("type")) for one in features if one.geometry})
        has = f" It has {', '.join(kinds)}." if kinds else ""
        raise NotAreas(f"None of the file's {len(features)} features has an outline (Polygon or MultiPolygon).{has}")
    if len(areas) > MOST_AREAS:
        raise NotAreas(f"The file has {len(areas):,} areas, and at most {MOST_AREAS:,} can be read.")
    return features if keep_others else areas


def _is_area(outline) -> bool:
    return bool(outline) and outline.get("type") in ("Polygon", "MultiPolygon")


def _read_rows(features, reading):
    """Fill the reading's shapes, refusals and notes."""
    shapes = []
    reading.is_shouted = _is_shouted(features, reading.mapping["name"])
    if reading.is_shouted:
        reading.notes.append("The file has its names in capitals. They are written in small letters here.")
    for feature in features:
        try:
            shapes.append(_shape_of(feature, reading))
        except _RowFault as fault:
            reading.refused.append(Refused(feature.row, fault.number, fault.name, str(fault)))
    reading.shapes = _joined(shapes, reading)
    reading.vertices = sum(int(shapely.get_num_coordinates(shape(one.outline))) for one in reading.shapes)
    reading.notes += _overlaps(reading.shapes)
    reading.refused.sort()


class _RowFault(ValueError):
    def __init__(self, sentence, number=None, name=""):
        super().__init__(sentence)
        self.number, self.name = number, name


def _shape_of(feature: Feature, reading: Reading) -> Shape:
    mapping, given, number = reading.mapping, feature.properties, None
    if mapping["number"]:
        number = area_fields.whole(given.get(mapping["number"]))
    name = one_line(given.get(mapping["name"])) if mapping["name"] else ""
    name = area_fields.tidy_case(name) if reading.is_shouted else name
    fault = _fault_of(given, number, name, mapping)
    if fault:
        raise _RowFault(fault, number, name[:NAME_LENGTH])
    kind = kind_of(given.get(mapping["kind"])) if mapping["kind"] else ""
    if feature.geometry is None:
        raise _RowFault("It has no outline.", number, name)
    try:
        outline, was_repaired = geometry.repaired(feature.geometry)
    except geometry.NotAnArea as error:
        raise _RowFault(str(error), number, name) from error
    repairs = ()
    if was_repaired:
        repairs = ("The outline crossed itself, was not closed, or had parts without area. It was repaired.",)
    return Shape((feature.row,), number, name, kind, outline, repairs)


def _fault_of(given, number, name, mapping) -> str:
    """What is wrong with a row's number and name, or ''."""
    if mapping["number"] and number is None:
        value = one_line(given.get(mapping["number"]))[:40]
        return f"“{value}” in {mapping['number']} is not a whole number." if value else "It has no number."
    if mapping["name"] and not name:
        return "It has no name."
    if len(name) > NAME_LENGTH:
        return f"Its name is longer than {NAME_LENGTH} letters."
    return ""


def _is_shouted(features, column) -> bool:
    """Whether the file writes every name in capitals."""
    names = [one_line(one.properties.get(column)) for one in features] if column else []
    long = [name for name in names if sum(c.isalpha() for c in name) > 3]
    return len(long) > 1 and all(name == name.upper() for name in names)


def _joined(shapes, reading):
    """The shapes with those of one area joined; several areas that share a number are refused."""
    groups = {}
    for one in shapes:
        groups.setdefault(slug_of(one.name, 120, "") if one.number is None else one.number, []).append(one)
    kept = []
    for same in groups.values():
        names = {slug_of(one.name, 120, "") for one in same}
        if len(names) > 1:
            others = ", ".join(sorted({one.name for one in same}))
            for one in same:
                sentence = f"Several areas have the number {one.number}: {others}."
                reading.refused.append(Refused(one.rows[0], one.number, one.name, sentence))
        else:
            kept.append(_join(same))
    return sorted(kept, key=lambda one: one.rows[0])


def _join(same):
    if len(same) == 1:
        return same[0]
    rows = tuple(one.rows[0] for one in same)
    said = f"It stands in {len(same)} rows of the file, which were joined."
    return same[0]._replace(
        rows=rows,
        outline=geometry.union_of([one.outline for one in same]),
        kind=next((one.kind for one in same if one.kind), ""),
        repairs=(*dict.fromkeys(said for one in same for said in one.repairs), said),
    )


def _overlaps(shapes):
    """Sentences on areas that cover each other by more than a sliver."""
    if not shapes:
        return []
    outlines = [shape(one.outline) for one in shapes]
    found = []
    tree = shapely.STRtree(outlines)
    for first, second in sorted(zip(*tree.query(outlines, predicate="intersects").tolist(), strict=True)):
        if first >= second:
            continue
        smaller = min(outlines[first].area, outlines[second].area)
        share = outlines[first].intersection(outlines[second]).area / smaller
        if share > OVERLAP:
            found.append((share, shapes[first].name, shapes[second].name))
    found.sort(reverse=True)
    said = [
        f"{one} and {other} overlap ({share:.0%} of the smaller). A place in both belongs to the lower number."
        for share, one, other in found[:NAMED_OVERLAPS]
    ]
    more = len(found) - NAMED_OVERLAPS
    return [*said, f"{more} more pairs overlap."] if more > 0 else said
