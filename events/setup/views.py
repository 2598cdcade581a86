"""Setup's first page, and the community's facts."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone

from events.access import get_seat_or_404, staff_only
from events.expiry import expiries_of
from events.lib import phones
from events.lib.wording import time_range
from events.setup import checklist, communities, preview
from events.setup.editions import rule_in_words
from events.setup.forms_communities import FactsForm
from events.setup.views_confirm import confirm_page, is_confirmed, wants_back


@staff_only
def home(request, community):
    """What there is and what is missing before the season opens."""
    seat = get_seat_or_404(request, community, "setup")
    editions = list(seat.community.editions.prefetch_related("visitor_kinds"))
    members = list(seat.community.memberships.select_related("user"))
    areas = seat.community.neighborhoods.count()
    newest = editions[0] if editions else None
    context = {
        "seat": seat,
        "editions": editions,
        "current": seat.community.current_edition(timezone.now()),
        "members": members,
        "areas": areas,
        "date_rule": rule_in_words(seat.community.date_rule),
        "quiet_hours": quiet_hours(seat.community),
        "expiries": expiries_of(seat.community),
        "phone": phones.pretty(seat.community.contact_phone),
        "checklist": checklist.of_community(seat.community, newest, areas=areas, members=members),
    }
    return render(request, "setup/home.html", context)


def quiet_hours(community):
    """The community's quiet hours in words, or ''."""
    starts, ends = community.quiet_from, community.quiet_until
    return "" if starts == ends else time_range(starts, ends)


@staff_only
def community(request, community):
    """Contact, languages, time zone and date rule."""
    seat = get_seat_or_404(request, community, "setup")
    form = FactsForm(request.POST or None, community=seat.community)
    if not form.is_valid() or wants_back(request):
        return render(request, "setup/community.html", {"seat": seat, "form": form})
    shown = preview.of_values(seat.community, form.values())
    if shown.rows and not is_confirmed(request, shown):
        return confirm_page(request, shown, seat=seat, heading="Save the community’s facts?", button="Save changes")
    communities.change(seat.community, form.values())
    messages.success(request, "The community’s facts are saved.")
    return redirect("setup:home", seat.community.slug)
