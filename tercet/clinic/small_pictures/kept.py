"""What a person kept, as the pictures are shown it. Nothing said is None, or no words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Panic:
    """A panic attack. `worst`: fear, 0 to 100. `expected`: whether it was seen coming."""

    at: datetime
    minutes: int | None = None
    worst: int | None = None
    expected: bool | None = None
    words: str = ""
    key: int = 0


@dataclass(frozen=True, slots=True)
class Worry:
    """A day's worry: its share of the day and its worst, 0 to 100; and what became of the fear.

    `at` is the day's beginning. `outcome`: no | partly | yes | early, or "" where nothing was said.
    """

    at: datetime
    on: date
    share: int | None = None
    worst: int | None = None
    about: str = ""
    fears: str = ""
    outcome: str = ""
    words: str = ""
    key: int = 0


@dataclass(frozen=True, slots=True)
class Attempt:
    """One attempt at a step. `did`: did | left | not-tried. Fears are 0 to 100."""

    on: date
    did: str
    before: int | None = None
    peak: int | None = None
    after: int | None = None
    words: str = ""
    key: int = 0


@dataclass(frozen=True, slots=True)
class Step:
    """One step towards a goal, with its attempts, oldest first."""

    words: str
    expected: int | None = None
    attempts: tuple[Attempt, ...] = ()
    key: int = 0


@dataclass(frozen=True, slots=True)
class Goal:
    """What somebody wants to be able to do. `area`: social | phobia | places."""

    area: str
    words: str
    steps: tuple[Step, ...] = ()
    finished_at: datetime | None = None
    key: int = 0
