"""What a city's rules say of the wish to close a street: every finding names its rule. Facts in, findings out.

`rules` is anything with the columns of an edition's closure policy. Hours are local, money is in cents, and days are
local days: whoever asks turns instants into them first.
"""

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events.lib.wording import and_list, clock, day, dollars

REFUSE, WARN, INFO = "refuse", "warn", "info"

FIELDS = {
    "closure_street": {"too_late", "main", "highway", "bus", "fee", "free", "not_found"},
    "closure_to": {"crossing", "blocks"},
    "closure_starts": {"early"},
    "closure_ends": {"late", "sunset"},
    "closure_share": {"share"},
    "petition": {"petition"},
}
FIELD_OF = {code: field for field, codes in FIELDS.items() for code in codes}


@dataclass(frozen=True)
class Wish:
    """What is asked for: the street's name, the hours of the local day `date`, and the neighbors' consent so far.

    `asked_on` is the local day on which this stretch was asked for; `share` is percent of the households.
    """

    street: str
    starts: dt.time | None
    ends: dt.time | None
    date: dt.date
    asked_on: dt.date
    share: int | None = None
    has_petition: bool = False


@dataclass(frozen=True)
class Ground:
    """What is known of the stretch. `is_checked` is False where the city has no street file to look it up in.

    `crossings` are the streets that cross between its two ends, `missing` the name that was not found; `sunset` is
    that of the wish's day, or None where nobody can tell.
    """

    is_checked: bool = True
    is_known: bool = True
    missing: str = ""
    blocks: int = 1
    crossings: tuple[str, ...] = ()
    is_main: bool = False
    is_highway: bool = False
    has_bus: bool = False
    sunset: dt.time | None = None


@dataclass(frozen=True)
class Finding:
    """What one rule says: its `code`, REFUSE, WARN or INFO, and a sentence in the active language."""

    code: str
    severity: str
    words: str

    @property
    def field(self):
        """The question that the finding stands at."""
        return FIELD_OF[self.code]

    @property
    def is_refusal(self):
        return self.severity == REFUSE


def judge(rules, wish, ground, *, last_day, fee_cents=0):
    """The Findings on a wish, refusals first. `last_day` is the last one to ask on, None for no such day.

    `fee_cents` is what the closure costs by the rules, see `ClosurePolicy.fee_on`.
    """
    found = [
        *_of_the_day(wish, last_day),
        *(_of_the_street(rules, wish, ground) if ground.is_known else ()),
        *_of_the_hours(rules, wish, ground),
        *_of_the_neighbors(rules, wish),
    ]
    if not any(finding.code == "too_late" for finding in found):
        found += _of_the_money(rules, wish, fee_cents)
    if ground.is_checked and not ground.is_known:
        found.append(Finding("not_found", INFO, _not_found(wish, ground)))
    order = [REFUSE, WARN, INFO]
    return sorted(found, key=lambda finding: order.index(finding.severity))


def _of_the_day(wish, last_day):
    if last_day is not None and wish.asked_on > last_day:
        words = _("The last day to ask for a street closure was %(day)s.") % {"day": day(last_day)}
        yield Finding("too_late", REFUSE, words)


def _of_the_street(rules, wish, ground):
    street = {"street": wish.street}
    if ground.is_highway:
        words = _("%(street)s is a highway or a ramp here. The city never closes these.") % street
        yield Finding("highway", REFUSE, words)
    elif ground.is_main and not rules.allows_main_streets:
        yield Finding("main", REFUSE, _("%(street)s is a main street. The city does not close main streets.") % street)
    if ground.has_bus and not rules.allows_bus_routes:
        words = _("A bus runs on %(street)s. The city does not close streets on a bus route.") % street
        yield Finding("bus", REFUSE, words)
    crossed = {"streets": and_list(ground.crossings), "blocks": ground.blocks, "most": rules.most_blocks}
    if ground.crossings and not rules.allows_intersections:
        words = ngettext(
            "%(streets)s crosses here. A closure ends at a crossing: choose two cross streets with none between them.",
            "%(streets)s cross here. A closure ends at a crossing: choose two cross streets with none between them.",
            len(ground.crossings),
        )
        yield Finding("crossing", REFUSE, words % crossed)
    elif ground.blocks > rules.most_blocks:
        words = ngettext(
            "This is %(blocks)s blocks long. The city closes %(most)s block for a party at most.",
            "This is %(blocks)s blocks long. The city closes %(most)s blocks for a party at most.",
            rules.most_blocks,
        )
        yield Finding("blocks", REFUSE, words % crossed)


def _of_the_hours(rules, wish, ground):
    if wish.starts and rules.earliest and wish.starts < rules.earliest:
        words = _("The city closes streets from %(time)s on. Choose a later start.") % {"time": clock(rules.earliest)}
        yield Finding("early", REFUSE, words)
    if wish.ends and rules.latest and wish.ends > rules.latest:
        words = _("The city opens streets again by %(time)s. Choose an earlier end.") % {"time": clock(rules.latest)}
        yield Finding("late", REFUSE, words)
    if wish.ends and rules.until_sunset and ground.sunset and wish.ends > ground.sunset:
        words = _("The city closes streets until sunset, which is at %(time)s on that day. Choose an earlier end.")
        yield Finding("sunset", REFUSE, words % {"time": clock(ground.sunset)})


def _of_the_neighbors(rules, wish):
    share = {"share": rules.share, "said": wish.share}
    if rules.proof == "share" and wish.share is None:
        words = _(
            "The city asks that %(share)s percent of the households on the block agree. "
            "Ask your neighbors, then tell us how many do."
        )
        yield Finding("share", WARN, words % share)
    elif rules.proof == "share" and wish.share < rules.share:
        words = _(
            "The city asks that %(share)s percent of the households on the block agree, and you say %(said)s. "
            "Ask more neighbors, then change the number."
        )
        yield Finding("share", WARN, words % share)
    if rules.proof == "petition" and not wish.has_petition:
        words = (
            _("The city asks for the signatures of %(share)s percent of the households on the block.") % share
            if rules.share
            else _("The city asks for your neighbors’ signatures.")
        )
        yield Finding("petition", WARN, words)


def _of_the_money(rules, wish, fee_cents):
    free_until = rules.free_until
    if fee_cents:
        values = {"fee": dollars(fee_cents), "day": day(free_until) if free_until else ""}
        words = (
            _("This costs %(fee)s: asked for after %(day)s.")
            if free_until is not None and wish.asked_on > free_until
            else _("This costs %(fee)s: only the night itself is free.")
        )
        yield Finding("fee", INFO, words % values)
    elif rules.fee_cents and free_until is not None:
        values = {"day": day(free_until), "fee": dollars(rules.fee_cents)}
        yield Finding("free", INFO, _("This is free until %(day)s. After that it costs %(fee)s.") % values)


def _not_found(wish, ground):
    if ground.missing:
        words = _("We could not find %(name)s in the city’s list of streets. You can go on; a person will look.")
        return words % {"name": ground.missing}
    return _("We could not find this piece of %(street)s. You can go on; a person will look.") % {"street": wish.street}
