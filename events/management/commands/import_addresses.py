"""Loads address points of a community from CSV (OpenAddresses' columns) or GeoJSON lines."""

from events.gazetteer import addresses
from events.management.places import LoadCommand


class Command(LoadCommand):
    help = "Loads a community's address points: CSV (OpenAddresses' columns) or GeoJSON lines; they replace the former."
    reader = addresses
