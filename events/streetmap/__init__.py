"""ROOM residents: what the map that can be moved loads: pins, one pin's party, and the outlines."""
