"""A resident's evening: the parties chosen, in the order to walk to them, and those to choose from.

Everything is made of Listings: what a party's level hides cannot decide its place in the order, and one that shows no
pin is in no order at all.
"""

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field, replace
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from events.lib import walking, wording
from events.lib.geometry import distance_m

LEAST, MOST = 2, 5
OFFERED = 20
LIST_UP_TO = 150
FAR_MINUTES = 45


@dataclass(frozen=True)
class Stop:
    """One stop of the evening: `hours` to be there, and the way to it from the stop before, in words, or ''."""

    number: int
    listing: object
    arrive: dt.time
    leave: dt.time
    way: str = ""
    is_far: bool = False

    @property
    def hours(self):
        return wording.time_range(self.arrive, self.leave)

    @property
    def planned(self):
        """The listing with the hours of the visit, for the calendar."""
        party = _("Party hours: %(hours)s") % {"hours": self.listing.hours}
        about = "\n\n".join(text for text in (party, self.listing.description) if text)
        return replace(self.listing, starts=self.arrive, ends=self.leave, description=about)


@dataclass(frozen=True)
class Evening:
    """The evening of one day. `missed` cannot be reached in time, `unplaced` show only their neighborhood,
    `other_day` are on another day, `off` were called off; `gone` counts what is no longer listed, `left_over` what is
    more than five."""

    date: dt.date
    chosen: list
    stops: list = field(default_factory=list)
    missed: list = field(default_factory=list)
    unplaced: list = field(default_factory=list)
    other_day: list = field(default_factory=list)
    off: list = field(default_factory=list)
    way: str = ""
    gone: int = 0
    left_over: int = 0

    @property
    def day(self):
        return wording.day(self.date)

    @property
    def is_full(self):
        return len(self.chosen) >= MOST

    @property
    def in_calendar(self):
        """The listings for a calendar file: the stops with their hours, then those without a place in the order."""
        return [stop.planned for stop in self.stops] + self.unplaced


def evening_of(listings, keys, *, date, start=None, leaves=None):
    """The Evening of the chosen `keys` among all Listings of an edition.

    The day is that of most of the parties chosen, `date` where none is. `start` is a Spot to set out from, `leaves` the
    time at which.
    """
    by_key = {one.key: one for one in listings}
    found = [by_key[key] for key in keys if key in by_key]
    chosen = found[:MOST]
    days = Counter(one.date for one in chosen if not one.is_off)
    day = min(days, key=lambda value: (-days[value], value)) if days else date
    on = [one for one in chosen if not one.is_off and one.date == day]
    placed = [one for one in on if one.lat is not None]
    walk = walking.walk([_place(one, leaves) for one in placed], start=start and (start.lat, start.lng))
    return Evening(
        date=day,
        chosen=chosen,
        stops=[_stop(number, by_key[stop.key], stop) for number, stop in enumerate(walk.stops, 1)],
        missed=[by_key[key] for key in walk.missed],
        unplaced=[one for one in on if one.lat is None],
        other_day=[one for one in chosen if not one.is_off and one.date != day],
        off=[one for one in chosen if one.is_off],
        way=_way(walk.minutes, walk.metres) if walk.minutes else "",
        gone=len(keys) - len(found),
        left_over=len(found) - len(chosen),
    )


def offers_of(found, evening, *, near=None):
    """[(Listing, how far it is in words or '')] to choose from: those on that day and not chosen yet.

    The nearest to what is chosen, or to the place asked from, come first; else they stand by neighborhood and street.
    """
    keys = {one.key for one in evening.chosen}
    there = [one for one in found if one.key not in keys and one.date == evening.date and not one.is_off]
    spots = [one for one in evening.chosen if one.lat is not None] or ([near] if near else [])
    if not spots:
        there.sort(key=lambda one: (_area_name(one), one.sort_key))
        return [(one, "") for one in there[:LIST_UP_TO]]
    far = {one.key: _metres(one, spots) for one in there}
    there.sort(key=lambda one: (far[one.key], one.sort_key))
    return [(one, wording.miles(far[one.key]) if one.lat is not None else "") for one in there[:OFFERED]]


def query_of(keys, *, near=None, leaves=None):
    """The query string of an evening: "?p=elm&p=oak&leave=18:00"."""
    pairs = [("p", key) for key in keys]
    pairs += [("leave", f"{leaves:%H:%M}")] if leaves else []
    pairs += [("near", str(near))] if near else []
    return f"?{urlencode(pairs, safe=':,')}" if pairs else ""


def _place(listing, leaves):
    starts = max(listing.starts, leaves) if leaves else listing.starts
    return walking.Place(listing.key, listing.lat, listing.lng, _minute(starts), _minute(listing.ends))


def _stop(number, listing, stop):
    way = _way(stop.minutes, stop.metres) if stop.minutes else ""
    return Stop(number, listing, _time(stop.arrive), _time(stop.leave), way, stop.minutes > FAR_MINUTES)


def _way(minutes, metres):
    words = {"minutes": minutes, "distance": wording.miles(metres)}
    return _("about %(minutes)s min, %(distance)s") % words


def _metres(listing, spots):
    if listing.lat is None:
        return float("inf")
    return min(distance_m(spot.lat, spot.lng, listing.lat, listing.lng) for spot in spots)


def _area_name(listing):
    return listing.neighborhood.name.casefold() if listing.neighborhood else "\uffff"


def _minute(time):
    return time.hour * 60 + time.minute


def _time(minute):
    return dt.time(minute // 60, minute % 60)
