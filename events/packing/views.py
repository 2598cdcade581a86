"""The packer's pages: what goes where, the list to tick off, and the same on paper and as a file."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from events import limits
from events.access import get_seat_or_404, staff_only
from events.lib import wording
from events.lib.tables import write_rows
from events.packing import desk, handing
from events.packing.forms import KitSearch, TickedForm

ROWS = 100
COLUMNS = [
    "reference", "party", "neighborhood", "host", "phone", "in the kit", "picked up at", "handed over", "by",
]  # fmt: skip


@staff_only
def kits(request, community):
    """Counts for the packer by pickup place, and the kits themselves."""
    seat, search = _search(request, community)
    if search.edition is None:
        return render(request, "packing/list.html", {"seat": seat, "search": search})
    page = Paginator(search.parties(), ROWS).get_page(request.GET.get("page"))
    piles = _piles(search)
    left, kits = piles["whole"].left, piles["whole"].kits
    numbers = {desk.OPEN: left, desk.DONE: kits - left}
    context = piles | {
        "seat": seat,
        "search": search,
        "tabs": [(tab, words, numbers[tab]) for tab, words in desk.TABS.items()],
        "tab_words": desk.TABS[search.chosen_tab],
        "is_open": search.chosen_tab == desk.OPEN,
        "page": page,
        "rows": _rows(search, page),
        "may_decide": seat.may("decide"),
        "back": request.get_full_path(),
    }
    return render(request, "packing/list.html", context)


@staff_only
def sheet(request, community):
    """The list on paper, with boxes to tick, place by place."""
    seat, search = _search(request, community)
    if search.edition is None:
        raise Http404
    context = _piles(search) | {"seat": seat, "search": search, "rows": _rows(search, search.parties())}
    here = timezone.localtime(timezone.now(), seat.community.zone)
    context["moment"] = f"{wording.day(here.date())}, {wording.clock(here)}"
    return render(request, "packing/sheet.html", context)


@staff_only
def table(request, community):
    """The list as a file for spreadsheets."""
    _seat, search = _search(request, community)
    limits.check(request, "export", request.user.pk, now=timezone.now())
    if search.edition is None:
        raise Http404
    zone = search.edition.community.zone
    cells = (_cells(row, zone) for row in _rows(search, search.parties()))
    lines = write_rows(COLUMNS, cells)
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    name = f"{community}-{search.edition.year}-kits-{search.chosen_tab}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_POST
@staff_only
def hand_over(request, community):
    """Ticks kits as handed over."""
    return _handed(request, community, handing.hand_over, "{} handed over.")


@require_POST
@staff_only
def take_back(request, community):
    """Takes ticks back that were made by mistake."""
    return _handed(request, community, handing.take_back, "{} not handed over after all.")


def _handed(request, community, deed, words):
    seat = get_seat_or_404(request, community, "decide")
    form = TickedForm(request.POST, community=seat.community)
    if form.is_valid():
        number = deed(form.cleaned_data["party"], by=request.user, now=timezone.now())
        messages.success(request, words.format("1 kit" if number == 1 else f"{number} kits"))
    else:
        messages.error(request, next(iter(form.errors.values()))[0])
    return redirect(form.cleaned_data.get("next") or reverse("packing:list", args=[community]))


def _search(request, community):
    seat = get_seat_or_404(request, community)
    return seat, KitSearch(request.GET, community=seat.community, now=timezone.now())


def _piles(search):
    heads, piles, whole = desk.piles_of(search.edition, desk.wanted_in(search.edition))
    return {"heads": heads, "piles": piles, "whole": whole}


def _rows(search, parties):
    offered = list(search.edition.kit_items.all())
    return [desk.Row.of(party, offered) for party in parties]


def _cells(row, zone):
    at, area = row.kit.handed_over_at if row.kit else None, row.party.neighborhood
    return [
        row.party.reference, row.name, area.name if area else "", row.host, row.phone,
        row.items, row.place.name if row.place else "",
        timezone.localtime(at, zone).strftime("%Y-%m-%d %H:%M") if at else "",
        str(row.kit.handed_over_by or "") if row.kit else "",
    ]  # fmt: skip
