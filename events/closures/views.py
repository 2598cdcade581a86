"""The closures' list, and one page for each decision about one."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from events.access import get_party_or_404, get_seat_or_404, staff_only
from events.checks import place_in_words
from events.closing.sight import sight_of
from events.deciding import staff_address
from events.history import Outdated
from events.models import Closure, StepRefused

from . import desk, fees
from .forms import ClosureSearch, FeeForm
from .rows import rows_of
from .steps import STEPS

ROWS = 50


@staff_only
def closures(request, community):
    """The closures of one edition, by state."""
    seat = get_seat_or_404(request, community)
    search = ClosureSearch(request.GET, community=seat.community, now=timezone.now())
    if search.edition is None:
        return render(request, "closures/list.html", {"seat": seat, "search": search})
    counts, due = desk.counts_of(search.edition, is_due=search.is_due)
    found = desk.in_tab(search.edition, search.chosen_tab, is_due=search.is_due)
    page = Paginator(found, ROWS).get_page(request.GET.get("page"))
    context = {
        "seat": seat,
        "search": search,
        "tabs": [(tab, words, counts[tab]) for tab, (words, _state) in desk.TABS.items()],
        "tab_words": desk.TABS[search.chosen_tab][0],
        "page": page,
        "due": due,
        "rows": rows_of(search.edition, list(page), now=timezone.now()),
        "is_open": search.chosen_tab in desk.OPEN_TABS,
        "may_decide": seat.may("decide"),
        "back": request.get_full_path(),
    }
    return render(request, "closures/list.html", context)


@staff_only
def decide(request, community, reference, deed):
    """One decision about a closure: its page, the deed, and what changed where somebody was quicker."""
    seat = get_seat_or_404(request, community, "decide")
    closure = _closure_or_404(get_party_or_404(seat, reference))
    step = STEPS[deed]
    if request.method != "POST":
        form = step.form(initial={"seen": closure.party.revision, "next": request.GET.get("next", "")})
        return _decision_page(request, seat, closure, step, form)
    form = step.form(request.POST)
    if not form.is_valid():
        return _decision_page(request, seat, closure, step, form.seen_now(closure.party.revision))
    try:
        step.act(closure, by=request.user, seen=form.cleaned_data["seen"], now=timezone.now(), **form.words)
    except Outdated as missed:
        closure = _closure_or_404(get_party_or_404(seat, reference))
        again = form.with_revision(closure.party.revision)
        return _decision_page(request, seat, closure, step, again, changes=missed.changes, status=409)
    except StepRefused:
        messages.error(request, f"That did not work. The closure: {closure.get_state_display().lower()}.")
        return redirect(_record(seat, reference))
    messages.success(request, step.done)
    return redirect(form.cleaned_data["next"] or _record(seat, reference))


@require_POST
@staff_only
def fee(request, community, reference):
    """Ticks that the fee of a closure was paid, or takes the tick back."""
    seat = get_seat_or_404(request, community, "decide")
    closure = _closure_or_404(get_party_or_404(seat, reference))
    form = FeeForm(request.POST)
    if form.is_valid():
        fees.tick(closure, is_paid=form.cleaned_data["paid"], by=request.user, now=timezone.now())
        messages.success(request, "The fee is paid." if form.cleaned_data["paid"] else "The fee is not paid.")
    return redirect(form.cleaned_data.get("next") or f"{_record(seat, reference)}#closure")


def _record(seat, reference):
    return reverse("review:record", args=[seat.community.slug, reference])


def _closure_or_404(party):
    closure = getattr(party, "closure", None)
    if closure is None or closure.state == Closure.State.WITHDRAWN:
        raise Http404
    closure.party = party
    return closure


def _decision_page(request, seat, closure, step, form, *, changes=(), status=200):
    context = {
        "seat": seat,
        "closure": closure,
        "party": closure.party,
        "name": place_in_words(closure.party),
        "sight": sight_of(closure),
        "step": step,
        "form": form,
        "words": form.typed,
        "back": staff_address(form["next"].value() or "") or _record(seat, closure.party.reference),
        "changes": changes,
        "is_possible": step.is_possible(closure),
    }
    return render(request, "closures/decide.html", context, status=status)
