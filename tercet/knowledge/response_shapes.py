"""The frozen values that a course is read by: thresholds with their sets, and when they count."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time

from tercet.knowledge.around_shapes import Grounded


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Counting(Grounded):
    """When an answer counts at all, and which of them the course is measured from."""

    least_share: float  # of the days that are asked about, after the dose
    baseline_within_days: int
    hours_after_dose: int  # meanwhile only what asks about this moment counts


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Deterioration(Grounded):
    """How many assessments in a row must be worse by the reliable amount."""

    crossings: int


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Sustained(Grounded):
    """How long remission lasts before it is called sustained, and then recovery."""

    sustained_days: int
    recovery_days: int


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Relapse(Grounded):
    """Back at or above a line, worse than the best by the reliable amount, and seen again."""

    crossings: int
    apart_days: int
    lines: Mapping[str, float]  # instrument -> at or above it


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Benefit(Grounded):
    """What counts as the benefit of one dose, on measures that are valid over hours."""

    percent: float  # of the value before the dose: so far, or further, towards better
    least_before: float  # from a lower start nothing can be told
    measures: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Emergent(Grounded):
    """Anxiety that rises after a dose, and who is to be booked within how long."""

    anxiety: str  # an instrument
    anxiety_points: float
    mood: str | None  # None: whatever mood does
    mood_points: float
    crossings: int
    first_dose_only: bool
    within_hours: int


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Booking(Grounded):
    """When an hour may be held for the therapist: on both clocks, theirs and the patient's."""

    from_: time
    to: time  # it ends by then
    minutes: int
    notice_minutes: int  # not sooner than this
    apart_minutes: int  # between two hours that are tried


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class SideEffects(Grounded):
    """What is marked as a side effect: answers of a check-in, facts that are so or 1 or more."""

    answers: tuple[str, ...]
    facts: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Threshold(Grounded):
    """A line of one instrument, in one of the sets that are published for it."""

    instrument: str
    set: str


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Entry(Threshold):
    """The start from which a percentage, or remission, is said at all."""

    at_least: float


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Response(Threshold):
    """How far it has come from the start, in per cent of the start."""

    percent: float
    more_than: bool  # the line itself is not enough


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Remission(Threshold):
    """At or below a line."""

    at_most: float


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Reliable(Threshold):
    """A change larger than the scale's own noise, with the reliability it was reckoned from."""

    points: float
    sd: float | None
    r: float | None
    r_kind: str  # alpha | retest | not stated


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class SummingUp(Grounded):
    """Which thresholds of an instrument a course is summed up by."""

    counted: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """Everything a course is read by."""

    counting: Counting
    deterioration: Deterioration
    sustained: Sustained
    relapse: Relapse
    benefit: Benefit
    emergent: Mapping[str, Emergent]
    booking: Booking
    side_effects: SideEffects
    entries: Mapping[str, Entry]
    responses: Mapping[str, Response]
    remissions: Mapping[str, Remission]
    reliables: Mapping[str, Reliable]
    summing_up: SummingUp

    def entry(self, instrument: str) -> Entry | None:
        """The start from which a percentage of this instrument is said, if one is published."""
        return next((e for e in self.entries.values() if e.instrument == instrument), None)
