"""The demo: a region to try NightOut in, with no real people in it."""
