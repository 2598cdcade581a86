"""The page that tells a host of a party that is there already, as far as everybody may know of it."""

from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from events import access, introductions
from events.lib.streets import block_parts, hundred, same_street
from events.lib.texts import slug_of
from events.models import ListingLevel
from events.registration import arrivals
from events.registration.forms import AnotherForm


@require_http_methods(["GET", "HEAD", "POST"])
def already(request, community, key):
    """Join that party, or go on with another one; what was answered is not asked again."""
    now, draft = timezone.now(), access.get_draft_or_404(request, key)
    if draft.party_id:
        return redirect("registration:sent", draft.edition.community.slug, draft.key)
    if arrivals.is_over(draft, now):
        return render(request, "registration/gone.html", {"draft": draft}, status=410)
    there = introductions.to_decide(draft)
    pages = [introductions.page_of(listing) for listing in there]
    form = AnotherForm(request.POST if request.method == "POST" else None, pages=pages)
    if not there or (request.method == "POST" and form.is_valid()):
        if there:
            introductions.is_another(draft, form.cleaned_data["party"], now=now)
        return redirect("registration:check", draft.edition.community.slug, draft.key)
    context = {
        "there": list(zip(there, pages, strict=True)),
        "is_here": all(_is_here(listing, draft.answers) for listing in there),
        "draft": draft,
        "edition": draft.edition,
        "form": form,
    }
    return render(request, "registration/already.html", context)


def _is_here(listing, answers):
    """Whether a listing is of the very block or place of the answers, as far as its own words tell; else it is near."""
    number, street, name = (answers.get(field) or "" for field in ("number", "street", "place_name"))
    before, its_street, after = listing.blade
    if listing.level == ListingLevel.BLOCK:
        first, _street, last = block_parts(number, street)
        return same_street(its_street, street) and (before, after) == (first, last)
    if not before:
        return bool(name) and slug_of(its_street) == slug_of(name)
    return same_street(its_street, street) and hundred(before) == hundred(number)
