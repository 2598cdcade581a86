"""Parties as calendar files: for a party's page, for letters, for an evening with several stops."""

import datetime as dt

from django.utils.translation import gettext as _
from icalendar import Calendar, Event, vUri

from events.models import Night


def calendar_of(listing, *, address, now):
    """The bytes of an iCalendar file (RFC 5545) with the party; `address` is the full address of its page.

    Texts are escaped and folded by the library. Times are UTC, so that the file needs no time zone of its own.
    """
    return file_of([event_of(listing, address=address, now=now)])


def file_of(events):
    """The bytes of an iCalendar file with these events."""
    calendar = Calendar()
    calendar.add("prodid", "-//NightOut//block parties//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    for event in events:
        calendar.add_component(event)
    return calendar.to_ical()


def event_of(listing, *, address, now, uid=""):
    """The party as an event of a calendar. One without a page has no `address` ('') and brings a `uid` of its own."""
    event = Event()
    event.add("uid", uid or f"{address.partition('://')[2].rstrip('/').replace('/', '.')}@nightout")
    event.add("dtstamp", now.astimezone(dt.UTC).replace(microsecond=0))
    event.add("dtstart", _moment(listing, listing.starts))
    event.add("dtend", _moment(listing, listing.ends))
    event.add("summary", listing.name)
    event.add("location", where_of(listing))
    event.add("description", "\n\n".join(text for text in (listing.description, address) if text))
    if address:
        event.add("url", vUri(address))
    event.add("status", "CANCELLED" if listing.is_off else "CONFIRMED")
    if listing.lat is not None and not listing.is_for_neighbors and listing.night != Night.MOVED:
        event.add("geo", (listing.lat, listing.lng))
    return event


def where_of(listing):
    """The place in words that a map or a person can find: "2800 block of Lemp Ave, St. Louis, MO"."""
    community = listing.community
    area = listing.neighborhood
    place = listing.place if listing.blade else area.name if area else ""
    place = listing.night_words if listing.night == Night.MOVED and listing.night_words else place
    if not place:
        return f"{community.name}, {community.state}" if community.state else community.name
    words = {"place": place, "city": community.name, "state": community.state}
    if not community.state:
        return _("%(place)s, %(city)s") % words
    return _("%(place)s, %(city)s, %(state)s") % words


def _moment(listing, time):
    return dt.datetime.combine(listing.date, time, tzinfo=listing.community.zone).astimezone(dt.UTC)
