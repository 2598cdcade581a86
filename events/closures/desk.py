"""Which closures a tab shows, in which order, and how many there are in each."""

from django.db.models import Count, F, Q

from events.models import Closure, Review

State = Closure.State
TABS = {
    "decide": ("To decide", State.REQUESTED),
    "waiting": ("Waiting", State.NEEDS_INFORMATION),
    "approved": ("Approved", State.APPROVED),
    "declined": ("Declined", State.DECLINED),
}
OPEN_TABS = {"decide", "waiting"}
DUE = Q(fee_cents__gt=0, fee_paid_at__isnull=True) & ~Q(state=State.DECLINED)


def closures_in(edition):
    """The edition's closures of parties that are confirmed and still on, with what a line shows."""
    rows = Closure.objects.in_edition(edition).live().exclude(party__review=Review.UNCONFIRMED)
    return rows.select_related("party__neighborhood", "party__edition", "decided_by")


def counts_of(edition, *, is_due=False):
    """({tab: how many}, how many owe their fee), in one query; with `is_due` the tabs count only those that owe it."""
    only = DUE if is_due else Q()
    numbers = {f"in_{tab}": Count("pk", filter=only & Q(state=state)) for tab, (_words, state) in TABS.items()}
    found = closures_in(edition).aggregate(**numbers, due=Count("pk", filter=DUE))
    return {tab: found[f"in_{tab}"] for tab in TABS}, found["due"]


def in_tab(edition, tab, *, is_due=False):
    """The closures of a tab, with the number of their `signatures` files: what waits longest first, decisions newest.

    With `is_due` only those that owe their fee.
    """
    state = TABS[tab][1]
    order = [F("party__submitted_at").asc(nulls_last=True)] if tab in OPEN_TABS else ["-decided_at"]
    found = closures_in(edition).filter(DUE if is_due else Q(), state=state)
    return found.annotate(signatures=Count("party__petitions")).order_by(*order, "id")
