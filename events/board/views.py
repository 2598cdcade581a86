"""The switchboard: the day's parties as they stand, and a word from staff about one of them."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localtime
from django.views.decorators.http import require_safe

from events import night
from events.access import get_party_or_404, get_seat_or_404, staff_only
from events.deciding import staff_address
from events.lib import wording
from events.night_forms import saying_of, sayings

from . import lines
from .forms import BoardSearch

ROWS = 100


@staff_only
@require_safe
def board(request, community):
    """Every party of a day, by how it stands."""
    seat = get_seat_or_404(request, community)
    now = timezone.now()
    search = BoardSearch(request.GET, community=seat.community, now=now)
    context = {"seat": seat, "search": search, "may_decide": seat.may("decide")}
    if search.day is None:
        return render(request, "board/board.html", context)
    clock = lines.Clock.of(search.day, now, seat.community.zone)
    counts = lines.counts_of(search.parties(), clock)
    found = lines.in_tab(search.parties(), search.shown_tab, clock)
    page = Paginator(found, ROWS).get_page(request.GET.get("page"))
    context |= {
        "day": wording.day(search.day),
        "is_today": search.day == seat.community.today(now),
        "time": wording.clock(localtime(now, seat.community.zone)),
        "tabs": [(name, words, counts[name]) for name, words in lines.TABS.items()],
        "tab_words": lines.TABS[search.shown_tab],
        "page": page,
        "lines": [lines.line_of(party, clock, now) for party in page],
        "back": request.get_full_path(),
    }
    return render(request, "board/board.html", context)


@staff_only
@require_safe
def choose(request, community, reference):
    """What can be said of a party now."""
    seat = get_seat_or_404(request, community, "decide")
    party = get_party_or_404(seat, reference)
    return _page(request, seat, party, sayings(party, timezone.now()))


@staff_only
def say(request, community, reference, said):
    """One thing said of a party, as the host said it on the phone or a colleague on the radio."""
    seat = get_seat_or_404(request, community, "decide")
    party, now = get_party_or_404(seat, reference), timezone.now()
    saying = saying_of(said, party, now)
    if saying is None:
        messages.warning(request, "This cannot be said of the party now.")
        return redirect("board:choose", seat.community.slug, reference)
    form = saying.form(request.POST if request.method == "POST" else None, party=party)
    form.says_optional = False
    if request.method == "POST" and form.is_valid():
        try:
            night.say(party, saying.night, **form.said, by=request.user, now=now)
            messages.success(request, f"{reference}: saved. Its page, the map and the hosts’ pages say it now.")
        except night.NightRefused:
            messages.warning(request, "The party changed meanwhile. This is how it stands now.")
        return redirect(_back(request, seat))
    return _page(request, seat, party, sayings(party, now), saying=saying, form=form)


def _back(request, seat):
    """The board as it was left, by the address that came along."""
    asked = request.POST.get("next", "") or request.GET.get("next", "")
    return staff_address(asked[:500]) or reverse("board:board", args=[seat.community.slug])


def _page(request, seat, party, offered, **more):
    clock = lines.Clock.of(party.date, timezone.now(), seat.community.zone)
    [row] = lines.in_tab(type(party).objects.filter(pk=party.pk), "all", clock)
    context = {
        "seat": seat,
        "party": party,
        "line": lines.line_of(row, clock, timezone.now()),
        "day": wording.day(party.date),
        "rain_day": wording.day(party.rain_date) if party.rain_date else "",
        "sayings": offered,
        "back": _back(request, seat),
    } | more
    return render(request, "board/say.html", context)
