"""Doors of the room: an evening with several parties, as a page and as a calendar file. The address is its state."""

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render

from events.access import get_edition_or_404
from events.caching import public_page
from events.calendar import event_of, file_of
from events.evening import plan, route
from events.evening.forms import EveningForm
from events.listing import listings
from events.models import Party
from events.search import PartySearch, hours_of


def fetch_night(request, now, community):
    """A community's current edition."""
    return (get_edition_or_404(request, community, now=now),)


def asked(request, edition):
    """(what the address says of the evening, its search for more, the Evening, the areas by id): two queries."""
    areas = edition.community.neighborhoods.without_outline().in_bulk()
    search = PartySearch(request.GET, neighborhoods=areas.values())
    form = EveningForm(request.GET, hours=hours_of(edition))
    every = listings(edition, areas=areas)
    chosen = plan.evening_of(every, form.keys, date=edition.date, start=search.near, leaves=form.leaves)
    return form, search, chosen, areas, every


@public_page(fetch_night)
def evening(request, edition, *, now):
    """The parties chosen in the order to walk to them, and those to choose from."""
    form, search, chosen, areas, every = asked(request, edition)
    if not search.is_rounded:
        keys = [one.key for one in chosen.chosen]
        return redirect(f"{request.path}{plan.query_of(keys, near=search.near, leaves=form.leaves)}")
    found = every
    if search.text or search.neighborhood:
        found = listings(edition, search.narrow(Party.objects.listed().in_edition(edition)), areas=areas)
    narrows = bool(search.text or search.neighborhood or chosen.chosen or search.near)
    state = {"near": search.near, "leaves": form.leaves}
    keys = [one.key for one in chosen.chosen]
    context = {
        "edition": edition,
        "form": form,
        "search": search,
        "evening": chosen,
        "offers": plan.offers_of(found, chosen, near=search.near) if narrows or len(every) <= plan.LIST_UP_TO else [],
        "is_long": not narrows and len(every) > plan.LIST_UP_TO,
        "route": route.route_of(edition.community, chosen.stops) if chosen.stops else None,
        "picked": [(one, plan.query_of([key for key in keys if key != one.key], **state)) for one in chosen.chosen],
        "query": plan.query_of(keys, **state),
        "most": plan.MOST,
        "least": plan.LEAST,
    }
    return render(request, "evening/evening.html", context)


@public_page(fetch_night)
def calendar(request, edition, *, now):
    """The stops of an evening as one calendar file; where there are none, the page to choose some."""
    *_asked, chosen, _areas, _every = asked(request, edition)
    if not chosen.in_calendar:
        return redirect("evening:evening", edition.community.slug)
    events = []
    for listing in chosen.in_calendar:
        uid = f"evening.{edition.community.slug}.{edition.year}.{listing.key}@nightout"
        page = f"{settings.SITE_URL}{listing.url}"
        events.append(event_of(listing, address=page, now=now, uid=uid, edition=edition))
    response = HttpResponse(file_of(events), content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="evening.ics"'
    return response
