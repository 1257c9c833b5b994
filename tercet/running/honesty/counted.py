"""What the study counts: one share of made-up people, and under which circumstance."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from tercet.decisions.outcomes.curves import Share, share


@dataclass(frozen=True, slots=True)
class Figure:
    """One counted share: of what, under which circumstance."""

    what: str
    under: str
    share: Share


def counted(what: str, under: str, each: Sequence[bool]) -> Figure:
    """How many of these are so, with exact limits."""
    return Figure(what, under, share(sum(each), len(each)))


@cache
def limits(count: int, of: int) -> tuple[float, float]:
    """The limits of one share; finding them takes milliseconds, and the same shares come again."""
    found = share(count, of)
    return found.low, found.high
