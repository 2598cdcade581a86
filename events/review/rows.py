"""The queue's lines, and the one that stands open beside them."""

import datetime as dt
from dataclasses import dataclass

from events.checks import checks_of, faults, place_in_words
from events.lib import wording
from events.models import Closure, Proposal, Review
from events.questions import answers as asked
from events.queue import OLDEST_FIRST
from events.review.minimap import minimap
from events.review.record import blade_of, closure_of, contacts_of, proposed_of, when_of
from events.spoken import Words


@dataclass(frozen=True)
class Row:
    """A party as the queue's table shows it.

    `day` is '' on the night itself, `status` is (kind of label, words), `more` how many checks fail beside.
    """

    party: object
    name: str
    by: str
    day: str
    times: str
    place: str
    status: tuple
    more: int
    waiting: str
    is_late: bool

    @property
    def pick(self):
        """The party and the revision that was on the page: what a bulk decision decides on."""
        return f"{self.party.reference}:{self.party.revision}"


def row_of(party, facts, now, *, tab):
    """The Row of a party from `QueueSearch.parties()`."""
    failing = faults(checks_of(party, facts))
    host = party.main_host()
    closure = closure_of(party)
    place = str(party.get_place_kind_display())
    if closure is not None and closure.state == Closure.State.REQUESTED:
        place += ", closure to decide"
    return Row(
        party=party,
        name=place_in_words(party),
        by=party.organization or party.title or (host.name if host else ""),
        day=wording.day(party.date) if party.date != facts.edition.date else "",
        times=wording.time_range(party.starts, party.ends),
        place=place,
        status=status_of(party, failing),
        more=max(len(failing) - 1, 0),
        waiting=waited(party, now, tab),
        is_late=tab == "review" and is_late(party.since, now, facts.edition),
    )


def status_of(party, failing):
    """(kind of label, words): what a coordinator should look at first."""
    if party.has_proposal and party.review == Review.APPROVED:
        return "new", "Change proposed"
    if failing:
        return "warn", failing[0].label
    if party.has_reply and party.review == Review.SUBMITTED:
        return "new", "Host replied"
    return "ok", "Checks pass"


def waited(party, now, tab):
    """How long somebody has waited, or when it was decided."""
    if tab in OLDEST_FIRST:
        return wording.waiting(now - party.since)
    return wording.waiting(now - party.decided_at) if party.decided_at else ""


def is_late(since, now, edition):
    """Whether somebody who waits since then has waited longer than the edition promises."""
    zone = edition.community.zone
    return working_days(since.astimezone(zone).date(), now.astimezone(zone).date()) > edition.answer_days


def working_days(since, until):
    """How many working days (Monday to Friday) have begun after the day `since`, up to the day `until`."""
    days = (since + dt.timedelta(days=number) for number in range(1, (until - since).days + 1))
    return sum(day.weekday() < 5 for day in days)


@dataclass(frozen=True)
class OpenRow:
    """The party beside the table."""

    party: object
    name: str
    blade: tuple
    checks: list
    when: str
    hosts: list
    wants: str
    closure: object
    proposal: object
    proposed: list
    question: object
    minimap: object


def open_row_of(party, facts):
    """The OpenRow of a party as `access.get_party_or_404` gives it."""
    words = Words(facts.edition)
    kinds = [visit.kind.code for visit in party.visit_requests.select_related("kind")]
    proposal = party.proposals.filter(state=Proposal.State.OPEN).first()
    return OpenRow(
        party=party,
        name=place_in_words(party),
        blade=blade_of(party),
        checks=checks_of(party, facts),
        when=when_of(party),
        hosts=contacts_of(party),
        wants=words.say("visitors", kinds),
        closure=closure_of(party),
        proposal=proposal,
        proposed=proposed_of(proposal, asked.answers_of(party), words) if proposal else [],
        question=party.questions.order_by("-asked_at", "-id").first(),
        minimap=minimap(party, facts),
    )
