"""The evening these tests happen in."""

from an_evening import course, holding, planned, released, working

__all__ = ["course", "holding", "planned", "released", "working"]
