"""Listing levels of answers: what the public would see at each, which are offered, which is the usual one."""

from events.listing import place_of
from events.models import HOME_PLACES, HostKind, ListingLevel, OpenTo, Party
from events.questions.answers import fill

HOUSES = {HostKind.SCHOOL, HostKind.CONGREGATION, HostKind.BUSINESS}


def party_of(edition, answers):
    """The party the answers would make, not saved: for previews. Missing answers are as the model's defaults."""
    party = Party(edition=edition)
    fill(party, {name: value for name, value in answers.items() if value not in (None, "")})
    return party


def places_at(edition, answers, levels):
    """{level: the place in words as the public would read it}."""
    party, places = party_of(edition, answers), {}
    for level in levels:
        party.level = level
        places[level] = place_of(party)
    return places


def levels_for(answers):
    """The levels the host may choose from, the most exact first."""
    levels = [ListingLevel.EXACT, ListingLevel.BLOCK, ListingLevel.NEIGHBORHOOD, ListingLevel.UNLISTED]
    if answers.get("open_to") == OpenTo.NEIGHBORS:
        levels.remove(ListingLevel.EXACT)
    if "street" in answers and not answers["street"]:
        levels.remove(ListingLevel.BLOCK)
    return levels


def default_level(answers):
    """The usual level: exact for parks, lots, halls and houses of groups, else the block, else the neighborhood."""
    is_home = answers.get("place_kind") in HOME_PLACES and answers.get("host_kind") not in HOUSES
    offered = levels_for(answers)
    usual = ListingLevel.BLOCK if is_home else ListingLevel.EXACT
    return next(level for level in (usual, ListingLevel.BLOCK, ListingLevel.NEIGHBORHOOD) if level in offered)


def narrowed(answers):
    """The level that is nearest to the chosen one and still allowed: a party for neighbors only is never exact."""
    level = answers.get("level")
    if not level or level in levels_for(answers):
        return level
    return next(other for other in (ListingLevel.BLOCK, ListingLevel.NEIGHBORHOOD) if other in levels_for(answers))
