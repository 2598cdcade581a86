"""ROOM residents: the map that can be moved, with its pins."""
