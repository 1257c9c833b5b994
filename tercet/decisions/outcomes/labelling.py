"""Change labels by column: response, remission, reliable change, and what they come to.

Each form is labelled as if it were the last answer of its course, by the thresholds that sum its
instrument up. NO, YES and OPEN as in `scoring`; only instruments with all three lines.
"""

from dataclasses import dataclass
from functools import cache

import numpy as np

from tercet.decisions.outcomes.image import Image
from tercet.decisions.outcomes.scoring import NO, OPEN, YES, Array, most_total
from tercet.decisions.response.labels import (
    BETTER,
    NO_CHANGE,
    NOT_ENOUGH,
    ORDER,
    REMISSION,
    RESPONSE,
    WORSE,
)
from tercet.decisions.response.lines import Line
from tercet.decisions.response.seen import LOWER
from tercet.decisions.vocabulary import Impossible
from tercet.knowledge import Instrument, Reading, Reliable, Remission, Response

WORDS = (NOT_ENOUGH, NO_CHANGE, BETTER, RESPONSE, REMISSION, WORSE)  # by their code
LABELS = (RESPONSE, REMISSION, BETTER, WORSE)
BITS = 2  # of a label
AT_ONCE = 1 << 15  # rows, so that what is worked out stays in the nearest memory
MOST = 327  # a total whose hundredfold still is an int16
LOW_START = 3  # of response and remission: the start was below the line
# Response and remission where the start is not surely high enough: too low, or open.
UNTOLD = np.array([LOW_START | LOW_START << BITS, 0, OPEN | OPEN << BITS], np.uint8)


@dataclass(frozen=True, slots=True)
class Lines:
    """The numbers that label one instrument."""

    entry: int
    left: int  # per cent of the start that a response leaves at most
    strict: bool
    at_most: int
    points: int


@dataclass(frozen=True, slots=True)
class Labelled:
    """One row a form that counts: four labels of two bits each, and the word they come to."""

    packed: Array
    word: Array


def lines_of(instrument: Instrument, reading: Reading) -> Lines:
    """Raises `Impossible` for an instrument that lacks one, or of which higher is better."""
    entry = reading.entry(instrument.id)
    response, remission = (
        _line(instrument, reading, Response),
        _line(instrument, reading, Remission),
    )
    reliable = _line(instrument, reading, Reliable)
    twice = reading.deterioration.crossings == 2
    if entry is None or not twice or instrument.direction != LOWER or most_total(instrument) > MOST:
        raise Impossible(f"{instrument.name} cannot be labelled by column.")
    return Lines(
        entry=_whole(entry.at_least),
        left=100 - _whole(response.percent),
        strict=response.more_than,
        at_most=_whole(remission.at_most),
        points=_whole(reliable.points),
    )


def _whole(number: float) -> int:
    if number != int(number):
        raise Impossible(f"{number} is no whole number of points.")
    return int(number)


def _line(instrument: Instrument, reading: Reading, kind: type[Line]) -> Line:
    every = {**reading.responses, **reading.remissions, **reading.reliables}
    for id in reading.summing_up.counted.get(instrument.id, ()):
        if isinstance(line := every[id], kind):
            return line
    raise Impossible(f"{instrument.name} has no line by which it could be labelled.")


def labelled(made: Image) -> Labelled:
    """What each form that counts is called."""
    packed = np.empty(len(made.form), np.uint8)
    for instrument, part in zip(made.instruments, made.parts, strict=True):
        if part.stop > part.start:
            lines = lines_of(instrument, made.reading)
            for at in range(part.start, part.stop, AT_ONCE):
                rows = slice(at, min(at + AT_ONCE, part.stop))
                packed[rows] = _told(lines, made, rows)
    packed = _again(packed, made.follows)
    return Labelled(packed, word_of()[packed])


def _told(lines: Lines, made: Image, rows: slice) -> Array:
    """Four labels packed, the last of them for this one form alone."""
    start_low, start_high = made.start_low[rows], made.start_high[rows]
    low, high = made.low[rows], made.high[rows]
    most, least = lines.left * start_high, lines.left * start_low
    if lines.strict:
        response = _state(100 * high < least, 100 * low < most)
    else:
        response = _state(100 * high <= least, 100 * low <= most)
    remission = _state(high <= lines.at_most, low <= lines.at_most)
    better = _state(start_low - high >= lines.points, start_high - low >= lines.points)
    worse = _state(low - start_high >= lines.points, high - start_low >= lines.points)
    told = response | remission << BITS
    start = _state(start_low >= lines.entry, start_high >= lines.entry)
    held = UNTOLD[start]
    told = np.where(start == YES, told, held)
    packed: Array = told | better << 2 * BITS | worse << 3 * BITS
    return packed


def _state(surely: Array, possibly: Array) -> Array:
    """YES where it is sure, OPEN where it is only possible, NO where it is neither."""
    state: Array = (possibly.view(np.uint8) << 1) - surely.view(np.uint8)
    return state


def _again(packed: Array, follows: Array) -> Array:
    """Worse is said where it was so at the answer before as well; once alone leaves it open."""
    worse = packed >> 3 * BITS
    before = np.zeros_like(worse)
    before[1:] = worse[:-1]
    twice = (before == YES) & follows
    once = (worse == YES) & ~twice
    said: Array = packed + (once.view(np.uint8) << 3 * BITS)  # YES + 1 is OPEN
    return said


@cache
def word_of() -> Array:
    """The code of the word that each packed value comes to."""
    return np.array([WORDS.index(_word(value)) for value in range(1 << 4 * BITS)], np.uint8)


def _word(packed: int) -> str:
    said = {label: packed >> n * BITS & 3 for n, label in enumerate(LABELS)}
    for word in ORDER:
        if said[word] == YES:
            return word
    return NO_CHANGE if all(state in (NO, LOW_START) for state in said.values()) else NOT_ENOUGH
