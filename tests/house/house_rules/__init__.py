"""The rules of the house that a machine can say no to; each is shown one source at a time."""

from house_rules import (
    opening,
    reading,
    rooms,
    sizes,
    spelling,
    telling,
    wording,
    writing,
)
from house_rules.source import HouseRule, Source, every_source

ALL: tuple[HouseRule, ...] = (
    *writing.RULES,
    *reading.RULES,
    *telling.RULES,
    *rooms.RULES,
    *spelling.RULES,
    *sizes.RULES,
    *opening.RULES,
    *wording.RULES,
)

__all__ = ["ALL", "HouseRule", "Source", "every_source"]
