"""Stretches of a number on which a set of rules answers alike, and how a stretch is said.

The limits of the rules cut the range that a fact can have into stretches; a limit itself
belongs to the side that its rule says.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil, floor

from tercet.decisions.logic import Turn
from tercet.knowledge import Fact


@dataclass(frozen=True, slots=True)
class Stretch:
    """From `low` to `high`, each included unless it is said to be open."""

    low: float
    high: float
    low_open: bool = False
    high_open: bool = False

    def value(self, near: float | None) -> float:
        """A value within: the end nearest to `near` if it is included, else halfway."""
        middle = (self.low + self.high) / 2
        at_high = near is not None and near > middle
        if self.high_open if at_high else self.low_open:
            return middle
        return self.high if at_high else self.low

    def holds(self, value: float) -> bool:
        """Whether a value lies on it."""
        after = value > self.low if self.low_open else value >= self.low
        before = value < self.high if self.high_open else value <= self.high
        return after and before

    def joined(self, other: "Stretch") -> "Stretch":
        """From where this begins to where `other`, further up, ends."""
        return Stretch(self.low, other.high, self.low_open, other.high_open)

    def in_words(self, fact: Fact) -> str:
        """ "at or below 159 mmHg"; an end that is the end of all is left unsaid."""
        unit = f" {fact.unit}" if fact.unit else ""
        above = "above" if self.low_open else "at or above"
        below = "below" if self.high_open else "at or below"
        if self.low == self.high:
            return f"{self.low:g}{unit}"
        inner = self.low != fact.low and self.high != fact.high
        if inner and not (self.low_open or self.high_open):
            return f"from {self.low:g} to {self.high:g}{unit}"
        parts = []
        if self.low != fact.low:
            parts.append(f"{above} {self.low:g}")
        if self.high != fact.high:
            parts.append(f"{below} {self.high:g}")
        return f"{' and '.join(parts)}{unit}" if parts else "any value"


def stretches(fact: Fact, turns: Iterable[Turn]) -> tuple[Stretch, ...]:
    """The range of this fact, cut wherever an answer may turn; upwards, none empty."""
    low, high = float(fact.low or 0), float(fact.high or 0)
    cuts = sorted({(turn.at, turn.above) for turn in turns if turn.fact == fact.id})
    made, begun = [], (low, False)
    for at, above in cuts:
        made.append(Stretch(begun[0], at, begun[1], not above))
        begun = (at, above)
    made.append(Stretch(begun[0], high, begun[1], False))
    whole = fact.type == "whole"
    within = [_within(each, low, high, whole=whole) for each in made]
    return tuple(each for each in within if _holds_any(each))


def _within(one: Stretch, low: float, high: float, *, whole: bool) -> Stretch:
    """Cut to what the fact can be; of whole numbers both ends are included."""
    if one.low < low:
        one = Stretch(low, one.high, False, one.high_open)
    if one.high > high:
        one = Stretch(one.low, high, one.low_open, False)
    if not whole:
        return one
    first = floor(one.low) + 1 if one.low_open else ceil(one.low)
    last = ceil(one.high) - 1 if one.high_open else floor(one.high)
    return Stretch(first, last)


def _holds_any(one: Stretch) -> bool:
    open_ = one.low_open or one.high_open
    return one.low < one.high or (one.low == one.high and not open_)
