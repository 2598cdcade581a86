"""The call list's page and its four buttons, and the list on paper."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from events.access import get_seat_or_404, staff_only
from events.lib import wording
from events.models import Notice

from . import lines
from .forms import SheetForm

TOO_LATE = "Somebody else was quicker. This is how things stand now."


@staff_only
def call_list(request, community):
    """Who to call and what to say, and the letters in trouble."""
    seat = get_seat_or_404(request, community, "read")
    now = timezone.now()
    calls, calls_total = lines.lines_to_call(seat.community, now)
    troubled, troubled_total = lines.troubled_letters(seat.community, now)
    context = {
        "seat": seat,
        "may_decide": seat.may("decide"),
        "calls": calls,
        "calls_total": calls_total,
        "troubled": troubled,
        "troubled_total": troubled_total,
    }
    return render(request, "calls/list.html", context)


@staff_only
def sheet(request, community):
    """The open calls on paper, to take along: all of them, or those about one letter."""
    seat = get_seat_or_404(request, community, "read")
    now = timezone.now()
    kinds = lines.kinds_to_call(seat.community, now)
    form = SheetForm(request.GET, kinds=kinds)
    about = form.cleaned_data["about"] if form.is_valid() else ""
    calls, total = lines.lines_to_call(seat.community, now, about=about, most=lines.PRINTED)
    local = timezone.localtime(now, seat.community.zone)
    printed = f"{wording.day(local)}, {wording.clock(local)}"
    context = {"seat": seat, "kinds": kinds, "about": about, "calls": calls, "total": total, "printed": printed}
    return render(request, "calls/sheet.html", context)


def _deed(request, community, pk, deed, said):
    """Do a deed to a notice of the community and go back to the list with a word about it."""
    seat = get_seat_or_404(request, community, "decide")
    notice = get_object_or_404(Notice.objects.select_related("host"), community=seat.community, pk=pk)
    if deed(notice, seat):
        messages.success(request, said)
    else:
        messages.warning(request, TOO_LATE)
    return redirect("calls:list", seat.community.slug)


@staff_only
@require_POST
def called(request, community, pk):
    now = timezone.now()
    return _deed(request, community, pk, lambda n, seat: lines.called(n, by=seat.user, now=now), "Call done.")


@staff_only
@require_POST
def no_answer(request, community, pk):
    now = timezone.now()
    said = "No answer is counted. The call stays on the list."
    return _deed(request, community, pk, lambda n, seat: lines.no_answer(n, by=seat.user, now=now), said)


@staff_only
@require_POST
def send_again(request, community, pk):
    now = timezone.now()
    return _deed(request, community, pk, lambda n, seat: lines.send_again(n, now=now), "The letter goes out again.")


@staff_only
@require_POST
def call_instead(request, community, pk):
    return _deed(request, community, pk, lambda n, seat: lines.call_instead(n), "It is on the call list now.")
