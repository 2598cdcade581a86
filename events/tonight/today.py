"""The parties of one day as they stand at one moment: on now, starting soon, later, off; nearest first if asked.

Made of Listings alone. A party on another day than the night, or on its rain date, is here on that day.
"""

import datetime as dt
from dataclasses import dataclass, field

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from events.lib import wording
from events.lib.geometry import distance_m
from events.listing import listings, times_of
from events.models import Night, Party

SOON = dt.timedelta(hours=1)
EVENING = dt.time(17)
MOST = 150
NEAREST = 50


@dataclass(frozen=True)
class Line:
    """A listing with how far away it is ('' where nobody asked or it shows no place) and its pin for directions."""

    listing: object
    far: str = ""

    @property
    def area(self):
        """The neighborhood, unless the place names it already."""
        one = self.listing
        return one.neighborhood.name if one.neighborhood and one.blade else ""

    @property
    def spot(self):
        """ "38.6051,-90.2249" to find the way to, or ''."""
        one = self.listing
        shows = one.lat is not None and not (one.is_off or one.is_for_neighbors or one.night == Night.MOVED)
        return f"{one.lat:.5f},{one.lng:.5f}" if shows else ""


@dataclass(frozen=True)
class Part:
    """The lines under one heading; `left` are farther away than all of them and not shown."""

    name: str
    heading: str
    lines: list
    left: int = 0


@dataclass(frozen=True)
class Area:
    """A neighborhood of a day with more parties than one page lists: how many are on now, and how many come later."""

    area: object
    now: int = 0
    later: int = 0


@dataclass(frozen=True)
class Today:
    """A day's page: its parts, or its `areas` where they are too many; `over` counts the parties that have ended."""

    day: object
    is_evening: bool
    on_now: int
    to_come: int
    over: int
    parts: list = field(default_factory=list)
    areas: list = field(default_factory=list)


def parties_on(editions, day):
    """The listed parties of the editions on a day."""
    return Party.objects.listed().filter(edition__in=editions, date=day)


def editions_on(community, day):
    """(the community's public editions with a listed party on the day, the hours of those parties). Two queries."""
    editions = {one.pk: one for one in community.editions.public()}
    for edition in editions.values():
        edition.community = community
    columns = ("edition", "starts", "ends", "night", "night_time")
    rows = list(parties_on(editions, day).order_by("edition").values_list(*columns, named=True).distinct())
    return [editions[pk] for pk in dict.fromkeys(row.edition for row in rows)], [times_of(row) for row in rows]


def turns_passed(hours, day, now, zone):
    """How many moments have passed at which the day's page turns: between two of them it is the same page."""
    turns = set()
    for starts, ends in hours:
        begins = dt.datetime.combine(day, starts, tzinfo=zone)
        turns |= {begins - SOON, begins, dt.datetime.combine(day, ends, tzinfo=zone)}
    return sum(turn <= now for turn in turns)


def today_of(community, editions, now, spot=None):
    """The Today of a community at `now`, nearest to the `spot` first where one is given. Two queries."""
    clock = localtime(now, community.zone)
    areas = community.neighborhoods.without_outline().in_bulk()
    found = [one for edition in editions for one in listings(edition, parties_on([edition], clock.date()), areas=areas)]
    groups = {"now": [], "soon": [], "later": [], "off": [], "over": []}
    for one in found:
        groups[_group_of(one, clock)].append(one)
    is_evening = any(one.ends > EVENING for one in found)
    comes = {
        "day": clock.date(),
        "is_evening": is_evening,
        "on_now": len(groups["now"]),
        "to_come": len(groups["soon"]) + len(groups["later"]),
        "over": len(groups.pop("over")),
    }
    if spot is None and sum(map(len, groups.values())) > MOST:
        return Today(**comes, areas=_areas(groups, community))
    parts = [_part(name, group, spot, is_evening) for name, group in groups.items() if group]
    return Today(**comes, parts=parts)


def _group_of(listing, clock):
    """Where a listing stands: 'now', 'soon', 'later', 'off' or 'over'."""
    begins = dt.datetime.combine(listing.date, listing.starts, tzinfo=clock.tzinfo)
    if clock >= dt.datetime.combine(listing.date, listing.ends, tzinfo=clock.tzinfo):
        return "over"
    if listing.is_off:
        return "off"
    if clock >= begins:
        return "now"
    return "soon" if clock >= begins - SOON else "later"


def _part(name, group, spot, is_evening):
    headings = {
        "now": _("On now"),
        "soon": _("Starting within the hour"),
        "later": _("Later tonight") if is_evening else _("Later today"),
        "off": _("Not happening"),
    }
    if spot is None:
        group.sort(key=lambda one: (one.starts if name in ("soon", "later") else dt.time(), _area_key(one)))
        return Part(name, headings[name], [Line(one) for one in group])
    far = [(_metres(spot, one), _area_key(one), one.url) for one in group]
    by_url = {one.url: one for one in group}
    lines = [
        Line(by_url[url], wording.miles(metres) if metres < float("inf") else "")
        for metres, _key, url in sorted(far)[:NEAREST]
    ]
    return Part(name, headings[name], lines, len(group) - len(lines))


def _area_key(listing):
    area = listing.neighborhood.name.casefold() if listing.neighborhood else "~"
    return area, listing.sort_key, listing.url


def _metres(spot, listing):
    if listing.lat is None:
        return float("inf")
    return distance_m(spot.lat, spot.lng, listing.lat, listing.lng)


def _areas(groups, community):
    """The Areas of a day, A to Z; the parties in none of them count under the last, whose `area` is None."""
    counts = {}
    for name in ("now", "soon", "later"):
        for one in groups[name]:
            number = counts.setdefault(one.neighborhood, {"now": 0, "later": 0})
            number["now" if name == "now" else "later"] += 1
    for area in counts:
        if area is not None:
            area.community = community
    named = sorted((area for area in counts if area is not None), key=lambda area: area.name.casefold())
    return [Area(area, **counts[area]) for area in [*named, *([None] if None in counts else [])]]
