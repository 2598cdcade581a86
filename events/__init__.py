"""The registry behind a night out: parties, hosts, neighborhoods."""
