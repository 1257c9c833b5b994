"""Which questions are asked of one person, when each opens, is due and closes, and how it stands.

Windows follow from the plan and from what is recorded: doses, contacts, the days of the course,
and where the person was. What is counted in hours counts as time passes; what is counted in days
or months goes by the calendar and the clock of the place where the person is at that moment, so
a change of the clocks or a journey moves the instant and never the question.
"""

from calendar import monthrange
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from tercet.knowledge import CONDITION, Plan, Reminding, Round

NOT_YET, OPEN, LATE, MISSED = "not-yet", "open", "late", "missed"
ANSWERED, DECLINED = "answered", "declined"
STANDS_OPEN = frozenset({OPEN, LATE})


@dataclass(frozen=True, slots=True)
class Anchor:
    """What a question is asked after: a dose, a contact, an end of the course."""

    name: str  # "dose:12"; a question is asked once for each
    kind: str  # planned-dose | dose | contact | course-start | course-end
    at: datetime


@dataclass(frozen=True, slots=True)
class Stay:
    """From this instant on, the person was in this zone."""

    since: datetime
    zone: tzinfo


@dataclass(frozen=True, slots=True)
class Window:
    """One question, asked once. Its key never changes; its instants may, until it opens."""

    round: str
    anchor: str
    number: int  # which time, of a question that is asked again and again; from 1
    asks: tuple[str, ...]
    facts: tuple[str, ...]
    target_at: datetime
    opens_at: datetime
    due_at: datetime  # an answer after it is late
    closes_at: datetime  # from here on it is missed
    zone: str

    @property
    def key(self) -> tuple[str, str, int]:
        return self.round, self.anchor, self.number


def zone_at(stays: Sequence[Stay], at: datetime) -> tzinfo:
    """Where the person was then; before the first stay, where that one was."""
    before = [stay for stay in stays if stay.since <= at]
    return (before[-1] if before else stays[0]).zone


def local(stays: Sequence[Stay], day: date, hour: time) -> datetime:
    """An hour of a day where the person is on that day. One that the clocks skip comes later."""
    zone = zone_at(stays, datetime.combine(day, hour, tzinfo=UTC))
    return datetime.combine(day, hour, tzinfo=zone).astimezone(UTC)


def windows(
    plan: Plan,
    anchors: Iterable[Anchor],
    *,
    stays: Sequence[Stay],
    ends_at: datetime,
    condition: str,
) -> tuple[Window, ...]:
    """Every window there is for these anchors, by target. `condition`: the indication's measure."""
    made = [
        _window(plan_round, anchor, number, stays=stays, target=target, condition=condition)
        for anchor in anchors
        for plan_round in plan.rounds
        if plan_round.after == anchor.kind
        for number, target in _targets(plan_round, anchor, stays, ends_at)
    ]
    return tuple(sorted(made, key=lambda each: (each.target_at, each.key)))


def _targets(
    asked: Round, anchor: Anchor, stays: Sequence[Stay], ends_at: datetime
) -> Iterator[tuple[int, datetime]]:
    """The instants a round aims at: one, or one every so many days, counted or until the end."""
    yield 1, _target(asked, anchor, stays, more_days=0)
    number = 2
    while asked.every_days is not None and number <= (asked.times or number):
        target = _target(asked, anchor, stays, more_days=(number - 1) * asked.every_days)
        if asked.times is None and target > ends_at:
            return
        yield number, target
        number += 1


def _target(asked: Round, anchor: Anchor, stays: Sequence[Stay], *, more_days: int) -> datetime:
    if asked.unit == "hours":
        return anchor.at + timedelta(hours=asked.count, days=more_days)
    began = anchor.at.astimezone(zone_at(stays, anchor.at))
    months, days = (asked.count, 0) if asked.unit == "months" else (0, asked.count)
    day = _months_later(began.date(), months) + timedelta(days=days + more_days)
    return local(stays, day, asked.at or began.time())


def _months_later(day: date, months: int) -> date:
    """The same day of a later month; of a shorter month its last."""
    whole = day.month - 1 + months
    year, month = day.year + whole // 12, whole % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def _window(
    asked: Round,
    anchor: Anchor,
    number: int,
    *,
    stays: Sequence[Stay],
    target: datetime,
    condition: str,
) -> Window:
    asks = (condition if name == CONDITION else name for name in asked.asks)
    return Window(
        round=asked.id,
        anchor=anchor.name,
        number=number,
        asks=tuple(dict.fromkeys(asks)),
        facts=asked.facts,
        target_at=target,
        opens_at=target - timedelta(minutes=asked.opens_minutes_before),
        due_at=target + timedelta(minutes=asked.due_minutes_after),
        closes_at=target + timedelta(minutes=asked.closes_minutes_after),
        zone=str(zone_at(stays, target)),
    )


def state(
    opens_at: datetime,
    due_at: datetime,
    closes_at: datetime,
    *,
    answered: bool,
    declined: bool,
    now: datetime,
) -> str:
    """How a window stands now. An answer counts before a refusal, whichever came last."""
    if answered:
        return ANSWERED
    if declined:
        return DECLINED
    if now < opens_at:
        return NOT_YET
    if now >= closes_at:
        return MISSED
    return LATE if now > due_at else OPEN


def is_late(due_at: datetime, said_at: datetime) -> bool:
    """Whether an answer came after it was due. It counts, and it says so."""
    return said_at > due_at


def reminders(
    asked: Round,
    opens_at: datetime,
    closes_at: datetime,
    *,
    stays: Sequence[Stay],
    rhythm: Reminding,
    not_now: Sequence[datetime] = (),
) -> tuple[tuple[int, datetime], ...]:
    """When a person is reminded of one window: by its rhythm, not at night, not while "not now".

    Each with its place in the rhythm, from 0. One that was moved out of the window, or onto an
    earlier one, is left out.
    """
    moved: dict[datetime, int] = {}
    for step, minutes in enumerate(asked.remind_minutes):
        at = opens_at + timedelta(minutes=minutes)
        for said in sorted(not_now):
            if said <= at:
                at = max(at, said + timedelta(minutes=rhythm.not_now_minutes))
        at = at if asked.at_night else by_day(at, stays, rhythm)
        if at < closes_at:
            moved.setdefault(at, step)
    return tuple((step, at) for at, step in moved.items())


def by_day(at: datetime, stays: Sequence[Stay], rhythm: Reminding) -> datetime:
    """This instant, or the end of the quiet hours it falls into where the person is then."""
    here = at.astimezone(zone_at(stays, at))
    day = here.date() + timedelta(days=1 if here.time() >= rhythm.quiet_from else 0)
    return max(at, local(stays, day, rhythm.quiet_to))
