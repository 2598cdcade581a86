"""The neighbors' signatures, for coordinators: what the host added, and sheets that came on paper."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from events import limits, shelf
from events.access import get_party_or_404, get_seat_or_404, staff_only
from events.closing import petitions
from events.questions.petition import PetitionForm, RemoveForm


@staff_only
def every(request, community, reference):
    """The files of a party; a scan of a sheet on paper can be added here, and a wrong file removed."""
    seat = get_seat_or_404(request, community, "decide")
    party, now = get_party_or_404(seat, reference), timezone.now()
    removal = RemoveForm(request.POST, kept=party.petitions.all())
    if request.method == "POST" and removal.is_valid():
        petitions.remove(removal.cleaned_data["remove"], by=request.user, now=now)
        messages.success(request, "The file is removed.")
        return redirect("closures:petitions", seat.community.slug, party.reference)
    form = PetitionForm(request.POST, request.FILES) if request.method == "POST" else PetitionForm()
    if form.is_valid():
        limits.check(request, "upload", now=now)
        try:
            petitions.add(form.cleaned_data["petition"], party=party, by=request.user, now=now)
        except petitions.NotTaken as refusal:
            form.add_error("petition", str(refusal))
        else:
            messages.success(request, "The file is added.")
            return redirect("closures:petitions", seat.community.slug, party.reference)
    context = {"seat": seat, "party": party, "form": form, "kept": party.petitions.all()}
    return render(request, "closures/petitions.html", context)


@require_safe
@staff_only
def petition(request, community, reference, pk):
    """One file, to save and open with a program of one's own: no browser shows here what a stranger sent."""
    seat = get_seat_or_404(request, community, "decide")
    petition = get_object_or_404(get_party_or_404(seat, reference).petitions, pk=pk)
    try:
        content = shelf.path_of(petition.path).read_bytes()
    except FileNotFoundError as missing:
        raise Http404 from missing
    response = HttpResponse(content, content_type=petition.content_type)
    response["Content-Disposition"] = content_disposition_header(True, petitions.file_name(petition))
    response["Cache-Control"] = "private, no-store"
    return response
