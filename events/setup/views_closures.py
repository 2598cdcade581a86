"""The page of an edition's rules for street closures."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render

from events.access import get_seat_or_404, staff_only
from events.setup import policies, preview
from events.setup.forms_closures import ClosuresForm
from events.setup.views_confirm import confirm_page, is_confirmed, wants_back


@staff_only
def closures(request, community, year):
    """Shows the rules, what a change of them does, and saves it."""
    seat = get_seat_or_404(request, community, "setup")
    edition = get_object_or_404(seat.community.editions, year=year)
    edition.community = seat.community
    layers = dict(seat.community.layers.values_list("slug", "name"))
    form = ClosuresForm(request.POST or None, edition=edition, layers=layers)
    if not form.is_valid() or wants_back(request):
        return render(request, "setup/closures.html", {"seat": seat, "edition": edition, "form": form})
    shown = preview.of_policy(edition, form.values(), layers)
    if shown.rows and (edition.is_public or edition.parties.exists()) and not is_confirmed(request, shown):
        heading = f"Save the closure rules of {edition.year}?"
        return confirm_page(request, shown, seat=seat, edition=edition, heading=heading, button="Save the rules")
    changed = policies.save(edition, form.values())
    messages.success(request, "The closure rules are saved." if changed else "Nothing was different.")
    return redirect("setup:edition", seat.community.slug, edition.year)
