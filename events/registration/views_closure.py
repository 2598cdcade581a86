"""The step about the street closure: what the rules say while one types, signatures, and the way to another place."""

from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from events import access, limits
from events.closing import petitions
from events.questions.answers import as_json
from events.questions.closure import ClosureForm, InsteadForm, said_of
from events.questions.petition import RemoveForm
from events.registration import arrivals
from events.registration.forms import AboutForm
from events.registration.views import address_of, gone, page_after, step_context


@require_http_methods(["GET", "HEAD", "POST"])
def closure(request, community, key):
    """Shows and saves the wish; its buttons add and remove files and lead back to where the party is."""
    now, draft = timezone.now(), access.get_draft_or_404(request, key)
    if draft.party_id:
        return redirect(address_of(draft, "sent"))
    if arrivals.is_over(draft, now):
        return gone(request, draft)
    form = _form(request, draft, now)
    if request.method != "POST":
        return render(request, "registration/step.html", step_context(request, draft, form, now))
    place = InsteadForm(request.POST).place()
    if place:
        draft = arrivals.keep(draft, "closure", _typed(form), now=now)
        return redirect(address_of(draft, "where", instead=place["place_kind"], **{"from": "check"}))
    stays = _changes_files(request, draft, form, now)
    if form.is_valid():
        draft = arrivals.keep(draft, "closure", form.answers(), now=now)
        goes_back = request.GET.get("from") == "check"
        query = {"from": "check"} if goes_back else {}
        return redirect(
            address_of(draft, "closure", **query)
            if stays
            else address_of(draft, page_after(draft, "closure", now, goes_back))
        )
    form.kept = list(draft.petitions.all())
    return render(request, "registration/step.html", step_context(request, draft, form, now))


def _form(request, draft, now):
    data, files = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    kept = list(draft.petitions.all())
    return ClosureForm(data, files=files, edition=draft.edition, answers=draft.answers, now=now, kept=kept)


def _typed(form):
    """The stretch and hours as typed, as far as they are right, kept for a host who comes back to the street."""
    form.is_valid()
    return {name: as_json(value) for name, value in form.typed.items()} | {"closure_wanted": False}


def _changes_files(request, draft, form, now):
    """Add the file that came, whatever else is still to be mended, or remove one; gives whether the page stays."""
    removal = RemoveForm(request.POST, kept=draft.petitions.all())
    if removal.is_valid():
        petitions.remove(removal.cleaned_data["remove"], now=now)
        return True
    form.is_valid()
    upload = form.cleaned_data.get("petition") if "petition" in form.fields else None
    if upload:
        limits.check(request, "upload", now=now)
        try:
            petitions.add(upload, draft=draft, now=now)
        except petitions.NotTaken as refusal:
            form.add_error("petition", str(refusal))
    return "add" in request.POST


@require_POST
@never_cache
def check(request, community):
    """What the rules say of the wish typed so far: refusals with their fields, and the other sentences.

    It is sent, not asked for by address, because the street tells where a host lives.
    """
    now, community = timezone.now(), access.get_community_or_404(request, community)
    limits.check(request, "search", now=now)
    edition = access.get_edition_or_404(request, community.slug, now=now)
    about = AboutForm(request.POST)
    form = ClosureForm(request.POST, edition=edition, answers=about.answers(), now=now)
    form.asked_on = about.asked_on or form.asked_on
    form.is_valid()
    asks = not form.is_closed and form.cleaned_data.get("closure_wanted") is not False
    seen = form.look or (form.look_so_far() if asks else None)
    refusals = [{"field": finding.field, "words": finding.words} for finding in (seen.refusals if seen else [])]
    return JsonResponse({"refusals": refusals, "others": said_of(seen) if seen else []})
