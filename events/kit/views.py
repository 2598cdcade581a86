"""The printed kit: the flyer for everybody, all of it for the hosts, and the short address that stands on it."""

from hashlib import sha256

from django.core.cache import cache
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from events.access import get_host_or_404
from events.caching import public_page
from events.kit.forms import LanguagesForm
from events.kit.pdf import pdf_of
from events.kit.sheets import KINDS, sheet_of
from events.lib import short
from events.lib.wording import and_list
from events.listing import Listing
from events.models import Kit, Party, Review

KEPT_SECONDS = 600  # a PDF costs more to write than all the rest: up to half a second

# Everybody


@require_safe
def short_address(request, code):
    """Leads from a printed code to the party's page."""
    rows = Party.objects.with_page().filter(edition__is_public=True, edition__community__is_open=True)
    party = get_object_or_404(rows.select_related("edition__community"), pk=short.number_of(code))
    return redirect(Listing.of(party).url)


def fetch_flyer(request, now, community, year, party, kind="flyer"):
    """A listed party that is on, for its flyer, and which flyer."""
    rows = Party.objects.listed().filter(edition__is_public=True, edition__community__is_open=True)
    row = get_object_or_404(
        rows.with_context().defer("neighborhood__outline", "neighborhood__path"),
        edition__community__slug=community,
        edition__year=year,
        slug=party,
    )
    if kind not in KINDS or not KINDS[kind].is_public or Listing.of(row).is_off:
        raise Http404
    request.community = row.edition.community
    return row, row.edition, kind


@public_page(fetch_flyer)
def flyer(request, row, edition, kind, *, now):
    """A flyer as a page to print."""
    return show_sheet(request, row, KINDS[kind], back=Listing.of(row).url)


@public_page(fetch_flyer)
def flyer_pdf(request, row, edition, kind, *, now):
    """A flyer as a PDF."""
    return send_sheet(request, row, KINDS[kind], now)


# Hosts


def _hosts_party(request, reference):
    host = get_host_or_404(request, reference)
    return Party.objects.with_context().get(pk=host.party_id)


def _to_print(request, reference, kind):
    """The host's approved party and what of its kit is to be printed."""
    party = _hosts_party(request, reference)
    return party, kind_or_404(party, kind)


def kind_or_404(party, kind):
    """What of an approved party's kit is to be printed, by its name."""
    if kind not in KINDS or party.review != Review.APPROVED or Listing.of(party).is_off:
        raise Http404
    return KINDS[kind]


@require_safe
def host(request, reference):
    """All that a host can print, and where the kit is picked up."""
    party = _hosts_party(request, reference)
    listing = Listing.of(party)
    form = LanguagesForm(request.GET, community=party.edition.community)
    kit = Kit.objects.filter(party=party).select_related("place").first() if party.kit_wanted else None
    context = {
        "party": party,
        "listing": listing,
        "kinds": KINDS.values(),
        "form": form,
        "query": f"?languages={'-'.join(form.chosen)}",
        "is_ready": party.review == Review.APPROVED and not listing.is_off,
        "kit": kit,
        "items": and_list(item.label(get_language()) for item in kit.items.all()) if kit else "",
    }
    return render(request, "kit/host.html", context)


@require_safe
def sheet(request, reference, kind):
    """One thing of the kit as a page to print."""
    party, kind = _to_print(request, reference, kind)
    return show_sheet(request, party, kind, back=f"{request.path.rsplit('/', 2)[0]}/")


@require_safe
def sheet_pdf(request, reference, kind):
    """One thing of the kit as a PDF."""
    party, kind = _to_print(request, reference, kind)
    return send_sheet(request, party, kind, timezone.now())


def show_sheet(request, party, kind, *, back):
    """One thing of a party's kit as a page to print."""
    form = LanguagesForm(request.GET, community=party.edition.community)
    drawn, has_pdf = sheet_of(kind, party, form.chosen)
    context = {
        "sheet": drawn,
        "kind": kind,
        "form": form,
        "listing": Listing.of(party),
        "back": back,
        "pdf_url": f"{request.path.rstrip('/')}.pdf?languages={'-'.join(form.chosen)}" if has_pdf else "",
    }
    return render(request, "kit/sheet.html", context)


def send_sheet(request, party, kind, now):
    """One thing of a party's kit as a PDF; as a page where the PDF cannot write the city's language."""
    form = LanguagesForm(request.GET, community=party.edition.community)
    drawn, has_pdf = sheet_of(kind, party, form.chosen)
    if not has_pdf:
        return redirect(f"{request.path.removesuffix('.pdf')}/?languages={'-'.join(form.chosen)}")
    key = f"kit:{sha256(repr(drawn).encode()).hexdigest()}"
    content = cache.get(key)
    if content is None:
        content = pdf_of([drawn], title=drawn.name, language=form.chosen[0], made=now)
        cache.set(key, content, KEPT_SECONDS)
    response = HttpResponse(content, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{party.slug}-{kind.name}.pdf"'
    return response
