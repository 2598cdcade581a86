"""ROOM residents: what is near an address; the address search that every typed place uses."""
