"""Blank sheets to print before anything is asked for: a letter to the neighbors, and a sheet for their consent."""

from django.shortcuts import render

from events.access import get_community_or_404
from events.caching import public_page
from events.lib import phones, wording
from events.models import ClosurePolicy

LINES = 14


def fetch_night(request, now, community):
    """An open community, its current edition or None, and the edition's rules for closures."""
    community = get_community_or_404(request, community)
    edition = community.current_edition(now)
    if edition is None:
        return community, None, ClosurePolicy()
    edition.community = community
    return community, edition, edition.policy


@public_page(fetch_night)
def notice(request, community, edition, policy, *, now):
    """A letter to the neighbors about the party and the closed street, with blanks to fill in."""
    return render(request, "closedstreets/notice.html", _about(community, edition, policy, now))


@public_page(fetch_night)
def consent(request, community, edition, policy, *, now):
    """A sheet on which the households of a street say yes or no and sign."""
    context = _about(community, edition, policy, now) | {"lines": range(LINES)}
    return render(request, "closedstreets/consent.html", context)


def _about(community, edition, policy, now):
    is_to_come = edition is not None and not edition.is_cancelled and not edition.is_past(now)
    return {
        "edition": edition,
        "policy": policy,
        "night_day": wording.day_year(edition.date) if is_to_come else "",
        "email": community.contact_email,
        "phone": phones.pretty(community.contact_phone) if community.contact_phone else "",
    }
