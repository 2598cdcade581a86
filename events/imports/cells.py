"""One cell at a time: any sensible way of writing in, a value out, or a sentence that says what to mend."""

import datetime as dt
import difflib
import re

from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator

from events.lib import phones
from events.lib.nights import MONTHS, WEEKDAYS
from events.lib.streets import split_address
from events.lib.texts import one_line, slug_of
from events.models import ListingLevel
from events.questions.fields import ClockField

NOTHING = {"", "-", "--", "?", "na", "n/a", "n.a.", "none", "nil", "null", "unknown", "not given", "tbd", "."}
BROKEN = {"#ref!", "#n/a", "#value!", "#name?", "#div/0!", "#null!", "#num!", "#error!"}
YES = {"y", "yes", "x", "true", "1", "ok", "sure", "held", "took place", "happened", "completed", "done"}
NO = {"n", "no", "false", "0", "not held", "did not happen", "cancelled", "canceled", "rained out", "never"}
UNSURE = {"maybe", "not sure", "unsure", "pending"}
LEVELS = {
    "exact": ListingLevel.EXACT,
    "exact place": ListingLevel.EXACT,
    "the place itself": ListingLevel.EXACT,
    "full address": ListingLevel.EXACT,
    "block": ListingLevel.BLOCK,
    "the block": ListingLevel.BLOCK,
    "neighborhood": ListingLevel.NEIGHBORHOOD,
    "neighbourhood": ListingLevel.NEIGHBORHOOD,
    "only the neighborhood": ListingLevel.NEIGHBORHOOD,
    "unlisted": ListingLevel.UNLISTED,
    "not listed": ListingLevel.UNLISTED,
    "private": ListingLevel.UNLISTED,
}
MISSPELT = {
    "gmial.com": "gmail.com",
    "gmai.com": "gmail.com",
    "gamil.com": "gmail.com",
    "gmail.co": "gmail.com",
    "gmail.con": "gmail.com",
    "yaho.com": "yahoo.com",
    "yahoo.con": "yahoo.com",
    "hotmial.com": "hotmail.com",
    "hotmail.con": "hotmail.com",
    "outlok.com": "outlook.com",
    "outlook.con": "outlook.com",
}
RANGE = re.compile(r"\s*(?:-|–|—|\bto\b|\buntil\b|\btill\b)\s*", re.I)
HALF = re.compile(r"([ap])\.?\s*m?\.?$", re.I)
ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})\b")
SLASHES = re.compile(r"(\d{1,2})[-/.](\d{1,2})(?:[-/.](\d{4}|\d{2}))?$")
DAY_CLOCK = re.compile(r"[ t]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?( ?[ap]m)?$")
ABOUT = re.compile(r"(?:about|approx\.?|around|~|ca\.?)?\s*(\d{1,9})(?:\.0+)?\+?(?:\s*-\s*\d+)?(?: people)?")
DATE_BEFORE = re.compile(r"^(\d{4}-\d\d-\d\d|\d{1,2}/\d{1,2}/\d{2,4})[ t]+")
MOST_PEOPLE = 100_000


class CellFault(ValueError):
    """A cell that cannot be read; its text is a sentence for people."""


def plain(text):
    """The cell on one line; "" where people write that there is nothing. A formula is refused."""
    if not text:
        return ""
    line = " ".join(text.split()) if text.isascii() and text.isprintable() else one_line(text)
    if line.casefold() in NOTHING:
        return ""
    if line.startswith("="):
        raise CellFault("This cell holds a formula. Put its value there instead.")
    if line.casefold() in BROKEN:
        raise CellFault("This cell holds a spreadsheet error. Put the value there, or leave it empty.")
    return line


def line(text, most):
    """A line of at most `most` characters."""
    value = plain(text)
    if len(value) > most:
        raise CellFault(f"Use {most} characters or fewer. This cell has {len(value)}.")
    return value


def email(text):
    """An e-mail address in lower case."""
    value = plain(text).removeprefix("mailto:").strip("<>;, ").lower()
    if not value:
        return ""
    try:
        EmailValidator()(value)
    except ValidationError:
        raise CellFault("Enter one email address, like name@example.org.") from None
    name, _at, domain = value.rpartition("@")
    if domain in MISSPELT:
        raise CellFault(f"Check the spelling. Is it {name}@{MISSPELT[domain]}?")
    if len(value) > 254:
        raise CellFault("This email address is too long.")
    return value


def phone(text):
    """A phone number in E.164."""
    value = re.sub(r"\.0+$", "", plain(text))
    if not value:
        return ""
    try:
        return phones.tidy(value)
    except ValueError as error:
        raise CellFault(str(error)) from None


def yes_no(text):
    """True, False, or None where the cell says nothing."""
    value = plain(text).casefold().rstrip(".!")
    if not value or value in UNSURE:
        return None
    if value in YES:
        return True
    if value in NO:
        return False
    raise CellFault("Write yes or no, or leave it empty.")


def people(text):
    """A number of people, or None. "about 40" and "1,200" are read, "40-50" gives the lower one."""
    value = plain(text).casefold().replace(",", "")
    if not value:
        return None
    found = re.fullmatch(
        r"(?:about|approx\.?|around|~|ca\.?)?\s*(\d{1,9})(?:\.0+)?\+?(?:\s*-\s*\d+)?(?: people)?", value
    )
    if found is None:
        raise CellFault("Enter a number, like 40.")
    if int(found[1]) > MOST_PEOPLE:
        raise CellFault(f"Enter {MOST_PEOPLE} or less.")
    return int(found[1])


def level(text):
    """A listing level, or None."""
    value = plain(text).casefold()
    if not value:
        return None
    if value not in LEVELS:
        raise CellFault("Write exact, block, neighborhood or unlisted, or leave it empty.")
    return LEVELS[value]


def day(text, year):
    """A day of `year`, or None: 2022-10-04, 10/4/2022, Oct 4, 2022 and the like; month before day."""
    value = DAY_CLOCK.sub("", plain(text).casefold())
    if not value:
        return None
    found = _day_in(value, year)
    if found is None:
        raise CellFault("Enter a date, like 10/4/2022.")
    if found.year != year:
        raise CellFault(f"This date is in {found.year}, not in {year}.")
    return found


def _day_in(value, year):
    try:
        if found := ISO.match(value):
            return dt.date(int(found[1]), int(found[2]), int(found[3]))
        if found := SLASHES.match(value):
            return dt.date(_full_year(found[3], year), int(found[1]), int(found[2]))
        return _day_in_words(value, year)
    except ValueError:
        return None


def _day_in_words(value, year):
    """Oct 4, 2022; Tuesday, October 4th; 4 October 2022; 4-Oct-22."""
    words = re.findall(r"[a-z]+|\d+", re.sub(r"(\d)(st|nd|rd|th)\b", r"\1", value))
    words = [word for word in words if not _is_start_of(word, WEEKDAYS) and word not in ("of", "the")]
    names = [word for word in words if _is_start_of(word, MONTHS)]
    numbers = [word for word in words if word.isdecimal()]
    if len(names) != 1 or len(names) + len(numbers) != len(words) or not 1 <= len(numbers) <= 2:
        return None
    month = next(n for n, name in enumerate(MONTHS, start=1) if name.startswith(names[0]))
    if len(numbers[0]) == 4:
        return None
    return dt.date(_full_year(numbers[1] if len(numbers) > 1 else None, year), month, int(numbers[0]))


def _is_start_of(word, names):
    return len(word) >= 3 and any(name.startswith(word) for name in names)


def _full_year(digits, year):
    if digits is None:
        return year
    return 2000 + int(digits) if len(digits) == 2 else int(digits)


def clock(text, window):
    """A clock time, or None; a bare hour is the one inside the night's `window`."""
    value = plain(text)
    if not value:
        return None
    field = ClockField(required=False)
    field.window = window
    try:
        return field.to_python(DATE_BEFORE.sub("", value.casefold()))
    except ValidationError:
        raise CellFault("Enter a time, like 5:30 pm.") from None


def hours(text, window):
    """(start, end) of "5-8 pm", "17:00 to 20:00" or a start alone; (None, None) for nothing."""
    value = DATE_BEFORE.sub("", plain(text).casefold())
    parts = [part for part in RANGE.split(value) if part]
    if len(parts) > 2:
        raise CellFault("Enter the hours, like 5-8 pm.")
    if len(parts) < 2:
        return clock(value, window), None
    try:
        ends = clock(parts[1], window)
        starts = clock(parts[0], window)
    except CellFault:
        raise CellFault("Enter the hours, like 5-8 pm.") from None
    half = HALF.search(parts[1])
    if half and not HALF.search(parts[0]) and re.fullmatch(r"\d{1,2}(:\d\d)?", parts[0]):
        same_half = clock(f"{parts[0]} {half[1]}m", window) if int(parts[0].split(":")[0]) <= 12 else starts
        starts = same_half if same_half < ends else starts
    return starts, ends


def place(number, street, address):
    """(number, street) from two columns, or from one address."""
    if address:
        number, street = split_address(address)
    elif street:
        number, street = split_address(f"{number} {street}")
    if len(street) > 80:
        raise CellFault("Use 80 characters or fewer for the street.")
    return number[:10], street


def neighborhood(text, areas):
    """The area that a name, an alias or a number means, or None; `areas` is what `names_of` gave."""
    value = plain(text)
    if not value:
        return None
    bare = re.sub(r"^\W*\d+\W+|\W+\d+\W*$", "", value)
    keys = [slug_of(value, 80, ""), slug_of(bare, 80, "")]
    found = next((areas[key] for key in keys if key and key in areas), None)
    if found is None:
        near = difflib.get_close_matches(keys[0], [key for key in areas if not key.isdecimal()], n=1, cutoff=0.75)
        ask = f" Did you mean {areas[near[0]].name}?" if near else " Use its official name or number."
        raise CellFault(f"There is no neighborhood like this.{ask}")
    return found


def names_of(areas):
    """{folded name, alias or number: area}; areas in use win over retired ones."""
    names = {}
    for area in sorted(areas, key=lambda area: area.is_retired):
        for name in (area.name, str(area.number), *area.aliases):
            key = slug_of(name, 80, "")
            if key:
                names.setdefault(key, area)
    return names
