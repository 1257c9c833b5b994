"""Anxiety that rises after a dose while mood lifts, or after a first dose: the therapist is booked.

It is expected in some, and it is nothing to wait out. One rise is not yet told: it is asked again,
and at the second in a row somebody acts.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from tercet.decisions.response.labels import NO_ANSWER, OPEN
from tercet.decisions.response.onset import NO_BEFORE, before_dose, looks_after
from tercet.decisions.response.seen import Dose, Measured, of, points_better, points_worse
from tercet.knowledge import Emergent, Instrument, Reading

BOOK_THERAPIST = "book-the-therapist"
ONCE = "Risen once; it is said when it is seen again."


@dataclass(frozen=True, slots=True)
class Action:
    """What a person is to do, and within how many hours of `since`."""

    do: str
    within_hours: int
    since: datetime
    says: str


@dataclass(frozen=True, slots=True)
class Surfaced:
    """One rule asked of one dose. `so` is None where there is not enough to tell."""

    rule: Emergent
    dose: int
    so: bool | None
    why: str
    action: Action | None


def surfacing(
    seen: Iterable[Measured],
    *,
    doses: Sequence[Dose],
    instruments: Mapping[str, Instrument],
    reading: Reading,
) -> tuple[Surfaced, ...]:
    """Every rule asked of every dose it is for; rules of instruments there are not, left out."""
    every = tuple(seen)
    return tuple(
        _asked(_Watch(rule, every, tuple(doses), instruments, reading), dose)
        for rule in reading.emergent.values()
        if _measured_by(rule) <= instruments.keys()
        for dose in sorted(doses, key=lambda dose: dose.at)
        if dose.number == 1 or not rule.first_dose_only
    )


def actions(surfaced: Iterable[Surfaced]) -> tuple[Action, ...]:
    """One booking for each instant that something surfaced, however many rules say so."""
    made = {each.action.since: each.action for each in surfaced if each.action}
    return tuple(made[since] for since in sorted(made))


def _measured_by(rule: Emergent) -> set[str]:
    return {rule.anxiety} | ({rule.mood} if rule.mood else set())


@dataclass(frozen=True, slots=True)
class _Watch:
    """One rule, and all there is to ask it of."""

    rule: Emergent
    seen: tuple[Measured, ...]
    doses: tuple[Dose, ...]
    instruments: Mapping[str, Instrument]
    reading: Reading

    def around(self, instrument: str, dose: Dose) -> tuple[Measured | None, tuple[Measured, ...]]:
        """The answer before this dose, and those after it that count."""
        held = self.instruments[instrument]
        mine = of(held, self.seen)
        before = before_dose(mine, dose=dose, doses=self.doses, reading=self.reading)
        looks = looks_after(held, mine, dose=dose, doses=self.doses, reading=self.reading)
        return before, looks


def _asked(watch: _Watch, dose: Dose) -> Surfaced:
    rule = watch.rule
    before, looks = watch.around(rule.anxiety, dose)
    if before is None or not looks:
        why = NO_BEFORE if before is None else NO_ANSWER
        return Surfaced(rule, dose.number, None, why, None)
    held = watch.instruments[rule.anxiety]
    rises = [points_worse(held, before, look).at_least(rule.anxiety_points) for look in looks]
    states = list(map(_both, rises, _lifted(watch, dose, looks)))
    at = first_run(states, rule.crossings)
    if at is not None:
        action = Action(BOOK_THERAPIST, rule.within_hours, looks[at].at, rule.says)
        return Surfaced(rule, dose.number, True, "", action)
    open_ = first_run([state is not False for state in states], rule.crossings) is not None
    if open_ or states[-1] is not False:
        return Surfaced(rule, dose.number, None, ONCE if states[-1] else OPEN, None)
    return Surfaced(rule, dose.number, False, "", None)


def _lifted(watch: _Watch, dose: Dose, looks: Sequence[Measured]) -> Iterator[bool | None]:
    """Of each look at anxiety, whether mood was better at the look at mood nearest to it."""
    rule = watch.rule
    if rule.mood is None:
        yield from (True for _ in looks)
        return
    before, moods = watch.around(rule.mood, dose)
    if before is None or not moods:
        yield from (None for _ in looks)
        return
    for look in looks:
        near = min(moods, key=lambda mood: abs(mood.at - look.at))
        better = points_better(watch.instruments[rule.mood], before, near)
        yield better.at_least(rule.mood_points)


def _both(one: bool | None, other: bool | None) -> bool | None:
    if one is False or other is False:
        return False
    return True if one and other else None


def first_run(states: Sequence[bool | None], times: int) -> int | None:
    """The place at which so many in a row had been so."""
    run = 0
    for place, state in enumerate(states):
        run = run + 1 if state else 0
        if run == times:
            return place
    return None
