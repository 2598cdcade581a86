"""Loads street segments of a community from GeoJSON lines."""

from events.gazetteer import streets
from events.management.places import LoadCommand


class Command(LoadCommand):
    help = "Loads street segments of a community from GeoJSON lines; they replace those before."
    reader = streets
    other_names = {"street": ["--name-field"], "from_street": ["--from-field"], "to_street": ["--to-field"]}
