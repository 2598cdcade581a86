"""Closing a street: which stretch is meant, what the city's rules say of it, and what else is closed around it."""
