"""Street names folded for lookups."""

import re
import unicodedata

from events.lib.streets import DIRECTIONS, NTH_NUMBER, SUFFIXES, tidy_street
from events.lib.texts import PLAIN

SAINTS = {"saint": "st", "sainte": "ste", "santa": "sta"}


def core_of(street: object) -> str:
    """Give a street's name without direction, suffix, accents and spaces: "lemp" for "S. Lemp Ave".

    The same for "St. Louis" and "Saint Louis", for "9th" and "Ninth". "" for nothing.
    """
    words = tidy_street(street).split()
    if len(words) > 1 and words[-1] in DIRECTIONS:
        words.pop()
    if len(words) > 1 and words[0] in DIRECTIONS and (len(words) > 2 or words[1] not in SUFFIXES):
        words.pop(0)
    if len(words) > 1 and words[-1] in SUFFIXES:
        words.pop()
    return "".join(_folded(word) for word in words)


def folded(text: object) -> str:
    """Give words in small plain letters and digits, single spaces between them: "hickey elementary"."""
    plain = unicodedata.normalize("NFKD", str(text).translate(PLAIN)).encode("ascii", "ignore").decode().lower()
    return " ".join(re.findall(r"[a-z0-9]+", plain))


def _folded(word: str) -> str:
    plain = folded(word).replace(" ", "")
    return NTH_NUMBER.get(plain, SAINTS.get(plain, plain))
