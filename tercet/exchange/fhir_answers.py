"""Questionnaires as words: https://hl7.org/fhir/R4/questionnaireresponse.html. An item is known by
its LOINC code, as its linkId or in it, or by our own id where the form says which questionnaire it
is; an answer by its LOINC code or its points. We do the sum."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from functools import cache
from typing import Any

from tercet.decisions.instruments import NA, REFUSED, Answer, Score, admissible, score
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
ABSENT = "http://terminology.hl7.org/CodeSystem/data-absent-reason"
REASONS = {"not-applicable": NA, "asked-declined": REFUSED}
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
        asked = list(_items(place))
        held = {
            each.id: _answers(asked, each, by_id=_names(place, each))
            for each in known.instruments.values()
        }
        for instrument in known.instruments.values():
            if held[instrument.id] and not _is_shorter_form(instrument.id, held, known):
                made = score(instrument, held[instrument.id])
                words = _words(instrument, made, place, finished=status in COUNTS)
                yield from (word for word in words if word.fact in known.facts)


def answers_in(response: Place, instrument: Instrument) -> dict[str, Answer]:
    """By item id, for the items of this instrument that the form holds.

    An item given twice with different answers, or an answer nobody can place, is not answered.
    """
    return _answers(list(_items(response)), instrument, by_id=_names(response, instrument))


def _answers(asked: list[Place], instrument: Instrument, *, by_id: bool) -> dict[str, Answer]:
    by_code = _by_code(instrument, by_id)
    made: dict[str, Answer] = {}
    for place in asked if by_code else ():
        item = _item(place, by_code)
        if item is not None:
            answer = _answer(place, item)
            made[item.id] = answer if made.get(item.id, answer) == answer else None
    return made


@cache
def _by_code(instrument: Instrument, by_id: bool) -> dict[str, Item]:
    every = (*instrument.items, *instrument.unscored)
    coded = {item.loinc: item for item in every if item.loinc}
    return coded | ({item.id: item for item in every} if by_id else {})


def _names(response: Place, instrument: Instrument) -> bool:
    """Whether the form says that it is this questionnaire: the last part of its address."""
    address = (response.text("questionnaire") or "").partition("|")[0]
    return address.rpartition("/")[2].lower() == instrument.id


def _is_shorter_form(id: str, held: dict[str, dict[str, Answer]], known: Knowledge) -> bool:
    """Whether these are the items of a shorter one, such as AUDIT-C, not of this one cut off."""
    mine = known.instruments[id]
    codes_held = {mine.item(each).loinc for each in held[id]}  # type: ignore[union-attr]
    shorter = (
        {item.loinc for item in other.items}
        for other in known.instruments.values()
        if other.id != id and held[other.id] and len(other.items) < len(mine.items)
    )
    return "" not in codes_held and any(codes_held == each for each in shorter)


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


def _item(place: Place, by_code: dict[str, Item]) -> Item | None:
    """The instrument's item this is: its linkId or definition ends in the item's code."""
    for name in ("linkId", "definition"):
        code = (place.text(name) or "").rpartition("/")[2]
        if code in by_code:
            return by_code[code]
    return None


def _answer(place: Place, item: Item) -> Answer:
    """The one answer given; None where there is none, several, or a strange one."""
    answers = list(place.each("answer"))
    if len(answers) != 1:
        return None
    for found in _candidates(answers[0], item):
        whole = int(found) if isinstance(found, float) and found.is_integer() else found
        if whole is not None and admissible(item, whole):
            return whole  # type: ignore[no-any-return]
    return None


def _candidates(answer: Place, item: Item) -> Iterator[Any]:
    numbers = [answer.number("valueInteger"), answer.number("valueDecimal")]
    said = answer.truth("valueBoolean")
    if item.answers in ("points", "range") or not item.reverse:  # else 1 may be a yes or a point
        yield from numbers
    if item.answers in ("yes-no", "true-false") and said is not None:
        yield int(said)
    coding = answer.part("valueCoding")
    if coding is not None:
        yield from _coded(coding, item)


def _coded(coding: Place, item: Item) -> Iterator[Any]:
    system, code = coding.text("system"), coding.text("code") or ""
    if code and system in (None, codes().systems["loinc"]):
        yield from (o.score for o in item.options if code in (o.loinc, *o.also))
    if system == ABSENT:
        yield REASONS.get(code)
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
