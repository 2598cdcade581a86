"""Street addresses in the Postal Service's short style, and the words for a block.

Suffixes and directions follow USPS Publication 28, appendices C1 and section 233. Nothing here raises on junk.
"""

import re

from django.utils.translation import gettext as _

from events.lib.texts import PLAIN, one_line

SUFFIXES = {
    "Aly": "alley ally",
    "Ave": "avenue av aven avn",
    "Bch": "beach",
    "Blvd": "boulevard boul blv",
    "Br": "branch",
    "Brg": "bridge",
    "Byp": "bypass",
    "Cir": "circle circ",
    "Cres": "crescent",
    "Ct": "court crt",
    "Cv": "cove",
    "Dr": "drive drv",
    "Expy": "expressway",
    "Ext": "extension",
    "Fwy": "freeway",
    "Gdns": "gardens",
    "Grv": "grove",
    "Hl": "hill",
    "Hls": "hills",
    "Hts": "heights",
    "Hwy": "highway hiway",
    "Ln": "lane",
    "Lndg": "landing",
    "Loop": "loops",
    "Mall": "",
    "Mdws": "meadows",
    "Mnr": "manor",
    "Park": "",
    "Path": "paths",
    "Pike": "pikes",
    "Pkwy": "parkway parkwy pky",
    "Pl": "place",
    "Plz": "plaza",
    "Pt": "point",
    "Rd": "road",
    "Rdg": "ridge",
    "Row": "",
    "Run": "",
    "Sq": "square sqr",
    "St": "street str strt",
    "Sta": "station",
    "Ter": "terrace terr",
    "Tpke": "turnpike",
    "Trce": "trace",
    "Trl": "trail",
    "Vw": "view",
    "Walk": "walks",
    "Way": "",
    "Xing": "crossing",
}
SUFFIX_OF = {word: short for short, words in SUFFIXES.items() for word in (short.lower(), *words.split())}

DIRECTIONS = {
    "N": "north",
    "S": "south",
    "E": "east",
    "W": "west",
    "NE": "northeast",
    "NW": "northwest",
    "SE": "southeast",
    "SW": "southwest",
}
DIRECTION_OF = {word: short for short, long in DIRECTIONS.items() for word in (short.lower(), long)}

NTH_NUMBER = {
    "first": "1st",
    "second": "2nd",
    "third": "3rd",
    "fourth": "4th",
    "fifth": "5th",
    "sixth": "6th",
    "seventh": "7th",
    "eighth": "8th",
    "ninth": "9th",
    "tenth": "10th",
    "eleventh": "11th",
    "twelfth": "12th",
}

LITTLE_WORDS = {"of", "the", "and", "la", "las", "los", "del", "du", "des"}

LONGEST = 200  # what is longer is no address
JUNK = re.compile(r"[\"“”()\[\]{}<>;:!?*_=|\\.]")
CROSSING = re.compile(r" ?[&@/] ?")
UNIT = re.compile(
    r"(?<=\S) (?:(?:apt|apartment|unit|suite|ste|floor|fl|room|rm|bldg) ?#? ?[\w-]+"
    r"|[0-9]+(?:st|nd|rd|th) (?:floor|fl)|rear|upstairs|downstairs|# ?[\w-]+)$",
    re.I,
)
BLOCK = re.compile(
    r"(?:the )?(?:([0-9]{1,4}) hundred|([0-9]{1,6})|first|1st|unit)\W? ?(?:block|blk)\.? (?:of )?(.+)$", re.I
)
CUADRA = re.compile(r"(?:la )?(?:cuadra ([0-9]{1,6})|(primera) cuadra) de (.+)$", re.I)
NUMBERED = re.compile(r"#?([0-9]{1,6}[a-z]?)(?: ?(?:-|–|to) ?[0-9]{1,6}[a-z]?)?(?: 1/2| ½|½)?,? (.+)$", re.I)
NUMBER_LAST = re.compile(
    r"(\D+ (?:st|street|ave|avenue|blvd|boulevard|dr|drive|pl|place)\.?) #?([0-9]{3,6}[a-z]?)$", re.I
)
ORDINAL = re.compile(r"([0-9]+)(st|nd|rd|th)$", re.I)


def tidy_street(text: object) -> str:
    """Give a street's name like "Lemp Ave" or "N 9th St"; a crossing like "Lemp Ave & Lynch St"; "" for nothing.

    An apartment, and the town after a comma, are left out. Words in mixed case ("DeBaliviere") stay as typed.
    """
    line = one_line(text)[:LONGEST].partition(",")[0].strip()
    streets = [_tidy_one(part) for part in CROSSING.split(line)] if _is_crossing(line) else []
    return " & ".join(street for street in streets if street) if streets else _tidy_one(line)


def split_address(text: object) -> tuple[str, str]:
    """Give the number and the tidy street of "2827 lemp avenue", "2800 block of Lemp" or "2800-2899 Lemp".

    The number is "" where there is none, and "0" for a first block.
    """
    line = one_line(text)[:LONGEST]
    if found := CUADRA.match(line):
        return found[1] or "0", tidy_street(found[3])
    if found := BLOCK.match(line):
        number = f"{found[1]}00" if found[1] else found[2] or "0"
        return number, tidy_street(found[3])
    if (found := NUMBERED.match(line)) and (len(found[1]) > 3 or not _is_only_a_suffix(found[2])):
        return found[1].upper(), tidy_street(found[2])
    if found := NUMBER_LAST.match(line.partition(",")[0]):
        return found[2].upper(), tidy_street(found[1])
    if re.fullmatch(r"[0-9]{1,6}", line):
        return line, ""
    return "", tidy_street(line)


def hundred(number: object) -> int | None:
    """Give the block a house number is on: 2800 for "2827", 0 for "12", None for what is no number."""
    found = re.match(r"\D{0,3}([0-9]{1,6})(?![0-9])", one_line(number)[:LONGEST])
    return int(found[1]) // 100 * 100 if found else None


def block_label(number: object, street: object) -> str:
    """Give the words for a block: "2800 block of Lemp Ave", "First block of Elm St", or the street without a number.

    A house number that was typed into the street as well never comes out.
    """
    block, name = block_of(number, street)
    return _block_sentence(block) % {"street": name}


def block_parts(number: object, street: object) -> tuple[str, str, str]:
    """Give the same words as `block_label` in three: before the street, the street, after it."""
    block, name = block_of(number, street)
    before, _marker, after = (_block_sentence(block) % {"street": "\0"}).partition("\0")
    return before.strip(), name, after.strip()


def same_street(one: object, other: object) -> bool:
    """Tell whether two names mean one street. A suffix missing on one side is forgiven, a direction is not."""
    (name, suffix), (other_name, other_suffix) = _key(one), _key(other)
    return bool(name) and name == other_name and (suffix == other_suffix or not suffix or not other_suffix)


def block_of(number: object, street: object) -> tuple[int | None, str]:
    """Give the hundred and the tidy street of a block: (2800, "Lemp Ave") for "2827" and "lemp av"; None for no number.

    A house number that was typed into the street as well never comes out.
    """
    block, (typed, name) = hundred(number), split_address(street)
    if name and typed and (hundred(typed) == block or (block is None and len(typed) > 2)):
        return hundred(typed), name
    return block, tidy_street(street)


def _block_sentence(block: int | None) -> str:
    if block is None:
        return "%(street)s"
    if block == 0:
        return _("First block of %(street)s")
    # The number goes in first and the street stays a placeholder.
    return _("%(hundred)s block of %(street)s") % {"hundred": block, "street": "%(street)s"}


def _is_crossing(line: str) -> bool:
    return bool(CROSSING.search(line)) and not re.search(r"\d/\d", line)


def _is_only_a_suffix(words: str) -> bool:
    """Tell "9 St" from "9 Lemp St": without a name the number is the name, unless it is as long as in "3000 Park"."""
    return words.lower().rstrip(".") in SUFFIX_OF


def _tidy_one(line: str) -> str:
    line = one_line(JUNK.sub("", re.sub(r"\.(?=\w\w)", " ", line)))
    # One unit at a time: a pattern that repeats itself takes minutes over "apt apt apt ...".
    while found := UNIT.search(line):
        line = line[: found.start()]
    words = line.replace("#", " ").split()
    shouting = all(word == word.upper() for word in words if _has_a_case_of_its_own(word))
    last = len(words) - 1
    if last >= 2 and words[last].lower() in DIRECTION_OF and words[last - 1].lower() in SUFFIX_OF:
        words[last] = DIRECTION_OF[words[last].lower()]
        last -= 1
    tidy = [_capital(word, first=n == 0, shouting=shouting) for n, word in enumerate(words)]
    tidy[last + 1 :] = words[last + 1 :]
    if last >= 1 and words[last].lower() in SUFFIX_OF:
        tidy[last] = SUFFIX_OF[words[last].lower()]
    names = [word for word in words[1 : last + 1] if word.lower() not in SUFFIX_OF]
    if words and names and words[0].lower() in DIRECTION_OF:
        tidy[0] = DIRECTION_OF[words[0].lower()]
    return " ".join(tidy)


def _has_a_case_of_its_own(word: str) -> bool:
    """Tell words apart from "N", "9A" and the like, which are in capitals anyway."""
    return len(word) > 1 and not word[0].isdecimal() and word.lower() not in DIRECTION_OF


def _capital(word: str, *, first: bool, shouting: bool) -> str:
    low = word.lower()
    if found := ORDINAL.match(word):
        return found[1] + found[2].lower()
    if word[0].isdecimal():
        return word.upper()
    if low in LITTLE_WORDS and not first:
        return low
    if word != low and word != word.upper():
        return word
    if word == word.upper() and not shouting and len(word) <= 3 and low not in SUFFIX_OF:
        return word
    return "-".join(_name(part) for part in low.split("-"))


def _name(word: str) -> str:
    if found := re.match(r"(mc|[od]['’])(?=\w\w)", word):
        prefix = found[1].capitalize()
        return prefix + _first_up(word[len(prefix) :])
    return _first_up(word)


def _first_up(word: str) -> str:
    return word[:1].upper() + word[1:]


def _key(text: object) -> tuple[str, str]:
    words = tidy_street(text).translate(PLAIN).lower().split()
    suffix = ""
    places = [n for n in (len(words) - 1, len(words) - 2) if n >= 1]
    for n in places:
        if words[n] in SUFFIX_OF:
            suffix = SUFFIX_OF[words.pop(n)]
            break
    words = [NTH_NUMBER.get(word, {"saint": "st", "sainte": "ste", "&": ""}.get(word, word)) for word in words]
    return re.sub(r"[\W_]+", "", "".join(words)), suffix
