"""Tests of the tools in events/lib."""
