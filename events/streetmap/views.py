"""What the map asks for: public like the list, kept like it, and the same for everybody."""

from django.db.models import Sum
from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404

from events.access import get_community_or_404
from events.caching import public_page
from events.listing import listings
from events.models import Edition, Party
from events.streetmap.outlines import outlines_of
from events.streetmap.pins import card_of, pins_of

COMPACT = {"separators": (",", ":"), "ensure_ascii": False}


def fetch_edition(request, now, community, year):
    """A public edition of an open community, by its year."""
    community = get_community_or_404(request, community)
    edition = get_object_or_404(Edition.objects.public(), community=community, year=year)
    edition.community = community
    return (edition,)


def fetch_pin(request, now, community, year, key):
    """A public edition and the key of one of its parties."""
    return *fetch_edition(request, now, community, year), key


def fetch_outlines(request, now, community):
    """An open community, its areas without their outlines, and a mark that every import of areas moves on."""
    community = get_community_or_404(request, community)
    moved = community.editions.aggregate(versions=Sum("version"))["versions"]
    return community, list(community.neighborhoods.current().without_outline()), moved


@public_page(fetch_edition)
def pins(request, edition, *, now):
    """The pins of the parties that the query string finds."""
    return JsonResponse(pins_of(edition, request.GET), json_dumps_params=COMPACT)


@public_page(fetch_pin)
def pin(request, edition, key, *, now):
    """The party of one pin: its name, its hours and the address of its page."""
    shown = Party.objects.listed().in_edition(edition).filter(slug=key, public_lat__isnull=False)
    found = [one for one in listings(edition, shown) if not one.is_off]
    if not found:
        raise Http404
    return JsonResponse(card_of(found[0]), json_dumps_params=COMPACT)


@public_page(fetch_outlines)
def outlines(request, community, _areas, _moved, *, now):
    """The outlines of the community's neighborhoods."""
    areas = community.neighborhoods.current().defer("path")
    return JsonResponse({"areas": outlines_of(areas)}, json_dumps_params=COMPACT)
