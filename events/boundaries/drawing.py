"""The map of a community drawn anew from its outlines: frame, a path for each area, the river."""

import gzip
import re

from events.lib import citymap, geometry
from events.lib.citymap import Frame, path_of, shortened

GAP = 2.4
BUDGET = 4_500  # bytes, gzipped: what the areas of the map may add to a page
STEPS = [0.4, 0.7, 1, 1.5, 2, 3, 4, 6, 9]  # units of the drawing that details may be small
POINT = re.compile(r"([ML])(-?\d+) (-?\d+)")


def draw(community, areas):
    """Set the community's frame and river and the areas' paths (unsaved) from their outlines; nothing without any.

    The paths are simplified as far as the budget asks, neighbors glued together; the outlines stay as they are.
    """
    drawn = [area for area in areas if area.outline]
    if not drawn:
        return
    frame = Frame.around([area.outline for area in drawn])
    unit = (frame.east - frame.west) / frame.width
    outlines = [area.outline for area in drawn]
    for step in STEPS:
        outlines = geometry.simplified(outlines, step * unit)
        paths = [shortened(path_of(outline, frame, gap=GAP)) for outline in outlines]
        if weight_of(community, drawn, paths) <= BUDGET:
            break
    for area, path in zip(drawn, paths, strict=True):
        area.path = path
    community.water = _redrawn(community.water, community.frame, frame)
    community.frame = frame.as_json()
    community.outlines_are_approximate = False


def weight_of(community, areas, paths):
    """How many bytes the areas add to a page once it is compressed."""
    rows = (
        f'<a href="/{community.slug}/{area.slug}/" tabindex="-1"><title>{area.name}, 3 parties</title>'
        f'<path class="n lit" d="{path}"/></a>'
        for area, path in zip(areas, paths, strict=True)
    )
    return len(gzip.compress("".join(rows).encode(), 6))


def _redrawn(path, old, frame):
    """A river's path moved from the frame it was drawn in to another; '' where there is none."""
    if not path or not old:
        return ""
    before = citymap.Frame.from_json(old)
    across = (before.east - before.west) / before.width
    down = (before.north - before.south) / before.height

    def moved(point):
        letter, x, y = point[1], int(point[2]), int(point[3])
        left, top = frame.xy(before.north - y * down, before.west + x * across)
        return f"{letter}{round(left)} {round(top)}"

    return POINT.sub(moved, path)
