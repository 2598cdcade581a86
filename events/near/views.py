"""Places by typing: what the field offers while somebody types, and the page that needs no script.

What is typed here is where somebody is: answers are never stored, and no log holds a query (nightout.logs).
"""

from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from events import limits, whereabouts
from events.access import get_community_or_404
from events.near.answers import answer, area_url, is_in_list, query_of
from events.near.forms import GoalForm, NearForm
from events.search import PartySearch

LEAST_LETTERS = 2


@require_safe
@never_cache
def places(request, community):
    """The places that answer to what was typed so far, for the field that offers them."""
    community = get_community_or_404(request, community)
    limits.check(request, "search", now=timezone.now())
    form = NearForm(request.GET)
    text = form.cleaned_data["q"] if form.is_valid() else ""
    found = whereabouts.find_places(community, text) if len(text) >= LEAST_LETTERS else []
    return JsonResponse({"places": [_as_json(place) for place in found], "words": _count_words(len(found))})


@require_safe
@never_cache
def find(request, community):
    """Leads on to the page that the typed place is for, mostly the list, or asks which place is meant."""
    community = get_community_or_404(request, community)
    asks = "q" in request.GET
    form = NearForm(request.GET if asks else None, places_url=reverse("near:places", args=[community.slug]))
    areas = list(community.neighborhoods.current().without_outline())
    for area in areas:
        area.community = community
    filters = PartySearch(request.GET, neighborhoods=areas)
    goal = GoalForm(request.GET).goal()
    kept = goal.pairs if goal.word else [pair for pair in filters.pairs() if pair[0] not in ("q", "near")]
    context = {
        "form": form,
        "areas": [(area.name, area_url(area, kept, goal.page)) for area in areas],
        "kept": [("to", goal.word), *kept] if goal.word else kept,
        "goal": goal,
        "back": f"{reverse(goal.page, args=[community.slug])}{query_of(goal.pairs)}",
    }
    if form.is_valid():
        limits.check(request, "search", now=timezone.now())
        text = form.cleaned_data["q"]
        found = answer(community, text, areas=areas, kept=kept, page=goal.page)
        if found.url:
            return redirect(found.url)
        in_list = not found.ways and is_in_list(community, text, areas=areas, now=timezone.now())
        context |= {"found": found, "text": text, "in_list": in_list}
    return render(request, "near/find.html", context)


def _as_json(place):
    return {
        "label": place.label,
        "hint": place.hint,
        "kind": place.kind,
        "lat": round(place.lat, 6),
        "lng": round(place.lng, 6),
        "number": place.number,
        "street": place.street,
        "place_name": place.place_name,
        "neighborhood": place.neighborhood,
    }


def _count_words(count):
    if not count:
        return _("No place like this")
    return ngettext("%(count)d place", "%(count)d places", count) % {"count": count}
