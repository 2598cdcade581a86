"""The list of barricades for the people who bring them: page, print and file."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from events import limits
from events.access import get_seat_or_404, staff_only
from events.lib.tables import write_rows

from .barricades import HEADER, by_area, drops_of
from .forms import ClosureSearch


@staff_only
def barricades(request, community):
    """The barricades of one edition, a table for each delivery area."""
    seat = get_seat_or_404(request, community)
    search = ClosureSearch(request.GET, community=seat.community, now=timezone.now())
    context = {"seat": seat, "search": search}
    if search.edition is not None:
        drops = drops_of(search.edition)
        context |= {
            "areas": by_area(drops),
            "number": len(drops),
            "picked_up": sum(drop.is_picked_up for drop in drops),
        }
    return render(request, "closures/barricades.html", context)


@staff_only
def table(request, community):
    """The same as CSV; days and times are ISO 8601, local to the city."""
    seat = get_seat_or_404(request, community)
    now = timezone.now()
    limits.check(request, "export", request.user.pk, now=now)
    edition = ClosureSearch(request.GET, community=seat.community, now=now).edition
    if edition is None:
        raise Http404
    content = "".join(write_rows(HEADER, (drop.cells() for drop in drops_of(edition))))
    response = HttpResponse(content, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{community}-{edition.year}-barricades.csv"'
    return response
