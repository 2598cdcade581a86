"""The list of last time's parties: who is back, who was asked, who can be asked, and the sums by neighborhood."""

from dataclasses import dataclass

from django.db import transaction
from django.db.models import Count, Q

from events import comeback
from events.lib.phones import pretty
from events.listing import name_of
from events.mail import again as letters
from events.models import Edition, Host, Party, Review, Source


@dataclass(frozen=True)
class Sum:
    """A neighborhood's parties of last time; `area` is None for those that were placed nowhere."""

    name: str
    number: str
    last_time: int
    back: int

    @property
    def missing(self):
        return self.last_time - self.back


@dataclass(frozen=True)
class Line:
    """A party of last time. `back` is the party that continues it, or None; `asked` the letter that asked, or None."""

    party: Party
    name: str
    host: Host | None
    phone: str
    back: Party | None
    asked: object
    may_be_asked: bool

    @property
    def why_not(self):
        """Why no letter can ask this host."""
        if self.host is None or not (self.host.email or self.host.phone):
            return "Contact deleted"
        if not self.host.email:
            return "No email, call instead"
        return "" if self.may_be_asked else "Did not ask to hear from us"


def sums_of(parties):
    """[Sum] by neighborhood, A to Z, for parties with `is_back`; those without one last. One query."""
    by_area = parties.order_by().values("neighborhood__name", "neighborhood__number")
    rows = by_area.annotate(last_time=Count("pk"), back=Count("pk", filter=Q(is_back=True)))
    sums = [
        Sum(row["neighborhood__name"] or "Not placed", str(row["neighborhood__number"] or "none"), *_numbers(row))
        for row in rows
    ]
    return sorted(sums, key=lambda one: (one.number == "none", one.name.casefold()))


def _numbers(row):
    return row["last_time"], row["back"]


def lines_of(parties, edition):
    """[Line] of a page of parties, in a fixed number of queries."""
    hosts = {host.party_id: host for host in Host.objects.main().filter(party__in=parties)}
    asked = {notice.host_id: notice for notice in comeback.asked(edition).filter(host__in=hosts.values())}
    back = {
        party.previous_id: party
        for party in Party.objects.in_edition(edition).filter(previous__in=parties).exclude(review=Review.WITHDRAWN)
    }
    return [_line(party, hosts.get(party.pk), asked, back) for party in parties]


def _line(party, host, asked, back):
    agreed = party.ask_next_year or party.source == Source.IMPORT
    return Line(
        party=party,
        name=name_of(party),
        host=host,
        phone=pretty(host.phone) if host and host.phone else "",
        back=back.get(party.pk),
        asked=asked.get(host.pk) if host else None,
        may_be_asked=bool(host and host.email and host.wants_reminders and agreed),
    )


def ask(edition, *, now):
    """Owe every host who may be asked the letter that opens last time's answers; gives how many.

    Each host is asked once for an edition, however often and by how many people this is pressed.
    """
    with transaction.atomic():
        edition = Edition.objects.select_for_update(of=("self",)).select_related("community").get(pk=edition.pk)
        hosts = list(comeback.may_be_asked(edition).select_related("party__edition__community"))
        letters.ask(hosts, edition, now=now)
        return len(hosts)
