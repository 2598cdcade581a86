"""The demo's police districts and wards of St. Louis, put together from its areas.

Which areas belong to a district are facts; an area of two is cut by a straight line of our own, the smaller part lying
where it borders on its district. Four wards of the north side, which the facts do not tell apart, are cut by us too.
"""

import shapely
from shapely.geometry import mapping, shape

from events.lib import geometry
from events.models import District, Layer

SECOND_SHARE = 40  # percent of an area that straddles two police districts, of which the facts tell no share
LEAST_SHARE = 10  # percent: less is a strip along the line
NORTH, NORTH_WARDS = "11-14", (14, 11, 12, 13)  # from south to north
HALVINGS = 30
FAR = 1.0  # degree: farther than the city reaches


def make_districts(community, areas):
    """The two layers of the community from its `areas` of geography.json; gives the layers."""
    police = {row["number"]: _police_shares(row) for row in areas}
    wards = {row["number"]: _ward_shares(row) for row in areas}
    shapes = {row["number"]: shape(row["outline"]) for row in areas}
    parts = drawn(shapes, wards)
    north = parts.pop(NORTH)
    parts |= dict(zip(NORTH_WARDS, bands(north, len(NORTH_WARDS)), strict=True))
    return [
        _layer(community, 0, "police", "Police districts", "Police district", drawn(shapes, police)),
        _layer(community, 1, "wards", "Wards", "Ward", {int(ward): part for ward, part in parts.items()}),
    ]


def drawn(shapes, shares):
    """{district: its shape} from areas and from {area: {district: percent}}."""
    mains = {}
    for number, parts in shares.items():
        mains.setdefault(_main(parts), []).append(shapes[number])
    cores = {district: shapely.union_all(group) for district, group in mains.items()}
    pieces = {}
    for number in sorted(shapes):
        for district, piece in _cut_up(shapes[number], shares[number], cores):
            pieces.setdefault(district, []).append(piece)
    return {district: shapely.union_all(group) for district, group in pieces.items()}


def bands(whole, count):
    """A shape cut by `count` - 1 lines from east to west into parts of one size, from south to north."""
    parts = []
    for left in range(count, 1, -1):
        part = cut_off(whole, (0, -1), 1 / left)
        parts.append(part)
        whole = whole.difference(part)
    return [*parts, whole]


def cut_off(whole, direction, share):
    """The part of a shape that lies farthest in a direction (a unit vector) and makes up `share` (0 to 1) of it."""
    x, y = whole.centroid.x, whole.centroid.y
    near, far = -FAR, FAR
    for _ in range(HALVINGS):
        middle = (near + far) / 2
        part = whole.intersection(_half_plane(x, y, direction, middle))
        near, far = (middle, far) if part.area > share * whole.area else (near, middle)
    return part


def _half_plane(x, y, direction, distance):
    (u, v) = direction
    x, y = x + u * distance, y + v * distance
    corners = [(-v, u), (v, -u), (v + 2 * u, -u + 2 * v), (-v + 2 * u, u + 2 * v)]
    return shapely.Polygon([(x + FAR * across, y + FAR * along) for across, along in corners])


def _cut_up(area, shares, cores):
    """[(district, its part of the area)]: all to one, or cut off toward the border with each smaller one's district."""
    main, rest = _main(shares), area
    parts = []
    for district, share in sorted(shares.items(), key=lambda row: (row[1], str(row[0]))):
        if district == main or share < LEAST_SHARE:
            continue
        border = area.intersection(cores[district]) if district in cores else area
        goal = border.centroid if border.length > 0 else cores.get(district, area).centroid
        across, along = goal.x - area.centroid.x, goal.y - area.centroid.y
        length = (across**2 + along**2) ** 0.5 or 1
        part = cut_off(rest, (across / length, along / length), share / 100 * area.area / rest.area)
        parts.append((district, part))
        rest = rest.difference(part)
    return [*parts, (main, rest)]


def _main(shares):
    return max(shares, key=lambda district: (shares[district], str(district)))


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
