"""Where a point is: its community and neighborhood. Shared by hosts, residents and coordinators alike.

The community follows from the point, never the other way round; a point in a hairline gap belongs to the nearest area
within 50 m, and within 25 m of a line the person chooses between the neighbors.
"""

from dataclasses import dataclass, field

from events.lib import geometry
from events.lib.atlas import DEGREES, Atlas
from events.models import Community, District, Neighborhood, Party

REACH_M = 50
LINE_M = 25
CHUNK = 2000
PLACED = ["neighborhood", "neighborhood_chosen"]  # what place_all sets
KEPT_M = 150  # how far from the pin the area somebody chose may be redrawn; farther away it is another area


@dataclass(frozen=True)
class Whereabouts:
    """What a point gives: community and neighborhood (None outside all), and `choices` where a line is near."""

    community: Community | None = None
    neighborhood: Neighborhood | None = None
    choices: list = field(default_factory=list)


def neighborhood_at(community, lat, lng):
    """The community's neighborhood at the point (WGS 84 degrees), or None outside; ties go to the lowest number."""
    candidates = community.neighborhoods.current().filter(outline__isnull=False).around(lat, lng, degrees=DEGREES)
    return geometry.area_at(candidates, lat, lng, reach_m=REACH_M)


def locate(region, lat, lng):
    """The Whereabouts of a point among the open communities of a region."""
    candidates = list(
        Neighborhood.objects.current()
        .filter(outline__isnull=False, community__region=region, community__is_open=True)
        .around(lat, lng, degrees=DEGREES)
        .select_related("community")
    )
    here = geometry.area_at(candidates, lat, lng, reach_m=REACH_M)
    if here is None:
        return Whereabouts()
    mates = [area for area in candidates if area.community_id == here.community_id]
    near = geometry.areas_near_line(mates, lat, lng, within_m=LINE_M)
    return Whereabouts(here.community, here, near if len(near) > 1 else [])


def districts_at(community, lat, lng):
    """The community's District of every layer at the point, as a list; a layer that does not reach there has none."""
    candidates = (
        District.objects.current()
        .filter(layer__community=community, outline__isnull=False)
        .around(lat, lng, degrees=DEGREES)
        .select_related("layer")
        .order_by("layer__position", "number")
    )
    layers = {}
    for district in candidates:
        layers.setdefault(district.layer_id, []).append(district)
    found = (geometry.area_at(districts, lat, lng, reach_m=REACH_M) for districts in layers.values())
    return [district for district in found if district is not None]


def place_all(community, parties, *, areas=None):
    """Set (unsaved) the neighborhood of `parties` from their pins; gives [(party, old, new)] of those moved.

    An area somebody chose near a line is kept while it is in use and not redrawn away from the pin; where it cannot be
    kept, `neighborhood_chosen` ends with it. A party without a pin keeps its neighborhood, and so does one whose area
    has no outline. Save `PLACED`. `areas` are the neighborhoods in use where they are at hand, or only planned; else
    they cost one query.
    """
    placed = [party for party in parties if party.lat is not None]
    if areas is None:
        areas = list(community.neighborhoods.current().defer("path"))
    atlas = Atlas(area for area in areas if area.outline)
    current = {area.pk: area for area in areas}
    moved = []
    for party in placed:
        old = current.get(party.neighborhood_id)
        if old is not None and _keeps(party, old, atlas):
            continue
        new = atlas.at(party.lat, party.lng, reach_m=REACH_M)
        if party.neighborhood_id == (new.pk if new else None):
            continue
        before = party.neighborhood
        party.neighborhood, party.neighborhood_chosen = new, False
        moved.append((party, before, new))
    return moved


def _keeps(party, area, atlas):
    """Whether the party stays in its area without being asked where its pin lies."""
    if not area.outline:
        return True
    return party.neighborhood_chosen and atlas.distance_m(area, party.lat, party.lng) <= KEPT_M


def put_in_districts(parties):
    """Write the districts of the parties' pins; call it in the transaction that moved them. Gives how many changed.

    Wants saved parties with their edition and community. A few queries for each 2,000 parties; only what differs is
    written.
    """
    parties = list(parties)
    return sum(_put_in_districts(parties[start : start + CHUNK]) for start in range(0, len(parties), CHUNK))


def _put_in_districts(parties):
    link = Party.districts.through
    atlases = _atlases_around([party for party in parties if party.lat is not None])
    wanted = set()
    for party in parties:
        if party.lat is not None:
            found = (atlas.at(party.lat, party.lng, reach_m=REACH_M) for atlas in atlases.get(party.community.pk, ()))
            wanted |= {(party.pk, district.pk) for district in found if district is not None}
    rows = link.objects.filter(party__in=[party.pk for party in parties]).values_list("party", "district", "pk")
    there = {(party, district): key for party, district, key in rows}
    gone = [key for pair, key in there.items() if pair not in wanted]
    new = sorted(wanted - there.keys())
    if gone:
        link.objects.filter(pk__in=gone).delete()
    if new:
        link.objects.bulk_create([link(party_id=party, district_id=district) for party, district in new])
    return len(gone) + len(new)


def _atlases_around(parties):
    """{community's id: an Atlas for each of its layers} of the districts in the box around the parties. One query."""
    if not parties:
        return {}
    lats, lngs = [party.lat for party in parties], [party.lng for party in parties]
    rows = (
        District.objects.current()
        .filter(layer__community__in={party.community.pk for party in parties}, outline__isnull=False)
        .filter(south__lte=max(lats) + DEGREES, north__gte=min(lats) - DEGREES)
        .filter(west__lte=max(lngs) + DEGREES, east__gte=min(lngs) - DEGREES)
        .select_related("layer")
    )
    layers = {}
    for district in rows:
        layers.setdefault((district.layer.community_id, district.layer_id), []).append(district)
    atlases = {}
    for (community, _layer), districts in layers.items():
        atlases.setdefault(community, []).append(Atlas(districts))
    return atlases


def nearest_community(region, lat, lng):
    """The open community whose areas are nearest to a point outside all of them, or None in an empty region."""
    areas = Neighborhood.objects.current().filter(lat__isnull=False, community__region=region, community__is_open=True)
    nearest = min(
        areas.without_outline().select_related("community"),
        key=lambda area: geometry.distance_m(lat, lng, area.lat, area.lng),
        default=None,
    )
    return nearest.community if nearest else None
