"""Loads the two plugins of the test harness; the fixtures of the tests themselves are in tests/conftest.py."""

pytest_plugins = ["tests.browser", "tests.databases"]
