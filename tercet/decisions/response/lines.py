"""One course held against the lines of its questionnaire, each asked in three values."""

from dataclasses import dataclass
from typing import TypeVar

from tercet.decisions.response.seen import (
    Measured,
    Span,
    beyond_percent,
    points_better,
    points_worse,
)
from tercet.knowledge import Instrument, Reading, Reliable, Remission, Response, Threshold
from tercet.knowledge.response_shapes import Entry

Line = TypeVar("Line", bound=Threshold)


@dataclass(frozen=True, slots=True)
class Course:
    """One start, and the answers since that count, of one instrument."""

    instrument: Instrument
    start: Measured
    after: tuple[Measured, ...]
    reading: Reading

    @property
    def entry(self) -> Entry | None:
        """The start from which a percentage is said, if one is published."""
        return self.reading.entry(self.instrument.id)

    def eligible(self) -> bool | None:
        """Whether the start is high enough; None where that is open, or no line is published."""
        if self.entry is None:
            return None
        return Span(self.start.low, self.start.high).at_least(self.entry.at_least)

    def line(self, kind: type[Line]) -> Line | None:
        """The one of its kind that sums this questionnaire up."""
        every = {**self.reading.responses, **self.reading.remissions, **self.reading.reliables}
        ids = self.reading.summing_up.counted.get(self.instrument.id, ())
        return next((line for id in ids if isinstance(line := every[id], kind)), None)

    def responded(self, line: Response, at: Measured) -> bool | None:
        """Better by the line's share of the start."""
        beyond = beyond_percent(self.instrument, self.start, at, percent=line.percent)
        return beyond.more_than(0) if line.more_than else beyond.at_least(0)

    def better(self, line: Reliable, at: Measured) -> bool | None:
        """Better by more than the scale's own noise."""
        return points_better(self.instrument, self.start, at).at_least(line.points)

    def worse(self, line: Reliable, at: Measured) -> bool | None:
        """Worse by more than the scale's own noise."""
        return points_worse(self.instrument, self.start, at).at_least(line.points)


def in_remission(line: Remission, at: Measured) -> bool | None:
    """At or below the line; None where the bounds disagree."""
    return Span(-at.high, -at.low).at_least(-line.at_most)
