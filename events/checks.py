"""Automatic checks of a party: what a coordinator would look up by hand. Shared by queue, record and CSV.

`Facts` reads what the checks compare with, once for a whole edition; `checks_of` then asks the database for nothing.
A check that fails is a hint for a person, never a decision.
"""

import datetime as dt
from collections import Counter, defaultdict, namedtuple
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Exists, OuterRef, Q

from events.lib import wording
from events.lib.geometry import distance_m
from events.lib.streets import block_label
from events.models import Change, Deed, Host, Introduction, Party, Review, Source

NEAR_M = 150
NEAR_WORDS = "500 feet"
MANY = 3
CELL_LAT, CELL_LNG = 0.002, 0.005  # degrees; wider than NEAR_M everywhere up to 70 degrees north
GONE = {Review.DECLINED, Review.WITHDRAWN, Review.CANCELLED}

SHORT = {
    "city": "Not placed",
    "email": "Email not confirmed",
    "nearby": "Party close by",
    "window": "Outside the hours",
    "day": "Another day",
    "repeats": "Many from one host",
    "late": "After the last day",
}

Point = namedtuple("Point", "pk reference lat lng review name")


@dataclass(frozen=True)
class Check:
    """One check's outcome; `words` say it to a coordinator, `other` is the Point of the party it names, or None."""

    code: str
    ok: bool
    words: str
    other: Point | None = None

    @property
    def label(self):
        """Two or three words for a table."""
        return "Checks pass" if self.ok else SHORT[self.code]


def place_in_words(party):
    """Where the party is, as staff call it: never coarsened by its listing level."""
    return party.place_name or block_label(party.number, party.street) or party.title or party.reference


class Facts:
    """What the checks of one edition's parties compare with: five queries at most, however many parties there are."""

    def __init__(self, edition):
        self.edition = edition

    @cached_property
    def points(self):
        """Every placed party of the edition, by primary key."""
        rows = Party.objects.in_edition(self.edition).filter(lat__isnull=False)
        rows = rows.only("reference", "lat", "lng", "review", "place_name", "number", "street", "title")
        return {p.pk: Point(p.pk, p.reference, p.lat, p.lng, p.review, place_in_words(p)) for p in rows}

    @cached_property
    def _cells(self):
        cells = defaultdict(list)
        for point in self.points.values():
            if point.review not in GONE:
                cells[int(point.lat // CELL_LAT), int(point.lng // CELL_LNG)].append(point)
        return cells

    def nearest(self, pk):
        """(metres, Point) of the nearest other party within 150 m that is not over, or None."""
        here = self.points.get(pk)
        if here is None:
            return None
        row, column = int(here.lat // CELL_LAT), int(here.lng // CELL_LNG)
        around = [(row + up, column + over) for up in (-1, 0, 1) for over in (-1, 0, 1)]
        others = [other for cell in around for other in self._cells.get(cell, ()) if other.pk != pk]
        others = [other for other in others if frozenset((pk, other.pk)) not in self.settled]
        measured = [(distance_m(here.lat, here.lng, other.lat, other.lng), other) for other in others]
        return min((found for found in measured if found[0] <= NEAR_M), default=None)

    @cached_property
    def settled(self):
        """Pairs (frozensets of primary keys) about which nobody has to be asked: introduced, or found to be two."""
        ended = Introduction.objects.filter(kind=Introduction.Kind.PAIR, ended_at__isnull=False)
        pairs = ended.filter(party__edition=self.edition).order_by().values_list("party_id", "other_id")
        return {frozenset(pair) for pair in pairs}

    @cached_property
    def _contacts(self):
        hosts = Host.objects.main().filter(party__edition=self.edition)
        return [(pk, email.lower(), phone) for pk, email, phone in hosts.values_list("party_id", "email", "phone")]

    @cached_property
    def repeats(self):
        """How many parties of the edition share a host's e-mail or phone, by the party's primary key."""
        emails = Counter(email for _pk, email, _phone in self._contacts if email)
        phones = Counter(phone for _pk, _email, phone in self._contacts if phone)
        return {pk: max(emails.get(email, 0), phones.get(phone, 0)) for pk, email, phone in self._contacts}

    @cached_property
    def has_areas(self):
        """Whether the community has neighborhoods; without any, no place can be checked against them."""
        return self.edition.community.neighborhoods.exists()

    @cached_property
    def by_phone(self):
        """Primary keys of the parties that staff confirmed by phone."""
        lines = Change.objects.filter(party__edition=self.edition, deed=Deed.CONFIRMED_BY_PHONE)
        return set(lines.values_list("party_id", flat=True))

    @cached_property
    def listing_ends(self):
        """The instant at which the last day to register is over."""
        day = self.edition.listing_until + dt.timedelta(days=1)
        return dt.datetime.combine(day, dt.time.min, tzinfo=self.edition.community.zone)

    def failing(self, code):
        """The condition (Q) on parties of this edition for which the check `code` fails; agrees with `checks_of`."""
        edition = self.edition
        if code == "city":
            return Q(neighborhood__isnull=True) if self.has_areas else Q(pk__in=[])
        if code == "email":
            untried = Host.objects.main().filter(party=OuterRef("pk"), confirmed_at__isnull=True).exclude(email="")
            return Q(Exists(untried), source=Source.WEB) & ~Q(pk__in=self.by_phone)
        if code == "nearby":
            return Q(pk__in=[pk for pk in self.points if self.nearest(pk)])
        if code == "window":
            return Q(date=edition.date) & (Q(starts__lt=edition.starts) | Q(ends__gt=edition.ends))
        if code == "day":
            return ~Q(date=edition.date)
        if code == "repeats":
            return Q(pk__in=[pk for pk, count in self.repeats.items() if count >= MANY])
        return Q(created_at__gte=self.listing_ends)

    def failing_any(self):
        """The condition for which at least one check fails."""
        condition = Q()
        for code in SHORT:
            condition |= self.failing(code)
        return condition


def checks_of(party, facts):
    """The party's checks, in the order of a coordinator's eye. Wants the neighborhood and prefetched hosts."""
    return [
        _city(party, facts),
        _email(party, facts),
        _nearby(party, facts),
        _window(party, facts.edition),
        _day(party, facts.edition),
        _repeats(party, facts),
        _late(party, facts),
    ]


def faults(checks):
    """The checks that fail."""
    return [check for check in checks if not check.ok]


def _city(party, facts):
    area = party.neighborhood
    if area is not None:
        return Check("city", True, f"Inside the city, {area.name}")
    if not facts.has_areas:
        return Check("city", True, "The city has no neighborhoods to check the place against")
    if party.is_placed:
        return Check("city", False, "The place on the map is outside the city’s neighborhoods.")
    return Check("city", False, "Nobody has placed this party on the map yet.")


def _email(party, facts):
    host = party.main_host()
    if host is not None and host.confirmed_at:
        return Check("email", True, "Email confirmed")
    if party.pk in facts.by_phone:
        return Check("email", True, "Confirmed by phone")
    if host is None or not host.email:
        return Check("email", True, "No email, reach the host by phone")
    if party.source != Source.WEB:
        return Check("email", True, party.get_source_display())
    return Check("email", False, "The host has not confirmed this email address.")


def _nearby(party, facts):
    found = facts.nearest(party.pk)
    if found is None:
        return Check("nearby", True, f"No other party within {NEAR_WORDS}")
    feet = max(round(found[0] / 0.3048, -1), 10)
    return Check("nearby", False, f"Another party is about {feet:.0f} feet away.", found[1])


def _window(party, edition):
    window = wording.time_range(edition.starts, edition.ends)
    if party.date == edition.date and (party.starts < edition.starts or party.ends > edition.ends):
        return Check("window", False, f"Outside the night’s hours, {window}.")
    return Check("window", True, f"Inside the night’s hours, {window}")


def _day(party, edition):
    if party.date == edition.date:
        return Check("day", True, "On the night itself")
    return Check("day", False, f"On another day: {wording.day(party.date)}.")


def _repeats(party, facts):
    count = facts.repeats.get(party.pk, 1)
    if count >= MANY:
        return Check("repeats", False, f"{count} registrations carry this host’s email or phone.")
    return Check("repeats", True, "Not one of many from the same host")


def _late(party, facts):
    if party.created_at >= facts.listing_ends:
        return Check("late", False, f"Came after the last day, {wording.day(facts.edition.listing_until)}.")
    return Check("late", True, "Came in time")
