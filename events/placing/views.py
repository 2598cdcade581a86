"""Parties that nobody has placed yet: their list, and the page that puts one on the map."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from events import pinmap
from events.access import get_party_or_404, get_seat_or_404, staff_only
from events.checks import place_in_words
from events.history import Outdated
from events.lib import wording
from events.models import current_of
from events.queue import unplaced

from .forms import PlacingForm, SearchForm
from .placement import next_after, place

ROWS = 50


@staff_only
def waiting(request, community):
    """The parties of the current edition that are not on the map, with what their hosts typed."""
    seat = get_seat_or_404(request, community)
    now = timezone.now()
    today = seat.community.today(now)
    editions = list(seat.community.editions.in_use(today).order_by("-date"))
    edition = current_of([one for one in editions if one.is_public] or editions, today)
    context = {"seat": seat, "edition": edition, "may_decide": seat.may("decide")}
    if edition is not None:
        edition.community = seat.community
        rows = unplaced(edition).select_related("neighborhood").prefetch_related("hosts")
        page = Paginator(rows, ROWS).get_page(request.GET.get("page"))
        context |= {"page": page, "rows": [_row(party, now) for party in page]}
    return render(request, "placing/list.html", context)


def _row(party, now):
    host = party.main_host()
    return {
        "party": party,
        "typed": typed_words(party),
        "by": party.organization or (host.name if host else ""),
        "since": wording.waiting(now - party.waits_since),
    }


def typed_words(party):
    """The place as the host typed it, in one line."""
    address = f"{party.number} {party.street}".strip()
    return ", ".join(words for words in (party.place_name, address) if words) or place_in_words(party)


@staff_only
def party(request, community, reference):
    """One party: search, choose, and put it on the map; then comes the next one."""
    seat = get_seat_or_404(request, community, "decide")
    found_party = get_party_or_404(seat, reference)
    search = SearchForm(request.GET, community=seat.community, words=search_words(found_party))
    found = search.found()
    if request.method != "POST":
        return _page(request, seat, found_party, search, _fresh_form(found_party, search, found))
    form = PlacingForm(request.POST, party=found_party, found=found)
    if not form.is_valid():
        return _page(request, seat, found_party, search, form.seen_now(found_party.revision))
    try:
        place(found_party, **form.pin, by=request.user, seen=form.cleaned_data["seen"], now=timezone.now())
    except Outdated as missed:
        fresh = get_party_or_404(seat, reference)
        form = form.with_revision(fresh.revision)
        return _page(request, seat, fresh, search, form, changes=missed.changes, status=409)
    return _on_to_the_next(request, seat, found_party, form.area)


def search_words(party):
    """What the search begins with: the name of the place, else the address."""
    return party.place_name or f"{party.number} {party.street}".strip()


def _fresh_form(party, search, found):
    initial = {"seen": party.revision, "lat": party.lat, "lng": party.lng}
    if found and (party.lat is None or search.is_sent):
        initial |= {"place": found[0][0], "lat": found[0][1].lat, "lng": found[0][1].lng}
    return PlacingForm(initial=initial, party=party, found=found)


def is_placed(party):
    """Whether the party is on the map already, so that its pin is only moved."""
    return party.lat is not None and party.neighborhood_id is not None


def _on_to_the_next(request, seat, party, area):
    said = f"{party.reference} is on the map, in {area.name}."
    if party.neighborhood is not None and party.neighborhood.number != area.number:
        said += f" The host had chosen {party.neighborhood.name}."
    if is_placed(party):
        messages.success(request, said)
        return redirect("review:record", seat.community.slug, party.reference)
    reference, left = next_after(party)
    messages.success(request, f"{said} {left} left to place." if left else said)
    if reference:
        return redirect("placing:party", seat.community.slug, reference)
    return redirect("placing:list", seat.community.slug)


def _page(request, seat, party, search, form, *, changes=(), status=200):
    lat, lng = (form.fields[name].tried(form[name].value()) for name in ("lat", "lng"))
    reference, left = next_after(party)
    query = f"?{request.GET.urlencode()}" if request.GET else ""
    context = {
        "seat": seat,
        "party": party,
        "name": typed_words(party),
        "host": party.main_host(),
        "search": search,
        "form": form,
        "action": reverse("placing:party", args=[seat.community.slug, party.reference]) + query,
        "map": pinmap.around(seat.community, lat, lng) if lat is not None and lng is not None else None,
        "changes": changes,
        "next": reference,
        "is_placed": is_placed(party),
        "left": left,
    }
    return render(request, "placing/party.html", context, status=status)
