"""The neighborhoods' outlines for the map that can be moved: exact to some ten meters, and small."""

from events.lib import geometry

TOLERANCE_DEG = 0.00012  # about 13 m
STEPS = 100_000  # a step is a hundred-thousandth of a degree, about a meter


def outlines_of(areas):
    """[{slug, name, kind, at, rings}] of Neighborhoods with outlines, thinned together so that neighbors stay glued.

    `at` is [lat, lng] of a point inside, for the name, or None. A ring is a flat list of whole steps: the first
    point's lat and lng, then how far each next one lies from the one before.
    """
    drawn = [area for area in areas if area.outline]
    thin = geometry.simplified([area.outline for area in drawn], TOLERANCE_DEG) if drawn else []
    return [
        {
            "slug": area.slug,
            "name": area.name,
            "kind": area.kind,
            "at": [area.lat, area.lng] if area.lat is not None else None,
            "rings": _rings(outline),
        }
        for area, outline in zip(drawn, thin, strict=True)
    ]


def _rings(outline):
    return [_ring(ring) for polygon in outline["coordinates"] for ring in polygon]


def _ring(points):
    steps, last = [], (0, 0)
    for lng, lat in points[:-1]:
        here = round(lat * STEPS), round(lng * STEPS)
        if here != last:
            steps += [here[0] - last[0], here[1] - last[1]]
            last = here
    return steps
