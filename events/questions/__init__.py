"""The questions of a registration: one form a step, and the answers they give."""
