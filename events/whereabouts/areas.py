"""Where a point is: its community and neighborhood. Shared by hosts, residents and coordinators alike.

The community follows from the point, never the other way round; a point in a hairline gap belongs to the nearest area
within 50 m, and within 25 m of a line the person chooses between the neighbors.
"""

from dataclasses import dataclass, field

from events.lib import geometry
from events.models import Community, District, Neighborhood, Party

REACH_M = 50
LINE_M = 25
DEGREES = 0.001


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


def put_in_districts(parties):
    """Write the districts of the parties' pins; call it in the transaction that moved them. Needs saved parties."""
    rows = []
    for party in parties:
        if party.lat is not None:
            found = districts_at(party.edition.community, party.lat, party.lng)
            rows += [Party.districts.through(party=party, district=district) for district in found]
    Party.districts.through.objects.filter(party__in=parties).delete()
    Party.districts.through.objects.bulk_create(rows)


def nearest_community(region, lat, lng):
    """The open community whose areas are nearest to a point outside all of them, or None in an empty region."""
    areas = Neighborhood.objects.current().filter(lat__isnull=False, community__region=region, community__is_open=True)
    nearest = min(
        areas.without_outline().select_related("community"),
        key=lambda area: geometry.distance_m(lat, lng, area.lat, area.lng),
        default=None,
    )
    return nearest.community if nearest else None
