"""When the contacts and exact places of each night are deleted, and of how many parties. See `forgetting`."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Max, Q

from events.models import Edition, Review, Source

LEFT = Q(parties__forgotten_at__isnull=True)
INVITED = Q(parties__ask_next_year=True) | Q(parties__source=Source.IMPORT)
KEPT = LEFT & INVITED & Q(parties__review=Review.APPROVED)


@dataclass(frozen=True)
class Expiry:
    """A night of which contacts are still held.

    Those of `others` parties up to `last_day` at most; `kept` parties have a host who may be asked to come again, and
    stay until `kept_until`, when registration for the next night closes: None while that night is not published.
    """

    edition: Edition
    others: int
    last_day: dt.date | None
    kept: int
    kept_until: dt.date | None


def expiries_of(community):
    """The Expiries of a community's nights, the oldest first. Two queries."""
    days = dt.timedelta(days=community.contacts_kept_days)
    rows = community.editions.annotate(
        left=Count("parties", filter=LEFT),
        kept=Count("parties", filter=KEPT),
        last=Max("parties__date", filter=LEFT & ~KEPT),
    )
    public = list(community.editions.public().order_by("date"))
    found = []
    for edition in rows.filter(left__gt=0).order_by("date"):
        later = next((one for one in public if one.date > edition.date), None)
        until = max(later.listing_until, edition.date + days) if later else None
        last_day = edition.last + days if edition.last else None
        found.append(Expiry(edition, edition.left - edition.kept, last_day, edition.kept, until))
    return found
