"""What the study counts: one share of made-up people, and under which circumstance."""

from collections.abc import Sequence
from dataclasses import dataclass

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
