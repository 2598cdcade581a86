"""Jobs: long work that a page starts, the worker does, and a page watches."""
