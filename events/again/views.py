"""The link that opens last time's answers for the coming night."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods

from events import access, comeback, limits
from events.again import deeds
from events.again.forms import RulesForm
from events.lib.wording import day, day_year
from events.listing import Listing
from events.models import Host


@require_http_methods(["GET", "HEAD", "POST"])
def again(request, token):
    """GET shows whose answers these are and the rules (mail scanners open links); POST opens them on this device."""
    now = timezone.now()
    try:
        host = access.get_host_by_token_or_404(request, token, purpose="again")
        if host.role != Host.Role.MAIN:  # joined another's party since the letter left: the answers are not theirs
            raise Http404
    except Http404:
        request.community = None
        return render(request, "again/gone.html", status=404)
    edition = comeback.coming(host.party.community, now)
    if edition is None or edition.date <= host.party.edition.date:
        return render(request, "again/not_now.html", {"program": host.party.edition.program_name}, status=410)
    there = comeback.next_of(host.party, edition)
    form = RulesForm(request.POST if request.method == "POST" else None)
    if there is None and edition.takes("listing", now) and form.is_valid():
        limits.check(request, "register", now=now)
        draft, said = deeds.begin(host, edition, language=get_language(), now=now)
        for sentence in said:
            messages.info(request, sentence)
        return access.let_in_draft(redirect("registration:check", edition.community.slug, draft.key), draft)
    context = {
        "edition": edition,
        "listing": Listing.of(host.party),
        "last_day": day_year(host.party.date),
        "night": day_year(edition.date),
        "opens": day(edition.registration_opens),
        "closes": day(edition.listing_until),
        "is_there": there is not None,
        "is_open": edition.takes("listing", now),
        "is_before": edition.community.today(now) < edition.registration_opens,
        "rules": edition.words("rules", get_language()),
        "form": form,
    }
    return render(request, "again/again.html", context)
