"""The evening on the city's map: a line from stop to stop, each with its number."""

from dataclasses import dataclass

from events import citymap
from events.lib.citymap import Frame

MARK = 0.032  # a number's radius by the width of the map


@dataclass(frozen=True)
class Route:
    """The map around the stops, the line between them, and (x, y, number) for each; `size` is a mark's radius.

    `text_size` and `drop` set the numbers into their marks.
    """

    map: citymap.Drawing
    line: str
    marks: list
    size: float
    text_size: float
    drop: float


def route_of(community, stops):
    """The Route of the stops, or None where there is nothing to draw."""
    drawing = citymap.close_up_on(community, [stop.listing for stop in stops])
    if drawing is None:
        return None
    frame = Frame.from_json(community.frame)
    marks = [(*frame.xy(stop.listing.lat, stop.listing.lng), stop.number) for stop in stops]
    size = float(drawing.view_box.split()[2]) * MARK
    line = "M" + "L".join(f"{x} {y}" for x, y, _number in marks) if len(marks) > 1 else ""
    return Route(drawing, line, marks, round(size, 2), round(size * 1.3, 2), round(size * 0.46, 2))
