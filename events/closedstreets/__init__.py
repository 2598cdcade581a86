"""closedstreets"""
