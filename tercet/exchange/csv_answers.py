"""Answers as text: of one questionnaire, as a list or by name, or many as CSV (RFC 4180).

A CSV has one line a questionnaire. Its head names the items; `person` and `at` are kept as they
stand. An empty cell is not answered, NA does not apply, `refused` is a refusal.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tercet.decisions.instruments import NA, REFUSED, Answer, accepted, admissible
from tercet.exchange import NotUnderstood
from tercet.exchange.place import kind_of
from tercet.knowledge import Instrument, Item

WORDS = {
    "yes-no": {"y": 1, "yes": 1, "n": 0, "no": 0},
    "true-false": {"t": 1, "true": 1, "f": 0, "false": 0},
}
WHOLE = re.compile(r"-?[0-9]{1,4}")
BESIDE = ("person", "at")  # columns that are no item
BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a CSV: whose it is and when, as it was written, and the answers by item id."""

    line: int
    person: str
    at: str
    answers: dict[str, Answer]


def answer_of(text: str, item: Item, name: str) -> Answer:
    """One answer as it was written. Raises NotUnderstood with what may stand there."""
    said = text.strip().lower()
    if not said:
        return None
    if said in (NA, REFUSED):
        made: Answer = said
    else:
        made = WORDS.get(item.answers, {}).get(said)
        if made is None and WHOLE.fullmatch(said):
            _not_points(said, item, name)
            made = int(said)
    if made is None or not admissible(item, made):
        raise NotUnderstood(
            f"{name} item {item.id} must be {may_be(item)}, not {text.strip()[:40]!r}."
        )
    return made


def _not_points(said: str, item: Item, name: str) -> None:
    """Of a yes-or-no item that counts from the other end, 1 may be meant as yes or as a point."""
    if item.reverse and item.answers in WORDS:
        raise NotUnderstood(
            f"{name} item {item.id} counts from the other end, so that {said} may be an answer or a"
            f" point; write {may_be(item)}."
        )


def may_be(item: Item) -> str:
    """What may be written for this item."""
    said = {"yes-no": "Y or N", "true-false": "T or F"}.get(item.answers)
    more = [word for word, may in (("NA", item.na), ("refused", item.refused)) if may]
    return " or ".join([said, *more]) if said else accepted(item)


def answers_of(texts: list[str], instrument: Instrument) -> dict[str, Answer]:
    """A list in the order of the items. What is asked only after another, or beside, may be left
    off at the end; anything else must stand there, if only as an empty place."""
    every = (*instrument.items, *instrument.unscored)
    if not least_many(instrument) <= len(texts) <= len(every):
        many = len(instrument.items)
        raise NotUnderstood(f"{instrument.name} has {many} items; {len(texts)} answers were given.")
    pairs = zip(every, texts, strict=False)
    return {item.id: answer_of(text, item, instrument.name) for item, text in pairs}


def least_many(instrument: Instrument) -> int:
    """How many places a list must have: all but those at the end that may not be asked."""
    gated = [item.only_if is not None for item in instrument.items]
    while gated and gated[-1]:
        gated.pop()
    return len(gated)


def answers_named(given: Any, instrument: Instrument) -> dict[str, Answer]:
    """Parsed JSON: a list; or item -> answer, part -> list, or number -> part -> answer."""
    if isinstance(given, list):
        every = (*instrument.items, *instrument.unscored)
        kinds = [item.answers for item in every] + ["points"] * len(given)
        texts = [_text(e, instrument.name, k) for e, k in zip(given, kinds, strict=False)]
        return answers_of(texts, instrument)
    if not isinstance(given, dict):
        raise NotUnderstood(f"answers must be a list or an object, not {kind_of(given)}.")
    made: dict[str, Answer] = {}
    for id, said in _flat(given, instrument):
        item = instrument.item(id)
        if item is None:
            raise NotUnderstood(f"{instrument.name} has no item {id[:40]!r}.")
        if id in made:
            raise NotUnderstood(f"{instrument.name} item {id} is answered twice.")
        made[id] = answer_of(
            _text(said, f"{instrument.name} item {id}", item.answers), item, instrument.name
        )
    return made


def _flat(given: Mapping[str, Any], instrument: Instrument) -> Iterator[tuple[str, Any]]:
    for key, said in given.items():
        if isinstance(said, list):
            yield from _part(key, said, instrument)
        elif isinstance(said, dict):
            for inner, each in said.items():
                ids = (f"{inner}-{key}", f"{key}-{inner}")
                yield next((id for id in ids if instrument.item(id)), ids[0]), each
        else:
            yield key, said


def _part(name: str, said: list[Any], instrument: Instrument) -> Iterator[tuple[str, Any]]:
    ids = [item.id for item in instrument.items if item.part == name]
    if not ids:
        raise NotUnderstood(f"{instrument.name} has no part {name[:40]!r}.")
    if len(ids) != len(said):
        raise NotUnderstood(
            f"{instrument.name} has {len(ids)} items of {name}; {len(said)} answers were given."
        )
    yield from zip(ids, said, strict=True)


def _text(said: Any, name: str, answers: str) -> str:
    """A JSON value as it would be written in a list."""
    if said is None:
        return ""
    if isinstance(said, bool):
        yes, no = ("true", "false") if answers == "true-false" else ("yes", "no")
        return yes if said else no
    if isinstance(said, int | str):
        return str(said)
    raise NotUnderstood(f"{name}: {kind_of(said)} is no answer.")


def rows(text: str, instrument: Instrument) -> Iterator[Row]:
    """The lines of a CSV. Raises NotUnderstood naming the line."""
    lines = csv.reader(io.StringIO(text.removeprefix(BOM), newline=""), strict=True)
    try:
        head = [name.strip() for name in next(lines, [])]
        _check_head(head, instrument)
        for cells in lines:
            if any(cell.strip() for cell in cells):
                yield _row(lines.line_num, dict(_cells(head, cells, lines.line_num)), instrument)
    except csv.Error as wrong:
        raise NotUnderstood(f"line {lines.line_num} is not CSV: {wrong}.") from None


def _check_head(head: list[str], instrument: Instrument) -> None:
    ids = [name for name in head if name not in BESIDE]
    strange = [name for name in ids if instrument.item(name) is None]
    if strange or not ids:
        raise NotUnderstood(f"line 1: {instrument.name} has no item {(strange or [''])[0][:40]!r}.")
    if len(set(head)) != len(head):
        raise NotUnderstood("line 1 names a column twice.")


def _cells(head: list[str], cells: list[str], line: int) -> Iterable[tuple[str, str]]:
    if len(cells) != len(head):
        raise NotUnderstood(f"line {line} has {len(cells)} cells; line 1 has {len(head)}.")
    return zip(head, cells, strict=True)


def _row(line: int, cells: dict[str, str], instrument: Instrument) -> Row:
    person, at = (cells.pop(name, "").strip() for name in BESIDE)
    answers: dict[str, Answer] = {}
    for id, text in cells.items():
        item = instrument.item(id)
        assert item is not None
        try:
            answers[id] = answer_of(text, item, instrument.name)
        except NotUnderstood as wrong:
            raise NotUnderstood(*(f"line {line}: {each}" for each in wrong.problems)) from None
    return Row(line, person, at, answers)
