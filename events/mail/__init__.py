"""Letters: what is owed to whom (notices), and how it leaves (outbox)."""
