"""Doors of the staff entry: a registration typed in for a caller, corrections, and what a host says on the phone."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from events import registry
from events.access import get_party_or_404, get_seat_or_404, staff_only
from events.entry import deeds
from events.entry.forms import AnswerForm, LinkForm
from events.models import Review


@staff_only
def new(request, slug):
    get_seat_or_404(request, slug, "decide")
    raise Http404


@staff_only
def edit(request, slug, reference):
    get_party_or_404(get_seat_or_404(request, slug, "decide"), reference)
    raise Http404


@staff_only
@require_POST
def confirm(request, slug, reference):
    """Count a party as confirmed because the host said so on the phone."""
    seat = get_seat_or_404(request, slug, "decide")
    party = get_party_or_404(seat, reference)
    if party.review == Review.UNCONFIRMED:
        registry.confirm(party.main_host(), now=timezone.now(), by=seat.user)
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
