"""What a place that somebody typed leads to: the parties near it, a neighborhood's page, a choice, or advice."""

from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.urls import reverse

from events import whereabouts
from events.lib.matching import PlaceNames, fold
from events.models import Community, Party, PlaceFile
from events.search import PartySearch, Spot

MOST = 5
OTHER_TOWNS = 12
LIST = "directory:city"
OF_ONE_TOWN = {"neighborhood", "p"}  # what another town's page would not know
EXACT = 100


@dataclass(frozen=True)
class Way:
    """One place that may be meant: its words, what tells it apart, and the page it leads to."""

    label: str
    hint: str
    url: str
    score: float
    town: object = None


@dataclass
class Answer:
    """`url` where the place is clear; else `ways` to choose from. `nearest` is the town nearest to a place outside all.

    `knows_places` tells whether the community has any file to look in.
    """

    url: str = ""
    ways: list = field(default_factory=list)
    nearest: Community | None = None
    knows_places: bool = True


def answer(community, text, *, areas, kept, page=LIST):
    """The Answer to a typed text. `areas` are the community's neighborhoods in use.

    `page` is the name of the address that the place is for, and `kept` what stays in it, as (name, value) pairs.
    """
    found = _neighborhoods(areas, text, kept, page)
    if found and found[0].score == EXACT:
        return Answer(found[0].url)
    places = whereabouts.find_places(community, text, limit=MOST, online=True)
    inside, outside = _sorted_out(community, places, areas, kept, page)
    ways = sorted([*found, *inside], key=lambda way: -way.score)[:MOST]
    if whereabouts.is_clear(ways) and ways[0].town is None:
        return Answer(ways[0].url)
    if not ways:
        ways = _in_other_towns(community, text, kept, page)
    nearest = None
    if not ways and outside:
        nearest = whereabouts.nearest_community(community.region, outside[0].lat, outside[0].lng)
    return Answer(ways=ways, nearest=nearest, knows_places=bool(places) or _knows_places(community))


def is_in_list(community, text, *, areas, now):
    """Whether the list of the community's parties has any with these words."""
    edition = community.current_edition(now)
    if edition is None:
        return False
    search = PartySearch({"q": text}, neighborhoods=areas)
    return search.narrow(Party.objects.listed().in_edition(edition)).exists()


def query_of(pairs):
    """The query string of the (name, value) pairs, or ''."""
    return f"?{urlencode(pairs, safe=':,')}" if pairs else ""


def area_url(area, kept, page):
    """Where a neighborhood leads: to its own page from the list, from another page to that one, near its middle."""
    if page == LIST or area.south is None:
        return area.get_absolute_url()
    middle = (area.south + area.north) / 2, (area.west + area.east) / 2
    return _url(area.community, Spot.read("{:.6f},{:.6f}".format(*middle)), kept, page)


def _neighborhoods(areas, text, kept, page):
    """The neighborhoods that answer to the text, by any of their names."""
    named = [(name, area) for area in areas for name in [area.name, *area.aliases]]
    ways = {}
    for position, score in PlaceNames(name for name, _ in named).rank(text, limit=MOST):
        name, area = named[position]
        exact = fold(name) == fold(text)
        if area.pk not in ways:
            url = area_url(area, kept, page)
            ways[area.pk] = Way(area.name, area.get_kind_display(), url, EXACT if exact else score - 1)
    return sorted(ways.values(), key=lambda way: -way.score)


def _sorted_out(community, places, areas, kept, page):
    """The ways to places in the community or a town beside it, and the places outside all of them."""
    has_outlines = any(area.south is not None for area in areas)
    ways, outside = [], []
    for place in places:
        town, is_inside = None, place.neighborhood is not None or not has_outlines
        if not is_inside:
            town = whereabouts.locate(community.region, place.lat, place.lng).community
            if town is None:
                outside.append(place)
                continue
            town = town if town.pk != community.pk else None
        ways.append(_way(place, town, community, kept, page))
    return ways, outside


def _way(place, town, community, kept, page):
    hint = ", ".join(filter(None, [place.hint, town.name if town else ""]))
    spot = Spot.read(f"{place.lat:.6f},{place.lng:.6f}")
    stays = [pair for pair in kept if town is None or pair[0] not in OF_ONE_TOWN]
    return Way(place.label, hint, _url(town or community, spot, stays, page), place.score, town)


def _url(community, spot, kept, page):
    return f"{reverse(page, args=[community.slug])}{query_of([('near', str(spot)), *kept])}"


def _in_other_towns(community, text, kept, page):
    """The ways to places of that name in the region's other towns, and to a town named alone or after an address.

    What is only a little like a name of another town is left out: there is no end of that.
    """
    others = (
        Community.objects.open().filter(region=community.region_id).exclude(pk=community.pk).select_related("region")
    )
    ways = [
        Way(town.name, "", town.get_absolute_url(), EXACT, town=town)
        for town in others
        if fold(text)[-len(fold(town.name)) :] == fold(town.name)
    ]
    for town in others.filter(place_files__in=_files()).distinct()[:OTHER_TOWNS]:
        found = whereabouts.find_places(town, text, limit=2)
        ways += [_way(place, town, community, kept, page) for place in found if whereabouts.is_clear([place])]
    return sorted(ways, key=lambda way: -way.score)[:MOST]


def _knows_places(community):
    return _files().filter(community=community.pk).exists()


def _files():
    """The files in use that a search looks in."""
    return PlaceFile.objects.in_use().exclude(kind=PlaceFile.Kind.AREAS)
