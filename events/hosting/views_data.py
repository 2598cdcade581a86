"""A host's own data: seen, taken along, deleted. Open as long as anything is held, longer than the other pages."""

from functools import wraps

from django.contrib import messages
from django.http import Http404, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from events import access, forgetting
from events.hosting import holdings
from events.hosting.views import GET_AND_POST, no_door
from events.lib.phones import pretty


def own_page(view):
    """Fetches the host whose cookie this device carries, whether or not the party's time is over."""

    @wraps(view)
    def opened(request, reference):
        try:
            host = access.get_host_or_404(request, reference)
        except Http404:
            return no_door(request)
        return view(request, host)

    return opened


@require_safe
@own_page
def data(request, host):
    held = holdings.of(host, timezone.now())
    context = {
        "host": host,
        "party": host.party,
        "phone": pretty(host.phone) if host.phone else "",
        "held": held,
        "kept_until": forgetting.last_day(host.party),
        "is_asked_again": forgetting.is_asked_again(host.party, timezone.now()),
    }
    return render(request, "hosting/data.html", context)


@require_safe
@own_page
def data_file(request, host):
    response = JsonResponse(holdings.of(host, timezone.now()), json_dumps_params={"indent": 1, "ensure_ascii": False})
    response["Content-Disposition"] = f'attachment; filename="{host.party.reference}.json"'
    return response


@require_http_methods(GET_AND_POST)
@own_page
def delete_data(request, host):
    now = timezone.now()
    if request.method == "POST":
        holdings.delete(host, now=now)
        messages.success(request, _("Your data is deleted."))
        return access.let_out_host(redirect("hosting:find_link", host.party.community.slug), host)
    context = {"host": host, "party": host.party, "is_to_come": holdings.is_to_come(host.party, now)}
    return render(request, "hosting/delete_data.html", context)
