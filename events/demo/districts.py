"""The demo's police districts and wards of St. Louis, put together from its areas.

Which areas belong to a district are facts; an area of two is cut by a straight line of our own, the smaller part lying
where it borders on its district. Four wards of the north side, which the facts do not tell apart, are cut by us too.
"""

import shapely
from shapely.geometry import mapping, shape

from events.lib import geometry
from events.lib.cutting import bands, districts_of
from events.models import District, Layer

SECOND_SHARE = 40  # percent of an area that straddles two police districts, of which the facts tell no share
LEAST_SHARE = 10  # percent: less is a strip along the line
NORTH, NORTH_WARDS = "11-14", (14, 11, 12, 13)  # from south to north


def make_districts(community, areas):
    """The two layers of the community from its `areas` of geography.json; gives the layers."""
    police = {row["number"]: _police_shares(row) for row in areas}
    wards = {row["number"]: _ward_shares(row) for row in areas}
    shapes = {row["number"]: shape(row["outline"]) for row in areas}
    parts = districts_of(shapes, wards, least=LEAST_SHARE)
    north = parts.pop(NORTH)
    parts |= dict(zip(NORTH_WARDS, bands(north, len(NORTH_WARDS)), strict=True))
    return [
        _layer(community, 0, "police", "Police districts", "Police district", districts_of(shapes, police)),
        _layer(community, 1, "wards", "Wards", "Ward", {int(ward): part for ward, part in parts.items()}),
    ]


def _police_shares(row):
    first, second = row["police_district"], row.get("second_district")
    return {first: 100} if second is None else {first: 100 - SECOND_SHARE, second: SECOND_SHARE}


def _ward_shares(row):
    return {ward if ward == NORTH else int(ward): share for ward, share in row["wards"].items()}


def _layer(community, position, slug, name, word, shapes):
    layer = Layer.objects.create(community=community, slug=slug, name=name, position=position)
    District.objects.bulk_create(_district(layer, number, word, shapes[number]) for number in sorted(shapes))
    return layer


def _district(layer, number, word, drawn_shape):
    outline = geometry.union_of([_polygons(drawn_shape)])
    lat, lng = geometry.center_of(outline)
    box = geometry.Box.of(outline)._asdict()
    return District(layer=layer, number=number, name=f"{word} {number}", outline=outline, lat=lat, lng=lng, **box)


def _polygons(drawn_shape):
    parts = [part for part in shapely.get_parts(drawn_shape) if part.geom_type == "Polygon"]
    return mapping(shapely.MultiPolygon(parts))
