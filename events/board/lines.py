"""The switchboard's lines: every party of a day as it stands at one moment, who to call, and what was said last."""

import datetime as dt
from dataclasses import dataclass, field

from django.db.models import Count, Prefetch, Q
from django.utils.timezone import localtime

from events import night
from events.checks import place_in_words
from events.lib import wording
from events.lib.phones import pretty
from events.lib.streets import hundred
from events.listing import times_of
from events.models import Change, Deed, Host, Night, Review

TABS = {
    "all": "All",
    "now": "On now",
    "soon": "Within the hour",
    "later": "Later",
    "over": "Over",
    "changed": "Changed",
    "off": "Off",
}
SOON = dt.timedelta(hours=1)
STEERED_BY = (Host.Role.MAIN, Host.Role.SECOND)
NIGHT_IS_ON = Q(review=Review.APPROVED) & ~Q(night=Night.NOT_HAPPENING)


@dataclass(frozen=True)
class Clock:
    """The day's clock: local `time`, and `soon`, an hour on. All of a day is ahead before it and behind after it."""

    time: dt.time
    soon: dt.time

    @classmethod
    def of(cls, day, now, zone):
        local = localtime(now, zone)
        if day != local.date():
            edge = dt.time.min if day > local.date() else dt.time.max
            return cls(edge, edge)
        later = local + SOON
        return cls(local.time(), later.time() if later.date() == day else dt.time.max)

    def condition(self, tab):
        """The condition (Q) of a tab for parties `night.with_hours`."""
        return {
            "all": Q(),
            "now": NIGHT_IS_ON & Q(begins__lte=self.time, finishes__gt=self.time),
            "soon": NIGHT_IS_ON & Q(begins__gt=self.time, begins__lte=self.soon, finishes__gt=self.time),
            "later": NIGHT_IS_ON & Q(begins__gt=self.soon, finishes__gt=self.time),
            "over": NIGHT_IS_ON & Q(finishes__lte=self.time),
            "changed": Q(review=Review.APPROVED) & ~Q(night=Night.AS_PLANNED),
            "off": ~NIGHT_IS_ON,
        }[tab]


@dataclass(frozen=True)
class Line:
    """A party on the board. `state` and `look` say how it stands and how that looks; `calls` are (name, phone, pretty).

    `different` is what was said for the night, `words` its words, `said` who said it last and how long ago.
    """

    party: object
    name: str
    place: str
    hours: str
    planned: str
    state: str
    look: str
    different: str
    words: str
    said: str
    calls: list = field(default_factory=list)


def counts_of(parties, clock):
    """{tab: how many of the parties}, in one query."""
    numbers = {f"in_{tab}": Count("pk", filter=clock.condition(tab)) for tab in TABS}
    found = night.with_hours(parties).order_by().aggregate(**numbers)
    return {tab: found[f"in_{tab}"] for tab in TABS}


def in_tab(parties, tab, clock):
    """The parties of a tab in the order in which they begin, with what a line shows: three queries."""
    hosts = Prefetch("hosts", queryset=Host.objects.filter(role__in=STEERED_BY).order_by("id"))
    said = Change.objects.filter(deed=Deed.NIGHT_CHANGED).select_related("by_user", "by_host").order_by("at", "id")
    rows = night.with_hours(parties).filter(clock.condition(tab)).order_by("begins", "neighborhood__name", "id")
    rows = rows.select_related("neighborhood", "edition__community")
    return rows.prefetch_related(hosts, Prefetch("changes", queryset=said, to_attr="night_changes"))


def line_of(party, clock, now):
    """The Line of a party of `in_tab`."""
    starts, ends = times_of(party)
    state, look = _state(party, starts, ends, clock)
    last = party.night_changes[-1] if party.night_changes else None
    is_different = party.night != Night.AS_PLANNED
    return Line(
        party=party,
        name=party.title or place_in_words(party),
        place=_address(party),
        hours=wording.time_range(starts, ends),
        planned=wording.time_range(party.starts, party.ends) if (starts, ends) != (party.starts, party.ends) else "",
        state=state,
        look=look,
        different=party.get_night_display() if is_different else "As planned again" if last else "",
        words=party.night_words,
        said=_said(last, now) if last else "",
        calls=[(host.name, host.phone, pretty(host.phone)) for host in party.hosts.all() if host.phone],
    )


def _address(party):
    """Where to go, as exact as it is known: the house, not its block."""
    is_house = party.street and hundred(party.number) is not None and str(hundred(party.number)) != party.number
    return f"{party.number} {party.street}" if is_house and not party.place_name else place_in_words(party)


def _state(party, starts, ends, clock):
    """(words, class) of how a party stands at the clock's time."""
    if party.review != Review.APPROVED:
        return party.get_review_display(), "off"
    if party.night == Night.NOT_HAPPENING:
        return "Not happening", "off"
    if ends <= clock.time:
        return "Over", "off"
    if starts <= clock.time:
        return "On now", "ok"
    return ("Within the hour", "new") if starts <= clock.soon else ("Later", "new")


def _said(change, now):
    who = str(change.by_user) if change.by_user_id else change.by_host.name if change.by_host_id else ""
    ago = wording.waiting(now - change.at)
    when = ago if ago in (wording.waiting(dt.timedelta()), wording.waiting(dt.timedelta(days=1))) else f"{ago} ago"
    return f"{who or 'A host'}, {when.lower()}"
