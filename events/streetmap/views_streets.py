"""The streets that the map asks for when somebody looks closely: public, the same for everybody, and kept."""

from django.http import Http404, JsonResponse

from events import basemap
from events.access import get_community_or_404
from events.caching import public_page
from events.streetmap.streets import Cell, streets_in

COMPACT = {"separators": (",", ":"), "ensure_ascii": False}


def fetch_streets(request, now, community, cell):
    """The street file that an open community has in use, or None, and the cell of that name."""
    place = Cell.of(cell)
    if place is None:
        raise Http404
    return basemap.street_file(get_community_or_404(request, community)), place


@public_page(fetch_streets)
def streets(request, file, cell, *, now):
    """The streets of a cell; none where there are none, or no file."""
    return JsonResponse({"streets": streets_in(file, cell) if file else []}, json_dumps_params=COMPACT)
