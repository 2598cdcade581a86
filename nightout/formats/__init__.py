"""Date formats for readers in the United States, by language."""
