"""ROOM coordinators: parties that nobody has placed on the map yet."""
