"""Whether a row's point can be a place of the community: in the world, the right way round, not in another town."""

import shapely
from shapely.geometry import shape

MARGIN = 0.005  # degrees, about 500 m: streets and banks between the neighborhoods and the line of the city
MARGIN_OF_APPROXIMATE = 0.02
OUTSIDE_WORLD = (
    "Its coordinates are outside the world (latitude -90 to 90, longitude -180 to 180). Save the file in WGS 84."
)
SWAPPED = "Its latitude and longitude look swapped."
NO_POINT = "It has no coordinates."


class Reach:
    """Where the community's places may lie. Without outlines, or without a community, everywhere in the world."""

    def __init__(self, community):
        self.ground = None
        shapes = []
        if community is not None:
            areas = community.neighborhoods.current().filter(outline__isnull=False)
            shapes = [shape(outline) for outline in areas.values_list("outline", flat=True)]
        if shapes:
            margin = MARGIN_OF_APPROXIMATE if community.outlines_are_approximate else MARGIN
            ground = shapely.union_all([one.simplify(margin / 10).buffer(margin, quad_segs=2) for one in shapes])
            self.ground = ground
            shapely.prepare(ground)

    def holds(self, lat, lng):
        """Whether the point is in or near the community."""
        return self.ground is None or bool(shapely.contains_xy(self.ground, lng, lat))

    def fault(self, lat, lng):
        """A sentence for coordinates that cannot be meant, or ''. Another town's are no fault: see `holds`."""
        if lat is None or lng is None or (lat == 0 and lng == 0):
            return NO_POINT
        in_world = -90 <= lat <= 90 and -180 <= lng <= 180
        if self.ground is not None and -180 <= lat <= 180 and not (in_world and self.holds(lat, lng)):
            if -90 <= lng <= 90 and self.holds(lng, lat):
                return SWAPPED
        elif not in_world and -180 <= lat <= 180 and -90 <= lng <= 90:
            return SWAPPED
        return "" if in_world else OUTSIDE_WORLD
