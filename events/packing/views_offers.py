"""What an edition hands out and where it is picked up."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render

from events.access import get_seat_or_404, staff_only
from events.packing import offers
from events.packing.forms_offers import ItemForms, PlaceForms, with_codes


@staff_only
def offer(request, community, year):
    """The items of a kit and the pickup places, saved together."""
    seat = get_seat_or_404(request, community, "setup")
    edition = get_object_or_404(seat.community.editions, year=year)
    edition.community = seat.community
    data = request.POST or None
    items = ItemForms(data, edition=edition, rows=offers.items_of(edition), prefix="item")
    places = PlaceForms(data, edition=edition, rows=offers.places_of(edition), prefix="place")
    if request.method == "POST" and all([items.is_valid(), places.is_valid()]):
        saved = [*with_codes(edition, items.saved()), *places.saved()]
        try:
            offers.save(edition, saved, [*items.removed(), *places.removed()])
        except offers.Refused as refused:
            messages.error(request, str(refused))
            return redirect("packing:offer", seat.community.slug, edition.year)
        messages.success(request, f"The kit of {edition.year} is saved.")
        return redirect("setup:edition", seat.community.slug, edition.year)
    problems = [*items.problems, *places.problems]
    context = {"seat": seat, "edition": edition, "items": items, "places": places, "faults": {"problems": problems}}
    return render(request, "packing/offer.html", context)
