"""Which field of a city's file holds the number, the name and the kind of an area: a guess that people can overrule."""

import re

from .area_kinds import kind_of
from .texts import one_line

PARTS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
HOOD = {"neighborhood", "neighbourhood", "nbhd", "nhd", "hood", "nhood", "district", "dist", "ward", "precinct", "beat"}
HOOD |= {"area", "zone", "sector", "division", "tract"}
NUMBERED = {"number", "num", "no", "nbr", "nr", "code"}
NAMED = {"name", "nam", "title", "label"}
# fields of the programs that made the file, and of other things than the areas
OTHERS = set(
    "objectid oid fid gid ogc cartodb globalid uuid created updated edited editor date year shape length len leng "
    "perimeter sq sqmi sqft sqkm acres hectares aland awater population pop density lat lon lng long latitude "
    "longitude x y zip county state city country url link color colour phone email".split()
)
MOST = 0.9
LARGEST = 2_147_483_647
EXAMPLES = 3
SMALL = re.compile(r"(?<=['’])S\b")


def columns_of(features) -> dict:
    """{field: its values in the order of the features}, fields in the order of the file."""
    names = dict.fromkeys(str(name) for feature in features for name in feature.properties)
    return {name: [feature.properties.get(name) for feature in features] for name in names}


def described(columns) -> list:
    """[{name, examples}] of every field, for a menu."""
    found = []
    for name, values in columns.items():
        texts = dict.fromkeys(one_line(value)[:60] for value in values if one_line(value))
        found.append({"name": name, "examples": list(texts)[:EXAMPLES]})
    return found


def chosen(columns, mapping) -> dict:
    """`mapping` with "number", "name", "kind" and "match" filled in by a guess where they are not given."""
    number = mapping["number"] if mapping.get("number") is not None else guess_number(columns)
    name = mapping["name"] if mapping.get("name") is not None else guess_name(columns, is_sure=bool(number))
    kind = mapping["kind"] if mapping.get("kind") is not None else guess_kind(columns)
    match = mapping.get("match") or ("number" if number else "name")
    if not (number and name):
        match = "number" if number else "name"
    return {**mapping, "number": number, "name": name, "kind": kind, "match": match}


def guess_number(columns) -> str:
    """The field of official numbers, or ''."""
    best, most = "", 0
    for name, values in columns.items():
        numbers = [whole(value) for value in values]
        known = [number for number in numbers if number is not None]
        if len(known) < MOST * len(values) or len(set(known)) < MOST * len(known):
            continue
        parts = parts_of(name)
        points = 0 if parts & OTHERS else 4 * bool(parts & NUMBERED) + 2 * bool(parts & HOOD)
        if points > most:
            best, most = name, points
    return best


def guess_name(columns, *, is_sure: bool = False) -> str:
    """The field of names, or ''; with `is_sure` only one whose own name says so."""
    best, most = "", 0
    for name, values in columns.items():
        texts = [one_line(value) for value in values if isinstance(value, str) and whole(value) is None]
        texts = [text for text in texts if text]
        parts = parts_of(name)
        if len(texts) < 0.8 * len(values) or parts & OTHERS:
            continue
        if is_sure and not parts & (NAMED | HOOD):
            continue
        own = len({text.casefold() for text in texts}) / len(values)
        points = 4 * bool(parts & NAMED) + 2 * bool(parts & HOOD) + 4 * (own > MOST) + 2 * own
        points += (parts <= NAMED) - 3 * bool(kind_share(values) > MOST)
        if points > most and own > 0.5:
            best, most = name, points
    return best


def guess_kind(columns) -> str:
    """The field that says neighborhood, park, cemetery in nearly every row, or ''."""
    return next((name for name, values in columns.items() if kind_share(values) > MOST), "")


def kind_share(values) -> float:
    """The share of values that are the word for a kind of area."""
    return sum(bool(kind_of(value)) for value in values) / len(values) if values else 0


def whole(value) -> int | None:
    """The whole number (0 to 2,147,483,647) that a value is or says ("07", "7.0"), or None."""
    if isinstance(value, bool):
        return None
    if isinstance(value, float):
        value = int(value) if value.is_integer() else None
    if isinstance(value, str):
        said = re.fullmatch(r"\s*(\d{1,10})(?:\.0+)?\s*", value, re.ASCII)
        value = int(said[1]) if said else None
    return value if isinstance(value, int) and 0 <= value <= LARGEST else None


def parts_of(name) -> set:
    """The words of a field's name: {"nhd", "num"} of NHD_NUM, {"ward", "name"} of wardName2, also of WARDNAME."""
    parts = {part.lower() for part in PARTS.findall(name)}
    glued = ((part[: -len(end)], end) for part in parts for end in NUMBERED | NAMED if part.endswith(end))
    return parts | {word for start, end in glued if start in HOOD for word in (start, end)}


def tidy_case(name) -> str:
    """A name in capitals as names are written: "O'FALLON PARK" as "O'Fallon Park"."""
    return SMALL.sub("s", name.title())
