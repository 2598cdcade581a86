"""What the pin's map is drawn of, as JSON."""

from django.http import JsonResponse
from django.views.decorators.http import require_GET

from events import access, pinmap
from events.registration.forms import NearForm

PARKS = ("park", "cemetery")
STREETS_M = 700


@require_GET
def areas(request, community):
    """The community's areas as drawn on its map, for the pin: the frame, and number and path of each."""
    community = access.get_community_or_404(request, community)
    rows = community.neighborhoods.current().exclude(path="").values_list("number", "name", "path", "kind")
    drawn = [
        {"number": number, "name": name, "path": path, "kind": "park" if kind in PARKS else "hood"}
        for number, name, path, kind in rows
    ]
    response = JsonResponse({"frame": community.frame, "areas": drawn if community.frame else []})
    response["Cache-Control"] = "public, max-age=3600"
    return response


@require_GET
def streets(request, community):
    """The streets around a point, for the pin's map: names and lines of the community's file of streets.

    Kept by nobody: where the map is looked at is where a host lives.
    """
    community = access.get_community_or_404(request, community)
    form = NearForm(request.GET)
    rows = pinmap.streets_around(community, *form.cleaned_data["near"], reach_m=STREETS_M) if form.is_valid() else []
    lines = [
        {
            "name": row.street.name,
            "main": row.road_class in pinmap.MAIN,
            "points": [[round(y, 5), round(x, 5)] for x, y in row.line],
        }
        for row in rows
    ]
    return JsonResponse({"lines": lines})
