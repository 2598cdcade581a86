"""The coordinators' pages: home, queue, record, and one page for each decision."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from events import queue as desk
from events.access import get_party_or_404, get_seat_or_404, seats_of, staff_only
from events.checks import Facts, place_in_words
from events.deciding import staff_address
from events.history import Outdated
from events.lib import wording
from events.models import Party, Proposal, StepRefused
from events.queue import QueueSearch
from events.spoken import Words

from . import bulk as bulks
from . import decisions
from .beside import Beside
from .forms import BulkForm, InternalNoteForm
from .record import line_of, record_of
from .rows import open_row_of, row_of
from .seats import seats_with_counts
from .steps import STEPS

ROWS = 50


@staff_only
def home(request):
    """Where staff begin: the one queue, or the list of communities with what waits in each."""
    seats = seats_of(request.user)
    if len(seats) == 1:
        return redirect("review:queue", seats[0].community.slug)
    return render(request, "review/home.html", {"seats": seats_with_counts(seats, now=timezone.now())})


@staff_only
def queue(request, community):
    """The parties of a tab, searched and filtered, with one of them open beside the table."""
    seat = get_seat_or_404(request, community)
    search = QueueSearch(request.GET, community=seat.community, now=timezone.now())
    if search.edition is None:
        return render(request, "review/no_edition.html", {"seat": seat})
    now = timezone.now()
    counts, oldest = desk.counts_of(search)
    page = Paginator(search.parties(), ROWS).get_page(request.GET.get("page"))
    rows = [row_of(party, search.facts, now, tab=search.shown_tab) for party in page]
    context = {
        "seat": seat,
        "may_decide": seat.may("decide"),
        "search": search,
        "tabs": [(name, words, counts[name]) for name, words in desk.TABS.items()],
        "tab_words": desk.TABS[search.shown_tab],
        "page": page,
        "rows": rows,
        "back": _without_open(request),
        "longest": wording.waiting(now - oldest) if oldest else "",
        "unplaced": desk.unplaced(search.edition).count(),
        "beside": Beside.of(search.edition, now),
        **_open(request, seat, search, rows, now),
    }
    return render(request, "review/queue.html", context)


def _without_open(request):
    """The address of the same list with nothing open."""
    query = request.GET.copy()
    query.pop("open", None)
    return f"{request.path}?{query.urlencode()}" if query else request.path


def _open(request, seat, search, rows, now):
    """The context of the party beside the table: the one asked for, else the first of the list (on wide screens)."""
    asked_for = request.GET.get("open", "").replace("\0", "")
    reference = asked_for or (rows[0].party.reference if rows else "")
    if not reference:
        return {}
    party = get_party_or_404(seat, reference)
    facts = search.facts if party.edition_id == search.edition.pk else Facts(party.edition)
    opened = open_row_of(party, facts)
    return {
        "open": opened,
        "is_asked_for": bool(asked_for),
        "steps": _steps(party, opened.proposal),
        "is_present": desk.is_present(party, request.user, now),
    }


def _steps(party, proposal):
    """The decisions that are possible now, by name."""
    return {name: step for name, step in STEPS.items() if step.is_possible(party, proposal)}


@staff_only
def record(request, community, reference):
    """Everything about one party."""
    seat = get_seat_or_404(request, community)
    party = get_party_or_404(seat, reference)
    found = record_of(party)
    context = {
        "seat": seat,
        "may_decide": seat.may("decide"),
        "record": found,
        "party": party,
        "steps": _steps(party, found.proposal),
        "back": staff_address(request.GET.get("next", "").replace("\0", "")),
        "is_present": desk.is_present(party, request.user, timezone.now()),
        "note_form": InternalNoteForm(),
        "today": seat.community.today(timezone.now()),
    }
    return render(request, "review/record.html", context)


@staff_only
def decide(request, community, reference, deed):
    """One decision: its page, the deed, and what changed where somebody was quicker."""
    seat = get_seat_or_404(request, community, "decide")
    party = get_party_or_404(seat, reference)
    step = STEPS[deed]
    if request.method != "POST":
        form = step.form(initial={"seen": party.revision, "next": request.GET.get("next", "")})
        return _decision_page(request, seat, party, step, form)
    form = step.form(request.POST)
    if not form.is_valid():
        return _decision_page(request, seat, party, step, form.seen_now(party.revision))
    try:
        party = step.act(party, by=request.user, seen=form.cleaned_data["seen"], now=timezone.now(), **form.words)
    except Outdated as missed:
        return _told_what_changed(request, seat, step, form, missed)
    except StepRefused:
        messages.error(request, f"That did not work. {place_in_words(party)}: {party.get_review_display().lower()}.")
        return redirect(party_address(seat, party))
    decisions.opened(party, by=request.user, now=timezone.now())
    messages.success(request, f"{place_in_words(party)} {step.done} {_letter(party)}")
    return redirect(form.cleaned_data["next"] or party_address(seat, party))


def party_address(seat, party):
    """The path of the party's record."""
    return reverse("review:record", args=[seat.community.slug, party.reference])


def _letter(party):
    host = party.main_host()
    return "The host gets a letter." if host.email else "The host has no email: there is a new line on the call list."


def _told_what_changed(request, seat, step, form, missed):
    party = get_party_or_404(seat, missed.party.reference)
    words = Words(party.edition)
    changes = [line_of(change, words) for change in missed.changes]
    again = form.with_revision(party.revision)
    return _decision_page(request, seat, party, step, again, changes=changes, status=409)


def _decision_page(request, seat, party, step, form, *, changes=(), status=200):
    proposal = party.proposals.filter(state=Proposal.State.OPEN).first()
    context = {
        "seat": seat,
        "party": party,
        "name": place_in_words(party),
        "step": step,
        "form": form,
        "words": form.typed,
        "back": staff_address(form["next"].value() or "") or party_address(seat, party),
        "changes": changes,
        "is_possible": step.is_possible(party, proposal),
    }
    return render(request, "review/decide.html", context, status=status)


@require_POST
@staff_only
def note(request, community, reference):
    """Keeps an internal note."""
    seat = get_seat_or_404(request, community, "decide")
    party = get_party_or_404(seat, reference)
    form = InternalNoteForm(request.POST)
    if form.is_valid():
        decisions.add_note(party, by=request.user, now=timezone.now(), text=form.cleaned_data["text"])
        decisions.opened(party, by=request.user, now=timezone.now())
        messages.success(request, "The note is kept.")
        return redirect(f"{party_address(seat, party)}#notes")
    found = record_of(party)
    context = {"seat": seat, "record": found, "party": party, "steps": _steps(party, found.proposal), "form": form}
    return render(request, "review/record.html", {**context, "may_decide": True, "note_form": form})


@require_POST
@staff_only
def opened(request, community, reference):
    """Remembers who has the party open; a script sends it, and nothing is lost without one."""
    seat = get_seat_or_404(request, community, "decide")
    decisions.opened(get_party_or_404(seat, reference), by=request.user, now=timezone.now())
    return HttpResponse(status=204)


@staff_only
def bulk(request, community):
    """Approves ticked parties: first a page that names them, then the deed."""
    seat = get_seat_or_404(request, community, "decide")
    form = BulkForm(request.POST)
    if not form.is_valid():
        if request.method == "POST":
            messages.error(request, form.errors.get("party", ["Tick the parties again."])[0])
        return redirect("review:queue", seat.community.slug)
    parties = Party.objects.in_community(seat.community)
    chosen, left_out = bulks.sorted_out(parties, form.cleaned_data["party"])
    back = form.cleaned_data["next"] or reverse("review:queue", args=[seat.community.slug])
    if form.cleaned_data["sure"]:
        approved, missed = bulks.approve_all(chosen, by=request.user, now=timezone.now())
        return _bulk_done(request, back, approved, [*left_out, *missed])
    context = {"seat": seat, "chosen": chosen, "left_out": left_out, "back": back}
    return render(request, "review/bulk.html", context)


def _bulk_done(request, back, approved, left_out):
    if approved:
        number = len(approved)
        messages.success(request, f"{number} {'party is' if number == 1 else 'parties are'} approved.")
    for picked in left_out:
        messages.error(request, f"{picked.name} was left out: {picked.why}")
    return redirect(back)
