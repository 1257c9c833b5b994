"""How much has been tried: adequate failures with their bounds, resistance, the Maudsley score.

Every count has a least and a most; the most is open (None) unless the list is the whole history.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tercet.decisions import trials
from tercet.decisions.facts import Said
from tercet.decisions.trials import ECT, Judged, Trial, both
from tercet.knowledge import Knowledge
from tercet.knowledge.trial_shapes import LowerMaximum, Points, Resistance, TrialRules


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """What was tried, and what else staging asks. Everything but the trials may be blank."""

    trials: tuple[Trial, ...]
    indication: str | None = None  # what is treated now: a choice of the fact `indication`
    whole_history: bool | None = None  # whether the list holds everything that was tried
    episode_months: float | None = None
    severity: int | None = None  # 1 to 5, as the Maudsley staging rates it
    age_years: float | None = None
    cyp2c19_inhibitor: bool | None = None


@dataclass(frozen=True, slots=True)
class Bounds:
    """At least so many and at most so many; `most` None: nobody can say."""

    least: int
    most: int | None

    @property
    def exactly(self) -> int | None:
        """The number, where the bounds meet."""
        return self.least if self.least == self.most else None

    def reaches(self, number: int) -> bool | None:
        """Whether it is `number` or more; None while the bounds leave it open."""
        if self.least >= number:
            return True
        return False if self.most is not None and self.most < number else None


@dataclass(frozen=True, slots=True)
class Assessed:
    """One trial: what is said of it by each definition, and what follows from the chosen one."""

    trial: Trial
    ingredient: str | None
    judged: tuple[Judged, ...]
    adequate: bool | None
    failed: bool | None
    first_line: bool | None
    antidepressant: bool | None


@dataclass(frozen=True, slots=True)
class Staging:
    """Everything that follows from one history, by one definition or by what all of them say."""

    by: str | None
    trials: tuple[Assessed, ...]
    adequate_failures: Bounds  # in this episode
    antidepressant_failures: Bounds  # in this episode, each ingredient once
    resistant: Mapping[str, bool | None]  # by id; only those of this indication
    maudsley: Bounds | None  # None: it is not made for this indication, or nothing has failed
    maudsley_bands: tuple[str, ...]  # every band the score may lie in


def stage(history: History, known: Knowledge, *, by: str | None = None) -> Staging:
    """The whole staging. `by` is a definition's id, as a protocol names it."""
    every = tuple(_assessed(trial, history, known, by) for trial in history.trials)
    now = [(one, both(one.failed, one.trial.this_episode)) for one in every]
    drugs = [(one, both(so, one.antidepressant)) for one, so in now]
    failures, antidepressants = _bounds(now, history), _bounds(drugs, history)
    score = _maudsley(history, every, antidepressants, known.trials)
    return Staging(
        by=by,
        trials=every,
        adequate_failures=failures,
        antidepressant_failures=antidepressants,
        resistant={
            id: _resists(each, every, history)
            for id, each in known.trials.resistance.items()
            if history.indication in each.indications
        },
        maudsley=score,
        maudsley_bands=_bands(score, known.trials),
    )


def facts_from(history: History, known: Knowledge, *, by: str | None = None) -> dict[str, Any]:
    """The facts that rules read, as they follow from what was tried; None is not known."""
    made = stage(history, known, by=by)
    adequate = [both(one.adequate, one.first_line) for one in made.trials]
    current = [one.trial for one in made.trials if one.trial.current is not False]
    over = [above_us_maximum(each, history, known) for each in current]
    weeks = [_weeks_below(each, history, known) for each in current]
    return {
        "adequate-trials-failed": made.adequate_failures.exactly,
        "first-line-trial-done": _any(adequate, history.whole_history),
        "dose-above-us-maximum": _any(over, history.whole_history),
        "weeks-below-range": _longest(weeks, history.whole_history),
    }


def said_from(made: Mapping[str, Any], now: datetime) -> dict[str, Said]:
    """What `facts_from` made, as said now; what is not known is not said."""
    return {
        name: Said(value, now, "derived", "from what was tried")
        for name, value in made.items()
        if value is not None
    }


def above_us_maximum(trial: Trial, history: History, known: Knowledge) -> bool | None:
    """Whether a dose that is taken now is above the most that its US label names."""
    if trial.medicine is None:
        return False
    published = trials.range_of(trial, known)
    if published is None or trial.mg_per_day is None:
        return None
    above: bool | None = trial.mg_per_day > published.us_maximum
    lower = published.lower_maximum
    if not above and lower and trial.mg_per_day > lower.mg_per_day:
        above = _lower_applies(lower, history)
    return both(above, trial.current)


def _lower_applies(lower: LowerMaximum, history: History) -> bool | None:
    """The lower maximum: above its age, or with an inhibitor."""
    older = None if history.age_years is None else history.age_years > lower.above_age
    if older or history.cyp2c19_inhibitor:
        return True
    return False if older is False and history.cyp2c19_inhibitor is False else None


def _weeks_below(trial: Trial, history: History, known: Knowledge) -> float | None:
    """For how many weeks a current medicine has been below its range; 0 where it is not."""
    if trial.medicine is None:
        return 0
    enough, _ = trials.dose_of(trial, trials.given_for(trial, history.indication), known)
    if enough is None or trial.current is None:
        return None
    return 0 if enough else trial.weeks


def _longest(weeks: list[float | None], whole: bool | None) -> float | None:
    known = [each for each in weeks if each is not None]
    return max(known, default=0) if len(known) == len(weeks) and whole is True else None


def _any(each: list[bool | None], whole: bool | None) -> bool | None:
    """Yes as soon as one is; no only where all are known not to be, and the list is whole."""
    if True in each:
        return True
    return None if None in each or whole is not True else False


def _assessed(trial: Trial, history: History, known: Knowledge, by: str | None) -> Assessed:
    judged = trials.judge(trial, history.indication, known)
    adequate = trials.adequate(judged, by)
    name = trials.ingredient(trial, known)
    return Assessed(
        trial=trial,
        ingredient=name,
        judged=judged,
        adequate=adequate,
        failed=trials.failed(trial, adequate, known),
        first_line=_first_line(trial, history, known),
        antidepressant=_antidepressant(trial, name, known),
    )


def _first_line(trial: Trial, history: History, known: Knowledge) -> bool | None:
    """Published as first line for what it was given for; else a clinician's word."""
    what_for = trials.given_for(trial, history.indication)
    therapy = trials.therapy_of(trial, what_for, known)
    if therapy is not None:
        return therapy.first_line
    published = trials.range_of(trial, known)
    return True if published and what_for in published.mg_per_day else trial.first_line


def _antidepressant(trial: Trial, name: str | None, known: Knowledge) -> bool | None:
    """An antidepressant given for itself; what strengthens another one is counted apart."""
    if trial.medicine is None or trial.augments:
        return False
    return None if name is None else name in known.trials.antidepressants


def _bounds(counted: list[tuple[Assessed, bool | None]], history: History) -> Bounds:
    """One for each different treatment; a line without a name is a treatment of its own."""
    surely, maybe = set(), set()
    for number, (one, so) in enumerate(counted):
        name = one.ingredient or one.trial.medicine or one.trial.therapy or f"line {number}"
        if so is True:
            surely.add(name)
        if so is not False:
            maybe.add(name)
    return Bounds(len(surely), len(maybe) if history.whole_history else None)


def _resists(what: Resistance, every: tuple[Assessed, ...], history: History) -> bool | None:
    """Every number that it asks for is reached; a no settles it."""
    made: bool | None = True
    for needed, counts in (
        (what.any, _any_treatment),
        (what.antidepressants, _as_antidepressant),
        (what.first_line_medicines, _as_first_line_medicine),
        (what.first_line_therapies, _as_first_line_therapy),
    ):
        if needed:
            failed = [(one, both(_then(one, what), counts(one))) for one in every]
            made = both(made, _bounds(failed, history).reaches(needed))
    return made


def _then(one: Assessed, what: Resistance) -> bool | None:
    return both(one.failed, one.trial.this_episode) if what.this_episode else one.failed


def _any_treatment(one: Assessed) -> bool | None:
    return True


def _as_antidepressant(one: Assessed) -> bool | None:
    return one.antidepressant


def _as_first_line_medicine(one: Assessed) -> bool | None:
    return one.first_line if one.trial.medicine else False


def _as_first_line_therapy(one: Assessed) -> bool | None:
    return one.first_line if one.trial.therapy else False


def _maudsley(
    history: History, every: tuple[Assessed, ...], failures: Bounds, rules: TrialRules
) -> Bounds | None:
    """The least and the most the score can be; every open part lies between its ends."""
    scale = rules.maudsley
    if history.indication not in scale.indications or failures.most == 0:
        return None
    parts = [
        _points(scale.months, history.episode_months),
        _severity(history, scale.severity),
        _between(scale.antidepressants, failures),
        _used([_augmenting(one) for one in every], scale.augmentation, history),
        _used([_then_ect(one) for one in every], scale.ect, history),
    ]
    return Bounds(sum(part[0] for part in parts), sum(part[1] for part in parts))


def _points(steps: tuple[Points, ...], number: float | None) -> tuple[int, int]:
    if number is None:
        return steps[0].points, steps[-1].points
    reached = next(each for each in steps if each.up_to is None or number <= each.up_to)
    return reached.points, reached.points


def _severity(history: History, ends: tuple[int, int]) -> tuple[int, int]:
    return ends if history.severity is None else (history.severity, history.severity)


def _between(steps: tuple[Points, ...], count: Bounds) -> tuple[int, int]:
    return min(_points(steps, count.least)), max(_points(steps, count.most))


def _used(each: list[bool | None], points: int, history: History) -> tuple[int, int]:
    used = _any(each, history.whole_history)
    return (points if used else 0), (0 if used is False else points)


def _augmenting(one: Assessed) -> bool | None:
    """Given to strengthen another, in this episode; an antidepressant is not, unless told so."""
    if one.trial.medicine is None:
        return False
    augments = one.trial.augments
    if augments is None and one.antidepressant:
        augments = False
    return both(augments, one.trial.this_episode)


def _then_ect(one: Assessed) -> bool | None:
    return both(one.trial.therapy == ECT, one.trial.this_episode)


def _bands(score: Bounds | None, rules: TrialRules) -> tuple[str, ...]:
    if score is None or score.most is None:
        return ()
    low, high = score.least, score.most
    return tuple(b.name for b in rules.maudsley.bands if b.low <= high and low <= b.high)
