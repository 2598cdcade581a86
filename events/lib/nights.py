"""Dates by rule ("first tuesday october") and local times that exist exactly once."""

import calendar
import datetime as dt
import re
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

NTHS = {1: "first", 2: "second", 3: "third", 4: "fourth", -1: "last"}
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
SHORT_NTHS = {"1st": 1, "2nd": 2, "3rd": 3, "4th": 4} | {word: nth for nth, word in NTHS.items()}


@dataclass(frozen=True)
class DateRule:
    """A date that returns every year, like the first Tuesday of October.

    `nth` is 1 to 4, or -1 for the last; `weekday` counts from Monday = 0; `month` from January = 1.
    """

    nth: int
    weekday: int
    month: int

    def __post_init__(self):
        if self.nth not in NTHS or self.weekday not in range(7) or self.month not in range(1, 13):
            raise ValueError(_not_a_rule())

    @classmethod
    def parse(cls, text: str) -> "DateRule":
        """Read "first tuesday october" or "1st Tue. of Oct."; ValueError with a sentence for people otherwise."""
        words = re.findall(r"[0-9a-z]+", str(text).lower()[:100])
        words = [word for word in words if word not in ("the", "of", "in")]
        if len(words) != 3:
            raise ValueError(_not_a_rule())
        nth, weekday, month = SHORT_NTHS.get(words[0]), _place(words[1], WEEKDAYS), _place(words[2], MONTHS)
        if nth is None or weekday is None or month is None:
            raise ValueError(_not_a_rule())
        return cls(nth, weekday, month + 1)

    def __str__(self) -> str:
        return f"{NTHS[self.nth]} {WEEKDAYS[self.weekday]} {MONTHS[self.month - 1]}"

    def date(self, year: int) -> dt.date:
        """Give the rule's day in that year."""
        if self.nth > 0:
            first = dt.date(year, self.month, 1)
            return first + dt.timedelta((self.weekday - first.weekday()) % 7 + 7 * (self.nth - 1))
        last = dt.date(year, self.month, calendar.monthrange(year, self.month)[1])
        return last - dt.timedelta((last.weekday() - self.weekday) % 7)

    def next_on_or_after(self, day: dt.date) -> dt.date:
        """Give the rule's first day that is not before `day`."""
        this_year = self.date(day.year)
        return this_year if this_year >= day else self.date(day.year + 1)


class BadLocalTime(ValueError):
    """A clock time that a place does not have exactly once on a day."""


class NoSuchTime(BadLocalTime):
    """The clock jumps over this time, as on 2026-03-08 at 02:30 in Chicago."""


class AmbiguousTime(BadLocalTime):
    """The clock shows this time twice, as on 2026-11-01 at 01:30 in Chicago."""


def localize(day: dt.date, at: dt.time, tz_name: str) -> dt.datetime:
    """Give the aware moment when clocks of the zone show `at` on `day`.

    Raises NoSuchTime or AmbiguousTime, whose text is a sentence for people; an unknown zone raises as ZoneInfo does.
    """
    zone = ZoneInfo(tz_name)
    naive = dt.datetime.combine(day, at.replace(tzinfo=None, fold=0))
    first, second = naive.replace(tzinfo=zone), naive.replace(tzinfo=zone, fold=1)
    if first.utcoffset() == second.utcoffset():
        return first
    # In a gap the offset before the change is the smaller one, in a repeated hour the larger.
    if first.utcoffset() < second.utcoffset():
        raise NoSuchTime(_("Clocks are set forward on that day and skip this time. Choose a time an hour later."))
    raise AmbiguousTime(_("Clocks are set back on that day and show this time twice. Choose a time an hour later."))


def _place(word: str, names: tuple[str, ...]) -> int | None:
    if len(word) < 3:
        return None
    return next((n for n, name in enumerate(names) if name.startswith(word) or word == f"{name}s"), None)


def _not_a_rule() -> str:
    return _("Write the date rule like “first tuesday october” or “last friday september”.")
