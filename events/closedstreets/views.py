"""The list of closed streets for everybody: a page with its map, and files for navigation, buses and dispatch."""

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render

from events.access import get_community_or_404
from events.caching import public_page
from events.lib import wording
from events.lib.tables import write_rows
from events.standing import said_of

from .streets import by_day, closed_streets, drawing_of

HEADER = ["date", "street", "from street", "to street", "closed from", "closed until", "neighborhood"]


def fetch_nights(request, now, community):
    """An open community and its public editions: parties of an earlier one may still be to come."""
    community = get_community_or_404(request, community)
    editions = list(community.editions.public())
    for edition in editions:
        edition.community = community
    return community, editions


@public_page(fetch_nights)
def streets(request, community, editions, *, now):
    """The streets closed from today on, day by day."""
    found = closed_streets(community, editions, community.today(now))
    context = {
        "days": [(wording.day_year(day), [_row(one) for one in group]) for day, group in by_day(found)],
        "number": len(found),
        "undrawn": sum(not one.line for one in found),
        "drawing": drawing_of(community, found),
        "edition": next((one for one in editions if said_of(one) and not one.is_past(now)), None),
    }
    return render(request, "closedstreets/list.html", context)


def _row(street):
    return {"street": street, "times": wording.time_range(street.starts, street.ends)}


@public_page(fetch_nights)
def table(request, community, editions, *, now):
    """The same as CSV; days and times are ISO 8601, local to the city."""
    found = closed_streets(community, editions, community.today(now))
    rows = (
        [
            one.date,
            one.street,
            one.from_street,
            one.to_street,
            f"{one.starts:%H:%M}",
            f"{one.ends:%H:%M}",
            one.neighborhood,
        ]
        for one in found
    )
    content = "".join(write_rows(HEADER, rows))
    response = HttpResponse(content, content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{community.slug}-closed-streets.csv"'
    return response


@public_page(fetch_nights)
def shapes(request, community, editions, *, now):
    """The same as GeoJSON, in degrees (WGS 84); a stretch that no street file tells has no geometry."""
    found = closed_streets(community, editions, community.today(now))
    collection = {"type": "FeatureCollection", "features": [one.as_feature(community.zone) for one in found]}
    return JsonResponse(
        collection,
        content_type="application/geo+json",
        json_dumps_params={"separators": (",", ":"), "ensure_ascii": False},
    )
