"""An invented city for the demo: outlines, streets, houses, places by name and the people who host there."""
