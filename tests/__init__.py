"""NightOut's tests. `python -m tests` runs all of them on both databases."""
