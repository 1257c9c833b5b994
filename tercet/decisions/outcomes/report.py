"""The report by week: how many answered, what they came to, and what the courses are called.

Counts, never rates: who divides by what is the page's to say, and it must say it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from tercet.decisions.outcomes.image import FLAGS as FLAG_STATES
from tercet.decisions.outcomes.image import LABELS as PACKED
from tercet.decisions.outcomes.image import Image
from tercet.decisions.outcomes.labelling import BITS, LABELS, WORDS, Labelled, word_of
from tercet.decisions.outcomes.scoring import OPEN, YES, Array
from tercet.knowledge import Instrument


@dataclass(frozen=True, slots=True)
class Week:
    """One instrument in one week after the first dose; week 0 is the time before it."""

    instrument: str
    week: int
    forms: int
    complete: int  # every item answered
    total_sum: int  # of those
    bands: Mapping[str, int]  # of those
    flag_raised: int
    flag_unknown: int
    counted: int  # forms that say enough about the time since the dose, from a start that counts
    labels: Mapping[str, tuple[int, int, int, int]]  # not so, so, open, start too low
    words: Mapping[str, int]


def by_week(made: Image, called: Labelled) -> tuple[Week, ...]:
    """Every week in which somebody answered, instrument by instrument."""
    groups = len(made.instruments) * made.weeks
    scores = np.bincount(made.at_score, minlength=groups * made.totals * FLAG_STATES)
    labels = np.bincount(made.at_label + called.packed, minlength=groups * PACKED)
    scores = scores.reshape(groups, made.totals, FLAG_STATES)
    labels = labels.reshape(groups, PACKED)
    return tuple(
        _week(instrument, group % made.weeks, scores[group], labels[group])
        for place, instrument in enumerate(made.instruments)
        for group in range(place * made.weeks, (place + 1) * made.weeks)
        if scores[group].any()
    )


def _week(instrument: Instrument, week: int, scores: Array, labels: Array) -> Week:
    """`scores` is counted by total and flag, the first row of it without a total."""
    totals, flags = scores.sum(axis=1)[1:], scores.sum(axis=0)
    bands = next(iter(instrument.bands.values()), ())
    return Week(
        instrument=instrument.id,
        week=week,
        forms=int(scores.sum()),
        complete=int(totals.sum()),
        total_sum=int(totals @ np.arange(len(totals))),
        bands={band.name: int(totals[band.low : band.high + 1].sum()) for band in bands},
        flag_raised=int(flags[YES]),
        flag_unknown=int(flags[OPEN]),
        counted=int(labels.sum()),
        labels=dict(_labels(labels)),
        words=dict(_words(labels)),
    )


def _labels(labels: Array) -> Iterator[tuple[str, tuple[int, int, int, int]]]:
    packed = np.arange(PACKED)
    for place, label in enumerate(LABELS):
        states = np.bincount(packed >> place * BITS & 3, weights=labels, minlength=4)
        no, yes, open_, low = (int(count) for count in states)
        yield label, (no, yes, open_, low)


def _words(labels: Array) -> Iterator[tuple[str, int]]:
    counts = np.bincount(word_of(), weights=labels, minlength=len(WORDS))
    yield from ((word, int(count)) for word, count in zip(WORDS, counts, strict=True))
