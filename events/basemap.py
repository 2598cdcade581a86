"""What shows streets on a map: the community's own file of them, and the one layer of pictures that may be set up."""

import re
from typing import NamedTuple
from urllib.parse import urlsplit

from django.conf import settings

from events.models import PlaceFile

MAX_ZOOM = 18
SUBDOMAIN = re.compile(r"\{[sS]\}")


class Tiles(NamedTuple):
    """A raster layer: the address with {z}, {x}, {y}, whom to thank, how far it zooms, and the origin it comes from.

    `origin` is '' where the pictures come from the site itself.
    """

    url: str
    attribution: str
    max_zoom: int
    origin: str

    @property
    def host(self):
        """Whom browsers ask for the pictures, for people to read; '' where it is the site itself."""
        return self.origin.partition("://")[2].removeprefix("*.")


def tiles():
    """The installation's Tiles, or None without one."""
    if not settings.MAP_TILE_URL:
        return None
    return Tiles(settings.MAP_TILE_URL, settings.MAP_TILE_ATTRIBUTION, settings.MAP_TILE_MAX_ZOOM, _origin())


def street_file(community):
    """The PlaceFile of streets that a community has in use, or None: a mark that moves with every import. One query."""
    return _street_files(community).only("community", "rows", "applied_at").first()


def has_streets(community):
    """Whether a community has a file of streets in use. One query."""
    return _street_files(community).exists()


def _street_files(community):
    return community.place_files.in_use().filter(kind=PlaceFile.Kind.STREETS)


def _origin():
    address = urlsplit(SUBDOMAIN.sub("*", settings.MAP_TILE_URL))
    return f"{address.scheme}://{address.netloc}" if address.netloc else ""


def let_in(response):
    """Let a page with a map load pictures from the layer's origin, and from no other."""
    layer = tiles()
    if layer and layer.origin:
        response._csp_update = {"img-src": [layer.origin]}
    return response
