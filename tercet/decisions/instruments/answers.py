"""What was answered, item by item: points, or between which two they lie as long as it is blank."""

from collections.abc import Mapping
from dataclasses import dataclass

from tercet.decisions.vocabulary import Impossible
from tercet.knowledge import Instrument, Item

NA, REFUSED = "na", "refused"  # answers that are no number
Answer = int | str | None
Answers = Mapping[str, Answer]


@dataclass(frozen=True, slots=True)
class Heard:
    """One item: what was said, and the least and the most points that may be."""

    item: Item
    answer: Answer  # as it was given; None where nothing was
    state: str  # answered | missing | skipped | na
    low: int
    high: int


def check(instrument: Instrument, answers: Answers) -> None:
    """Raises `Impossible` for an item or an answer there is not."""
    for id, answer in answers.items():
        item = instrument.item(id)
        if item is None:
            raise Impossible(f"{instrument.name} has no item {id!r}.")
        if answer is not None and not admissible(item, answer):
            raise Impossible(
                f"{instrument.name} item {id} must be {accepted(item)}, not {answer!r}."
            )


def admissible(item: Item, answer: Answer) -> bool:
    """Whether this may be answered to this item."""
    if isinstance(answer, str):
        return (answer == NA and item.na) or (answer == REFUSED and item.refused)
    if not isinstance(answer, int) or isinstance(answer, bool):
        return False
    if item.answers == "range":
        return item.low <= answer <= item.high
    return any(option.score == answer for option in item.options)


def accepted(item: Item) -> str:
    """What may be answered to it, in words."""
    more = [word for word, may in (("NA", item.na), (REFUSED, item.refused)) if may]
    if item.answers == "range":
        return " or ".join([f"a whole number from {item.low} to {item.high}", *more])
    points = sorted(option.score for option in item.options)
    return f"one of {', '.join([*map(str, points), *more])}"


def heard(instrument: Instrument, answers: Answers) -> dict[str, Heard]:
    """Every scored item by its id, in the order they are asked."""
    made: dict[str, Heard] = {}
    for item in instrument.items:
        made[item.id] = _heard(item, answers.get(item.id), _way(item, made))
    return made


def _way(item: Item, made: Mapping[str, Heard]) -> bool | None:
    """Whether the item is to be asked; None where that is not known yet."""
    if item.only_if is None:
        return True
    opens = [_opens(made[id], item.only_if.at_least) for id in item.only_if.items]
    if True in opens:
        return True
    return None if None in opens else False


def _opens(gate: Heard, at_least: int) -> bool | None:
    if gate.state == "skipped":
        return False
    if isinstance(gate.answer, int):
        return gate.answer >= at_least
    return True if gate.answer == REFUSED else None


def _heard(item: Item, answer: Answer, way: bool | None) -> Heard:
    ignored = item.only_if is not None and item.only_if.ignored
    if way is False and (answer is None or ignored):
        return Heard(item, answer, "skipped", 0, 0)
    if answer == NA:
        return Heard(item, answer, "na", 0, 0)
    if answer is None or answer == REFUSED:
        return Heard(item, answer, "missing", item.low if way else min(0, item.low), item.high)
    points = _points(item, answer)
    if way is None and ignored:
        return Heard(item, answer, "missing", 0, points)
    return Heard(item, answer, "answered", points, points)


def _points(item: Item, answer: Answer) -> int:
    assert isinstance(answer, int)
    return item.low + item.high - answer if item.reverse else answer
