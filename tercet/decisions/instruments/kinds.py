"""The closed set of ways in which items become one number, with its least and its most."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from tercet.decisions.instruments.answers import Heard
from tercet.knowledge import Instrument, Subscale

Points = Sequence[float]


@dataclass(frozen=True, slots=True)
class Amount:
    """What something comes to; `known` only if nothing it is made of is missing."""

    low: float
    high: float
    known: bool

    @property
    def value(self) -> float | None:
        return self.low if self.known else None


def added(points: Points, items: Sequence[Heard]) -> float:
    """The sum."""
    return sum(points)


def mean(points: Points, items: Sequence[Heard]) -> float:
    """The sum, shared among the items."""
    return sum(points) / len(items)


def percent(points: Points, items: Sequence[Heard]) -> float:
    """How far up it is from the least it can be to the most, in per cent."""
    least = sum(each.item.low for each in items)
    most = sum(each.item.high for each in items)
    return 100 * (sum(points) - least) / (most - least)


def highest(points: Points, items: Sequence[Heard]) -> float:
    """The highest of them."""
    return max(points)


KINDS: Mapping[str, Callable[[Points, Sequence[Heard]], float]] = {
    "sum": added,
    "mean": mean,
    "percent": percent,
    "highest": highest,
}


def amount(kind: str, items: Iterable[Heard]) -> Amount:
    """One number of these items; what does not apply is left out of it."""
    held = [each for each in items if each.state != "na"]
    put_together = KINDS[kind]
    return Amount(
        put_together([each.low for each in held], held),
        put_together([each.high for each in held], held),
        all(each.state != "missing" for each in held),
    )


def subscale(scale: Subscale, heard: Mapping[str, Heard]) -> Amount:
    """One part; of items that are alternatives, those that were answered stand for the others."""
    left_out = {
        id
        for group in scale.alternatives
        if any(heard[each].state == "answered" for each in group)
        for id in group
        if heard[id].state == "missing"
    }
    return amount(scale.kind, [heard[id] for id in scale.items if id not in left_out])


def total(
    instrument: Instrument, heard: Mapping[str, Heard], parts: Mapping[str, Amount]
) -> Amount | None:
    """The total and its bounds; None where this instrument has no total."""
    scoring = instrument.scoring
    if scoring.kind in ("none", "item"):
        return None
    if scoring.kind == "of-subscales":
        every = parts.values()
        made = Amount(
            sum(each.low for each in every),
            sum(each.high for each in every),
            all(each.known for each in every),
        )
    else:
        made = amount(scoring.kind, [heard[id] for id in scoring.items])
    return Amount(made.low * scoring.times, made.high * scoring.times, made.known)
