"""What a party's page says: its facts line by line, and what is different from what was planned."""

import datetime as dt
from dataclasses import dataclass
from urllib.parse import quote

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from events.directory.lists import ICONS
from events.lib import sun, wording
from events.lib.streets import split_address
from events.listing import times_of
from events.models import HostKind, Night
from events.questions import summary

BEFORE, ON, OVER = "before", "on", "over"


@dataclass(frozen=True)
class Fact:
    """One line: an icon, the fact, and one line of detail or ''."""

    icon: str
    fact: str
    detail: str = ""


def moment_of(party, now):
    """Where the clock stands for a party: 'before', 'on' or 'over', by its hours as they are now."""
    zone = party.edition.community.zone
    starts, ends = times_of(party)
    if now < dt.datetime.combine(party.date, starts, tzinfo=zone):
        return BEFORE
    return ON if now < dt.datetime.combine(party.date, ends, tzinfo=zone) else OVER


def facts_of(listing):
    """The listing's facts in the order in which people ask."""
    found = [_closed(listing), _sunset(listing), _host(listing), *_doing(listing), _access(listing)]
    if listing.bring:
        found.append(Fact("check", _("Bring"), listing.bring))
    if listing.languages:
        spoken = wording.and_list(label for _code, label in listing.languages)
        found.append(Fact("globe", _("Languages"), spoken))
    if not listing.is_off:
        found.append(Fact("cal", pgettext("weather", "If it rains"), listing.rain))
    return [fact for fact in found if fact]


def _closed(listing):
    if not listing.closed_street or listing.is_off:
        return None
    hours = wording.time_range(*listing.closed_street)
    return Fact(
        "street", _("Street closed to cars, %(hours)s") % {"hours": hours}, _("The city approved this closure.")
    )


def _sunset(listing):
    """Sunset where the listing is, no closer than the public may know."""
    spot = listing if listing.lat is not None else listing.neighborhood
    if spot is None or spot.lat is None or listing.ends < dt.time(17):
        return None
    at = sun.sunset(spot.lat, spot.lng, listing.date, listing.community.zone)
    return Fact("sun", _("Sunset at %(time)s") % {"time": wording.clock(at)}) if at else None


def _host(listing):
    if listing.hosted_by == HostKind.RESIDENT.label:
        return Fact("users", _("Hosted by neighbors on the block"), listing.open_to)
    return Fact("users", _("Hosted by %(host)s") % {"host": listing.hosted_by}, listing.open_to)


def _doing(listing):
    return [Fact(ICONS[value], label) for value, label in listing.activities]


def _access(listing):
    if not listing.accessibility:
        return None
    return Fact("access", _("Accessibility"), summary.listed(listing.accessibility))


@dataclass(frozen=True)
class Directions:
    """Ways to the place at the listing's level: the phone's own map (`geo`), and two maps on the web."""

    geo: str
    osm: str
    apple: str


def directions_of(listing, where):
    """The Directions to a listing, or None where it hides its place or is for the neighbors, who know the way.

    None too where it has moved: the pin is where it was planned. Without a pin the map app looks for the address in
    words.
    """
    if listing.blade is None or listing.is_for_neighbors or listing.is_off or listing.night == Night.MOVED:
        return None
    if listing.lat is None:
        spot = where.replace(listing.place, " ".join(split_address(listing.place)).strip(), 1)
        geo = f"geo:0,0?q={quote(spot)}"
    else:
        spot = f"{listing.lat},{listing.lng}"
        geo = f"geo:{spot}?q={spot}({quote(where)})"
    return Directions(
        geo=geo,
        osm=f"https://www.openstreetmap.org/directions?to={quote(spot)}",
        apple=f"https://maps.apple.com/?daddr={quote(spot)}",
    )


@dataclass(frozen=True)
class Banner:
    """What visitors must know first: `kind` is 'alarm' (do not go), 'banner' (changed) or 'done' (good news)."""

    kind: str
    icon: str
    title: str
    text: str = ""


def banner_of(listing, moment):
    """The most important thing that is not as planned, or None: called off, over, changed on the night, on now."""
    if listing.together_with:
        words = _("Both are one party now. Come to that one.")
        return Banner("banner", "info", _("Now together with %(name)s") % {"name": listing.together_with[0]}, words)
    if listing.state != "on":
        return Banner("alarm", "warn", _("Cancelled"), _("This party will not take place."))
    if listing.night == Night.NOT_HAPPENING:
        words = listing.night_words or _("The host called this party off.")
        return Banner("alarm", "warn", _("Not happening"), words)
    if moment == OVER:
        return Banner("banner", "info", _("This party was on %(day)s") % {"day": wording.day_year(listing.date)})
    if listing.night and not (listing.night == Night.STARTS_LATE and moment == ON):
        return Banner("banner", "info", listing.night_label, _night_text(listing))
    if "fields" in listing.public_note:
        return _changed(listing)
    if moment == ON:
        return Banner("done", "sun", _("On now, until %(time)s") % {"time": wording.clock(listing.ends)})
    return None


def _night_text(listing):
    """What is different on the night, as a sentence: the new hour, day or place."""
    if listing.night == Night.STARTS_LATE:
        return _("It starts at %(time)s.") % {"time": wording.clock(listing.starts)}
    if listing.night == Night.ENDS_EARLY:
        return _("It ends at %(time)s.") % {"time": wording.clock(listing.ends)}
    if listing.night == Night.RAIN_DATE:
        return _("It is on %(day)s now.") % {"day": listing.day}
    return listing.night_words or _("It is at another place now. Ask your neighbors where.")


def _changed(listing):
    """What changed since the party was approved, and when; the page itself says how it is now."""
    sentences = {"date": _("The day is new."), "time": _("The time is new."), "place": _("The place is new.")}
    at = dt.datetime.fromisoformat(listing.public_note["at"]).astimezone(listing.community.zone)
    said = [sentences[name] for name in listing.public_note["fields"] if name in sentences]
    return Banner("banner", "info", _("Changed on %(day)s") % {"day": wording.day(at.date())}, " ".join(said))
