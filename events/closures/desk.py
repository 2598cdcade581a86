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


def closures_in(edition):
    """The edition's closures of parties that are confirmed and still on, with what a line shows."""
    rows = Closure.objects.in_edition(edition).live().exclude(party__review=Review.UNCONFIRMED)
    return rows.select_related("party__neighborhood", "party__edition", "decided_by")


def counts_of(edition):
    """{tab: how many}, in one query."""
    numbers = {f"in_{tab}": Count("pk", filter=Q(state=state)) for tab, (_words, state) in TABS.items()}
    found = closures_in(edition).aggregate(**numbers)
    return {tab: found[f"in_{tab}"] for tab in TABS}


def in_tab(edition, tab):
    """The closures of a tab: what waits longest first, decisions newest first."""
    state = TABS[tab][1]
    order = [F("party__submitted_at").asc(nulls_last=True)] if tab in OPEN_TABS else ["-decided_at"]
    return closures_in(edition).filter(state=state).order_by(*order, "id")
