"""The score image: every answer that counts beside the start of its course, ready to be labelled.

Days are whole days since the first dose of the course. An answer at day 0 or before is a start;
one that asks too much about the time before the dose does not count.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from tercet.decisions.outcomes.scoring import NONE, Array, Scores, most_total
from tercet.knowledge import Instrument, Reading

DAYS_A_WEEK = 7
KINDS = 256  # more instruments there are not
FLAGS, LABELS = 4, 256  # ways a flag, and four labels, can be


@dataclass(frozen=True, slots=True)
class Image:
    """Kept in memory, read at every report. `at_score` and `at_label` are places in a histogram of
    instrument, week, and then total and flag, or packed labels."""

    instruments: tuple[Instrument, ...]
    reading: Reading
    weeks: int
    totals: int  # ways a total can be, none included
    at_score: Array  # every form
    form: Array  # the forms that count, instrument by instrument, in the order of their courses
    parts: tuple[slice, ...]  # where each instrument's are
    at_label: Array
    low: Array
    high: Array
    start_low: Array
    start_high: Array
    follows: Array  # the row before is of the same course


def image(
    scores: Scores,
    *,
    person: Array,
    kind: Array,
    day: Array,
    instruments: Sequence[Instrument],
    reading: Reading,
) -> Image:
    """Scores beside the start of their course. A person's first dose is day 0."""
    course, order = _courses(person, kind, day)
    start = _starts(course, day, order, reading)
    counts = (start != NONE) & (day >= _first_day(instruments, reading)[kind])
    of_each = [_rows(counts & (kind == place), order) for place in range(len(instruments))]
    rows, ends = np.concatenate(of_each), np.cumsum([0, *map(len, of_each)])
    began, week = start[rows], _weeks(day)
    weeks, totals = int(week.max(initial=0)) + 1, max(map(most_total, instruments)) + 2
    group = kind.astype(np.int32) * weeks + week
    follows = np.zeros(len(rows), bool)
    follows[1:] = course[rows[1:]] == course[rows[:-1]]
    return Image(
        instruments=tuple(instruments),
        reading=reading,
        weeks=weeks,
        totals=totals,
        at_score=((group * totals + scores.total - NONE) * FLAGS + scores.flag).astype(np.intp),
        form=rows,
        parts=tuple(slice(int(a), int(b)) for a, b in pairwise(ends)),
        at_label=group[rows].astype(np.intp) * LABELS,
        low=scores.low[rows],
        high=scores.high[rows],
        start_low=scores.low[began],
        start_high=scores.high[began],
        follows=follows,
    )


def _rows(these: Array, order: Array | None) -> Array:
    """The rows of these forms in the order of time, course by course."""
    return np.flatnonzero(these) if order is None else order[these[order]]


def _weeks(day: Array) -> Array:
    """Week 0 is the time before the first dose, and its day."""
    weeks: Array = np.maximum(-(-day // DAYS_A_WEEK), 0).astype(np.int32)
    return weeks


def _first_day(instruments: Sequence[Instrument], reading: Reading) -> Array:
    """The first whole day from which an answer says enough about the time since the dose."""
    share = reading.counting.least_share
    days = [max(1, int(np.ceil(each.recall_days * share))) for each in instruments]
    return np.array(days, np.int16)


def _courses(person: Array, kind: Array, day: Array) -> tuple[Array, Array | None]:
    """A number for each course of one person by one instrument, and the order of time if it is
    not the order of the rows."""
    course = person.astype(np.int64) * KINDS + kind
    before, after = course[:-1], course[1:]
    in_order = np.all((before < after) | ((before == after) & (day[:-1] <= day[1:])))
    return course, None if in_order else np.lexsort((day, course))


def _starts(course: Array, day: Array, order: Array | None, reading: Reading) -> Array:
    """Of each form, the row of the last answer at or before the first dose of its course."""
    rows = np.arange(len(day), dtype=np.int32) if order is None else order
    mine, at = (course, day) if order is None else (course[order], day[order])
    begins = np.flatnonzero(np.concatenate((np.ones(min(1, len(at)), bool), mine[1:] != mine[:-1])))
    sizes = np.diff(begins, append=len(at))
    if not len(at):
        return rows
    early = np.add.reduceat(at <= 0, begins, dtype=np.int32)  # they come first
    last = begins + early - 1
    old = (early == 0) | (at[last] < -reading.counting.baseline_within_days)
    found = np.repeat(np.where(old, NONE, rows[last]), sizes)
    if order is None:
        return found
    made = np.empty_like(found)
    made[order] = found
    return made
