"""The public pin of a party: the place itself, the middle of its block, or none, as its listing level says.

It is written when the party is, so that lists, maps, feeds and searches read it, order by it and index it, and nothing
public ever touches the exact pin.
"""

from events.models import ListingLevel

BLOCK_DECIMALS = 3  # about a hundred meters: a block whose middle no street file tells


def show_pins(parties):
    """Set `public_lat` and `public_lng` of parties (unsaved) of one community from pin, level and block."""
    for party in parties:
        party.public_lat, party.public_lng = _pin(party)


def _pin(party):
    if party.lat is None or party.level not in (ListingLevel.EXACT, ListingLevel.BLOCK):
        return None, None
    if party.level == ListingLevel.EXACT:
        return party.lat, party.lng
    return round(party.lat, BLOCK_DECIMALS), round(party.lng, BLOCK_DECIMALS)
