"""The pages of a decision about the whole night: how it stands, what would follow, and the way back."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from events import storm as desk
from events.access import get_seat_or_404, staff_only
from events.lib import wording
from events.models import Storm
from events.storms.forms import ConfirmForm, PostponeForm, StormForm

GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])
LEFT_OUT = {"csrfmiddlewaretoken", "city", "step"}


def _night_or_404(request, community, now):
    """(seat, the edition whose night is meant at `now`, or None)."""
    seat = get_seat_or_404(request, community, "decide")
    edition = seat.community.current_edition(now)
    if edition is not None:
        edition.community = seat.community
    return seat, edition


@staff_only
@require_safe
def storm(request, community):
    """How the night stands, what became of the last decision, and the ways to a new one."""
    now = timezone.now()
    seat, edition = _night_or_404(request, community, now)
    last = desk.latest(edition) if edition else None
    is_open = edition is not None and not edition.is_cancelled and not edition.is_past(now)
    can_undo = last is not None and desk.can_be_undone(last, now)
    context = {
        "seat": seat,
        "edition": edition,
        "night": wording.day_year(edition.date) if edition else "",
        "last": last,
        "can_undo": can_undo,
        "may_decide": is_open and not can_undo,
        "letters": desk.letters_of(last) if last else {},
        "leave_at": wording.clock(timezone.localtime(last.letters_at, seat.community.zone)) if last else "",
    }
    return render(request, "storms/storm.html", context)


@staff_only
@GET_OR_POST
def postpone(request, community):
    """The new day and the reason, then what follows and the city's name to type, then it is done."""
    now = timezone.now()
    seat, edition = _open_night_or_404(request, community, now)
    form = PostponeForm(_sent(request), edition=edition, today=seat.community.today(now))
    return _decided(request, seat, edition, form, Storm.Kind.POSTPONED, now)


@staff_only
@GET_OR_POST
def call_off(request, community):
    """The reason, then what follows and the city's name to type, then it is done."""
    now = timezone.now()
    seat, edition = _open_night_or_404(request, community, now)
    return _decided(request, seat, edition, StormForm(_sent(request), edition=edition), Storm.Kind.CANCELLED, now)


@staff_only
@require_POST
def undo(request, community):
    """Takes the last decision back, while its letters have not left."""
    now = timezone.now()
    _seat, edition = _night_or_404(request, community, now)
    last = desk.latest(edition) if edition else None
    try:
        if last is None:
            raise desk.Refused("There is nothing to undo.")
        desk.undo(last, by=request.user, now=now)
        messages.success(request, "Everything is as it was before. No letter has left.")
    except desk.Refused as refused:
        messages.error(request, str(refused))
    return redirect("storms:storm", community)


def _open_night_or_404(request, community, now):
    seat, edition = _night_or_404(request, community, now)
    if edition is None:
        raise Http404
    return seat, edition


def _sent(request):
    return request.POST if request.method == "POST" else None


def _decided(request, seat, edition, form, kind, now):
    """The form, until it is right; then the preview, until the city's name is typed; then the deed."""
    postpones = kind == Storm.Kind.POSTPONED
    context = {"seat": seat, "edition": edition, "form": form, "postpones": postpones, "night": _day(edition.date)}
    if not form.is_valid() or request.POST.get("step") == "back":
        return render(request, "storms/form.html", context)
    confirm = ConfirmForm(request.POST if request.POST.get("step") == "do" else None, community=seat.community)
    if confirm.is_valid():
        return _do(request, seat, edition, form, now)
    context |= {
        "form": confirm,
        "plan": desk.plan(edition, kind, form.new_date),
        "new_day": _day(form.new_date) if postpones else "",
        "words": form.words,
        "typed": [(name, value) for name, value in request.POST.items() if name not in LEFT_OUT],
        "minutes": int(desk.UNDO.total_seconds() // 60),
    }
    return render(request, "storms/confirm.html", context)


def _do(request, seat, edition, form, now):
    told = {"words": form.words, "by": request.user, "now": now}
    try:
        if form.new_date:
            desk.postpone(edition, form.new_date, **told)
        else:
            desk.call_off(edition, **told)
        messages.success(request, "It is done, and every page says so.")
    except desk.Refused as refused:
        messages.error(request, str(refused))
    return redirect("storms:storm", seat.community.slug)


def _day(date):
    return wording.day_year(date)
