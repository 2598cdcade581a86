"""Files for spreadsheets: what the queue shows, and the street closures."""

from django.http import Http404, StreamingHttpResponse
from django.utils import timezone

from events import limits
from events.access import get_seat_or_404, staff_only
from events.lib.tables import write_rows
from events.models import Closure
from events.queue import QueueSearch
from events.whereabouts.districts import NAMED

from .columns import CLOSURES, closure_row, party_columns, party_row

AT_ONCE = 500


@staff_only
def parties(request, community):
    """The parties that the queue shows for the same address, all pages of them."""
    search = _search(request, community)
    rows = search.parties().prefetch_related("visit_requests__kind", NAMED).iterator(chunk_size=AT_ONCE)
    layers = list(search.community.layers.all())
    cells = (party_row(party, search.facts, layers) for party in rows)
    return _file(f"{community}-{search.edition.year}-{search.shown_tab}.csv", party_columns(layers), cells)


@staff_only
def closures(request, community):
    """Every closure of the edition that was not taken back, by street."""
    search = _search(request, community)
    found = Closure.objects.in_edition(search.edition).exclude(state=Closure.State.WITHDRAWN)
    found = found.select_related("party", "decided_by", "fee_paid_by").order_by("street", "id")
    found = found.prefetch_related("party__hosts", "party__petitions")
    zone = search.edition.community.zone
    cells = (closure_row(closure, zone) for closure in found.iterator(chunk_size=AT_ONCE))
    return _file(f"{community}-{search.edition.year}-closures.csv", CLOSURES, cells)


def _search(request, community):
    seat = get_seat_or_404(request, community)
    now = timezone.now()
    limits.check(request, "export", request.user.pk, now=now)
    search = QueueSearch(request.GET, community=seat.community, now=now)
    if search.edition is None:
        raise Http404
    return search


def _file(name, header, rows):
    """A CSV file that is written while it is read."""
    response = StreamingHttpResponse(write_rows(header, rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
