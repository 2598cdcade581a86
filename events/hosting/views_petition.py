"""The host's page for the neighbors' signatures."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from events import limits
from events.closing import petitions
from events.hosting.story import takes_signatures
from events.hosting.views import deciding_hosts_page
from events.questions.petition import PetitionForm, RemoveForm


@require_http_methods(["GET", "HEAD", "POST"])
@deciding_hosts_page
def petition(request, host):
    """Shows what was added, adds a file, removes one."""
    party, now = host.party, timezone.now()
    if not takes_signatures(party):
        raise Http404
    removal = RemoveForm(request.POST, kept=party.petitions.all())
    if request.method == "POST" and removal.is_valid():
        petitions.remove(removal.cleaned_data["remove"], by=host, now=now)
        messages.success(request, _("The file is removed."))
        return redirect("hosting:petition", party.reference)
    form = PetitionForm(request.POST, request.FILES) if request.method == "POST" else PetitionForm()
    if form.is_valid():
        limits.check(request, "upload", now=now)
        try:
            petitions.add(form.cleaned_data["petition"], party=party, by=host, now=now)
        except petitions.NotTaken as refusal:
            form.add_error("petition", str(refusal))
        else:
            messages.success(request, _("Thank you. The city team has your file."))
            return redirect("hosting:petition", party.reference)
    context = {"form": form, "party": party, "kept": party.petitions.all(), "policy": party.edition.policy}
    return render(request, "hosting/petition.html", context)
