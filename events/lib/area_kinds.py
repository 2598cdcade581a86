"""What kind of area a name or a word means: neighborhood, park, cemetery, other.

A name alone does not tell: most places called "... Park" are neighborhoods. But where a city numbers its areas, the
parks and cemeteries often stand together behind the neighborhoods, and that is what the rule looks for.
"""

import csv
import re
from pathlib import Path

from .tables import NotATable, read_table
from .texts import slug_of

KINDS = ("neighborhood", "park", "cemetery", "other")
WORDS = {
    "neighborhood": "neighborhood neighborhoods neighbourhood nbhd residential",
    "park": "park parks preserve playground",
    "cemetery": "cemetery cemeteries graveyard",
    "other": "other garden gardens arboretum zoo airport golf-course industrial campus lake reservoir",
}
KIND_OF = {word: kind for kind, words in WORDS.items() for word in words.split()}
BY_NAME = [
    ("cemetery", re.compile(r"\b(cemetery|cemeteries|graveyard)\b")),
    ("park", re.compile(r"\b(park|parks|preserve|playground)$")),
    ("other", re.compile(r"\b(garden|gardens|arboretum|zoo|airport|golf course|golf club|reservoir)$")),
]
SHORTEST = 3  # so many areas in a row are no chance
MOST_KIND_BYTES = 1_000_000


class NotKinds(ValueError):
    """The file of kinds cannot be used; the message is a sentence for people."""


def kind_of(value) -> str:
    """The kind that a word of a file means, or ''."""
    return KIND_OF.get(slug_of(value, 40, ""), "") if isinstance(value, str) else ""


def kind_by_name(name: str) -> str:
    """What a name says by itself: 'park', 'cemetery', 'other', or '' where it says nothing."""
    plain = slug_of(name, 120, "").replace("-", " ")
    return next((kind for kind, words in BY_NAME if words.search(plain)), "")


def kinds_by_rule(areas, up_to: int | None = None, *, is_numbered: bool = True) -> tuple[dict, str]:
    """({number: kind}, the rule in a sentence) of areas given as (number, name) pairs.

    With `up_to` the areas above that number are no neighborhoods. Without, the highest numbers are none as far down as
    every name says park, cemetery or garden, if these are at least three; a cemetery never is one. Numbers that are not
    the city's own (`is_numbered`) tell nothing.
    """
    areas = sorted(areas)
    if up_to is not None:
        above = {number: kind_by_name(name) or "other" for number, name in areas if number > up_to}
        kinds = {number: above.get(number, "neighborhood") for number, _name in areas}
        return kinds, f"Areas above number {up_to} are not neighborhoods."
    said = [kind_by_name(name) for _number, name in areas]
    first = len(areas)
    while first and said[first - 1]:
        first -= 1
    if not is_numbered or not SHORTEST <= len(areas) - first < len(areas) / 2:
        first = len(areas)
    kinds = {
        number: kind if place >= first or kind == "cemetery" else "neighborhood"
        for place, ((number, _name), kind) in enumerate(zip(areas, said, strict=True))
    }
    if first == len(areas):
        return kinds, "All areas count as neighborhoods, except cemeteries."
    low, high = areas[first][0], areas[-1][0]
    return kinds, (
        f"Areas {low} to {high} are not neighborhoods: every name of the highest numbers says park, cemetery or garden."
    )


def read_kinds(path) -> dict:
    """{number as text, or folded name: kind} of a CSV file with a column kind and a column number or name.

    Raises NotKinds.
    """
    try:
        table = read_table(Path(path).read_bytes(), max_rows=5_000, max_bytes=MOST_KIND_BYTES)
    except (OSError, csv.Error, NotATable) as error:
        raise NotKinds(f"The file of kinds cannot be read: {error}") from error
    header = [slug_of(name, 40, "") for name in table.header]
    key = next((header.index(name) for name in ("number", "num", "no", "name") if name in header), None)
    if "kind" not in header or key is None:
        raise NotKinds("The file of kinds needs a column “kind” and a column “number” or “name”.")
    kinds = {}
    for row, cells in zip(table.numbers, table.rows, strict=True):
        kind = kind_of(cells[header.index("kind")])
        if not kind:
            raise NotKinds(f"Row {row} of the file of kinds: say neighborhood, park, cemetery or other.")
        kinds[key_of(cells[key])] = kind
    return kinds


def key_of(value) -> str:
    """How a number or a name is written in a table of kinds."""
    text = str(value).strip()
    return str(int(text)) if text.isdecimal() else slug_of(text, 120, "")
