"""What a course comes to, in sentences: the field's words for the team, plain words for herself."""

from collections.abc import Iterator
from dataclasses import dataclass

from tercet.clinic.outcomes.facts import SoFar
from tercet.clinic.rulers import plain
from tercet.decisions.response import Effect, Interval, Label, Lasting, Measured, Progress, Surfaced
from tercet.knowledge import Threshold

WORDS = {
    "response": "response",
    "remission": "remission",
    "reliable-improvement": "reliable improvement",
    "reliable-deterioration": "reliable deterioration",
    "no-reliable-change": "no reliable change",
    "no-response": "no response",
    "not-enough-to-tell": "not enough to tell",
    "sustained-remission": "sustained remission",
    "recovery": "recovery",
    "relapse": "relapse",
}
PLAIN = {
    "remission": "Your answers are now in the range of few symptoms.",
    "response": "Your answers have fallen to about half of where they began, or further.",
    "reliable-improvement": "Your answers are lower than at the start, by more than a "
    "questionnaire wavers by itself.",
    "reliable-deterioration": "Your answers are higher than at the start.",
    "no-reliable-change": "Your answers have not clearly moved since the start.",
    "no-response": "Your answers have not fallen far since the start.",
    "not-enough-to-tell": "It is too early to say. It takes an answer from before the first dose, "
    "and some from after it.",
}
STATES = {True: "yes", False: "no", None: "not enough to tell"}
DAY = 24


@dataclass(frozen=True, slots=True)
class Row:
    """One label of one questionnaire, as a line of a table."""

    questionnaire: str
    name: str
    so: bool | None
    state: str
    why: str
    eligible: str
    counted: bool
    threshold: Threshold


def headline(read: SoFar) -> str:
    """The course in one line: from where to where, and what that is called."""
    own = read.progress[0]
    name = read.measure.name
    if own.start is None or own.latest is None:
        return f"{name}: {WORDS[own.word]}"
    begun, now = _points(own.start), _points(own.latest)
    return f"{name} from {begun} to {now}: {WORDS[own.word]}"


def _points(measured: Measured) -> str:
    if measured.total is not None:
        return plain(measured.total)
    return f"{plain(measured.low)} to {plain(measured.high)}"


def progress_lines(read: SoFar) -> list[str]:
    """Each questionnaire in a sentence; the reason where there is not enough to tell."""
    return [_progress(read, made) for made in read.progress]


def _progress(read: SoFar, made: Progress) -> str:
    name = read.known.instruments[made.instrument].name
    if made.why:
        return f"{name}: {made.why}"
    said = f"{name} {_points(made.start)} → {_points(made.latest)}: {WORDS[made.word]}."
    told = [label for label in made.labels if label.counted and label.so]
    lines = [f"{WORDS[each.kind].capitalize()}: {_lower(each.threshold.says)}" for each in told]
    return " ".join([said, *lines])


def label_rows(read: SoFar) -> list[Row]:
    """Every published threshold of each questionnaire, those that sum it up first."""
    return [
        _row(read.known.instruments[made.instrument].name, label)
        for made in read.progress
        for label in sorted(made.labels, key=lambda each: not each.counted)
    ]


def _row(questionnaire: str, label: Label) -> Row:
    return Row(
        questionnaire,
        WORDS[label.kind],
        label.so,
        STATES[label.so],
        label.why,
        {True: "yes", False: "no", None: "no line is published, or not known"}[label.eligible],
        label.counted,
        label.threshold,
    )


def onset_lines(read: SoFar) -> list[str]:
    """When each dose began to help and when that ended, between which two looks."""
    return [_onset(read, effect) for effect in read.effects]


def _onset(read: SoFar, effect: Effect) -> str:
    name = read.known.instruments[effect.instrument].name
    said = f"Dose {effect.dose}, {name}: "
    if effect.onset is None:
        return said + _lower(effect.why)
    if effect.onset.by_hours is None:
        return f"{said}not better by half until {_hours(effect.onset.after_hours)}, the last look."
    said += f"first better by half {_between(effect.onset)}"
    if effect.held and effect.held.by_hours is None:
        said += ", not yet seen twice"
    if effect.lost and effect.lost.by_hours is None:
        said += f"; still so at {_hours(effect.lost.after_hours)}, the last look"
    elif effect.lost:
        said += f"; lost {_between(effect.lost)}"
    return said + "."


def _between(interval: Interval) -> str:
    return f"between {_hours(interval.after_hours)} and {_hours(interval.by_hours or 0)}"


def _hours(hours: float) -> str:
    if hours >= 4 * DAY:
        return f"{round(hours / DAY)} days"
    return f"{round(hours)} h"


def _lower(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:]


def lasting_lines(read: SoFar) -> list[str]:
    """Sustained remission, recovery, relapse; and how long response outlasted the last dose."""
    said = [_lasting(each) for each in read.lasting]
    if read.outlasting:
        said.append(f"Response after the last dose: {_outlasting(read.outlasting)}.")
    return said


def _outlasting(last: Interval) -> str:
    if last.by_hours is None:
        return f"still there {_hours(last.after_hours)} after it, at the last look"
    return f"lost {_between(last)} after it"


def _lasting(each: Lasting) -> str:
    why = f". {each.why}" if each.why else "."
    return f"{WORDS[each.name].capitalize()}: {STATES[each.so]}{why}"


def surfacing_lines(read: SoFar) -> list[str]:
    """One line a dose: what surfaced, or that nothing did, or why it cannot be told."""
    by_dose: dict[int, list[Surfaced]] = {}
    for each in read.surfaced:
        by_dose.setdefault(each.dose, []).append(each)
    return [_surfaced(number, asked) for number, asked in sorted(by_dose.items())]


def _surfaced(number: int, asked: list[Surfaced]) -> str:
    found = [each for each in asked if each.so]
    if found:
        return f"Dose {number}: surfaced. {found[0].rule.says}"
    if any(each.so is False for each in asked):
        open_ = [each.why for each in asked if each.so is None and "again" in each.why]
        return f"Dose {number}: {_lower(open_[0])}" if open_ else f"Dose {number}: none seen."
    return f"Dose {number}: not enough to tell. {asked[0].why}"


def weaker_lines(read: SoFar) -> list[str]:
    """Why less may be expected; what is not known of it stands as not known."""
    return [
        f"{each.label}. {each.says}" if each.so else f"{each.label}: not known yet."
        for each in read.weaker
    ]


def review_line(read: SoFar) -> str:
    """Whether a prescriber is to review a course that helps little."""
    if read.review.so:
        return f"Due. {read.review.rule.says}"
    return f"Not due. {read.review.why}".strip() if read.review.so is False else read.review.why


def plain_word(read: SoFar) -> str:
    """How her answers have moved, in plain words."""
    return PLAIN[read.progress[0].word]


def plain_onset(read: SoFar) -> Iterator[str]:
    """What her answers said after each dose, where they said anything."""
    for effect in read.effects:
        if effect.onset is None:
            continue
        if effect.onset.by_hours is None:
            yield f"After dose {effect.dose}: much less anxious was not seen."
        else:
            when = _between(effect.onset)
            yield f"After dose {effect.dose}: much less anxious for the first time {when} later."
