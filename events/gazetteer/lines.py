"""A street segment as a row tells it: its name, its line, the house numbers along it, its class."""

import itertools
import math
import re
from dataclasses import dataclass

import shapely

from events.gazetteer.fields import Role, value
from events.gazetteer.reach import NO_POINT, Reach
from events.lib.streets import DIRECTION_OF, SUFFIX_OF, tidy_street
from events.models import Segment
from events.models.place import NAME_LENGTH

FROM, TO = "from fr f start lo low", "to t end hi high"
NUMBER_WORDS = " add addr address adr ad hn num no a hse house".split(" ")
BOTH_SIDES_FROM = ["fromaddr", "fromadd", "fromaddress", "addrfrom", "low", "lowaddr"]
BOTH_SIDES_TO = ["toaddr", "toadd", "toaddress", "addrto", "high", "highaddr"]


def _spelled(sides, ends):
    """The names a field for one end of one side may have: side, end and a word for number in any order."""
    parts = itertools.product(sides.split(), ends.split(), NUMBER_WORDS)
    orders = (order for one in parts if one[2] or len(one[1]) > 1 for order in itertools.permutations(one))
    return " ".join(dict.fromkeys("".join(order) for order in orders))


ROLES = [
    Role(
        "street",
        "Street name",
        "street fullname streetname fullstreet fullstname stname fename roadname rdname strname name label stnm",
        required=True,
    ),
    Role("prefix", "Direction before the name", "predir prefix predirabrv fedirp stpredir dirpre prefixdir"),
    Role("suffix", "Suffix after the name", "suffix suftype sttype streettype fetype posttype type strtype suftypabrv"),
    Role("postdir", "Direction after the name", "sufdir postdir fedirs stposdir dirsuf suffixdir postdirection"),
    Role("left_from", "First number, left side", f"{_spelled('l left', FROM)} ladd1 {' '.join(BOTH_SIDES_FROM)}"),
    Role("left_to", "Last number, left side", f"{_spelled('l left', TO)} ladd2 {' '.join(BOTH_SIDES_TO)}"),
    Role("right_from", "First number, right side", f"{_spelled('r right', FROM)} radd1"),
    Role("right_to", "Last number, right side", f"{_spelled('r right', TO)} radd2"),
    Role("from_street", "From cross street", "fromstreet fromst crossfrom fromcross xstreet1 fromstr streetfrom from"),
    Role("to_street", "To cross street", "tostreet tost crossto tocross xstreet2 tostr streetto to"),
    Role("road_class", "Class", "roadclass class funcclass mtfcc cfcc highway roadtype streetclass fcc"),
    Role("bus", "Bus route", "bus busroute isbusroute busroutes transit transitroute"),
]
SIDES = (("left_from", "left_to"), ("right_from", "right_to"))
CLASSES = {
    Segment.RoadClass.ALLEY: "alley service s1730 s1780 driveway s1740",
    Segment.RoadClass.HIGHWAY: "highway interstate freeway expressway ramp motorway trunk motorwaylink trunklink s1100 "
    "s1630 limited",
    Segment.RoadClass.MAIN: "main major arterial collector primary secondary tertiary principal s1200 thoroughfare",
}
NO = {"", "0", "n", "no", "none", "false", "f", "null", "nan"}
DECIMALS = 6
WORLD = Reach(None)
NO_NAME = "It has no street name."
NO_LINE = "Its geometry is no line."


@dataclass
class Piece:
    """A segment as the file tells it; `line` is [[lng, lat], ...], `low` and `high` None without numbers."""

    street: str
    line: list
    low: int | None = None
    high: int | None = None
    runs_up: bool = True
    from_street: str = ""
    to_street: str = ""
    road_class: str = Segment.RoadClass.LOCAL
    is_bus_route: bool = False

    def turned(self):
        """The same segment told from its other end."""
        self.line = self.line[::-1]
        self.runs_up = not self.runs_up
        return self

    def middle(self):
        """(lat, lng) half way along the line."""
        scale = math.cos(math.radians(self.line[0][1]))
        flat = shapely.LineString([(lng * scale, lat) for lng, lat in self.line])
        point = flat.interpolate(0.5, normalized=True)
        return round(point.y, DECIMALS), round(point.x / scale, DECIMALS)


def piece_of(record, mapping, tidy=tidy_street):
    """(Piece, "") of a record, or (None, what is wrong in a sentence)."""
    name, line, says = name_and_line(record, mapping, tidy)
    if says:
        return None, says
    low, high, runs_up = numbers(*([value(record, mapping, code) for code in side] for side in SIDES))
    return Piece(
        name,
        line,
        low,
        high,
        runs_up,
        tidy(value(record, mapping, "from_street"))[:NAME_LENGTH].strip(),
        tidy(value(record, mapping, "to_street"))[:NAME_LENGTH].strip(),
        road_class(value(record, mapping, "road_class")),
        value(record, mapping, "bus").lower() not in NO,
    ), ""


def name_and_line(record, mapping, tidy=tidy_street):
    """(tidy name, [[lng, lat], ...], "") of a record, or ("", [], what is wrong)."""
    if record.fault:
        return "", [], record.fault
    name = tidy(_whole_name(record, mapping, tidy))[:NAME_LENGTH].strip()
    if not name:
        return "", [], NO_NAME
    line, says = _line(record.geometry)
    return ("", [], says) if says else (name, line, "")


def numbers(*sides):
    """(low, high, whether they rise along the line) of (from, to) pairs as written; (None, None, True) for none.

    A 0 means "none", but on a first block (0-98). The longer side tells the direction where two disagree.
    """
    seen, rise = [], 0
    for side in sides:
        first, last = (_house_number(text) for text in side)
        ends = [end for end in (first, last) if end is not None]
        if not any(ends):
            continue
        if len(ends) == 2 and min(ends) == 0 and max(ends) >= 100:
            ends.remove(0)
        seen += ends
        if len(ends) == 2:
            rise += last - first
    return (min(seen), max(seen), rise >= 0) if seen else (None, None, True)


def road_class(text):
    """The RoadClass that a word or code of a file means; a side street where it says nothing known."""
    words = {re.sub(r"[^a-z0-9]", "", word) for word in re.split(r"[\s/,;-]+", text.lower())}
    words.add(re.sub(r"[^a-z0-9]", "", text.lower()))
    for kind, known in CLASSES.items():
        if words & set(known.split()):
            return kind
    return Segment.RoadClass.LOCAL


def _whole_name(record, mapping, tidy):
    """The name in one field, or put together of its parts where the field has the bare name."""
    name = tidy(value(record, mapping, "street"))
    words = name.split()
    if not words:
        return ""
    before, suffix, after = (value(record, mapping, code) for code in ("prefix", "suffix", "postdir"))
    before = DIRECTION_OF.get(before.lower(), before)
    rest = [SUFFIX_OF.get(suffix.lower(), suffix), DIRECTION_OF.get(after.lower(), after)]
    rest = [word for word in rest if word and word not in words[1:]]
    return " ".join([*([before] if before and words[0] != before else []), name, *rest])


def _house_number(text):
    found = re.match(r"0*([0-9]{1,6})(?![0-9])", text)
    return int(found[1]) if found else None


def _line(geometry):
    """(points, "") of a LineString, or of a MultiLineString in one piece; of one with gaps the longest piece."""
    if geometry is None or geometry.get("type") not in ("LineString", "MultiLineString"):
        return None, NO_LINE
    coordinates = geometry.get("coordinates")
    try:
        parts = [coordinates] if geometry["type"] == "LineString" else list(coordinates)
        parts = [[(float(point[0]), float(point[1])) for point in part] for part in parts]
    except (TypeError, ValueError, IndexError, KeyError, OverflowError):
        return None, NO_POINT
    parts = [part for part in parts if len(set(part)) > 1]
    if not parts:
        return None, "Its line has no length."
    for lng, lat in (point for part in parts for point in part):
        if says := WORLD.fault(lat, lng):
            return None, says
    return [[round(lng, DECIMALS), round(lat, DECIMALS)] for lng, lat in _joined(parts)], ""


def _joined(parts):
    """One line of the parts, in the direction of the first."""
    if len(parts) == 1:
        return parts[0]
    whole = shapely.line_merge(shapely.MultiLineString(parts))
    if whole.geom_type == "MultiLineString":
        whole = max(whole.geoms, key=lambda one: one.length)
    points = list(whole.coords)
    first = next((part for part in parts if part[0] in points and part[1] in points), None)
    if first and points.index(first[0]) > points.index(first[1]):
        points.reverse()
    return points
