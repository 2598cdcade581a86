"""What a coordinator should have seen before deciding about a closure, put together for the pages that show it."""

from dataclasses import dataclass, field

from events.closing.around import around
from events.closing.look import look_at
from events.lib import wording
from events.models import Barricades, Closure, Review

State = Closure.State
TO_LOOK_AT = {State.REQUESTED, State.NEEDS_INFORMATION, State.APPROVED}
BARRICADES = {
    Barricades.OWN: "The host brings their own",
    Barricades.DELIVERED: "The city delivers them",
    Barricades.PICKUP: "The host picks them up",
}
OVER = {Review.DECLINED, Review.WITHDRAWN, Review.CANCELLED}


@dataclass(frozen=True)
class Sight:
    """A closure beside the city's rules and beside other closures.

    `times` are its hours in words, `barricades` who brings them, `fee` what it costs in words ('' where it is free) and
    `is_paid` whether that was paid; `findings` come from the rules, `around` from what else is closed; `petitions` are
    the files of signatures.
    """

    closure: Closure
    times: str
    barricades: str
    fee: str
    is_paid: bool
    findings: list = field(default_factory=list)
    around: list = field(default_factory=list)
    petitions: list = field(default_factory=list)


def sight_of(closure):
    """The Sight of a party's closure; nothing is looked for once it was declined or its party is off."""
    is_looked_at = closure.state in TO_LOOK_AT and closure.party.review not in OVER
    return Sight(
        closure=closure,
        times=wording.time_range(closure.starts, closure.ends),
        barricades=BARRICADES[closure.barricades],
        fee=wording.dollars(closure.fee_cents) if closure.fee_cents else "",
        is_paid=closure.fee_paid_at is not None,
        findings=[one for one in look_at(closure).findings if one.code != "free"] if is_looked_at else [],
        around=around(closure) if is_looked_at and closure.party.review != Review.UNCONFIRMED else [],
        petitions=list(closure.party.petitions.all()),
    )
