"""What the edition's rules say of a closure wish, and what is written down of it when it is asked for."""

from dataclasses import dataclass

from events.closing.stretches import Stretch, find
from events.lib.closure_rules import Finding, Ground, Wish, judge
from events.lib.sun import sunset
from events.models import Closure


@dataclass(frozen=True)
class Look:
    """The stretch that is meant, the Findings of the rules on it (refusals first), and what it costs in cents."""

    stretch: Stretch
    findings: list[Finding]
    fee_cents: int

    @property
    def refusals(self):
        return [finding for finding in self.findings if finding.is_refusal]

    @property
    def others(self):
        """The findings that stop nobody."""
        return [finding for finding in self.findings if not finding.is_refusal]


def look(
    edition,
    *,
    street,
    from_street,
    to_street,
    starts,
    ends,
    date,
    asked_on,
    share=None,
    has_petition=False,
    near=None,
    policy=None,
    stretch=None,
):
    """The Look at a wish; hours may be None while they are not known. Three queries, two with the `policy` at hand.

    `date` is the party's local day and `asked_on` the local day on which the stretch was asked for; `near` is the
    party's pin (lat, lng), for cities with two streets of a name. `stretch` spares the search for it.
    """
    policy = policy or edition.policy
    stretch = stretch or find(edition.community, street, from_street, to_street, near=near)
    wish = Wish(stretch.street or street, starts, ends, date, asked_on, share, has_petition)
    ground = Ground(
        is_checked=stretch.is_checked,
        is_known=stretch.is_known,
        missing=stretch.missing,
        blocks=stretch.blocks,
        crossings=stretch.crossings,
        is_main=stretch.is_main,
        is_highway=stretch.is_highway,
        has_bus=stretch.has_bus,
        sunset=_sunset(edition.community, date, stretch.middle or near) if policy.until_sunset else None,
    )
    fee = policy.fee_on(asked_on, party_date=date)
    return Look(stretch, judge(policy, wish, ground, last_day=edition.closure_until, fee_cents=fee), fee)


def look_at(closure, *, policy=None, stretch=None, has_petition=None):
    """The Look at a closure that was asked for, as of the day on which it was; what is at hand spares its query."""
    party = closure.party
    edition = party.edition
    near = (party.lat, party.lng) if party.lat is not None else None
    return look(
        edition,
        street=closure.street,
        from_street=closure.from_street,
        to_street=closure.to_street,
        starts=closure.starts,
        ends=closure.ends,
        date=party.date,
        asked_on=edition.community.today(closure.asked_at or party.created_at),
        share=closure.share,
        has_petition=party.petitions.exists() if has_petition is None else has_petition,
        near=near,
        policy=policy,
        stretch=stretch,
    )


def settle(closure, *, now):
    """Write down where the closure is, when it was asked for and what it costs; gives it. A withdrawn one stays.

    A stretch without `asked_at` is asked for at `now`. Doing it twice changes nothing.
    """
    if closure.state == Closure.State.WITHDRAWN:
        return closure
    closure.asked_at = closure.asked_at or now
    seen = look_at(closure)
    closure.line = [list(part) for part in seen.stretch.line] or None
    closure.fee_cents = seen.fee_cents
    closure.save(update_fields=["asked_at", "line", "fee_cents"])
    return closure


def _sunset(community, date, place):
    """When the sun goes down there on that day, or None where nobody knows the place."""
    frame = community.frame
    if place is None and frame:
        place = (frame["south"] + frame["north"]) / 2, (frame["west"] + frame["east"]) / 2
    return sunset(*place, date, community.zone) if place else None
