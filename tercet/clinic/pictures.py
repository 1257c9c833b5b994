"""Rows -> coordinates: the charts of a course, as plain values that templates draw. No decision is taken here."""
