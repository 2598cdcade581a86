"""Where: which community, neighborhood and districts a point lies in, what the public may see of it, and which place
an address that was typed means. Shared by hosts, residents and coordinators alike.
"""

from .areas import (
    PLACED,
    Whereabouts,
    districts_at,
    locate,
    nearest_community,
    neighborhood_at,
    place_all,
    put_in_districts,
)
from .pins import refresh_pins, show_pins
from .search import Place, find_places, is_clear

__all__ = [
    "PLACED",
    "Place",
    "Whereabouts",
    "districts_at",
    "find_places",
    "is_clear",
    "locate",
    "nearest_community",
    "neighborhood_at",
    "place_all",
    "put_in_districts",
    "refresh_pins",
    "show_pins",
]
