"""A line of the closures' list: what is asked for, and at a glance whether the rules and the neighborhood allow it."""

from dataclasses import dataclass

from events.checks import place_in_words
from events.closing.around import around_all
from events.closing.many import findings_of_all
from events.closing.sight import BARRICADES, TO_LOOK_AT
from events.lib import wording
from events.models import Closure

from . import decisions

SHORT = {
    "too_late": "Asked for too late",
    "highway": "Highway",
    "main": "Main street",
    "bus": "Bus route",
    "crossing": "Crossing inside",
    "blocks": "Too long",
    "early": "Starts too early",
    "late": "Ends too late",
    "sunset": "Ends after sunset",
    "share": "Too few neighbors agree",
    "petition": "No signatures",
    "not_found": "Street not found",
}


@dataclass(frozen=True)
class Row:
    """One closure in the list; `faults` are what to look at before deciding, in a few words, [] where all is clear."""

    closure: Closure
    times: str
    barricades: str
    fee: str
    since: str
    faults: list
    is_looked_at: bool
    is_decidable: bool

    @property
    def party(self):
        return self.closure.party

    @property
    def name(self):
        return place_in_words(self.party)


def rows_of(edition, closures, *, now):
    """The Rows of closures of an edition. Six queries, few more for many."""
    looked_at = [closure for closure in closures if closure.state in TO_LOOK_AT]
    findings = findings_of_all(edition, looked_at) if looked_at else {}
    beside = around_all(edition, looked_at, alone=False) if looked_at else {}
    return [_row(closure, findings.get(closure.pk, []), beside.get(closure.pk, []), now) for closure in closures]


def _row(closure, findings, around, now):
    times = wording.time_range(closure.starts, closure.ends)
    if closure.party.date != closure.party.edition.date:
        times = f"{wording.day(closure.party.date)}, {times}"
    since = closure.decided_at or closure.party.submitted_at or closure.party.created_at
    ruled = [SHORT[finding.code] for finding in findings if finding.code in SHORT]
    return Row(
        closure=closure,
        times=times,
        barricades=BARRICADES[closure.barricades],
        fee=wording.dollars(closure.fee_cents) if closure.fee_cents else "",
        since=wording.waiting(now - since),
        faults=ruled + [one.short for one in around if one.is_serious],
        is_looked_at=closure.state in TO_LOOK_AT,
        is_decidable=decisions.may_become(closure, Closure.State.APPROVED),
    )
