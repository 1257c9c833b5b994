"""A signed course and its signed orders."""
