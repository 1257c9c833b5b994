"""The frozen values of a plan of asking: which question when, what wakes a person, whom to call."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time

from tercet.knowledge.course_shapes import Step

CONDITION = "condition"  # in `asks`: the measure that the protocol judges this indication on


@dataclass(frozen=True, slots=True, eq=False)
class Round:
    """One question or short list, asked at one distance from what it is anchored to."""

    id: str
    name: str  # for the coordinator: "24 hours after the dose"
    title: str  # for the patient: "How are you, a day after?"
    asks: tuple[str, ...]  # instruments, in order; CONDITION stands for the indication's own
    facts: tuple[str, ...]  # facts asked beside them, such as a pressure at home
    after: str  # dose | contact | course-start | course-end
    unit: str  # hours: as time passes; days, months: by the calendar where the person is
    count: int  # how many of them; below 0 it is before
    at: time | None  # days and months: the hour; absent: the hour of the anchor itself
    every_days: int | None  # asked again so often,
    times: int | None  # so many times in all; absent: until the course ends
    opens_minutes_before: int
    due_minutes_after: int  # an answer after this is late
    closes_minutes_after: int
    remind_minutes: tuple[int, ...]  # after it opened
    at_night: bool  # it is expected, so a reminder may come in quiet hours


@dataclass(frozen=True, slots=True, eq=False)
class Reminding:
    """How messages go out: not in the night, again when a server refuses, later when asked to."""

    quiet_from: time
    quiet_to: time
    tries: int
    again_minutes: int
    not_now_minutes: int


@dataclass(frozen=True, slots=True, eq=False)
class Wake:
    """An answer that calls a person: which, by which ladder, with which words."""

    id: str
    instrument: str  # empty: any that no other entry names
    on: str  # flag: one is raised; refused: the person did not want to answer
    flag: str  # only this one; empty: any
    calls: str  # where no instrument is named: of flags that call so: suicide | safety
    kind: str  # of the alert
    ladder: str  # its first step is the owner, its seconds are the clock
    crisis: bool  # the person sees at once whom to call
    says: str


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """A line that a person in crisis can call or text."""

    id: str
    name: str
    call: str
    text: str  # empty: it takes no messages
    says: str


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """What one protocol asks, when, how it reminds, and which answers wake a person."""

    id: str
    name: str
    sources: tuple[str, ...]
    strength: str
    basis: str
    verified: str
    evidence: str
    checked_on: date
    next_check: date
    evaluation: tuple[str, ...]  # asked before there is a course
    reminding: Reminding
    rounds: tuple[Round, ...]
    wakes: tuple[Wake, ...]
    ladders: Mapping[str, tuple[Step, ...]]  # for what needs a person and no ambulance
    lines: tuple[Line, ...]

    def round(self, id: str) -> Round | None:
        """The round of this id, if it is still asked."""
        return next((each for each in self.rounds if each.id == id), None)
