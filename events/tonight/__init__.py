"""ROOM residents: what is on today, now, soon and later, and the copy of it for a phone without a network."""
