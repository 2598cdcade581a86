"""Setup: what a community administrator and the operator decide: nights, texts, visitors, staff, communities."""
