"""The page of last time's hosts, and the button that asks them to come again."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from events import comeback
from events.access import get_seat_or_404, staff_only
from events.lib import wording
from events.returning import lines
from events.returning.forms import ReturningSearch

ROWS = 50


@staff_only
@require_safe
def returning(request, community):
    """Who was there last time, by neighborhood, and who of them has not come back yet."""
    now = timezone.now()
    seat = get_seat_or_404(request, community)
    edition = comeback.coming(seat.community, now)
    before = comeback.night_before(edition) if edition else None
    context = {"seat": seat, "edition": edition, "before": before, "may_decide": seat.may("decide")}
    if before is not None:
        parties = comeback.parties_of_before(edition)
        search = ReturningSearch(request.GET, areas=seat.community.neighborhoods.without_outline().order_by("name"))
        rows = search.narrow(parties).select_related("neighborhood", "edition__community")
        page = Paginator(rows.order_by("neighborhood__name", "street", "pk"), ROWS).get_page(request.GET.get("page"))
        sums = lines.sums_of(parties)
        context |= {
            "form": search,
            "search": search,
            "sums": sums,
            "last_time": sum(one.last_time for one in sums),
            "back": sum(one.back for one in sums),
            "page": page,
            "lines": lines.lines_of(list(page), edition),
            "to_ask": comeback.may_be_asked(edition).count(),
            "was_asked": comeback.asked(edition).count(),
            "takes_parties": edition.takes("listing", now),
            "opens": wording.day(edition.registration_opens),
        }
    return render(request, "returning/list.html", context)


@staff_only
@require_POST
def ask(request, community):
    """Asks every host who agreed to it, once."""
    now = timezone.now()
    seat = get_seat_or_404(request, community, "decide")
    edition = comeback.coming(seat.community, now)
    if edition is None:
        raise Http404
    if not edition.takes("listing", now):
        messages.error(request, "Registration is not open. Ask hosts when it is.")
        return redirect("returning:list", community)
    number = lines.ask(edition, now=now)
    words = {0: "Everybody who can be asked was asked already.", 1: "1 letter goes out."}
    messages.success(request, words.get(number, f"{number} letters go out."))
    return redirect("returning:list", community)
