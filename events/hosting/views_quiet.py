"""No more reminders, please: by the link at the end of a letter, or by a mail program's own button."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from events.access import get_host_by_token_or_404
from events.hosting import quiet as wishes
from events.hosting.forms_quiet import QuietForm
from events.listing import Listing

METHODS = ["GET", "HEAD", "POST"]


@require_http_methods(METHODS)
def quiet(request, token):
    """Says whether reminders come, and changes it. GET changes nothing: mail scanners open links."""
    host = get_host_by_token_or_404(request, token, "quiet")
    form = QuietForm(request.POST or None)
    if form.is_valid():
        wishes.wish(host, wants=form.cleaned_data["wants"] == "yes")
        return redirect("hosting:quiet", token)
    return render(request, "hosting/quiet.html", {"host": host, "listing": Listing.of(host.party)})


@csrf_exempt  # RFC 8058: a mail program posts here by itself. Who knows the address may, and it can do nothing else.
@require_http_methods(METHODS)
def quiet_at_once(request, token):
    """The address in a letter's List-Unsubscribe header; opened in a browser it leads to the page."""
    host = get_host_by_token_or_404(request, token, "quiet")
    if request.method != "POST":
        return redirect("hosting:quiet", token)
    wishes.wish(host, wants=False)
    return HttpResponse("Done.", content_type="text/plain")
