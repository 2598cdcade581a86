"""Residents' messages about a listing."""

from django.db import transaction

from events.mail import notices
from events.models import Membership, Notice, Role

DECIDERS = [Role.COORDINATOR, Role.ADMINISTRATOR]


def pass_on(listing, text, *, email="", now):
    """Queue one letter with the message for each coordinator of the listing's community; gives how many there are.

    The same message about the same listing is passed on once, however often it is sent.
    """
    lines = [f"{listing.name}: {listing.url}", "", text, *(["", email] if email else [])]
    report = "\n".join(lines)
    community = listing.community
    with transaction.atomic():
        sent = Notice.objects.filter(kind="listing_reported", community=community, context__report=report)
        seats = Membership.objects.active().filter(community=community, role__in=DECIDERS).select_related("user")
        if not sent.exists():
            for seat in seats:
                notices.listing_reported(seat.user, community, now=now, report=report)
        return len(seats)
