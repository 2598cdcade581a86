"""Times, days, waits, distances and lists as people say them, in the active language."""

import datetime as dt
from collections.abc import Iterable

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

METRES_IN_A_MILE = 1609.344
METRES_IN_A_FOOT = 0.3048


def clock(at: dt.time | dt.datetime) -> str:
    """Give a clock time like "5 pm", "4:30 pm", "noon" or "midnight". A datetime must be local already."""
    if (at.hour, at.minute) == (0, 0):
        return pgettext("clock", "midnight")
    if (at.hour, at.minute) == (12, 0):
        return pgettext("clock", "noon")
    if at.hour < 12:
        return pgettext("clock", "%(time)s am") % {"time": _digits(at)}
    return pgettext("clock", "%(time)s pm") % {"time": _digits(at)}


def time_range(start: dt.time | dt.datetime, end: dt.time | dt.datetime) -> str:
    """Give a span of time like "5 to 9 pm", "11:30 am to 1 pm" or "8 pm to midnight"."""
    named = {(0, 0), (12, 0)}
    begins, ends = (start.hour, start.minute), (end.hour, end.minute)
    one_half_of_the_day = (start.hour < 12) == (end.hour < 12)
    says_it_once = one_half_of_the_day and begins < ends and begins not in named
    words = {"start": _digits(start) if says_it_once else clock(start), "end": clock(end)}
    # Translators: a span of time, "5 to 9 pm" or "11:30 am to 1 pm".
    return pgettext("clock", "%(start)s to %(end)s") % words


def day(value: dt.date) -> str:
    """Give a day like "Tuesday, October 5"."""
    words = {"weekday": date_format(value, "l"), "day": date_format(value, "MONTH_DAY_FORMAT")}
    # Translators: "Tuesday, October 5"; Spanish has no comma here.
    return pgettext("calendar", "%(weekday)s, %(day)s") % words


def day_year(value: dt.date) -> str:
    """Give a day with its year like "Tuesday, October 5, 2027"."""
    words = {
        "weekday": date_format(value, "l"),
        "day": date_format(value, "MONTH_DAY_FORMAT"),
        "year": value.year,
    }
    # Translators: "Tuesday, October 5, 2027"; Spanish: "martes 5 de octubre de 2027".
    return pgettext("calendar", "%(weekday)s, %(day)s, %(year)s") % words


def waiting(delta: dt.timedelta) -> str:
    """Give how long something has waited: "Just now", "12 min", "5 hr", "Yesterday" (from 24 hours on), "2 days"."""
    minutes = int(delta.total_seconds() // 60)
    if minutes < 1:
        return _("Just now")
    if minutes < 60:
        return ngettext("%(count)d min", "%(count)d min", minutes) % {"count": minutes}
    if minutes < 24 * 60:
        return ngettext("%(count)d hr", "%(count)d hr", minutes // 60) % {"count": minutes // 60}
    if delta.days == 1:
        return _("Yesterday")
    return ngettext("%(count)d day", "%(count)d days", delta.days) % {"count": delta.days}


def miles(metres: float) -> str:
    """Give a distance: "300 ft" below a tenth of a mile, "0.4 mi", from ten on "12 mi". Takes metres.

    The decimal sign is a point in every language, as all readers are in the United States.
    """
    distance = metres / METRES_IN_A_MILE
    if distance < 0.1:
        hundreds = max(1, round(metres / METRES_IN_A_FOOT / 100))
        return _("%(number)s ft") % {"number": hundreds * 100}
    number = f"{distance:.1f}" if distance < 9.95 else f"{distance:.0f}"
    return _("%(number)s mi") % {"number": number}


def and_list(items: Iterable[object]) -> str:
    """Give a list like "a, b and c"."""
    words = [str(item) for item in items]
    if len(words) < 2:
        return "".join(words)
    rest = words[0]
    for word in words[1:-1]:
        # Translators: a list that goes on, "a, b" in "a, b and c".
        rest = pgettext("list", "%(list)s, %(next)s") % {"list": rest, "next": word}
    parts = {"list": rest, "last": words[-1]}
    if _sounds_like_i(words[-1]):
        # Translators: the last word begins with the sound of "i" (in Spanish "y" becomes "e": "español e inglés").
        return pgettext("list before the sound i", "%(list)s and %(last)s") % parts
    # Translators: the end of a list, "a, b and c".
    return pgettext("list", "%(list)s and %(last)s") % parts


def _digits(at: dt.time | dt.datetime) -> str:
    hour = at.hour % 12 or 12
    return f"{hour}:{at.minute:02}" if at.minute else str(hour)


def _sounds_like_i(word: str) -> bool:
    start = word.lower()
    return start.startswith(("i", "í", "hi", "hí")) and not start.startswith(("hia", "hie", "hio", "ia", "ie", "io"))


def dollars(cents: int) -> str:
    """Give a sum of money like "$100" or "$62.50"; `cents` is not negative."""
    whole, rest = divmod(cents, 100)
    return f"${whole:,}.{rest:02}" if rest else f"${whole:,}"
