"""The frozen values that a protocol is held in: one course of treatment, all its numbers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time

from tercet.knowledge.shapes import Rule


@dataclass(frozen=True, slots=True, eq=False)
class Phase:
    """A stretch of the course, whole weeks, both ends included."""

    id: str
    name: str
    from_week: int
    to_week: int


@dataclass(frozen=True, slots=True, eq=False)
class Doses:
    """How many dosing sessions a course has and how far apart they must be."""

    count: int
    spacing_hours: int


@dataclass(frozen=True, slots=True, eq=False)
class Therapy:
    """How many therapy sessions a course has and where they stand beside the doses."""

    count: int
    before_first_dose: int
    within_hours_after_dose: int


@dataclass(frozen=True, slots=True, eq=False)
class CheckIn:
    """How often a person with a dose working is heard, and how much later is silence."""

    every_minutes: int
    grace_minutes: int


@dataclass(frozen=True, slots=True, eq=False)
class Hold:
    """The shortest and longest hold an order may name, in whole minutes."""

    low_minutes: int
    high_minutes: int


@dataclass(frozen=True, slots=True, eq=False)
class Fate:
    """How an order is worked out: base of a salt, its worst fate, whose limits are halved."""

    hydrochloride_mg: float  # this much of the salt ...
    base_mg: float  # ... is this much base
    units_more: int  # taken by mistake beside the units of the order
    held_share: float  # of a dose held in the mouth, the part a vein would have been given
    fill_share: float  # of a whole fill swallowed at once, likewise
    halved_by: tuple[str, ...]  # rules of the order; any of them met, and the limits are halved
    sources: tuple[str, ...]
    evidence: str


@dataclass(frozen=True, slots=True, eq=False)
class Consent:
    """Which text of the consent is in force, since when, and how long a signature lasts."""

    version: str
    since: date
    lasts_days: int
    sources: tuple[str, ...]
    evidence: str


@dataclass(frozen=True, slots=True, eq=False)
class Strands:
    """When a way of reaching a live dosing session is lost, and how many one guide may hold."""

    lost_after_seconds: int
    at_most_per_guide: int


@dataclass(frozen=True, slots=True, eq=False)
class FollowUp:
    """When the next day's questions are due, and when their absence is a person's task."""

    due_hours: int
    missing_hours: int


@dataclass(frozen=True, slots=True, eq=False)
class Review:
    """How a course is looked back on: which trials count, which measure, when a fill is early."""

    adequate_trial: str  # the definition of trials.toml by which a trial is adequate
    earliest_fill_percent: int  # of the days of the last fill, gone before the next
    measures: Mapping[str, str]  # indication -> the measure its course is judged on
    otherwise: str  # the measure of every other indication
    sources: tuple[str, ...]
    evidence: str


@dataclass(frozen=True, slots=True, eq=False)
class Vitals:
    """Minutes after a dose at which pressure is due, and how often after the last."""

    at_minutes: tuple[int, ...]
    then_every_minutes: int


@dataclass(frozen=True, slots=True, eq=False)
class Step:
    """One rung: who is called, how long after it began, and what they are told."""

    who: str  # a role, or "emergency-services"
    after_seconds: int
    says: str


@dataclass(frozen=True, slots=True, eq=False)
class Protocol:
    """One course of treatment as the clinical director owns it."""

    id: str
    name: str
    sources: tuple[str, ...]
    strength: str
    basis: str
    verified: str
    evidence: str
    checked_on: date
    next_check: date
    weeks: int
    prescriber_visits: int
    chaperone_hours: int
    phases: tuple[Phase, ...]
    doses: Doses
    therapy: Therapy
    check_in: CheckIn
    strands: Strands
    follow_up: FollowUp
    morning: time  # when a morning begins; the rule itself is "the next day, after sleep"
    hold: Hold
    fate: Fate
    consent: Consent
    review: Review
    vitals: Vitals
    order: Mapping[str, Rule]  # what a dose may be
    gate: Mapping[str, Rule]  # whether it may start now
    monitoring: Mapping[str, Rule]  # how it goes
    release: Mapping[str, Rule]  # whether they may be left
    course: Mapping[str, Rule]  # whether the course may go on as it is
    ladders: Mapping[str, tuple[Step, ...]]

    @property
    def parts(self) -> Mapping[str, Mapping[str, Rule]]:
        """Its rules under the name of the decision they belong to."""
        return {
            "order": self.order,
            "gate": self.gate,
            "monitoring": self.monitoring,
            "release": self.release,
            "course": self.course,
        }

    @property
    def rules(self) -> Mapping[str, Rule]:
        """Every rule of every part, by id."""
        return {id: rule for part in self.parts.values() for id, rule in part.items()}
