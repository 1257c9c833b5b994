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

    @property
    def ends(self) -> set[float]:
        """A value at either end, or within where an end is open."""
        return {self.value(None), self.value(self.high)}

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
    low, high = fact.span
    cuts = sorted({(turn.at, turn.above) for turn in turns if turn.fact == fact.id})
    made, begun = [], (low, False)
    for at, above in cuts:
        if low < at < high or at == (low if above else high):
            made.append(Stretch(begun[0], at, begun[1], not above))
            begun = (at, above)
    made.append(Stretch(begun[0], high, begun[1]))
    if fact.type == "whole":
        made = [_of_whole_numbers(each) for each in made]
    return tuple(each for each in made if each.low <= each.high)


def _of_whole_numbers(one: Stretch) -> Stretch:
    """From the first whole number on it to the last, both included."""
    first = floor(one.low) + 1 if one.low_open else ceil(one.low)
    last = ceil(one.high) - 1 if one.high_open else floor(one.high)
    return Stretch(first, last)
