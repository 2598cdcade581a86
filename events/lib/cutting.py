"""Cuts areas into parts of a wanted size, and puts districts together from areas and parts of areas.

Shapes are shapely's, in degrees small enough to be flat; directions are unit vectors (east, north).
"""

import shapely

HALVINGS = 30
FAR = 1.0  # degree: farther than a city reaches


def districts_of(shapes, shares, *, least=0):
    """{district: its shape} from {area: shape} and {area: {district: percent}}.

    An area of several districts is cut by straight lines, each smaller part lying where the area borders on what is
    its district's otherwise; a share below `least` percent gets no part.
    """
    mains = {}
    for number, parts in shares.items():
        mains.setdefault(_main(parts), []).append(shapes[number])
    cores = {district: shapely.union_all(group) for district, group in mains.items()}
    pieces = {}
    for number in sorted(shapes):
        for district, piece in _cut_up(shapes[number], shares[number], cores, least):
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


def _cut_up(area, shares, cores, least):
    """[(district, its part of the area)]: all to one, or cut off toward the border with each smaller one's district."""
    main, rest = _main(shares), area
    parts = []
    for district, share in sorted(shares.items(), key=lambda row: (row[1], str(row[0]))):
        if district == main or share < least:
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
