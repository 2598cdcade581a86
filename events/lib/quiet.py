"""Quiet hours: when a letter that nobody waits for would ring somebody's phone at night."""

import datetime as dt
from zoneinfo import ZoneInfo

DAY = dt.timedelta(days=1)


def end_of_quiet(now: dt.datetime, *, zone: ZoneInfo, starts: dt.time, ends: dt.time) -> dt.datetime | None:
    """Give when the quiet hours that hold at `now` end, in UTC, or None outside of them.

    `starts` and `ends` are clock times of the zone, over midnight where the end is the earlier one; the same twice
    means no quiet hours. On the nights when clocks change they are kept by the clock on the wall. Where the wall shows
    an end twice, or jumps over it, the later moment counts: an hour more of quiet, never one less.
    """
    if starts == ends:
        return None
    today = now.astimezone(zone).date()
    for first in (today - DAY, today):
        last = first + DAY if ends < starts else first
        begins = min(_moments(first, starts, zone))
        finishes = max(_moments(last, ends, zone))
        if begins <= now < finishes:
            return finishes
    return None


def _moments(day: dt.date, at: dt.time, zone: ZoneInfo) -> list[dt.datetime]:
    """Give the moments that `at` on `day` may mean, twice the same but in the nights when clocks change."""
    return [dt.datetime.combine(day, at.replace(fold=fold), tzinfo=zone).astimezone(dt.UTC) for fold in (0, 1)]
