"""When the benefit of one dose began and when it was lost: between which two looks, never a point.

Nobody watches all the time. What is known is the last look without it and the first with it; if
it was not seen by the last look, the interval has no end. Looks that say nothing, because of
blanks or because they ask about the time before the dose, widen it.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

from tercet.decisions.response.labels import LOW_START, OPEN, counting, start_of
from tercet.decisions.response.lines import Course
from tercet.decisions.response.seen import (
    Dose,
    Measured,
    Span,
    beyond_percent,
    of,
    why_not_counted,
)
from tercet.knowledge import Instrument, Reading, Response

NO_BEFORE = "Nothing was answered before this dose."
NO_LOOKS = "Nothing has been answered since this dose that says anything about it."
Told = Sequence[tuple[float, bool]]  # hours since the dose, and whether the benefit was there


@dataclass(frozen=True, slots=True)
class Interval:
    """After `after_hours` and not later than `by_hours`; None: not seen by the last look."""

    after_hours: float
    by_hours: float | None


@dataclass(frozen=True, slots=True)
class Effect:
    """One dose by one measure. Hours are counted from the dose; the next dose ends the looking."""

    dose: int
    instrument: str
    onset: Interval | None  # seen at all
    held: Interval | None  # seen, and seen again at the next look
    lost: Interval | None  # None as well where it never began
    why: str


def effects(
    instrument: Instrument, seen: Iterable[Measured], *, doses: Sequence[Dose], reading: Reading
) -> tuple[Effect, ...]:
    """Onset and loss of benefit of each dose, in order."""
    mine, ordered = of(instrument, seen), sorted(doses, key=lambda dose: dose.at)
    return tuple(
        _effect(instrument, mine, dose=dose, doses=ordered, reading=reading) for dose in ordered
    )


def looks_after(
    instrument: Instrument,
    mine: Sequence[Measured],
    *,
    dose: Dose,
    doses: Sequence[Dose],
    reading: Reading,
) -> tuple[Measured, ...]:
    """The answers that say something about this dose, up to the next."""
    later = min((each.at for each in doses if each.at > dose.at), default=None)
    since = [m for m in mine if m.at > dose.at and (later is None or m.at <= later)]
    return tuple(
        m
        for m in since
        if not why_not_counted(instrument, m, since=dose, doses=doses, by=reading.counting)
    )


def before_dose(
    mine: Sequence[Measured], *, dose: Dose, doses: Sequence[Dose], reading: Reading
) -> Measured | None:
    """The last answer at or before this dose that is not too old; for a later dose, since the one
    before it."""
    earlier = max((each.at for each in doses if each.at < dose.at), default=None)
    oldest = dose.at - timedelta(days=reading.counting.baseline_within_days)
    fits = [m for m in mine if oldest <= m.at <= dose.at and (earlier is None or m.at > earlier)]
    return fits[-1] if fits else None


def _effect(
    instrument: Instrument,
    mine: Sequence[Measured],
    *,
    dose: Dose,
    doses: Sequence[Dose],
    reading: Reading,
) -> Effect:
    before = before_dose(mine, dose=dose, doses=doses, reading=reading)
    if before is None:
        return Effect(dose.number, instrument.id, None, None, None, NO_BEFORE)
    high_enough = Span(before.low, before.high).at_least(reading.benefit.least_before)
    if not high_enough:
        why = OPEN if high_enough is None else LOW_START
        return Effect(dose.number, instrument.id, None, None, None, why)
    looks = looks_after(instrument, mine, dose=dose, doses=doses, reading=reading)
    told = tuple(_told(instrument, before, looks, dose=dose, percent=reading.benefit.percent))
    if not told:
        return Effect(dose.number, instrument.id, None, None, None, NO_LOOKS)
    return Effect(dose.number, instrument.id, onset(told), held_onset(told), loss(told), "")


def _told(
    instrument: Instrument,
    before: Measured,
    looks: Iterable[Measured],
    *,
    dose: Dose,
    percent: float,
) -> Iterator[tuple[float, bool]]:
    for look in looks:
        so = beyond_percent(instrument, before, look, percent=percent).at_least(0)
        if so is not None:
            yield (look.at - dose.at) / timedelta(hours=1), so


def onset(told: Told) -> Interval:
    """Between the last look before it and the first with it."""
    for number, (hours, so) in enumerate(told):
        if so:
            return Interval(told[number - 1][0] if number else 0, hours)
    return Interval(told[-1][0], None)


def held_onset(told: Told) -> Interval:
    """The same of a benefit that was still there at the next look; a last look alone is open."""
    for number, (hours, so) in enumerate(told[:-1]):
        if so and told[number + 1][1]:
            return Interval(told[number - 1][0] if number else 0, hours)
    known = told[:-1] if told[-1][1] else told
    return Interval(known[-1][0] if known else 0, None)


def loss(told: Told) -> Interval | None:
    """Between the last look with it and the first without, once it had begun."""
    began = next((number for number, (_, so) in enumerate(told) if so), None)
    if began is None:
        return None
    for number in range(began + 1, len(told)):
        if not told[number][1]:
            return Interval(told[number - 1][0], told[number][0])
    return Interval(told[-1][0], None)


def durability(
    instrument: Instrument, seen: Iterable[Measured], *, doses: Sequence[Dose], reading: Reading
) -> Interval | None:
    """How long response outlasted the last dose, in hours; None where it was not seen after it."""
    mine = of(instrument, seen)
    start, _ = start_of(mine, doses=doses, reading=reading)
    after, _ = counting(instrument, mine, doses=doses, reading=reading)
    if start is None or not after:
        return None
    course = Course(instrument, start, after, reading)
    line, last = course.line(Response), max(doses, key=lambda dose: dose.at)
    if line is None or not course.eligible():
        return None
    told = [
        ((at.at - last.at) / timedelta(hours=1), so)
        for at in course.after
        if at.at > last.at and (so := course.responded(line, at)) is not None
    ]
    return loss(told)
