"""What a panel comes to: people of each verdict, and what each rule and each fact did; addable."""

from collections.abc import Mapping
from dataclasses import dataclass

from tercet.decisions.words import Verdict


@dataclass(frozen=True, slots=True)
class RuleTally:
    """One rule over a panel: of how many people it was so, not known, and decided their verdict."""

    fired: int = 0
    unknown: int = 0
    decided: int = 0

    def __add__(self, other: "RuleTally") -> "RuleTally":
        return RuleTally(
            self.fired + other.fired, self.unknown + other.unknown, self.decided + other.decided
        )


@dataclass(frozen=True, slots=True)
class FactTally:
    """One fact over a panel: of how many people it was blank, or said and not counted, and why."""

    blank: int = 0
    impossible: int = 0
    set_aside: int = 0  # too old, not dated, or said by someone who may not say it

    def __add__(self, other: "FactTally") -> "FactTally":
        return FactTally(
            self.blank + other.blank,
            self.impossible + other.impossible,
            self.set_aside + other.set_aside,
        )


@dataclass(frozen=True, slots=True)
class Tally:
    """A panel in numbers. Two of the same columns and rules add up."""

    people: int
    verdicts: Mapping[Verdict, int]
    rules: tuple[RuleTally, ...]  # in the order of the panel's rules
    facts: Mapping[str, FactTally]

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(
            self.people + other.people,
            {verdict: count + other.verdicts[verdict] for verdict, count in self.verdicts.items()},
            tuple(one + two for one, two in zip(self.rules, other.rules, strict=True)),
            {name: each + other.facts[name] for name, each in self.facts.items()},
        )
