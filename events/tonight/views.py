"""Tonight: one page for the evening itself, and the script that keeps a copy of it on the phone."""

from django.conf import settings
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from events import standing
from events.access import get_community_or_404
from events.caching import LIVE, public_page
from events.lib.wording import day
from events.search import Spot
from events.tonight import today

REVALIDATED = "public, max-age=0, must-revalidate"


def fetch_today(request, now, community):
    """A community, its editions with a party today, and how often their page has turned today."""
    community = get_community_or_404(request, community)
    date = community.today(now)
    editions, hours = today.editions_on(community, date)
    return community, editions, today.turns_passed(hours, date, now, community.zone)


def fetch_nothing(request, now):
    return ()


@public_page(fetch_today, cache_control=LIVE)
def tonight(request, community, editions, _turns, *, now):
    """The parties of today; on a day without any it leads to the city's page."""
    if not editions:
        return redirect(community)
    asked = request.GET.get("near", "")
    spot = Spot.read(asked) if asked else None
    if spot is not None and asked != str(spot):
        return redirect(f"{request.path}?near={spot}")
    page = today.today_of(community, editions, now, spot)
    context = {
        "page": page,
        "day": day(page.day),
        "spot": spot,
        "message": _("We could not read that place. Type a street or ZIP code.") if asked and spot is None else "",
        "edition": next((edition for edition in editions if standing.said_of(edition)), None),
    }
    return render(request, "tonight/tonight.html", context)


@public_page(fetch_nothing, cache_control=REVALIDATED)
def keeper(request, *, now):
    """The script that keeps copies of public pages; asked for anew each time, so that a faulty one does not stay."""
    return render(request, "tonight/sw.js", {"release": settings.RELEASE}, content_type="text/javascript")
