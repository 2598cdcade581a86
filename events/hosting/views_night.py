"""The night: the host says that it starts late, ends early, has moved, is off or goes to its rain date."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from events import night as desk
from events.hosting import story
from events.hosting.views import GET_AND_POST, deciding_hosts_page, home
from events.night_forms import saying_of


@require_safe
@deciding_hosts_page
def night(request, host):
    """What may be said now; where there is nothing to say, the host's page."""
    told = story.Story.of(host, timezone.now())
    if not told.nights:
        messages.info(request, _("There is nothing to say about the night now."))
        return home(request, host)
    return render(request, "hosting/night.html", {"story": told})


@require_http_methods(GET_AND_POST)
@deciding_hosts_page
def say_night(request, host, said):
    """One thing said: its few words, and everybody sees it."""
    now, party = timezone.now(), host.party
    saying = saying_of(said, party, now)
    if saying is None:
        messages.info(request, _("This cannot be said now. Look below."))
        return redirect("hosting:night", party.reference)
    form = saying.form(request.POST if request.method == "POST" else None, party=party)
    if request.method == "POST" and form.is_valid():
        try:
            desk.say(party, saying.night, **form.said, by=host, now=now)
            messages.success(request, _("Saved. Everyone who looks at your party sees it now."))
        except desk.NightRefused:
            messages.warning(request, _("Your party changed meanwhile. Look below."))
        return home(request, host)
    context = {"form": form, "saying": saying, "story": story.Story.of(host, now)}
    return render(request, "hosting/say_night.html", context)
