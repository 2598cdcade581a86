"""Introductions: two hosts close to each other; neither learns the other's contact until both have agreed."""
