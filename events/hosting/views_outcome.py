"""The day after: the host says whether the party was held."""

from django.contrib import messages
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from events import outcomes
from events.hosting.forms import OutcomeForm
from events.hosting.views import GET_AND_POST, deciding_hosts_page, home
from events.models import OutcomeSource


@require_http_methods(GET_AND_POST)
@deciding_hosts_page
def outcome(request, host):
    now, party = timezone.now(), host.party
    if not outcomes.may_say(party, now):
        messages.info(request, _("You can say whether your party happened from its own day on."))
        return home(request, host)
    known = {"outcome": party.outcome, "attendance": party.attendance, "went_well": party.went_well}
    form = OutcomeForm(request.POST if request.method == "POST" else None, initial=known)
    if request.method == "POST" and form.is_valid():
        try:
            outcomes.say(party, **form.said(), source=OutcomeSource.HOST, by=host, now=now)
        except outcomes.OutcomeRefused:
            messages.info(request, _("Your party changed meanwhile. Look below."))
        else:
            messages.success(request, _("Thank you. The city team knows now how it went."))
        return home(request, host)
    return render(request, "hosting/outcome.html", {"form": form, "party": party})
