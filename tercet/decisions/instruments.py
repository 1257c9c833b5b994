"""Score a questionnaire, name its band, raise its flags. A blank is not a nought."""

from collections.abc import Mapping
from dataclasses import dataclass

from tercet.decisions.vocabulary import Impossible
from tercet.knowledge import Flag as FlagRule
from tercet.knowledge import Instrument

Answers = Mapping[str, int | None]


@dataclass(frozen=True, slots=True)
class Flag:
    """An item that matters whatever the total is. Unanswered: not known, and not negative."""

    id: str
    item: str
    value: int | None
    known: bool
    raised: bool | None  # None: not answered
    says: str


@dataclass(frozen=True, slots=True)
class Score:
    """What the answers come to; `total` and `band` only if every item was answered."""

    instrument: str
    total: int | None
    answered_sum: int
    n_answered: int
    low: int  # the least and the most it could come to
    high: int
    band: str | None
    band_set: str
    flags: tuple[Flag, ...]


def score(instrument: Instrument, answers: Answers) -> Score:
    """Points by item id. Raises `Impossible` for an item or an answer there is not."""
    _check(instrument, answers)
    given = [answers[item.id] for item in instrument.items if answers.get(item.id) is not None]
    points = [option.score for option in instrument.options]
    answered_sum, blanks = (
        sum(p for p in given if p is not None),
        len(instrument.items) - len(given),
    )
    total = None if blanks else answered_sum
    band_set = next(iter(instrument.bands), "")
    return Score(
        instrument=instrument.id,
        total=total,
        answered_sum=answered_sum,
        n_answered=len(given),
        low=answered_sum + blanks * min(points),
        high=answered_sum + blanks * max(points),
        band=None if total is None else band(instrument, total, band_set),
        band_set=band_set,
        flags=tuple(_flag(rule, answers) for rule in instrument.flags),
    )


def band(instrument: Instrument, total: int, band_set: str) -> str | None:
    """What a total is called in this set of bands."""
    bands = instrument.bands.get(band_set, ())
    return next((each.name for each in bands if each.low <= total <= each.high), None)


def _flag(rule: FlagRule, answers: Answers) -> Flag:
    value = answers.get(rule.item)
    raised = None if value is None else value >= rule.at_least
    return Flag(rule.id, rule.item, value, value is not None, raised, rule.says)


def _check(instrument: Instrument, answers: Answers) -> None:
    items = {item.id for item in instrument.items}
    points = {option.score for option in instrument.options}
    for item, value in answers.items():
        if item not in items:
            raise Impossible(f"{instrument.name} has no item {item!r}.")
        fine = value is None or (isinstance(value, int) and not isinstance(value, bool))
        if not fine or (value is not None and value not in points):
            accepted = ", ".join(str(point) for point in sorted(points))
            raise Impossible(
                f"{instrument.name} item {item} must be one of {accepted}, not {value!r}."
            )
