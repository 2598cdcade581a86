"""ROOM coordinators: two parties close to each other, introduced or merged."""
