"""Tonight: one page for the evening itself, and the script that keeps a copy of it on the phone."""

import json

from django.conf import settings
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override

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
    context = {"release": settings.RELEASE, "offline": json.dumps(_offline_pages())}
    return render(request, "tonight/sw.js", context, content_type="text/javascript")


def _offline_pages():
    """{language: the page that stands where there is neither a network nor a copy}, the site's own language first."""
    codes = sorted((code for code, _name in settings.LANGUAGES), key=lambda code: code != settings.LANGUAGE_CODE)
    pages = {}
    for code in codes:
        with override(code):
            pages[code] = render_to_string("tonight/offline.html")
    return pages
