"""What a course is read from: measures with their bounds, doses, and what to compare them by.

A measure with blanks has no total and two bounds; whatever follows from it is decided only where
both bounds agree. Pure arithmetic; units are the points of the instrument.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from tercet.knowledge import Instrument
from tercet.knowledge.response_shapes import Counting

LOWER = "lower-is-better"
OVERLAPS = "Too much of the time it asks about lies before the dose."
WORKING = "A dose was still working when it was answered."


@dataclass(frozen=True, slots=True)
class Measured:
    """One questionnaire, or one line, answered at one instant; `low` to `high` where blanks are."""

    instrument: str
    at: datetime
    total: float | None
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Dose:
    """One dose that was taken; the first is number 1."""

    number: int
    at: datetime
    mg: float | None


@dataclass(frozen=True, slots=True)
class Span:
    """A number that lies somewhere from `low` to `high`."""

    low: float
    high: float

    def at_least(self, limit: float) -> bool | None:
        """Whether it is `limit` or more; None where the two ends disagree."""
        if self.low >= limit:
            return True
        return None if self.high >= limit else False

    def more_than(self, limit: float) -> bool | None:
        """Whether it is above `limit`; None where the two ends disagree."""
        if self.low > limit:
            return True
        return None if self.high > limit else False


def points_better(instrument: Instrument, before: Measured, after: Measured) -> Span:
    """By how many points it is better than before; below nought it is worse."""
    if instrument.direction == LOWER:
        return Span(before.low - after.high, before.high - after.low)
    return Span(after.low - before.high, after.high - before.low)


def points_worse(instrument: Instrument, before: Measured, after: Measured) -> Span:
    """By how many points it is worse than before."""
    better = points_better(instrument, before, after)
    return Span(-better.high, -better.low)


def beyond_percent(
    instrument: Instrument, before: Measured, after: Measured, *, percent: float
) -> Span:
    """Nought where it is better by just so many per cent of the start; above, where by more.

    In hundredths of points, so that whole numbers stay whole.
    """
    if instrument.direction == LOWER:
        left = 100 - percent
        return Span(
            left * before.low - 100 * after.high,
            left * before.high - 100 * after.low,
        )
    gone = 100 + percent
    return Span(100 * after.low - gone * before.high, 100 * after.high - gone * before.low)


def of(instrument: Instrument, seen: Iterable[Measured]) -> tuple[Measured, ...]:
    """The measures of one instrument, in the order of time."""
    return tuple(sorted((m for m in seen if m.instrument == instrument.id), key=lambda m: m.at))


def why_not_counted(
    instrument: Instrument, measured: Measured, *, since: Dose, doses: Iterable[Dose], by: Counting
) -> str | None:
    """Why this answer says nothing about the time since that dose; None if it does.

    What asks about this moment always counts; what asks about days counts once enough of them
    lie after the dose, and not while any dose is working.
    """
    if instrument.recall_days == 0:
        return None
    working = timedelta(hours=by.hours_after_dose)
    if any(timedelta(0) <= measured.at - dose.at < working for dose in doses):
        return WORKING
    after = (measured.at - since.at) / timedelta(days=instrument.recall_days)
    return OVERLAPS if after < by.least_share else None
