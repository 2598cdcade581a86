"""A city's own outlines: neighborhoods and districts brought in line with a file, and the map drawn anew."""
