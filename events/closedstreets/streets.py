"""The closed streets as drivers, bus lines and dispatch need them: the stretch, the day and the hours, nothing else.

Neither the party nor its host can be reached from a ClosedStreet: only a closure's own columns and its day are read.
The neighborhood is that of the stretch, since the party's own tells on which side of a line an unlisted party is.
"""

import datetime as dt
from dataclasses import dataclass
from itertools import groupby

import shapely

from events import citymap
from events.lib.atlas import Atlas
from events.lib.citymap import Frame, line_of
from events.models import Closure

COLUMNS = ["street", "from_street", "to_street", "party__date", "starts", "ends", "line"]


@dataclass(frozen=True)
class ClosedStreet:
    """One stretch that is closed to cars, its times local to the city.

    `line` is [[[lng, lat], ...], ...], or None where no street file tells it; then `neighborhood` is ''.
    """

    street: str
    from_street: str
    to_street: str
    date: dt.date
    starts: dt.time
    ends: dt.time
    line: list | None
    neighborhood: str

    @property
    def sort_key(self):
        return self.date, self.street.casefold(), self.from_street.casefold(), self.starts, self.to_street, self.ends

    def as_feature(self, zone):
        """The stretch as a GeoJSON feature, its times with their offset; without a geometry where no file tells it."""
        starts, ends = (dt.datetime.combine(self.date, at, tzinfo=zone) for at in (self.starts, self.ends))
        return {
            "type": "Feature",
            "geometry": {"type": "MultiLineString", "coordinates": self.line} if self.line else None,
            "properties": {
                "street": self.street,
                "from_street": self.from_street,
                "to_street": self.to_street,
                "starts": starts.isoformat(),
                "ends": ends.isoformat(),
                "neighborhood": self.neighborhood,
            },
        }


def closed_streets(community, editions, today):
    """The ClosedStreets of a community's editions from the day `today` on, by day and street. Two queries.

    Closures that nobody approved or that were reopened are not among them, nor those of parties that are off.
    """
    closures = Closure.objects.public().filter(party__edition__in=editions, party__date__gte=today)
    rows = list(closures.values_list(*COLUMNS))
    outlined = community.neighborhoods.current().filter(outline__isnull=False)
    areas = outlined.only("community", "number", "name", "outline")
    atlas = Atlas(areas if any(line for *_columns, line in rows) else [])
    found = [ClosedStreet(*columns, line, _area_of(line, atlas)) for *columns, line in rows]
    return sorted(found, key=lambda one: one.sort_key)


def _area_of(line, atlas):
    """The name of the area in which the middle of a stretch lies, '' where nobody knows."""
    if not line:
        return ""
    middle = shapely.LineString(line[len(line) // 2]).interpolate(0.5, normalized=True)
    area = atlas.at(middle.y, middle.x)
    return area.name if area else ""


def by_day(streets):
    """[(day, its ClosedStreets)], of streets in their order."""
    return [(day, list(group)) for day, group in groupby(streets, key=lambda one: one.date)]


def drawing_of(community, streets):
    """(the city's Drawing, the path of the closed streets) for an SVG, or None where there is nothing to draw."""
    known = [one for one in streets if one.line]
    if not community.frame or not known:
        return None
    frame = Frame.from_json(community.frame)
    drawing = citymap.drawing_of(community, list(community.neighborhoods.current().defer("outline")), [])
    if drawing is None:
        return None
    return drawing, "".join(line_of({"type": "MultiLineString", "coordinates": one.line}, frame) for one in known)
