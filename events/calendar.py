"""Parties as calendar files: for a party's page, for letters, for an evening with several stops."""

import datetime as dt
import uuid

from django.conf import settings
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, vUri

from events.listing import Listing
from events.models import Night, Review

STATUS = {Review.SUBMITTED: "TENTATIVE", Review.NEEDS_INFORMATION: "TENTATIVE", Review.DECLINED: "CANCELLED"}


def calendar_of(party, *, now):
    """The bytes of an iCalendar file (RFC 5545) with the party as the public may see it.

    However often it is made, in whatever language and wherever the party's page has gone, it is the same event, so that
    a calendar which has the party takes over what is new. Texts are escaped and folded by the library. Times are UTC,
    so that the file needs no time zone of its own.
    """
    listing = Listing.of(party)
    address = f"{settings.SITE_URL}{listing.url}" if listing.url else ""
    uid = f"{uuid.uuid5(uuid.NAMESPACE_OID, str(party.key))}@nightout"
    event = event_of(listing, address=address, now=now, uid=uid, edition=party.edition)
    if party.review in STATUS:
        event["status"] = STATUS[party.review]
    return file_of([event])


def file_of(events):
    """The bytes of an iCalendar file with these events."""
    calendar = Calendar()
    calendar.add("prodid", "-//NightOut//block parties//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    for event in events:
        calendar.add_component(event)
    return calendar.to_ical()


def event_of(listing, *, address, now, uid, edition):
    """The party as an event of a calendar; one without a page has no `address` ('').

    Of two events with the same `uid` calendars keep the one with the higher sequence: the edition's version, which
    grows with every public change.
    """
    event = Event()
    event.add("uid", uid)
    event.add("sequence", edition.version)
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
