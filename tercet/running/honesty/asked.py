"""When made-up people are asked: the windows that the shipped plan opens in the shipped course."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

from tercet.decisions import asking
from tercet.decisions.asking import Anchor, Stay, Window
from tercet.decisions.response import Dose
from tercet.knowledge import Knowledge, Protocol, Round
from tercet.knowledge import Plan as Asking
from tercet.running.honesty.plan import Plan

COURSE = "at-home-low-dose"
CYCLE = "cycle-"  # how the phases that begin with a dose are called
FIRST_DAY = date(2026, 1, 5)
STAYS = (Stay(datetime(2020, 1, 1, tzinfo=UTC), UTC),)
ANXIETY, MOOD, GAD, PHQ = "now-anxiety", "now-mood", "gad-7", "phq-9"


DAY_HOURS = 24
PER_DOSE = ("planned-dose", "dose")
MADE_UP = frozenset({ANXIETY, MOOD, GAD, PHQ})


@dataclass(frozen=True, slots=True)
class Slot:
    """One round of the plan, asked once: from when on it can be answered by day, and until when."""

    round: str
    dose: int  # the dose it is of; 0: of the course
    asks: tuple[str, ...]  # of the four that the study makes up
    opens_at: datetime
    from_at: datetime
    closes_at: datetime


@dataclass(frozen=True, slots=True)
class Schedule:
    """One course as shipped: its doses, and every slot, by the time it opens."""

    weeks: int
    spacing_hours: int  # doses are at least so far apart
    dose_weeks: tuple[int, ...]
    doses: tuple[Dose, ...]
    evaluation: tuple[str, ...]
    evaluated_at: datetime
    slots: tuple[Slot, ...]
    hours: tuple[int, ...]  # how long after a dose the lines are asked
    line_rounds: tuple[str, ...]  # by their names
    questionnaire_rounds: tuple[str, ...]

    def of(self, *measures: str, dose: int | None = None) -> tuple[Slot, ...]:
        """The slots that ask any of these measures, of every dose or of one."""
        return tuple(
            slot
            for slot in self.slots
            if set(slot.asks) & set(measures) and dose in (None, slot.dose)
        )

    @property
    def measures(self) -> frozenset[str]:
        """What is ever asked."""
        return frozenset(measure for slot in self.slots for measure in slot.asks)


def schedule(plan: Plan, known: Knowledge) -> Schedule:
    """The course and the plan of asking that are shipped, laid out from one first day."""
    protocol, asked = known.protocols[COURSE], known.asking[COURSE]
    weeks = _dose_weeks(protocol)
    doses = tuple(_doses(weeks, plan))
    end = FIRST_DAY + timedelta(weeks=protocol.weeks)
    anchors = [
        Anchor("course-start:0", "course-start", asking.local(STAYS, FIRST_DAY, time.min)),
        Anchor("course-end:0", "course-end", asking.local(STAYS, end, time.min)),
        *(Anchor(f"{kind}:{d.number}", kind, d.at) for d in doses for kind in PER_DOSE),
    ]
    ends_at = asking.local(STAYS, end, time.max)
    signed_at = asking.local(STAYS, FIRST_DAY, plan.answering["signed_at"])
    made = asking.windows(asked, anchors, stays=STAYS, ends_at=ends_at, condition=GAD)
    evaluated_at = signed_at - timedelta(days=plan.answering["evaluated_days_before"])
    slots = [_slot(w, asked, doses, plan) for w in made if MADE_UP & set(w.asks)]
    lines = _rounds(asked, slots, ANXIETY)
    return Schedule(
        weeks=protocol.weeks,
        spacing_hours=protocol.doses.spacing_hours,
        dose_weeks=weeks,
        doses=doses,
        evaluation=tuple(each for each in asked.evaluation if each in (GAD, PHQ)),
        evaluated_at=evaluated_at,
        slots=tuple(_asked_once(slots, asked, evaluated_at)),
        hours=tuple(_hours(lines)),
        line_rounds=tuple(each.name for each in lines),
        questionnaire_rounds=tuple(each.name for each in _rounds(asked, slots, GAD)),
    )


def _dose_weeks(protocol: Protocol) -> tuple[int, ...]:
    """The week in which each cycle begins, with its dose."""
    weeks = tuple(each.from_week for each in protocol.phases if each.id.startswith(CYCLE))
    if len(weeks) != protocol.doses.count:
        raise ValueError(f"{protocol.id} has {protocol.doses.count} doses and {len(weeks)} cycles")
    return weeks


def _doses(weeks: Sequence[int], plan: Plan) -> Iterator[Dose]:
    for number, week in enumerate(weeks, 1):
        day = FIRST_DAY + timedelta(weeks=week - 1)
        yield Dose(number, asking.local(STAYS, day, plan.answering["dose_at"]), None)


def _slot(window: Window, asked: Asking, doses: Sequence[Dose], plan: Plan) -> Slot:
    """Nothing is asked before it is known: a dose by being taken, the course by being signed."""
    of = asked.round(window.round)
    assert of is not None
    kind, _, number = window.anchor.partition(":")
    known_at = window.opens_at
    if kind == "dose":
        known_at = doses[int(number) - 1].at
    elif kind == "course-start":
        known_at = asking.local(STAYS, FIRST_DAY, plan.answering["signed_at"])
    opens_at = max(window.opens_at, known_at)
    from_at = opens_at if of.at_night else asking.by_day(opens_at, STAYS, asked.reminding)
    asks = tuple(each for each in window.asks if each in MADE_UP)
    return Slot(window.round, int(number), asks, window.opens_at, from_at, window.closes_at)


def _asked_once(slots: Iterable[Slot], asked: Asking, evaluated_at: datetime) -> Iterator[Slot]:
    """In order. What the evaluation answered while a window was open is not asked there again."""
    for slot in sorted(slots, key=lambda each: (each.from_at, each.round)):
        if slot.opens_at <= evaluated_at < slot.closes_at:
            left = tuple(each for each in slot.asks if each not in asked.evaluation)
            slot = replace(slot, asks=left)
        if slot.asks:
            yield slot


def _rounds(asked: Asking, slots: Sequence[Slot], measure: str) -> tuple[Round, ...]:
    ids = {slot.round for slot in slots if measure in slot.asks}
    return tuple(each for each in asked.rounds if each.id in ids)


def _hours(rounds: Iterable[Round]) -> Iterator[int]:
    for each in rounds:
        if each.after == "dose":
            yield each.count * (DAY_HOURS if each.unit == "days" else 1)
