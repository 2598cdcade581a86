"""Doors of the staff entry: a registration typed in for a caller, corrections, and what a host says on the phone."""

import uuid

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone

from events import registry
from events.access import get_party_or_404, get_seat_or_404, staff_only
from events.entry import deeds
from events.entry.forms import HEADINGS, AnswerForm, EditForm, LinkForm, NewForm, Sheet
from events.entry.missed import merged, missed_of
from events.history import Outdated
from events.models import Deed, Review
from events.questions.answers import answers_of


@staff_only
def new(request, slug):
    """All questions on one page, typed in for a caller."""
    seat = get_seat_or_404(request, slug, "decide")
    now = timezone.now()
    edition = seat.community.current_edition(now)
    if edition is None:
        return render(request, "entry/no_edition.html", {"seat": seat})
    own = NewForm(request.POST or None, initial={"key": uuid.uuid4()})
    start = {"closure_wanted": False}
    sheet = Sheet(edition, {}, now, own, data=request.POST or None, start=start)
    if request.method == "POST" and sheet.is_valid():
        values = own.cleaned_data
        party = deeds.enter(edition, sheet.answers, key=values["key"], by=seat.user, now=now, reason=values["note"])
        messages.success(request, f"{party.reference} is registered and waits for review.")
        return redirect("review:record", slug, party.reference)
    takes = edition.takes("listing", now)
    return render(request, "entry/new.html", {"form": sheet, "edition": edition, "takes": takes, "seat": seat})


@staff_only
def edit(request, slug, reference):
    """Correct any answer of a party, of all steps or of the one named by `?step=`."""
    seat = get_seat_or_404(request, slug, "decide")
    party, now = get_party_or_404(seat, reference), timezone.now()
    step = request.GET.get("step", "")
    before = answers_of(party)
    own = EditForm(request.POST or None, initial={"seen": party.revision})
    sheet = Sheet(party.edition, before, now, own, data=request.POST or None, step=step)
    missed = []
    if request.method == "POST" and sheet.is_valid():
        values = own.cleaned_data
        try:
            told = {"seen": values["seen"], "note": values["note"]}
            line = registry.change(party, sheet.answers, by=seat.user, now=now, deed=Deed.CORRECTED, **told)
        except Outdated as outdated:
            sheet, missed = merged(sheet, outdated), missed_of(outdated)
        else:
            messages.success(request, "The changes are saved." if line else "Nothing was changed.")
            return redirect("review:record", slug, reference)
    context = {"form": sheet, "party": party, "missed": missed, "step": step, "steps": HEADINGS, "seat": seat}
    return render(request, "entry/edit.html", context)


@staff_only
def confirm(request, slug, reference):
    """Count a party as confirmed because the host said so on the phone."""
    seat = get_seat_or_404(request, slug, "decide")
    party = get_party_or_404(seat, reference)
    host = party.main_host()
    if request.method != "POST":
        return render(request, "entry/confirm.html", {"party": party, "host": host, "seat": seat})
    if party.review == Review.UNCONFIRMED:
        registry.confirm(host, now=timezone.now(), by=seat.user)
        messages.success(request, "Confirmed by phone. The party waits for review now.")
    else:
        messages.warning(request, "This party is not waiting for a confirmation any more.")
    return redirect("review:record", slug, reference)


@staff_only
def send_link(request, slug, reference):
    """Send a host the secret link again."""
    seat = get_seat_or_404(request, slug, "decide")
    party = get_party_or_404(seat, reference)
    form = LinkForm(request.POST or None, hosts=party.hosts.all())
    if request.method == "POST" and form.is_valid():
        notice = deeds.send_link(form.host, by=seat.user, now=timezone.now())
        goes = "The link is on its way." if notice.to_email else "There is no email. The link is on the call list."
        messages.success(request, goes)
        return redirect("review:record", slug, reference)
    return render(request, "entry/send_link.html", {"party": party, "form": form, "seat": seat})


@staff_only
def answer(request, slug, reference):
    """Write down what a host answered on the phone."""
    seat = get_seat_or_404(request, slug, "decide")
    party = get_party_or_404(seat, reference)
    questions = party.questions.filter(answered_at__isnull=True)
    form = AnswerForm(request.POST or None, questions=questions)
    if request.method == "POST" and form.is_valid():
        try:
            deeds.record_answer(
                form.cleaned_data["question"], form.cleaned_data["answer"], by=seat.user, now=timezone.now()
            )
            messages.success(request, "The answer is recorded.")
        except deeds.NotOpen:
            messages.warning(request, "Somebody else recorded an answer to this question first.")
        return redirect("review:record", slug, reference)
    return render(request, "entry/answer.html", {"party": party, "form": form, "questions": questions, "seat": seat})
