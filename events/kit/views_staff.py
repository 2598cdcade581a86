"""The same kit for staff: they print it for a host who has no printer, or no device at all."""

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from events.access import get_party_or_404, get_seat_or_404, staff_only
from events.kit.forms import LanguagesForm
from events.kit.sheets import KINDS
from events.kit.views import kind_or_404, send_sheet, show_sheet
from events.listing import Listing
from events.models import Party, Review


def _party(request, community, reference):
    """(the seat, the party with what its listing needs)."""
    seat = get_seat_or_404(request, community, "read")
    party = get_party_or_404(seat, reference)
    return seat, Party.objects.with_context().get(pk=party.pk)


@require_safe
@staff_only
def every(request, community, reference):
    """All that can be printed for a party."""
    seat, party = _party(request, community, reference)
    listing = Listing.of(party)
    form = LanguagesForm(request.GET, community=seat.community)
    context = {
        "seat": seat,
        "party": party,
        "name": listing.name,
        "kinds": KINDS.values(),
        "languages": form,
        "query": f"?languages={'-'.join(form.chosen)}",
        "is_ready": party.review == Review.APPROVED and not listing.is_off,
    }
    return render(request, "packing/print.html", context)


@require_safe
@staff_only
def sheet(request, community, reference, kind):
    """One thing of the kit as a page to print."""
    _seat, party = _party(request, community, reference)
    return show_sheet(request, party, kind_or_404(party, kind), back=f"{request.path.rsplit('/', 2)[0]}/")


@require_safe
@staff_only
def sheet_pdf(request, community, reference, kind):
    """One thing of the kit as a PDF."""
    _seat, party = _party(request, community, reference)
    return send_sheet(request, party, kind_or_404(party, kind), timezone.now())
