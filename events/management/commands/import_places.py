"""Loads named places of a community (schools, parks) from a small CSV file."""

from events.gazetteer import named
from events.management.places import LoadCommand


class Command(LoadCommand):
    help = "Loads named places of a community (schools, parks) from a small CSV file; they replace those before."
    reader = named
