"""Answers by column into scores by column: totals or none, bounds, bands and flags.

An answer is a row: its form, its item, its points or a blank. Blanks may also be left out. What
`decisions.instruments.score` refuses of one person is refused here of the whole.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tercet.decisions.vocabulary import Impossible
from tercet.knowledge import Instrument

Array = NDArray[Any]
BLANK = 255  # of points: not answered
NONE = -1  # of a total or a band: there is none
NO, YES, OPEN, NEVER = 0, 1, 2, 3  # of a flag; NEVER: the instrument has none


@dataclass(frozen=True, slots=True)
class Scores:
    """A row a form, in the order of the forms. Totals, bounds and bands are int16."""

    total: Array
    low: Array
    high: Array
    answered: Array
    band: Array  # a place in the first set of bands of its instrument
    flag: Array  # of the first flag of its instrument


def scored(
    form: Array, item: Array, points: Array, *, kind: Array, instruments: Sequence[Instrument]
) -> Scores:
    """Scores of `len(kind)` forms; `kind` is the place of each in `instruments`.

    Items count from 1 in the order of their instrument. Raises `Impossible` for an item or an
    answer there is not, and for an item answered twice.
    """
    form, item, points = _in_order(form, item, points)
    starts = _starts(form)
    present = form[starts] if len(form) else form
    blank = points == BLANK
    given = np.where(blank, np.uint8(0), points)
    sums, counts = np.zeros(len(kind), np.int16), np.zeros(len(kind), np.int16)
    if len(form):
        sums[present] = np.add.reduceat(given, starts, dtype=np.int16)
        sizes = np.diff(starts, append=len(form)).astype(np.int16)
        counts[present] = sizes - np.add.reduceat(blank, starts, dtype=np.int16)
        _refuse(np.maximum.reduceat(given, starts), kind[present], instruments, _most_points)
        _refuse(np.maximum.reduceat(item, starts), kind[present], instruments, _most_items)
    items = _by_kind(instruments, _most_items)[kind]
    most, least = _by_kind(instruments, _most_points)[kind], _by_kind(instruments, _least)[kind]
    blanks = items - counts
    total = np.where(blanks == 0, sums, NONE).astype(np.int16)
    return Scores(
        total=total,
        low=sums + blanks * least,
        high=sums + blanks * most,
        answered=counts,
        band=_banded(total, kind, instruments),
        flag=_flagged(form, item, points, kind=kind, instruments=instruments),
    )


def _in_order(form: Array, item: Array, points: Array) -> tuple[Array, Array, Array]:
    """By form, and within it by item, each once."""
    if not _rising(form, item):
        order = np.lexsort((item, form))
        form, item, points = form[order], item[order], points[order]
        if not _rising(form, item):
            raise Impossible("An item of a form is answered twice.")
    return form, item, points


def _rising(form: Array, item: Array) -> bool:
    same = form[1:] == form[:-1]
    later = item[1:] > item[:-1]
    return bool(np.all(np.where(same, later, form[1:] > form[:-1])))


def _starts(form: Array) -> Array:
    """Where each form's answers begin."""
    first = np.flatnonzero(form[1:] != form[:-1]) + 1
    return np.concatenate(([0], first)) if len(form) else first


def _refuse(found: Array, kind: Array, instruments: Sequence[Instrument], most: Any) -> None:
    over = found > _by_kind(instruments, most)[kind]
    if over.any():
        at = instruments[int(kind[over][0])]
        raise Impossible(f"{at.name} has no item or no answer {int(found[over][0])}.")


def _by_kind(instruments: Sequence[Instrument], number: Any) -> Array:
    return np.array([number(each) for each in instruments], np.int16)


def _most_points(instrument: Instrument) -> int:
    return max(option.score for option in instrument.options)


def _least(instrument: Instrument) -> int:
    return min(option.score for option in instrument.options)


def _most_items(instrument: Instrument) -> int:
    return len(instrument.items)


def most_total(instrument: Instrument) -> int:
    """The highest total there can be."""
    return _most_items(instrument) * _most_points(instrument)


def _banded(total: Array, kind: Array, instruments: Sequence[Instrument]) -> Array:
    """The place of the band each total is in; a row of places for every total there can be."""
    widest = max(map(most_total, instruments)) + 2
    places = np.full((len(instruments), widest), NONE, np.int8)
    for row, each in enumerate(instruments):
        for place, band in enumerate(next(iter(each.bands.values()), ())):
            places[row, band.low : band.high + 1] = place
    return places[kind, total]  # a total of none reads the last place, which holds none


def _flagged(
    form: Array, item: Array, points: Array, *, kind: Array, instruments: Sequence[Instrument]
) -> Array:
    """Raised, not raised, or not known because nobody answered."""
    flags: Mapping[int, tuple[int, int]] = {
        row: (_place(each), each.flags[0].at_least)
        for row, each in enumerate(instruments)
        if each.flags
    }
    made = np.where(np.isin(kind, list(flags)), np.int8(OPEN), np.int8(NEVER))
    for row, (place, at_least) in flags.items():
        rows = np.flatnonzero((item == place) & (points != BLANK))
        rows = rows[kind[form[rows]] == row]
        made[form[rows]] = np.where(points[rows] >= at_least, YES, NO)
    return made


def _place(instrument: Instrument) -> int:
    return [item.id for item in instrument.items].index(instrument.flags[0].item) + 1
