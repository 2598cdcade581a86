"""Places by typing: what the field offers while somebody types, and the page that needs no script."""

from django.http import JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from events import limits, whereabouts
from events.access import get_community_or_404
from events.near.forms import NearForm

LEAST_LETTERS = 2


@require_safe
def places(request, community):
    """The places that answer to what was typed so far, for the field that offers them."""
    community = get_community_or_404(request, community)
    limits.check(request, "search", now=timezone.now())
    form = NearForm(request.GET)
    text = form.cleaned_data["q"] if form.is_valid() else ""
    found = whereabouts.find_places(community, text) if len(text) >= LEAST_LETTERS else []
    return JsonResponse({"places": [_as_json(place) for place in found], "words": _count_words(len(found))})


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
