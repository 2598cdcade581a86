"""The pins of an edition, taken from its Listings: never a finer place than the list shows."""

from operator import itemgetter

from events.citymap import counted
from events.listing import listings
from events.models import Party
from events.search import PartySearch, hours_of

DECIMALS = 5  # about a meter


def pins_of(edition, params):
    """The parties that the query string `params` finds, for the map.

    `pins` are [key, lat, lng] of those that show a place and are on, from south to north so that nothing tells who
    came first; `areas` the number of parties of each neighborhood by its slug, `count` the number of all: what the
    list of the same query string says.
    """
    areas = {area.pk: area for area in edition.community.neighborhoods.without_outline()}
    current = [area for area in areas.values() if not area.is_retired]
    search = PartySearch(params, neighborhoods=current, hours=hours_of(edition))
    found = listings(edition, search.narrow(Party.objects.listed().in_edition(edition)), areas=areas)
    counts = counted(found)
    return {
        "pins": sorted(
            (pin_of(one) for one in found if one.lat is not None and not one.is_off), key=itemgetter(1, 2, 0)
        ),
        "areas": {area.slug: counts[area.pk] for area in areas.values() if area.pk in counts},
        "count": len(found),
    }


def pin_of(listing):
    """[key, lat, lng] of a listing that shows its place."""
    return [listing.key, round(listing.lat, DECIMALS), round(listing.lng, DECIMALS)]


def card_of(listing):
    """What a pin says when it is pressed, where the list in the page does not have its line."""
    when = listing.hours if listing.is_on_the_night else f"{listing.day}, {listing.hours}"
    when = f"{when}. {listing.night_line}" if listing.night else when
    return {"name": listing.name, "when": when, "url": listing.url}
