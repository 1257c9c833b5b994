"""What a record says, held against the vocabulary: the impossible is shown and never counted."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from math import ceil, floor
from typing import Any

from tercet.decisions.vocabulary import Impossible, admit_one
from tercet.exchange.codes import codes
from tercet.exchange.words import Word, day
from tercet.knowledge import Fact, Knowledge


def believed(words: Iterable[Word], known: Knowledge) -> Iterator[Word]:
    """The words about facts of the vocabulary; of an impossible value only a note is left."""
    for word in words:
        fact = known.facts.get(word.fact)
        if fact is not None:
            yield word if word.value is None else _believed(word, fact)


def _believed(word: Word, fact: Fact) -> Word:
    value = _outward(word.value, fact) if _may_have_fractions(word) else word.value
    try:
        return replace(word, value=admit_one(fact, value))
    except Impossible as wrong:
        shown = f"{wrong}".removesuffix(".")
        return replace(word, value=None, note=f"recorded {day(word.at)}, not counted: {shown}")


def _may_have_fractions(word: Word) -> bool:
    return word.fact in codes().fractions and isinstance(word.value, float)


def _outward(value: float, fact: Fact) -> Any:
    """A fraction of what we keep whole, rounded away from the vocabulary's ordinary example, so
    that rounding never brings a reading within a limit it lay beyond."""
    if fact.type != "whole" or value != value or abs(value) == float("inf"):
        return value
    return ceil(value) if value > fact.example else floor(value)
