"""Was this trial of a treatment adequate, and did it fail? By each published definition, with why.

Any blank is not known, and not known is not no: a trial whose weeks nobody wrote down is neither
adequate nor inadequate.
"""

from collections.abc import Callable
from dataclasses import dataclass

from tercet.decisions.medicines import recognise
from tercet.knowledge import Knowledge
from tercet.knowledge.trial_shapes import Definition, DoseRange, Enough, TalkTherapy

ECT = "ect"


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """One treatment that was tried, as somebody tells it. Everything may be blank."""

    medicine: str | None = None  # as people write it: "Zoloft"
    therapy: str | None = None  # cbt, erp, trauma-focused-cbt, guided-self-help, ect ...
    indication: str | None = None  # a choice of the fact `indication`
    mg_per_day: float | None = None
    weeks: float | None = None  # at that dose, or of the therapy
    therapy_sessions: float | None = None
    therapy_session_minutes: float | None = None
    hours: float | None = None  # of therapy in all
    outcome: str | None = None  # no-response | partial | response | intolerance | not-taken
    this_episode: bool | None = None
    dose_adequate: bool | None = None  # a clinician's word, where no range is published
    first_line: bool | None = None  # likewise
    augments: bool | None = None  # given to strengthen another medicine
    current: bool | None = None  # still taken


@dataclass(frozen=True, slots=True)
class Judged:
    """Whether a trial is adequate by one definition; None: not known. And why, in words."""

    by: str  # a definition's id, or a talk therapy's
    adequate: bool | None
    why: str


Part = tuple[bool | None, str]  # so, not so or not known; and its words


def judge(trial: Trial, indication: str | None, known: Knowledge) -> tuple[Judged, ...]:
    """One judgement for each definition that has something to say of this trial.

    `indication` is what is treated now; a trial that names another is judged for that one.
    """
    what_for = given_for(trial, indication)
    if trial.medicine is None:
        return _of_therapy(trial, what_for, known)
    dose = dose_of(trial, what_for, known)
    return tuple(
        _judged(each.id, [_ended(trial, each), _long_enough(trial, each), dose])
        for each in known.trials.definitions.values()
    )


def given_for(trial: Trial, indication: str | None) -> str | None:
    """What it was given for: as the trial says, or else what is treated now."""
    return trial.indication or indication


def adequate(judged: tuple[Judged, ...], by: str | None) -> bool | None:
    """By the definition a protocol chose; where none was chosen, only what all of them say."""
    said = [each.adequate for each in judged if each.by == by] or [each.adequate for each in judged]
    return said[0] if said and all(one is said[0] for one in said) else None


def failed(trial: Trial, is_adequate: bool | None, known: Knowledge) -> bool | None:
    """An adequate trial that did not help enough. One that was not tolerated is not a failure."""
    no_help = None if trial.outcome is None else trial.outcome in known.trials.failure.outcomes
    return both(is_adequate, no_help)


def both(one: bool | None, other: bool | None) -> bool | None:
    """Kleene's and: a no settles it, whatever is not known."""
    if one is False or other is False:
        return False
    return None if one is None or other is None else True


def ingredient(trial: Trial, known: Knowledge) -> str | None:
    """The one ingredient that the medicine's name stands for; None where it is not just one."""
    read = recognise(trial.medicine, known) if trial.medicine else None
    return read.ingredients[0] if read and len(read.ingredients) == 1 else None


def range_of(trial: Trial, known: Knowledge) -> DoseRange | None:
    """What is published of this medicine's doses, if anything is."""
    name = ingredient(trial, known)
    return known.trials.doses.get(name or "")


def therapy_of(trial: Trial, indication: str | None, known: Knowledge) -> TalkTherapy | None:
    """What is published of this talk therapy for this indication, if anything is."""
    for each in known.trials.therapies.values():
        if trial.therapy in each.called and indication == each.indication:
            return each
    return None


def dose_of(trial: Trial, indication: str | None, known: Knowledge) -> Part:
    """Whether the dose reached its published range for this indication."""
    published = range_of(trial, known)
    ends = published.mg_per_day.get(indication) if published and indication else None
    if ends is None:
        return _told(trial)
    if trial.mg_per_day is None:
        return None, "its dose is not known"
    if trial.mg_per_day >= ends[0]:
        return True, f"{trial.mg_per_day:g} mg a day reaches the range, {ends[0]:g} to {ends[1]:g}"
    return False, f"{trial.mg_per_day:g} mg a day is below the range, {ends[0]:g} to {ends[1]:g}"


def _told(trial: Trial) -> Part:
    if trial.dose_adequate is None:
        return None, "no range is held for it here, and nobody said whether the dose was adequate"
    word = "adequate" if trial.dose_adequate else "not adequate"
    return trial.dose_adequate, f"the dose was told as {word}"


def _ended(trial: Trial, definition: Definition) -> Part:
    if trial.outcome is None:
        return None, "how it ended is not known"
    if trial.outcome in definition.not_counted:
        return False, ENDED[trial.outcome]
    return True, ""


def _long_enough(trial: Trial, definition: Definition) -> Part:
    return _reaches(trial.weeks, definition.least_weeks, "weeks")


def _of_therapy(trial: Trial, indication: str | None, known: Knowledge) -> tuple[Judged, ...]:
    """By whichever published way it comes nearest to being enough."""
    published = therapy_of(trial, indication, known)
    if published is None:
        return ()
    taken = _taken(trial)
    if taken[0] is False:
        return (_judged(published.id, [taken]),)
    ways = [_judged(published.id, [taken, *_way(trial, way)]) for way in published.enough]
    return (min(ways, key=lambda way: ORDER[way.adequate]),)


def _taken(trial: Trial) -> Part:
    if trial.outcome is None:
        return None, "how it ended is not known"
    if trial.outcome in ENDED:
        return False, ENDED[trial.outcome]
    return True, ""


def _way(trial: Trial, way: Enough) -> list[Part]:
    """Each thing that this way asks for, and whether it was there."""
    asked = (
        (way.therapy_sessions, trial.therapy_sessions, "sessions"),
        (way.minutes, trial.therapy_session_minutes, "minutes a session"),
        (way.weeks, trial.weeks, "weeks"),
        (way.hours, hours_of(trial), "hours"),
    )
    parts = [_reaches(had, least, unit) for least, had, unit in asked if least is not None]
    if way.hours_above is not None:
        parts.append(_exceeds(hours_of(trial), way.hours_above, "hours"))
    return parts


def hours_of(trial: Trial) -> float | None:
    """Hours of therapy in all: as told, or from its sessions and their length."""
    if trial.hours is not None:
        return trial.hours
    if trial.therapy_sessions is None or trial.therapy_session_minutes is None:
        return None
    return trial.therapy_sessions * trial.therapy_session_minutes / 60


def _reaches(had: float | None, least: float, unit: str) -> Part:
    return _compared(had, lambda number: number >= least, f"at least {least:g} {unit}")


def _exceeds(had: float | None, limit: float, unit: str) -> Part:
    return _compared(had, lambda number: number > limit, f"more than {limit:g} {unit}")


def _compared(had: float | None, fine: Callable[[float], bool], asked: str) -> Part:
    if had is None:
        return None, f"{asked} are asked for, and how many it had is not known"
    if fine(had):
        return True, f"it had {had:g}, and {asked} are asked for"
    return False, f"it had {had:g}, where {asked} are asked for"


def _judged(by: str, parts: list[Part]) -> Judged:
    """A no settles it; else a blank leaves it open. The words are those of what decided."""
    is_adequate: bool | None = True
    for met, _ in parts:
        is_adequate = both(is_adequate, met)
    why = [words for met, words in parts if met is is_adequate and words]
    return Judged(by, is_adequate, "; ".join(why))


ENDED = {
    "intolerance": "it ended because it was not tolerated, which is no failure to help",
    "not-taken": "it was not taken as agreed",
}
ORDER = {True: 0, None: 1, False: 2}
