"""Answers by column into scores by column: totals or none, bounds, bands and flags.

An answer is a row: its form, its item, its points or a blank. Blanks may also be left out. What
`decisions.instruments.score` refuses of one person is refused here of the whole.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tercet.decisions.vocabulary import Impossible
from tercet.knowledge import Instrument

Array = NDArray[Any]
BLANK = 255  # of points: not answered
MOST_ITEMS = 128  # of which each may be a blank: their marks still are an int16
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
    answer there is not, for an item answered twice, and for an instrument too odd for columns.
    """
    for each in instruments:
        _refuse_odd(each)
    form, item, points, starts = _in_order(form, item, points)
    if len(form) and form[-1] >= len(kind):
        raise Impossible(f"There is no form {int(form[-1])}.")
    most = _by_kind(instruments, _most_points)
    items_of = _by_kind(instruments, _most_items)[kind]
    sums, counts = np.zeros(len(kind), np.int16), np.zeros(len(kind), np.int16)
    if len(form):
        present, ends = _present(form, starts, len(kind)), np.append(starts[1:], len(form))
        _refuse(item[ends - 1], items_of[present], kind[present], instruments)
        if ((points > most.min()) & (points != BLANK)).any():
            highest = np.maximum.reduceat(np.where(points == BLANK, 0, points), starts)
            _refuse(highest, most[kind[present]], kind[present], instruments)
        blank = _blanks(form, points, len(kind))[present]
        sums[present] = np.add.reduceat(points, starts, dtype=np.int16) - BLANK * blank
        counts[present] = ends - starts - blank
    blanks = items_of - counts
    total = np.where(blanks == 0, sums, np.int16(NONE))
    return Scores(
        total=total,
        low=sums,
        high=sums + blanks * most[kind],
        answered=counts,
        band=_banded(total, kind, instruments),
        flag=_flagged((form, item, points, starts), kind, instruments),
    )


def _refuse_odd(instrument: Instrument) -> None:
    """Points from nought without a gap, and few enough items for 16 bits."""
    points = sorted(option.score for option in instrument.options)
    if points != list(range(len(points))) or _most_items(instrument) >= MOST_ITEMS:
        raise Impossible(f"{instrument.name} cannot be scored by column.")


def _blanks(form: Array, points: Array, forms: int) -> Array:
    """How many answers of each form are blank."""
    blank = np.bincount(form[np.flatnonzero(points == BLANK)], minlength=forms)
    return blank.astype(np.int16)


def _in_order(form: Array, item: Array, points: Array) -> tuple[Array, Array, Array, Array]:
    """By form, and within it by item, each once; and where each form begins."""
    starts = _starts(form, item)
    if starts is None:
        order = np.lexsort((item, form))
        form, item, points = form[order], item[order], points[order]
        starts = _starts(form, item)
        if starts is None:
            raise Impossible("An item of a form is answered twice.")
    return form, item, points, starts


def _starts(form: Array, item: Array) -> Array | None:
    """Where each form's answers begin; None where forms or items stand out of order."""
    begins = np.ones(len(form), bool)
    np.not_equal(form[1:], form[:-1], out=begins[1:])
    if not ((item[1:] > item[:-1]) | begins[1:]).all():
        return None
    starts = np.flatnonzero(begins)
    present = form[starts]
    return starts if (present[1:] > present[:-1]).all() else None


def _present(form: Array, starts: Array, forms: int) -> Array | slice:
    """The forms that hold any answer; all of them, where it is all."""
    return slice(None) if len(starts) == forms else form[starts]


def _refuse(found: Array, most: Array, kind: Array, instruments: Sequence[Instrument]) -> None:
    over = np.flatnonzero(found > most)
    if len(over):
        name = instruments[int(kind[over[0]])].name
        raise Impossible(f"{name} has no item or no answer {int(found[over[0]])}.")


def _by_kind(instruments: Sequence[Instrument], number: Any) -> Array:
    return np.array([number(each) for each in instruments], np.int16)


def _most_points(instrument: Instrument) -> int:
    return max(option.score for option in instrument.options)


def _most_items(instrument: Instrument) -> int:
    return len(instrument.items)


def most_total(instrument: Instrument) -> int:
    """The highest total there can be."""
    return _most_items(instrument) * _most_points(instrument)


def _banded(total: Array, kind: Array, instruments: Sequence[Instrument]) -> Array:
    """The place of the band each total is in: a row of places for every total, none first."""
    ways = max(map(most_total, instruments)) + 2
    places = np.full((len(instruments), ways), NONE, np.int8)
    for row, each in enumerate(instruments):
        for place, band in enumerate(next(iter(each.bands.values()), ())):
            places[row, band.low - NONE : band.high + 1 - NONE] = place
    banded: Array = places.ravel()[kind.astype(np.int32) * ways + total - NONE]
    return banded


def _flagged(
    answers: tuple[Array, Array, Array, Array], kind: Array, instruments: Sequence[Instrument]
) -> Array:
    """Raised, not raised, or not known because nobody answered."""
    form, item, points, starts = answers
    made = np.array([OPEN if each.flags else NEVER for each in instruments], np.int8)[kind]
    mine = kind[_present(form, starts, len(kind))]
    for row, each in enumerate(instruments):
        if each.flags and len(form):
            rows = _answers_to(_place(each), starts[mine == row], form, item)
            state = np.full(BLANK + 1, NO, np.int8)
            state[each.flags[0].at_least :], state[BLANK] = YES, OPEN
            made[form[rows]] = state[points[rows]]
    return made


def _answers_to(place: int, begins: Array, form: Array, item: Array) -> Array:
    """The rows that answer one item, of the forms that begin there: where they would stand if no
    row were left out, or else wherever they do."""
    guess: Array = np.minimum(begins + (place - 1), len(form) - 1)
    if ((item[guess] == place) & (form[guess] == form[begins])).all():
        return guess
    rows = np.flatnonzero(item == place)
    found: Array = rows[np.isin(form[rows], form[begins])]
    return found


def _place(instrument: Instrument) -> int:
    return [item.id for item in instrument.items].index(instrument.flags[0].item) + 1
