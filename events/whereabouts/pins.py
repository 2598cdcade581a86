"""The public pin of a party: the place itself, the middle of its block, or none, as its listing level says.

It is written when the party is, so that lists, maps, feeds and searches read it, order by it and index it, and nothing
public ever touches the exact pin. The middle comes from the street's pieces that hold the hundred block, else from its
address points, else the pin is rounded; all houses of a block get the same.
"""

from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q

from events.lib import blocks
from events.lib.matching import name_of
from events.lib.streets import block_of
from events.models import AddressPoint, Edition, ListingLevel, Party, PlaceFile, Segment, Street

BLOCK_DECIMALS = 3  # about a hundred meters: a block whose middle no file tells
WITHIN_M = 400
CHUNK = 500


def show_pins(parties):
    """Set `public_lat` and `public_lng` of parties (unsaved) of one community from pin, level and block.

    Wants their edition and community. Three queries where a party is listed by block and a file of streets is in use.
    """
    by_block = [party for party in parties if party.lat is not None and party.level == ListingLevel.BLOCK]
    middles = _middles(by_block)
    for party in parties:
        if party.lat is None or party.level not in (ListingLevel.EXACT, ListingLevel.BLOCK):
            party.public_lat = party.public_lng = None
        elif party.level == ListingLevel.EXACT:
            party.public_lat, party.public_lng = party.lat, party.lng
        else:
            party.public_lat, party.public_lng = middles.get(id(party)) or _rounded(party)


def refresh_pins(community, *, progress=None):
    """Derive the public pins of all the community's parties anew, after a file of streets or addresses came or went.

    Saves those that changed, a chunk in each transaction, and counts a public change for their editions. Gives how many
    changed. `progress(done, total)` may raise to stop. Web addresses do not depend on pins and stay.
    """
    rows = Party.objects.in_community(community).filter(level=ListingLevel.BLOCK, lat__isnull=False).order_by("pk")
    keys = list(rows.values_list("pk", flat=True))
    changed = 0
    for start in range(0, len(keys), CHUNK):
        changed += _refresh(community, keys[start : start + CHUNK])
        if progress is not None:
            progress(min(start + CHUNK, len(keys)), len(keys))
    return changed


def _refresh(community, keys):
    with transaction.atomic():
        rows = Party.objects.filter(pk__in=keys, edition__community=community).order_by("pk")
        parties = list(rows.select_for_update(of=["self"]).select_related("edition"))
        for party in parties:
            party.edition.community = community
        before = {party.pk: (party.public_lat, party.public_lng) for party in parties}
        show_pins(parties)
        moved = [party for party in parties if (party.public_lat, party.public_lng) != before[party.pk]]
        Party.objects.bulk_update(moved, ["public_lat", "public_lng"], batch_size=CHUNK)
        for edition in Edition.objects.filter(pk__in={party.edition_id for party in moved}).order_by("pk"):
            edition.touch()
    return len(moved)


def _rounded(party):
    return round(party.lat, BLOCK_DECIMALS), round(party.lng, BLOCK_DECIMALS)


@dataclass(frozen=True)
class _Block:
    """The hundred of a street, however many parties are there."""

    hundred: int
    street: str


def _middles(parties):
    """{id of the party object: (lat, lng)} for the parties whose block a file in use tells."""
    block_by = {}
    for party in parties:
        hundred, street = block_of(party.number, party.street)
        if hundred is not None and street:
            block_by[id(party)] = _Block(hundred, street)
    wanted = set(block_by.values())
    streets = _streets(parties[0].community, wanted) if wanted else {}
    found = {}
    for stretches_of in (_by_segments, _by_addresses):
        left = [party for party in parties if id(party) in block_by and id(party) not in found]
        stretches = stretches_of({block_by[id(party)] for party in left}, streets)
        for party in left:
            near = blocks.nearest(stretches.get(block_by[id(party)], ()), party.lat, party.lng, within_m=WITHIN_M)
            if near is not None:
                found[id(party)] = near.middle
    return found


def _streets(community, wanted):
    """{(kind of file, block): ids of the streets it may be on} in the community's files in use. One query."""
    names = {block.street for block in wanted}
    rows = Street.objects.filter(file__community=community, file__state=PlaceFile.State.IN_USE)
    rows = rows.filter(Q(name__in=names) | Q(key__in={name_of(name).core for name in names}))
    there = {}
    for key, name, kind in rows.order_by("id").values_list("id", "name", "file__kind"):
        there.setdefault(kind, []).append((key, name))
    named = {(kind, name): _meant(name, streets) for kind, streets in there.items() for name in names}
    return {(kind, block): named[kind, block.street] for kind in there for block in wanted}


def _meant(name, streets):
    """Ids of the streets a name means: the one of that name, else its like, else its like with a direction left out."""
    asked = name_of(name)
    like = [(key, other, name_of(other)) for key, other in streets]
    like = [(key, other, parts) for key, other, parts in like if parts.core == asked.core]
    like = [row for row in like if row[2].suffix == asked.suffix or not row[2].suffix or not asked.suffix]
    return (
        [key for key, other, _parts in like if other == name]
        or [key for key, _other, parts in like if parts.direction == asked.direction]
        or [key for key, _other, parts in like if not parts.direction or not asked.direction]
    )


def _by_segments(wanted, streets):
    """{block: its stretches} from the pieces of streets that hold the block's numbers. One query, none without any."""
    ids, lowest, highest = _span(PlaceFile.Kind.STREETS, wanted, streets)
    if not ids:
        return {}
    pieces = {}
    rows = Segment.objects.filter(street__in=ids, low__lte=highest, high__gte=lowest)
    for street, low, high, line in rows.values_list("street", "low", "high", "line"):
        pieces.setdefault(street, []).append((low, high, line))
    found = {}
    for block in wanted:
        here = [piece for street in streets[PlaceFile.Kind.STREETS, block] for piece in pieces.get(street, ())]
        lines = _lines_of(block.hundred, here)
        found[block] = blocks.stretches_of_lines(lines, apart_m=WITHIN_M)
    return found


def _lines_of(hundred, pieces):
    """The lines of the pieces that hold numbers of the hundred; one that ends on its first number only if it is all."""
    holding = [(low, high, line) for low, high, line in pieces if low <= hundred + 99 and high >= hundred]
    inner = [line for low, high, line in holding if high > hundred or low == hundred]
    return inner or [line for _low, _high, line in holding]


def _by_addresses(wanted, streets):
    """{block: its stretches} from at least three houses of the block. One query, none without any."""
    ids, lowest, highest = _span(PlaceFile.Kind.ADDRESSES, wanted, streets)
    if not ids:
        return {}
    points = {}
    rows = AddressPoint.objects.filter(street__in=ids, number__gte=lowest, number__lte=highest)
    for street, number, lat, lng in rows.values_list("street", "number", "lat", "lng"):
        house = points.setdefault((street, number // 100 * 100), {})
        house[number] = min(house.get(number, (lat, lng)), (lat, lng))
    found = {}
    for block in wanted:
        houses = [points.get((street, block.hundred), {}) for street in streets[PlaceFile.Kind.ADDRESSES, block]]
        here = [point for house in houses for point in house.values()]
        found[block] = blocks.stretches_of_points(here, apart_m=WITHIN_M)
    return found


def _span(kind, wanted, streets):
    """The streets of all wanted blocks in a kind of file, and their lowest and highest number."""
    there = [block for block in wanted if streets.get((kind, block))]
    ids = {street for block in there for street in streets[kind, block]}
    numbers = [block.hundred for block in there] or [0]
    return ids, min(numbers), max(numbers) + 99
