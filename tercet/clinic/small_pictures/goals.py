"""Steps towards what is feared: each attempt from before, up to its peak, down to after."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tercet.clinic.rulers import Drawn
from tercet.clinic.rulers import text_of as _n
from tercet.clinic.small_pictures.kept import Attempt, Goal, Step
from tercet.clinic.small_pictures.places import MOST, level, some, width

LEFT, SLOT, APART = 36.0, 62.0, 15.0
TOP, BOTTOM, ROW = 26.0, 112.0, 168.0  # one row of attempts: its highest, its foot, its height
MARK, WHEN = 130.0, 156.0


@dataclass(frozen=True, slots=True)
class AttemptDrawn:
    """One attempt: its line, a dotted one over what was not said, its places, how it went, when."""

    line: str
    gap: str
    ends: tuple[Drawn, ...]
    peak: Drawn | None
    mark: Drawn
    when: Drawn


@dataclass(frozen=True, slots=True)
class StepPicture:
    """One step: its attempts in order, on as many rows as they need."""

    number: int
    step: Step
    width: str
    height: str
    left: str
    right: str
    grid: tuple[Drawn, ...]
    expected: tuple[Drawn, ...]
    attempts: tuple[AttemptDrawn, ...]
    sentence: str


@dataclass(frozen=True, slots=True)
class GoalPicture:
    """One goal: its steps from the top down."""

    goal: Goal
    steps: tuple[StepPicture, ...]
    sentence: str


@dataclass(frozen=True, slots=True)
class GoalsPicture:
    """See `goals_picture`."""

    goals: tuple[GoalPicture, ...]
    for_phone: bool
    sentence: str


def goals_picture(goals: Sequence[Goal], *, for_phone: bool = False) -> GoalsPicture | None:
    """Every goal with its steps and their attempts, in order. None where there is no goal."""
    if not goals:
        return None
    drawn = tuple(_goal(goal, for_phone=for_phone) for goal in goals)
    steps = [step for goal in goals for step in goal.steps]
    attempts = sum(len(step.attempts) for step in steps)
    said = ", ".join(
        [some(len(goals), "goal"), some(len(steps), "step"), some(attempts, "attempt")]
    )
    return GoalsPicture(goals=drawn, for_phone=for_phone, sentence=f"{said}.")


def _goal(goal: Goal, *, for_phone: bool) -> GoalPicture:
    steps = tuple(
        _step(number, step, for_phone=for_phone) for number, step in enumerate(goal.steps, 1)
    )
    said = " ".join(step.sentence for step in steps) or "No step has been written down yet."
    return GoalPicture(goal, steps, said)


def _step(number: int, step: Step, *, for_phone: bool) -> StepPicture:
    wide = float(width(for_phone))
    in_a_row = int((wide - LEFT) // SLOT)
    rows = max(1, -(-len(step.attempts) // in_a_row))
    tops = [ROW * row for row in range(rows)]
    return StepPicture(
        number=number,
        step=step,
        width=_n(wide),
        height=_n(ROW * rows),
        left=_n(LEFT),
        right=_n(LEFT + SLOT * min(len(step.attempts), in_a_row)),
        grid=tuple(
            Drawn(_n(LEFT - 5), _n(_level(end, top)), str(end)) for top in tops for end in (0, MOST)
        ),
        expected=tuple(
            Drawn("0", _n(_level(step.expected, top))) for top in tops if step.expected is not None
        ),
        attempts=tuple(
            _attempt(attempt, LEFT + SLOT * (n % in_a_row + 0.5), ROW * (n // in_a_row))
            for n, attempt in enumerate(step.attempts)
        ),
        sentence=step_sentence(number, step),
    )


def _level(amount: int, top: float) -> float:
    return level(amount, top=top + TOP, bottom=top + BOTTOM)


def _attempt(attempt: Attempt, x: float, top: float) -> AttemptDrawn:
    """A line joins what was said; over a peak that was not said it is dotted."""
    places = [(x - APART, attempt.before), (x, attempt.peak), (x + APART, attempt.after)]
    known = [(_n(at), _n(_level(fear, top)), fear) for at, fear in places if fear is not None]
    joined = " ".join(f"{at},{y}" for at, y, _ in known) if len(known) > 1 else ""
    over = attempt.peak is None
    return AttemptDrawn(
        line="" if over else joined,
        gap=joined if over else "",
        ends=tuple(Drawn(at, y, str(fear)) for at, y, fear in known if at != _n(x)),
        peak=next((Drawn(at, y, str(fear)) for at, y, fear in known if at == _n(x)), None),
        mark=Drawn(_n(x), _n(top + MARK), state=attempt.did),
        when=Drawn(_n(x), _n(top + WHEN), _day(attempt.on)),
    )


def _day(on: date) -> str:
    return f"{on.day} {on:%b}"


def step_sentence(number: int, step: Step) -> str:
    """What was reached, in order: "Step 2: peak 80, then 55 (left early), then not tried."."""
    said, named = [], False
    for attempt in step.attempts:
        words = _went(attempt)
        if attempt.peak is not None and attempt.did != "not-tried":
            words, named = words if named else f"peak {words}", True
        said.append(words)
    return f"Step {number}: {', then '.join(said) or 'no attempt yet'}."


def _went(attempt: Attempt) -> str:
    if attempt.did == "not-tried":
        return "not tried"
    left = attempt.did == "left"
    if attempt.peak is None:
        return "left early, no peak said" if left else "no peak said"
    return f"{attempt.peak} (left early)" if left else str(attempt.peak)
