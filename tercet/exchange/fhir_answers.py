"""Questionnaires as words: https://hl7.org/fhir/R4/questionnaireresponse.html. An item is known by
its LOINC code, as its linkId or in it; an answer by its LOINC code or its points. We do the sum."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from tercet.decisions.instruments import Score, score
from tercet.exchange.codes import codes
from tercet.exchange.dates import instant
from tercet.exchange.place import Place
from tercet.exchange.words import PATIENT, RECORD, Word, day
from tercet.knowledge import Instrument, Item, Knowledge

COUNTS = {"completed", "amended"}
UNFINISHED = {"in-progress", "stopped"}
WEIGHTS = {  # the points of an answer, as R4 and as its successor name them
    "http://hl7.org/fhir/StructureDefinition/ordinalValue",
    "http://hl7.org/fhir/StructureDefinition/itemWeight",
}
DEEPEST = 20  # groups within groups; a form has two or three


def words_of(responses: Iterable[Place], known: Knowledge) -> Iterator[Word]:
    """Totals and flagged items of every instrument we know, each at its own moment.

    A total only of a form that was finished and answered whole. A flagged answer that is raised
    counts of an unfinished form too: nobody has to press "send" to be heard.
    """
    for place in responses:
        status = place.text("status")
        if status not in COUNTS | UNFINISHED:
            continue
        answered = list(_items(place))
        for instrument in known.instruments.values():
            points = _points(instrument, answered)
            if points:
                made = score(instrument, points)
                yield from _words(instrument, made, place, finished=status in COUNTS)


def _words(instrument: Instrument, made: Score, place: Place, *, finished: bool) -> Iterator[Word]:
    at, by = _when(place), _by(place)
    form = f"{instrument.name} {day(at)}"
    if finished:
        short = f"{form} has {made.n_answered} of {len(instrument.items)} answers: not counted"
        note = short if made.total is None else ""
        yield Word(f"{instrument.id}-total", made.total, at, by, note)
    for flag in made.flags:
        name = f"{instrument.id}-item-{flag.item}"
        if flag.raised or (finished and flag.known):
            yield Word(name, flag.value, at, by)
        elif finished:
            yield Word(name, None, at, by, f"not answered in the {form}")


def _items(place: Place, depth: int = 0) -> Iterator[Place]:
    """Every item of the form, whichever group it lies in."""
    if depth > DEEPEST:
        return
    for item in place.each("item"):
        yield item
        for inner in (item, *item.each("answer")):
            yield from _items(inner, depth + 1)


def _points(instrument: Instrument, answered: list[Place]) -> dict[str, int | None]:
    """Points by item id for the items of this instrument that the form holds.

    An item given twice with different answers, or an answer nobody can place, is not answered.
    """
    by_loinc = {item.loinc: item for item in instrument.items if item.loinc}
    made: dict[str, int | None] = {}
    for place in answered:
        item = _item(place, by_loinc)
        if item is None:
            continue
        points = _answer(place, instrument)
        made[item.id] = points if made.get(item.id, points) == points else None
    return made


def _item(place: Place, by_loinc: dict[str, Item]) -> Item | None:
    """The instrument's item this is: its linkId or definition ends in the item's LOINC code."""
    for name in ("linkId", "definition"):
        code = (place.text(name) or "").rpartition("/")[2]
        if code in by_loinc:
            return by_loinc[code]
    return None


def _answer(place: Place, instrument: Instrument) -> int | None:
    """The points of the one answer given; None where there is none, several, or a strange one."""
    answers = list(place.each("answer"))
    if len(answers) != 1:
        return None
    points = {option.score for option in instrument.options}
    for found in _candidates(answers[0], instrument):
        if found in points and not isinstance(found, bool):
            return int(found)
    return None


def _candidates(answer: Place, instrument: Instrument) -> Iterator[Any]:
    yield answer.number("valueInteger")
    yield answer.number("valueDecimal")
    coding = answer.part("valueCoding")
    if coding is None:
        return
    if coding.text("system") in (None, codes().systems["loinc"]):
        by_code = {option.loinc: option.score for option in instrument.options if option.loinc}
        yield by_code.get(coding.text("code") or "")
    for extension in coding.each("extension"):
        if extension.text("url") in WEIGHTS:
            yield extension.number("valueDecimal")


def _when(place: Place) -> datetime | None:
    text = place.text("authored")
    return instant(text, place.to("authored")) if text else None


def _by(place: Place) -> str:
    """The patient, when it was they who answered; otherwise whoever keeps the record."""
    source = place.part("source")
    return PATIENT if source and "Patient" in (source.text("reference") or "") else RECORD
