"""ROOM hosts: join a party that is there already, or be introduced to it."""
