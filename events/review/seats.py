"""The communities a person sits in, with what waits in each."""

from events.models import Edition, current_of
from events.queue import waiting_in


def seats_with_counts(seats, *, now):
    """[(seat, edition or None, parties to review)] in two queries: the public edition of `now`, else a hidden one."""
    editions = {seat.community.pk: {True: [], False: []} for seat in seats}
    for edition in Edition.objects.filter(community__in=editions):
        editions[edition.community_id][edition.is_public].append(edition)
    edition_of = {}
    for seat in seats:
        own = editions[seat.community.pk]
        edition_of[seat.community.pk] = current_of(own[True] or own[False], seat.community.today(now))
    waiting = waiting_in([seat.community for seat in seats], edition_of)
    rows = [(seat, edition_of[seat.community.pk]) for seat in seats]
    return [(seat, edition, waiting.get(edition.pk, 0) if edition else 0) for seat, edition in rows]
