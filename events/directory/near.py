"""A city's parties nearest first, as far as each of them shows where it is.

Only Listings are measured: what a party's level hides cannot decide its place in the list. Parties that show no place
follow under their neighborhoods, the nearest neighborhood first, in the order of their names.
"""

from dataclasses import dataclass, field

from events import whereabouts
from events.directory import lists
from events.lib.geometry import distance_m

NEAREST = 50
MOST_AREAS = 10
AREA_ROWS = 3
EDGE_DEG = 0.003  # about 300 m: the rounded place of somebody at the city's edge is still in the city


@dataclass(frozen=True)
class Near:
    """The nearest rows, then the neighborhoods of parties without a place; `left` counts those shown by neither."""

    rows: list
    hoods: list = field(default_factory=list)
    left: int = 0


def near_of(listings, spot, community, *, query=""):
    """The Near of a spot among the Listings found; `query` holds the filters, for the neighborhoods' own lists."""
    placed = [one for one in listings if one.lat is not None]
    far = sorted((_metres(spot, one), one.sort_key, one.url) for one in placed)
    by_url = {one.url: one for one in placed}
    rows = [lists.Row.of(by_url[url], metres=metres, says_area=True) for metres, _key, url in far[:NEAREST]]
    unplaced = [one for one in listings if one.lat is None]
    hoods = lists.hoods_of(unplaced, community, most_rows=AREA_ROWS, query=query)
    centers = {one.neighborhood.slug: one.neighborhood for one in unplaced if one.neighborhood is not None}
    hoods.sort(key=lambda hood: _metres(spot, centers.get(hood.slug)))
    shown = hoods[:MOST_AREAS]
    return Near(rows, shown, len(listings) - len(rows) - sum(hood.count for hood in shown))


def is_outside(spot, areas):
    """Whether the spot lies outside the boxes of all areas; False where the community has no outlines to tell."""
    drawn = [area for area in areas if area.south is not None]
    return bool(drawn) and not any(
        area.south - EDGE_DEG <= spot.lat <= area.north + EDGE_DEG
        and area.west - EDGE_DEG <= spot.lng <= area.east + EDGE_DEG
        for area in drawn
    )


def other_city(community, spot):
    """The other open community of the region in which the spot lies, or None."""
    found = whereabouts.locate(community.region, spot.lat, spot.lng).community
    return found if found and found.pk != community.pk else None


def _metres(spot, place):
    """How far a Listing's or an area's public point is from the spot; no point is farther than all."""
    if place is None or place.lat is None:
        return float("inf")
    return distance_m(spot.lat, spot.lng, place.lat, place.lng)
