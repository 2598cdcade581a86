"""Names of streets and places as people type them: read, compared, ranked. Nothing here raises or is slow on junk.

A street's name is a direction, a core and a suffix ("S", "lemp", "Ave"), of which a person often leaves out the first
or the last. Scores are 0 to 100: 100 is what was typed, to the letter; a direction or suffix left out costs 1, a typo
about 10, so that a score says how sure an answer is.
"""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import OSA

from events.lib.streets import DIRECTION_OF, NTH_NUMBER, SUFFIX_OF, hundred, split_address
from events.lib.texts import PLAIN, one_line

LONGEST = 120  # letters; what is longer is no address
MOST_WORDS = 10
MOST_NUMBERED = 200  # streets with a number for a name go so far
MOST_BEGUN = 60  # names that begin like what was typed
LEAST = 70  # a score below it is another name

MISSING, OTHER_SUFFIX, UNASKED_DIRECTION, OTHER_DIRECTION, SECOND_READING = 1, 6, 4, 13, 3

TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
TEENS = "thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth".split()
ROUND = {f"{word[:-1]}ieth": f"{number}th" for word, number in TENS.items()}
NTH = NTH_NUMBER | {word: f"{number}th" for number, word in enumerate(TEENS, 13)} | ROUND
SPELLED = {"ste": "sainte", "mt": "mount", "ft": "fort", "mlk": "martinlutherking", "doctor": "dr", "junior": "jr"}

FRACTION = re.compile(r"\b[0-9]/[0-9]\b|½")
INITIALS = re.compile(r"(?<=\b\w)\.(?=\w\b)")
ZIP = re.compile(r"[0-9]{5}(?:-[0-9]{4})?")
BLOCK_WORD = re.compile(r"\b(?:block|blk|cuadra)\b|^#?[0-9]{1,6} ?(?:-|–|to) ?[0-9]{1,6}\b", re.I)
NUMBER_LAST = re.compile(r"(\D+?),? +#?([0-9]{1,4}[a-z]?)$", re.I)
NUMBER_FIRST = re.compile(r"#?([0-9]{1,6})[a-z]?,? +([^,]+)", re.I)
CORNER = re.compile(r"^(?:(?:the )?(?:corner|intersection|crossing) of|(?:la )?esquina de) ", re.I)
CROSSED = re.compile(r" ?[&@+] ?| ?/ ?(?![0-9])| (?:and|at|near|y|con|x) ", re.I)
TYPE_FIRST = {"calle", "avenida", "av", "street", "avenue", "dr", "doctor"}
SUFFIX_WORDS = [word for word in SUFFIX_OF if len(word) > 2]
LONG_DIRECTIONS = [word for word in DIRECTION_OF if len(word) > 3]


class Name(NamedTuple):
    """A street's name in its parts: short direction ("S" or ""), core (folded, no spaces), short suffix ("Ave")."""

    direction: str
    core: str
    suffix: str

    @property
    def whole(self) -> str:
        return f"{self.direction}{self.core}{self.suffix}".lower()


class Asked(NamedTuple):
    """What a person typed: a house number (or the hundred of a block) and a street, two streets, a ZIP code, a name.

    `street` is tidy, and an apartment is taken off it; `rest` is as typed, in case that was no apartment.
    """

    text: str
    number: int | None = None
    letter: str = ""
    is_block: bool = False
    street: str = ""
    rest: str = ""
    crossing: tuple[str, str] | None = None
    zip_code: str = ""


def asked(text: object) -> Asked:
    """Read what was typed. `text` in the result is one clean line, "" where nothing was typed that could be a name."""
    line = one_line(text)[:LONGEST]
    if not fold(line):
        return Asked("")
    if ZIP.fullmatch(line):
        return Asked(line, zip_code=line[:5])
    plain = FRACTION.sub("", line)
    number, street = split_address(plain)
    if not number and (last := NUMBER_LAST.fullmatch(plain)):
        street, number = split_address(last[1])[1], last[2]
    first = NUMBER_FIRST.match(plain)
    if not number and first and int(first[1]) >= MOST_NUMBERED:
        number, street = first[1], first[2]  # "4206 Park", while "9 St" is a street
    digits = re.match(r"[0-9]+", number)
    is_block = bool(number and BLOCK_WORD.search(plain)) or number == "0"
    return Asked(
        line,
        number=int(digits[0]) if digits else None,
        letter=number[len(digits[0]) :].upper() if digits else "",
        is_block=is_block,
        street=street,
        rest=first[2] if first and number and not is_block else street,
        crossing=_crossing(line),
    )


def _crossing(line: str) -> tuple[str, str] | None:
    streets = CROSSED.split(CORNER.sub("", line.partition(",")[0]), maxsplit=1)
    if len(streets) != 2 or not all(fold(street) for street in streets):
        return None
    return tuple(split_address(street)[1] or street for street in streets)


def block_of(number: int) -> range:
    """The house numbers of the block that a number is on: 2800 to 2899."""
    start = hundred(str(number)) or 0
    return range(start, start + 100)


def fold(text: object) -> list[str]:
    """The words of a text in small plain letters and digits, at most MOST_WORDS of them."""
    line = INITIALS.sub("", FRACTION.sub("", one_line(text)[:LONGEST].translate(PLAIN)))
    plain = "".join(c for c in unicodedata.normalize("NFKD", line) if not unicodedata.combining(c))
    return re.findall(r"[^\W_]+", plain.lower())[:MOST_WORDS]


def name_of(text: object) -> Name:
    """The parts of a street's name as a file or a person writes it."""
    return _name(fold(text))


def _name(words: Sequence[str]) -> Name:
    words, direction, suffix = list(words), "", ""
    if len(words) > 1 and words[0] in DIRECTION_OF and (len(words) > 2 or words[1] not in SUFFIX_OF):
        direction = DIRECTION_OF[words.pop(0)]
    elif len(words) > 1 and words[-1] in DIRECTION_OF and words[0] not in SUFFIX_OF:
        direction = DIRECTION_OF[words.pop()]
    if len(words) > 1 and words[-1] in SUFFIX_OF:
        suffix = SUFFIX_OF[words.pop()]
    return Name(direction, "".join(_core(words)), suffix)


def _core(words: Sequence[str]) -> list[str]:
    """The words of a core in one spelling: saint, 9th, 21st, martin luther king."""
    core = []
    for word in words:
        if core and core[-1] in TENS and word in NTH_NUMBER:
            core[-1] = str(TENS[core[-1]] // 10) + NTH_NUMBER[word]
        elif word == "st" and len(words) > 1:
            core.append("saint")
        else:
            core.append(NTH.get(word, SPELLED.get(word, word)))
    if len(core) > 2 and core[0] == "dr":
        core = core[1:]
    if len(core) > 2 and core[-1] == "jr":
        core = core[:-1]
    return [_ordinal(core[0])] if len(core) == 1 else core


def _ordinal(word: str) -> str:
    """ "9" as "9th": a street whose whole name is a number."""
    if not (word.isdecimal() and len(word) < 4):
        return word
    number = int(word)
    ending = "th" if 10 < number % 100 < 14 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def readings(text: object, *, towns: Iterable[str] = ()) -> dict[Name, float]:
    """The ways to read a typed street, each with what it costs: "forest park" is Forest Park or the park of Forest.

    `towns` are names that may end an address without being part of it ("St. Louis", "MO").
    """
    found = {}
    for words, cost in _without_towns(fold(text), towns):
        found.setdefault(_name(words), cost)
        for other, more in _second_readings(words):
            found.setdefault(other, cost + more)
    return {name: cost for name, cost in found.items() if name.core}


def _without_towns(words: list[str], towns: Iterable[str]) -> list[tuple[list[str], float]]:
    ways = [(words, 0)] if words else []
    tails = [tail for town in towns if (tail := fold(town))]
    shorter = words
    for _turn in range(3):  # the ZIP code, the state, the town
        if len(shorter) > 1 and ZIP.fullmatch(shorter[-1]):
            shorter = shorter[:-1]
        for tail in tails:
            if len(shorter) > len(tail) and shorter[-len(tail) :] == tail:
                shorter = shorter[: -len(tail)]
    left = [word for word in shorter if word not in DIRECTION_OF and word not in SUFFIX_OF]
    return [*ways, (shorter, 0)] if left and shorter != words else ways


def _second_readings(words: Sequence[str]) -> Iterable[tuple[Name, float]]:
    direction, _core_of, suffix = first = _name(words)
    if suffix:  # the suffix is part of the name: "Forest Park", and its own suffix is missing
        rest = words[1:] if direction and words[0] in DIRECTION_OF else words
        yield Name(direction, "".join(_core(rest)), ""), 0
    if direction or suffix:
        yield Name("", "".join(_core(words)), ""), SECOND_READING
    if len(words) == 2 and words[0] in DIRECTION_OF:  # a name that is a suffix elsewhere: "S Alley" Avenue
        yield Name(DIRECTION_OF[words[0]], words[1], ""), 0
    if len(words) > 1 and words[0] in TYPE_FIRST:
        yield _name(words[1:]), SECOND_READING
    if len(words) > 1 and not suffix and (like := _like(words[-1], SUFFIX_WORDS)):
        yield _name([*words[:-1], like]), 6
    if len(words) > 1 and not first.direction and (like := _like(words[0], LONG_DIRECTIONS)):
        yield _name([like, *words[1:]]), 6


def _like(word: str, words: Sequence[str]) -> str | None:
    """The word of the list that is one typo away from a word of three letters or more."""
    if len(word) < 3:
        return None
    found = process.extractOne(word, words, scorer=OSA.distance, score_cutoff=1)
    return found[0] if found else None


class StreetNames:
    """The names of one community's streets, made ready to be compared with what is typed."""

    def __init__(self, names: Iterable[str]):
        self.names, self._by_core, self._by_whole, begins = [], {}, {}, set()
        for position, text in enumerate(names):
            words = fold(text)
            name = _name(words)
            self.names.append(name)
            self._by_core.setdefault(name.core, []).append(position)
            for whole in {name.whole, "".join(words)}:
                self._by_whole.setdefault(whole, []).append(position)
            begins |= {(name.core[start:], name.core) for start in _word_starts(words, name)}
        self._cores, self._wholes, self._begins = list(self._by_core), list(self._by_whole), sorted(begins)

    def rank(
        self, text: object, *, also: object = "", limit: int = 24, towns: Iterable[str] = ()
    ) -> list[tuple[int, float]]:
        """The positions of the names most like the text, or like the one it may `also` be, with scores, best first."""
        ways = readings(text, towns=towns)
        for way, cost in readings(also, towns=towns).items():
            ways.setdefault(way, cost)
        if not ways or not self.names:
            return []
        scores = {}

        def note(position, score):
            if score >= LEAST and score > scores.get(position, 0):
                scores[position] = score

        for way, core, cost in self._near(ways):
            for position in self._by_core[core]:
                note(position, 100 - cost - _difference(way, self.names[position]))
        written = "".join(fold(text))
        for whole, distance in _close([written], self._wholes).get(written, ()):
            for position in self._by_whole[whole]:
                note(position, 100 - SECOND_READING - _typo(distance, len(written)))
        return sorted(scores.items(), key=lambda row: (-row[1], len(self.names[row[0]].core)))[:limit]

    def _near(self, ways):
        """Yield (reading, core, cost) for each core that is like a reading's, or begins like it."""
        close = _close({way.core for way in ways}, self._cores)
        for way, cost in ways.items():
            for core, distance in close.get(way.core, ()):
                yield way, core, cost + _typo(distance, len(way.core))
            start = bisect_left(self._begins, (way.core,))
            for tail, core in self._begins[start : start + MOST_BEGUN]:
                if not tail.startswith(way.core):
                    break
                is_inner, rest = tail != core, len(tail) - len(way.core)
                if is_inner or rest:
                    yield way, core, cost + 3 * bool(rest) + min(4, rest / 2) + 5 * is_inner


def _word_starts(words: Sequence[str], name: Name) -> set[int]:
    """Where in a core a word begins: people say "King" for Martin Luther King."""
    starts = {0}
    for word in words[1:]:
        at = name.core.find(word)
        if at > 0 and len(word) > 1 and word not in SUFFIX_OF:
            starts.add(at)
    return starts


def _close(typed: Iterable[str], known: Sequence[str]) -> dict[str, list[tuple[str, int]]]:
    """The known words within reach of each typed one, with their distances in typos (a swap is one)."""
    typed = list(typed)
    table = process.cdist(typed, known, scorer=OSA.distance, score_cutoff=3)
    close = {}
    for word, row in zip(typed, table, strict=True):
        close[word] = [(known[n], int(row[n])) for n in (row <= _reach(word)).nonzero()[0]]
    return close


def _reach(word: str) -> int:
    """How many typos are forgiven in a word."""
    return 0 if len(word) < 3 else 1 if len(word) < 7 else 2 if len(word) < 13 else 3


def _typo(distance: int, length: int) -> float:
    return distance * (7 + 10 / max(length, 1))


def _difference(typed: Name, known: Name) -> float:
    """What it costs that direction and suffix are others than those typed, or missing."""
    cost = 0
    if typed.suffix != known.suffix:
        cost += MISSING if not typed.suffix or not known.suffix else OTHER_SUFFIX
    if typed.direction != known.direction:
        if not typed.direction:
            cost += MISSING
        else:
            cost += OTHER_DIRECTION if known.direction else UNASKED_DIRECTION
    return cost


class PlaceNames:
    """The names of schools, parks and other places, made ready to be compared with what is typed, word by word."""

    GENERIC = frozenset(
        "the of at a de la el school elementary middle high park church library center centre community academy".split()
    )

    def __init__(self, names: Iterable[str]):
        self.words, self._with_word = [], {}
        for position, text in enumerate(names):
            words = [SPELLED.get(word, "saint" if word == "st" else word) for word in fold(text)]
            self.words.append(words)
            for word in set(words):
                self._with_word.setdefault(word, []).append(position)
        self._vocabulary = sorted(self._with_word)

    def rank(self, text: object, *, limit: int = 10) -> list[tuple[int, float]]:
        """The positions of the names that have every word typed (one typo each), with their scores, best first."""
        typed = [SPELLED.get(word, "saint" if word == "st" else word) for word in fold(text)]
        telling = [word for word in typed if word not in self.GENERIC]
        if not typed or not self.words or (not telling and len(typed) < 2):
            return []
        costs = {}
        close = _close(set(typed), self._vocabulary)
        for turn, word in enumerate(typed):
            found = self._costs_of(word, close[word])
            if turn == 0:
                costs = found
            else:
                costs = {at: cost + found[at] for at, cost in costs.items() if at in found}
        scores = [(at, 100 - cost - self._left(typed, at)) for at, cost in costs.items()]
        best = sorted((row for row in scores if row[1] >= LEAST), key=lambda row: (-row[1], len(self.words[row[0]])))
        return best[:limit]

    def _costs_of(self, word, close):
        """What it costs to find the word in each name that has it, or one that begins like it or is a typo away."""
        found = {}
        for known, distance in close:
            for at in self._with_word[known]:
                found[at] = min(found.get(at, 99), _typo(distance, len(word)))
        start = bisect_left(self._vocabulary, word)
        for known in self._vocabulary[start : start + MOST_BEGUN]:
            if not known.startswith(word):
                break
            for at in self._with_word[known]:
                found[at] = min(found.get(at, 99), 3 if known != word else 0)
        return found

    def _left(self, typed, at):
        """What it costs that words of the name were not typed: little for "school", more for a name."""
        left = max(0, len(self.words[at]) - len(typed))
        generic = sum(word in self.GENERIC for word in self.words[at] if word not in typed)
        return min(left, generic) * 1.5 + max(0, left - generic) * 3
