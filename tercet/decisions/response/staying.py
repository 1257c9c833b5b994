"""Whether it lasts: sustained remission, recovery and relapse, kept apart by name.

Remission at one point is one answer. Sustained, it has lasted; recovery is longer still; only a
relapse ends either. What the NHS calls recovery, below the case line at the end, is another thing.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from tercet.decisions.response.labels import LOW_START, OPEN, counting, start_of
from tercet.decisions.response.lines import Course, in_remission
from tercet.decisions.response.seen import Dose, Measured, Span, of, points_worse
from tercet.knowledge import Instrument, Reading, Reliable, Remission, Response

SUSTAINED, RECOVERY, RELAPSE = NAMES = ("sustained-remission", "recovery", "relapse")
TOO_SHORT = "It has not lasted long enough to be called that, nor ended."
NEVER_WELL = "There was no response or remission that could be lost."
NO_LINE = "No line of this questionnaire is published for it."
RELAPSED = "Ended by a relapse."
SEEN_ONCE = "Back at the line; it is said when it is seen again, later."


@dataclass(frozen=True, slots=True)
class Lasting:
    """One name for something that lasts or comes back, and since when."""

    name: str
    so: bool | None
    why: str
    since: datetime | None = None
    days: float | None = None  # how long it had lasted at the last answer that counts


def lasting(
    instrument: Instrument, seen: Iterable[Measured], *, doses: Sequence[Dose], reading: Reading
) -> tuple[Lasting, ...]:
    """Sustained remission, recovery and relapse, each so, not so, or not to be told."""
    mine = of(instrument, seen)
    start, why = start_of(mine, doses=doses, reading=reading)
    after, why_none = counting(instrument, mine, doses=doses, reading=reading)
    if start is None or not after:
        return tuple(Lasting(name, None, why or why_none) for name in NAMES)
    course = Course(instrument, start, after, reading)
    relapsed = _relapse(course)
    sustained = _sustained(course, relapsed)
    return sustained, _recovery(course, sustained), relapsed


def _sustained(course: Course, relapsed: Lasting) -> Lasting:
    line = course.line(Remission)
    if not isinstance(line, Remission):
        return Lasting(SUSTAINED, None, NO_LINE)
    if course.entry is not None and course.eligible() is not True:
        return Lasting(SUSTAINED, None, LOW_START if course.eligible() is False else OPEN)
    enough, run = timedelta(days=course.reading.sustained.sustained_days), list[Measured]()
    for measured in course.after:
        run = [*run, measured] if in_remission(line, measured) else []
        if run and measured.at - run[0].at >= enough:
            return _reached(course, run[0].at, relapsed)
    if run:
        days = (run[-1].at - run[0].at) / timedelta(days=1)
        return Lasting(SUSTAINED, None, TOO_SHORT, run[0].at, days)
    open_ = in_remission(line, course.after[-1]) is None
    return Lasting(SUSTAINED, None if open_ else False, OPEN if open_ else "")


def _reached(course: Course, since: datetime, relapsed: Lasting) -> Lasting:
    """Once reached it is lost only by a relapse after it began."""
    if relapsed.so and relapsed.since is not None and relapsed.since > since:
        return Lasting(SUSTAINED, False, RELAPSED)
    days = (course.after[-1].at - since) / timedelta(days=1)
    return Lasting(SUSTAINED, True, "", since, days)


def _recovery(course: Course, sustained: Lasting) -> Lasting:
    """Long enough after remission began, and no relapse since; never sooner than sustained."""
    if sustained.days is None:
        return replace(sustained, name=RECOVERY)
    so = sustained.days >= course.reading.sustained.recovery_days or None
    return Lasting(RECOVERY, so, "" if so else TOO_SHORT, sustained.since, sustained.days)


def _relapse(course: Course) -> Lasting:
    by, line = course.reading.relapse, course.line(Reliable)
    limit = by.lines.get(course.instrument.id)
    if limit is None or not isinstance(line, Reliable):
        return Lasting(RELAPSE, None, NO_LINE)
    first = next((n for n, at in enumerate(course.after) if _well(course, at)), None)
    if first is None:
        return Lasting(RELAPSE, None, NEVER_WELL)
    best, run = course.after[first], list[Measured]()
    for measured in course.after[first + 1 :]:
        worse = points_worse(course.instrument, best, measured).at_least(line.points)
        back = Span(measured.low, measured.high).at_least(limit)
        run = [*run, measured] if worse and back else []
        if run and _seen_again(run, by.crossings, by.apart_days):
            days = (course.after[-1].at - run[0].at) / timedelta(days=1)
            return Lasting(RELAPSE, True, "", run[0].at, days)
        best = min(best, measured, key=lambda each: each.high)
    if run:
        return Lasting(RELAPSE, None, SEEN_ONCE, run[0].at)
    return Lasting(RELAPSE, False, "")


def _well(course: Course, at: Measured) -> bool:
    """Response or remission, by the lines that count, from a start that is high enough."""
    response, remission = course.line(Response), course.line(Remission)
    if course.entry is not None and course.eligible() is not True:
        return False
    return bool(
        (isinstance(response, Response) and course.responded(response, at))
        or (isinstance(remission, Remission) and in_remission(remission, at))
    )


def _seen_again(run: Sequence[Measured], crossings: int, apart_days: int) -> bool:
    return len(run) >= crossings and run[-1].at - run[0].at >= timedelta(days=apart_days)
