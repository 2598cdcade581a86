"""ROOM coordinators: the city's own outlines, addresses, streets and named places."""
