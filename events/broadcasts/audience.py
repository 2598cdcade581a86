"""Who gets a letter to many hosts: the people whom a set of filters chooses, each once.

The filters are the JSON of a broadcast: {"review": ["approved"], "neighborhood": ["12"], "kit": "yes", ...}. Parties
that are withdrawn, cancelled or declined are in no audience, nor are hosts whose e-mail address nobody has shown to
work: anybody can register with any address.
"""

from collections import Counter
from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef, Q

from events.models import Closure, Host, Party, Review, VisitRequest
from events.queue import NOT_PLACED, in_district

REVIEWS = [Review.APPROVED, Review.SUBMITTED, Review.NEEDS_INFORMATION]
USUAL = {"review": [Review.APPROVED], "role": [Host.Role.MAIN, Host.Role.JOINED]}
HOST_COLUMNS = "party role name email phone language wants_reminders".split()
PARTY_COLUMNS = """edition reference slug review approved_at level number street place_name title date starts ends
neighborhood neighborhood__name""".split()

State = Closure.State


@dataclass(frozen=True)
class Audience:
    """The people a letter goes to, in the order of their names; one who hosts two parties stands there once.

    `by_email` and `by_phone` are Hosts with their party. `quiet` counts those who asked for fewer letters and are left
    out, `again` the further parties of people who get the letter already.
    """

    by_email: list = field(default_factory=list)
    by_phone: list = field(default_factory=list)
    quiet: int = 0
    again: int = 0

    @classmethod
    def of(cls, edition, filters):
        """The audience that `filters` choose among the hosts of an edition. One query."""
        people, seen, quiet, again = [], set(), 0, 0
        for host in hosts_in(edition, filters):
            host.party.edition = edition
            who = host.email.lower() or host.phone or host.pk
            if not (host.wants_reminders or filters.get("needed")):
                quiet += 1
            elif who in seen:
                again += 1
            else:
                seen.add(who)
                people.append(host)
        people.sort(key=lambda host: (host.name.casefold(), host.pk))
        mailed = [host for host in people if host.email]
        return cls(mailed, [host for host in people if not host.email], quiet, again)

    @property
    def people(self):
        return self.by_email + self.by_phone

    @property
    def count(self):
        return len(self.by_email) + len(self.by_phone)

    @property
    def out_of_reach(self):
        """How many have neither e-mail nor phone."""
        return sum(1 for host in self.by_phone if not host.phone)

    @property
    def languages(self):
        """{language: how many people read it}."""
        return Counter(host.language for host in self.people)


def hosts_in(edition, filters):
    """The hosts whom the filters choose, each with the columns of the party that a list shows."""
    parties = Party.objects.in_edition(edition).filter(review__in=_within(filters.get("review"), REVIEWS))
    for name, condition in CONDITIONS.items():
        if filters.get(name):
            parties = parties.filter(condition(edition, filters[name]))
    hosts = Host.objects.filter(party__in=parties, role__in=filters.get("role") or USUAL["role"])
    if filters.get("language"):
        hosts = hosts.filter(language__in=filters["language"])
    hosts = hosts.filter(forgotten_at__isnull=True).select_related("party__neighborhood").order_by("id")
    return hosts.only(*HOST_COLUMNS, *(f"party__{name}" for name in PARTY_COLUMNS))


def _within(wanted, offered):
    """Those wanted that are offered; the approved ones where none is."""
    return [value for value in wanted or [] if value in offered] or USUAL["review"]


def _in_neighborhoods(edition, numbers):
    found = Q(neighborhood__number__in=[number for number in numbers if number != NOT_PLACED])
    return found | Q(neighborhood__isnull=True) if NOT_PLACED in numbers else found


def _in_districts(edition, keys):
    found = Q()
    for key in keys:
        found |= in_district(edition.community, key)
    return found


def _with_closure(edition, wanted):
    asked = Closure.objects.filter(party=OuterRef("pk")).exclude(state=State.WITHDRAWN)
    states = {"approved": [State.APPROVED], "waiting": [State.REQUESTED, State.NEEDS_INFORMATION]}
    if wanted in states:
        asked = asked.filter(state__in=states[wanted])
    return ~Q(Exists(asked)) if wanted == "none" else Q(Exists(asked))


def _asking_visitors(edition, codes):
    asked = VisitRequest.objects.filter(party=OuterRef("pk"), kind__code__in=codes)
    return Q(Exists(asked.exclude(state=VisitRequest.State.DECLINED)))


CONDITIONS = {
    "neighborhood": _in_neighborhoods,
    "district": _in_districts,
    "closure": _with_closure,
    "kit": lambda edition, wanted: Q(kit_wanted=wanted == "yes"),
    "visitors": _asking_visitors,
    "level": lambda edition, levels: Q(level__in=levels),
    "returning": lambda edition, wanted: Q(previous__isnull=wanted != "yes"),
    "day": lambda edition, wanted: Q(date=edition.date) if wanted == "night" else ~Q(date=edition.date),
    "outcome": lambda edition, outcomes: Q(outcome__in=outcomes),
}
