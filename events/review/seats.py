"""The communities a person sits in, with what waits in each."""

from events.models import Edition
from events.queue import waiting_in


def seats_with_counts(seats):
    """[(seat, edition or None, parties to review)] in two queries."""
    communities = [seat.community for seat in seats]
    edition_of = {}
    for edition in Edition.objects.filter(community__in=communities).order_by("is_public", "date"):
        edition_of[edition.community_id] = edition  # the last one wins: the newest that is public, else the newest
    waiting = waiting_in(communities, edition_of)
    rows = [(seat, edition_of.get(seat.community.pk)) for seat in seats]
    return [(seat, edition, waiting.get(edition.pk, 0) if edition else 0) for seat, edition in rows]
