"""What the map that can be moved is told: addresses, words and corners. Everything on it is in the list too."""

from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events import basemap
from events.lib.citymap import Frame

LEAFLET = "js_lib_leaflet/leaflet.js"
STREETS_FROM = 13.5  # the zoom at which the first streets are drawn


def config_of(edition, areas, spot, has_streets):
    """The map's settings as a dict for json_script: `box` is [south, west, north, east], `here` [lat, lng] or None."""
    city, layer = edition.community.slug, basemap.tiles()
    return {
        "leaflet": static(LEAFLET),
        "pins": reverse("streetmap:pins", args=[city, edition.year]),
        "pin": reverse("streetmap:pin", args=[city, edition.year, 0]),
        "outlines": reverse("streetmap:outlines", args=[city]),
        "box": _box(areas),
        "here": [spot.lat, spot.lng] if spot else None,
        "tiles": layer and {"url": layer.url, "attribution": layer.attribution, "maxZoom": layer.max_zoom},
        "streets": _streets(city) if has_streets else None,
        "maxZoom": basemap.MAX_ZOOM,
        "words": _words(),
    }


def tally_of(listings):
    """Sentences that add up to the number of the listings: on the map, only in the list, called off."""
    off = sum(1 for one in listings if one.is_off)
    shown = sum(1 for one in listings if one.lat is not None and not one.is_off)
    listed = len(listings) - shown - off
    if shown == len(listings):
        return [_("All are on the map.")]
    said = [ngettext("%(count)s is on the map.", "%(count)s are on the map.", shown) % {"count": f"{shown:,}"}]
    if listed:
        words = ngettext(
            "%(count)s shows no exact place and is only in the list.",
            "%(count)s show no exact place and are only in the list.",
            listed,
        )
        said.append(words % {"count": f"{listed:,}"})
    if off:
        words = ngettext("%(count)s does not take place.", "%(count)s do not take place.", off)
        said.append(words % {"count": f"{off:,}"})
    return said


def here_on(community, spot):
    """Where the spot is on the drawn map, as (x, y), or () without a map."""
    return Frame.from_json(community.frame).xy(spot.lat, spot.lng) if community.frame else ()


def _streets(city):
    """What drawing streets needs; cell 0-0 stands for the one that will be asked for."""
    return {
        "from": STREETS_FROM,
        "code": static("js/streets.js"),
        "style": static("css/streets.css"),
        "url": reverse("streetmap:streets", args=[city, "0-0"]),
    }


def _box(areas):
    drawn = [area for area in areas if area.south is not None]
    if not drawn:
        return None
    south, west = min(area.south for area in drawn), min(area.west for area in drawn)
    return [south, west, max(area.north for area in drawn), max(area.east for area in drawn)]


def _words():
    """What the map says, with {count} and {name} to fill in."""
    return {
        "map": _(
            "Map of the parties. The list has every party. Arrow keys move it, plus and minus zoom, Escape leaves."
        ),
        "cluster": _("{count} parties, zoom in"),
        "together": _("{count} parties here"),
        "party": _("1 party"),
        "here": _("You are about here"),
        "zoomIn": _("Zoom in"),
        "zoomOut": _("Zoom out"),
        "whole": _("Show the whole city"),
        "close": _("Close"),
        "area": _("{name}, {count} parties"),
        "one": _("{name}, 1 party"),
        "more": _("and {count} more. Zoom in or look in the list."),
        "failed": _("The map did not load. The list is complete."),
        "tilesFailed": _("Street map did not load. The list is complete."),
    }
