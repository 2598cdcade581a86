"""Address search: the places that answer to what was typed, best first."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.lib import matching
from events.lib.streets import block_label
from events.models import NamedPlace

from . import geocoder, hints, spots
from .names import names_of

CLEAR_BY = 4  # points by which a best answer has to lead
SURE = 88
RANKED_STREETS = 24
LOOKED_UP = 10
HALF = 15  # what it costs that only one of two streets is in an answer
FAR_BEHIND = 15  # points: what is so much less like what was typed is not offered beside it
WITH_STREETS = 0.5  # a place whose name fits a street as well comes after it
WORDS = {
    NamedPlace.Kind.SCHOOL: gettext_lazy("School"),
    NamedPlace.Kind.PARK: gettext_lazy("Park"),
    NamedPlace.Kind.CHURCH: gettext_lazy("Congregation"),
    NamedPlace.Kind.LIBRARY: gettext_lazy("Library"),
}


@dataclass(frozen=True)
class Place:
    """A place that was found.

    `kind` is 'address' (a point of the file), 'block' (the middle of a block), 'range' (estimated along a street:
    may be 50 m off), 'crossing', 'street', 'place' (known by name), 'zip' or 'online' (from the geocoder); `label` says
    it in words ("2827 Lemp Ave"), `hint` adds what tells it from others (its neighborhood, "School"). `score` is how
    well it answers, 0 to 100: where two are equal, nothing that was typed tells them apart. `neighborhood` is the
    number of the neighborhood it lies in, None where that is not known.
    """

    label: str
    lat: float
    lng: float
    kind: str
    number: str = ""
    street: str = ""
    place_name: str = ""
    hint: str = ""
    score: float = 0.0
    neighborhood: int | None = None


def find_places(community, text, *, limit=5, online=False):
    """Up to `limit` Places of the community that answer to a typed address, block, crossing, place or ZIP, best first.

    [] where nothing is like it, or the community has no file of places. `online=True` also asks the geocoder of the
    settings where the community's own files know nothing: only for what a person sent, never while somebody types,
    and never inside a transaction.
    """
    asked = matching.asked(text)
    if not asked.text:
        return []
    names = names_of(community)
    found = list(_in_files(names, asked, _towns(community), limit)) if names else []
    if not found and online:
        found = [Place(**found) for found in geocoder.ask(community, asked.text)]
    return hints.with_areas(community, _best(found, limit))


def is_clear(found):
    """Whether the first of the Places (or of anything with a `score`), best first, is the one that was meant: the only
    one, or better than the next by far.
    """
    scores = [one.score for one in found[:2]]
    return bool(scores) and scores[0] >= SURE and (len(scores) == 1 or scores[0] - scores[1] >= CLEAR_BY)


def _towns(community):
    return [community.name, community.state] if community.state else [community.name]


def _in_files(names, asked, towns, limit):
    if asked.zip_code:
        row = names.zip_codes.get(asked.zip_code)
        if row:
            yield Place(row.name, row.lat, row.lng, "zip", hint=_("ZIP code"), score=100.0)
        return
    if asked.crossing:
        yield from _crossings(names, asked, towns)
    yield from _along_streets(names, asked, towns, limit)
    for position, score in names.place_names.rank(asked.text, limit=limit):
        row = names.places[position]
        hint = str(WORDS.get(row.kind, ""))
        yield Place(row.name, row.lat, row.lng, "place", place_name=row.name, hint=hint, score=score - WITH_STREETS)


def _along_streets(names, asked, towns, limit):
    ranked = names.street_names.rank(asked.street, also=asked.rest, limit=RANKED_STREETS, towns=towns)
    streets = [(names.streets[position], score) for position, score in ranked]
    if not streets:
        return
    if asked.number is None:
        for street, lat, lng, score in spots.middles(streets[:limit]):
            yield Place(street.name, lat, lng, "street", street=street.name, score=score)
        return
    for spot in spots.at_number(streets, asked, most=LOOKED_UP):
        number = "" if spot.kind == "street" else spot.number
        label = f"{number} {spot.street.name}" if number else spot.street.name
        if spot.kind == "block":
            label = block_label(number, spot.street.name)
        yield Place(label, spot.lat, spot.lng, spot.kind, number=number, street=spot.street.name, score=spot.score)


def _crossings(names, asked, towns):
    one, other = (
        [(names.streets[position], score) for position, score in names.street_names.rank(text, limit=6, towns=towns)]
        for text in asked.crossing
    )
    corners = list(spots.crossings(one, other))
    for street, cross, lat, lng, score in corners:
        label = f"{street.name} & {cross.name}"
        yield Place(label, lat, lng, "crossing", street=label, score=score)
    if not corners:  # both streets are there and no file tells where they meet
        for street, lat, lng, score in spots.middles([*one[:2], *other[:2]]):
            yield Place(street.name, lat, lng, "street", street=street.name, score=score - HALF)


def _best(found, limit):
    """The best few, without a second one of the same name on the same spot."""
    found = sorted(found, key=lambda place: -place.score)
    best = {}
    for place in found:
        if place.score >= found[0].score - FAR_BEHIND:
            best.setdefault((place.label, round(place.lat, 3), round(place.lng, 3)), place)
    return list(best.values())[:limit]
