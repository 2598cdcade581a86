"""The neighborhood of each place that was found: it tells two places of one name apart.

Outlines are held in the memory of the process, because reading one costs more than the whole search.
"""

from collections import OrderedDict
from dataclasses import replace

import shapely
from shapely.geometry import shape

from events.models import Neighborhood

MOST_OUTLINES = 1_000

_outlines = OrderedDict()


def with_areas(community, places):
    """The places, each with the number of its neighborhood and the neighborhood's name in its hint."""
    if not places:
        return []
    lats, lngs = [place.lat for place in places], [place.lng for place in places]
    around = {"south__lte": max(lats), "north__gte": min(lats), "west__lte": max(lngs), "east__gte": min(lngs)}
    areas = Neighborhood.objects.current().filter(community=community.pk, outline__isnull=False, **around)
    areas = list(
        areas.order_by("number").values_list(
            "pk", "number", "name", "south", "west", "north", "east", "lat", "lng", named=True
        )
    )
    outlines = _read(areas)
    return [_placed(place, areas, outlines) for place in places]


def _placed(place, areas, outlines):
    point = shapely.Point(place.lng, place.lat)
    for area in areas:
        inside = area.south <= place.lat <= area.north and area.west <= place.lng <= area.east
        if inside and outlines[area.pk].covers(point):
            names_it = place.kind != "zip" and area.name != place.label  # a ZIP code is many neighborhoods
            hint = ", ".join(filter(None, [place.hint, area.name if names_it else ""]))
            return replace(place, hint=hint, neighborhood=area.number)
    return place


def _read(areas):
    """{id: shape} of the areas; one that changed has another box or center and is read anew."""
    keys = {area.pk: (area.pk, *area[3:]) for area in areas}
    missing = [pk for pk, key in keys.items() if key not in _outlines]
    for pk, outline in Neighborhood.objects.filter(pk__in=missing).values_list("pk", "outline") if missing else ():
        prepared = shape(outline)
        shapely.prepare(prepared)
        _outlines[keys[pk]] = prepared
    found = {pk: _outlines[key] for pk, key in keys.items()}
    while len(_outlines) > MOST_OUTLINES:
        _outlines.popitem(last=False)
    return found
