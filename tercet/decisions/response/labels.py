"""Response, remission and reliable change by one questionnaire, or not enough to tell.

Every threshold that is published for the questionnaire has its label; those that count sum it
up. Response and remission are said only from a start that is high enough; a reliable change is
said from any. Worse is said only once it was seen at several assessments in a row.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

from tercet.decisions.response.lines import Course, in_remission
from tercet.decisions.response.seen import Dose, Measured, of, why_not_counted
from tercet.knowledge import Instrument, Reading, Reliable, Remission, Response, Threshold

RESPONSE, REMISSION = "response", "remission"
BETTER, WORSE = "reliable-improvement", "reliable-deterioration"
NO_CHANGE, NO_RESPONSE, NOT_ENOUGH = "no-reliable-change", "no-response", "not-enough-to-tell"
ORDER = (WORSE, REMISSION, RESPONSE, BETTER)  # what sums it up, where several are so

NO_DOSE = "No dose has been taken."
NO_START = "Nothing was answered before the first dose."
OLD_START = "What was answered before the first dose is too old."
NO_ANSWER = "Nothing has been answered since the first dose."
OPEN = "What was left unanswered decides it."
LOW_START = "The start was below the line from which this is said."
ONCE = "Seen once; it is said when it is seen again."


@dataclass(frozen=True, slots=True)
class Label:
    """One threshold asked of one course. `so` is None where there is not enough to tell."""

    kind: str  # response | remission | reliable-improvement | reliable-deterioration
    so: bool | None
    why: str  # why there is not enough to tell; empty where there is
    eligible: bool | None  # the start is high enough; None: not known, or no line is published
    counted: bool  # it is one of those that sum the course up
    threshold: Threshold

    @property
    def settled(self) -> bool:
        """Known not to be so, or not a thing to be said of this start."""
        of_percent = self.kind in (RESPONSE, REMISSION)
        return self.so is False or (of_percent and self.eligible is False)


@dataclass(frozen=True, slots=True)
class Progress:
    """One course by one questionnaire: where it began, where it is, and what that is called."""

    instrument: str
    start: Measured | None
    latest: Measured | None  # the last that counts
    labels: tuple[Label, ...]
    word: str
    why: str  # why there is not enough to tell of any label


def progress(
    instrument: Instrument,
    seen: Iterable[Measured],
    *,
    doses: Sequence[Dose],
    reading: Reading,
) -> Progress:
    """Every label of this questionnaire as the course stands with the last answer of `seen`."""
    mine = of(instrument, seen)
    start, why = start_of(mine, doses=doses, reading=reading)
    after, why_none = counting(instrument, mine, doses=doses, reading=reading)
    why = why or why_none
    if start is None or why:
        labels = tuple(_untold(instrument, why, reading))
        return Progress(instrument.id, start, None, labels, NOT_ENOUGH, why)
    labels = tuple(_told(Course(instrument, start, after, reading)))
    return Progress(instrument.id, start, after[-1], labels, _word(labels), "")


def start_of(
    mine: Sequence[Measured], *, doses: Sequence[Dose], reading: Reading
) -> tuple[Measured | None, str]:
    """The last answer at or before the first dose, or why there is none that counts."""
    if not doses:
        return None, NO_DOSE
    first = min(doses, key=lambda dose: dose.at)
    before = [measured for measured in mine if measured.at <= first.at]
    if not before:
        return None, NO_START
    if first.at - before[-1].at > timedelta(days=reading.counting.baseline_within_days):
        return None, OLD_START
    return before[-1], ""


def counting(
    instrument: Instrument, mine: Sequence[Measured], *, doses: Sequence[Dose], reading: Reading
) -> tuple[tuple[Measured, ...], str]:
    """The answers since the first dose that count, or why the last of them does not."""
    if not doses:
        return (), NO_DOSE
    first = min(doses, key=lambda dose: dose.at)
    made, why = [], NO_ANSWER
    for measured in mine:
        if measured.at > first.at:
            refused = why_not_counted(
                instrument, measured, since=first, doses=doses, by=reading.counting
            )
            if refused:
                why = refused
            else:
                made.append(measured)
    return tuple(made), "" if made else why


def _lines(instrument: Instrument, reading: Reading) -> Iterator[tuple[str, Threshold]]:
    for kind, lines in (
        (RESPONSE, reading.responses),
        (REMISSION, reading.remissions),
        (BETTER, reading.reliables),
        (WORSE, reading.reliables),
    ):
        yield from ((kind, e) for e in lines.values() if e.instrument == instrument.id)


def _counted(line: Threshold, reading: Reading) -> bool:
    return line.id in reading.summing_up.counted[line.instrument]


def _untold(instrument: Instrument, why: str, reading: Reading) -> Iterator[Label]:
    for kind, line in _lines(instrument, reading):
        yield Label(kind, None, why, None, _counted(line, reading), line)


def _told(course: Course) -> Iterator[Label]:
    entry, eligible = course.entry, course.eligible()
    for kind, line in _lines(course.instrument, course.reading):
        so, why = _asked(kind, line, course)
        if entry is not None and kind in (RESPONSE, REMISSION) and eligible is not True:
            so, why = None, LOW_START if eligible is False else OPEN
        yield Label(kind, so, why, eligible, _counted(line, course.reading), line)


def _asked(kind: str, line: Threshold, course: Course) -> tuple[bool | None, str]:
    latest = course.after[-1]
    if kind == WORSE and isinstance(line, Reliable):
        states = [course.worse(line, at) for at in course.after]
        return again(states, course.reading.deterioration.crossings)
    if isinstance(line, Response):
        so = course.responded(line, latest)
    elif isinstance(line, Remission):
        so = in_remission(line, latest)
    else:
        assert isinstance(line, Reliable)
        so = course.better(line, latest)
    return so, OPEN if so is None else ""


def again(states: Sequence[bool | None], times: int) -> tuple[bool | None, str]:
    """Whether the last so many in a row are so; and if that cannot be told, why."""
    if not states or states[-1] is False:
        return False, ""
    if len(states) >= times and all(states[-times:]):
        return True, ""
    return None, ONCE if states[-1] else OPEN


def _word(labels: Sequence[Label]) -> str:
    """What the labels that count come to."""
    counted = {label.kind: label for label in labels if label.counted}
    for kind in ORDER:
        if kind in counted and counted[kind].so:
            return kind
    if not counted or not all(label.settled for label in counted.values()):
        return NOT_ENOUGH
    return NO_CHANGE if WORSE in counted else NO_RESPONSE
