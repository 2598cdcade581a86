#!/usr/bin/env python
"""The door to every command of the registry."""

import os
import sys

from django.core.management import execute_from_command_line

DEMO_COMMANDS = {"demo", "seed_demo"}

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nightout.settings")
    if sys.argv[1:2] and sys.argv[1] in DEMO_COMMANDS:
        os.environ.setdefault("DEMO", "true")
    execute_from_command_line(sys.argv)
