"""After the night: was it held, entered in bulk; the figures as page and file."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from events import limits
from events.access import get_seat_or_404, staff_only
from events.checks import place_in_words
from events.lib.phones import pretty
from events.lib.tables import write_rows
from events.models import Outcome

from . import chart, sheet, table
from .choice import FiguresForm, OutcomeSearch, editions_of
from .figures import HEADS, NEIGHBORHOOD, Report


@staff_only
def figures(request, community):
    """The night in figures, beside the nights before it, broken down one way."""
    seat = get_seat_or_404(request, community)
    form = FiguresForm(request.GET, community=seat.community, now=timezone.now())
    context = {"seat": seat, "search": form}
    if form.edition is not None:
        report = Report(seat.community, form.editions)
        ways = dict(report.ways)
        way = form.asked("by") if form.asked("by") in ways else NEIGHBORHOOD
        lines = report.lines(way, form.edition)
        context |= {
            "heads": HEADS,
            "total": report.total(form.edition),
            "years": report.years(),
            "year_bars": chart.bars(report.years()),
            "ways": report.ways,
            "way": way,
            "way_words": ways[way],
            "lines": lines,
            "bars": chart.largest(lines),
            "before": report.before(form.edition),
        }
    return render(request, "reports/figures.html", context)


@staff_only
def figures_file(request, community):
    """All figures of all nights as a file for spreadsheets."""
    seat = get_seat_or_404(request, community)
    now = timezone.now()
    limits.check(request, "export", request.user.pk, now=now)
    report = Report(seat.community, editions_of(seat.community, now))
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response.writelines(write_rows(table.HEADER, table.rows(report)))
    response["Content-Disposition"] = f'attachment; filename="{community}-figures.csv"'
    return response


@staff_only
def outcomes(request, community):
    """The approved parties whose day has come, 50 on a sheet; the unknown ones first."""
    seat = get_seat_or_404(request, community)
    search = OutcomeSearch(request.GET, community=seat.community, now=timezone.now())
    if search.edition is None:
        return render(request, "reports/outcomes.html", {"seat": seat, "search": search})
    page = Paginator(search.parties(), sheet.MOST).get_page(request.GET.get("page"))
    form = sheet.SheetForm(parties=list(page), shown=search.shown_outcome)
    return _sheet(request, seat, form, search=search, page=page, back=request.get_full_path())


@staff_only
@require_POST
def enter(request, community):
    """What staff wrote on a sheet; faulty answers come back with all that was chosen."""
    seat = get_seat_or_404(request, community, "decide")
    picks = sheet.PicksForm(request.POST, community=seat.community)
    form, back = sheet.SheetForm(request.POST, parties=picks.parties()), picks.back()
    if not form.is_valid():
        return _sheet(request, seat, form, back=back)
    entered = sheet.enter(form, by=request.user, now=timezone.now())
    if entered.total:
        messages.success(request, f"Entered: {_counted(entered)}.")
    if entered.left:
        left = ", ".join(party.reference for party in entered.left)
        messages.warning(request, f"Somebody was quicker. Not changed: {left}.")
    return redirect(back or reverse("reports:outcomes", args=[seat.community.slug]))


def _counted(entered):
    named = [(entered.held, "held"), (entered.not_held, "not held"), (entered.unknown, "not known")]
    return ", ".join(f"{number} {words}" for number, words in named if number)


def _sheet(request, seat, form, *, back, search=None, page=None):
    """The sheet; without a search it is one that came back for its faults."""
    counts = {}
    if search is not None:
        counts = dict(search.all_parties().order_by().values_list("outcome").annotate(number=Count("pk")))
    context = {
        "seat": seat,
        "may_decide": seat.may("decide"),
        "search": search,
        "page": page,
        "form": form,
        "back": back,
        "tabs": [(value, words, counts.get(value, 0)) for value, words in Outcome.choices],
        "rows": [_row(*line) for line in form.lines()],
    }
    return render(request, "reports/outcomes.html", context)


def _row(party, answer, people):
    host = party.main_host()
    return {
        "party": party,
        "name": place_in_words(party),
        "by": party.organization or (host.name if host else ""),
        "phone": host.phone if host else "",
        "phone_pretty": pretty(host.phone) if host and host.phone else "",
        "answer": answer,
        "people": people,
    }
