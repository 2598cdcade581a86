"""ROOM coordinators: the switchboard, on which the city sees and steers the night while it runs."""
