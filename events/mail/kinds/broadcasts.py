"""Letters from the city to many hosts at once."""

KINDS = {}
