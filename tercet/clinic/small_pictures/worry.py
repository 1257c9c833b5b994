"""Worry by days: how much of each went to it, and what became of what was feared."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from tercet.clinic.rulers import Drawn, Mark, Ruler
from tercet.clinic.rulers import text_of as _n
from tercet.clinic.small_pictures.kept import Worry
from tercet.clinic.small_pictures.places import (
    BOTTOM,
    Frame,
    frame,
    level,
    outside,
    some,
    span,
)

DAY = timedelta(days=1)
LEAST_BAR = 2.0  # a bar of nought, and a bar of one day among many, can still be seen
MARK_WIDTH, LANE_HEIGHT, STRIP_TOP = 17.0, 19.0, BOTTOM + 22


@dataclass(frozen=True, slots=True)
class WorryPicture:
    """See `worry_picture`. `unsaid` are days that were kept without their share."""

    frame: Frame
    height: str
    axis: str
    foot: str
    bars: tuple[Drawn, ...]
    bar_width: str
    unsaid: tuple[Drawn, ...]
    outcomes: tuple[Drawn, ...]
    rows: tuple[Worry, ...]
    sentence: str
    fears: str


def worry_picture(
    worries: Sequence[Worry],
    *,
    time: Ruler,
    doses: Sequence[Mark] = (),
    now: datetime | None = None,
    for_phone: bool = False,
) -> WorryPicture | None:
    """A bar a day, the most that was said of it; a strip of outcomes. None where there is none."""
    rows = tuple(sorted(worries, key=lambda worry: worry.at))
    if not rows:
        return None
    ground = frame(time, doses, now=now, for_phone=for_phone)
    held = [worry for worry in rows if time.holds(worry.at + DAY / 2)]
    shares, kept = _by_day(held)
    outcomes, lanes = _strip([worry for worry in held if worry.outcome], time)
    foot = STRIP_TOP + LANE_HEIGHT * lanes
    one_day = time.x(time.starts_at + DAY) - time.x(time.starts_at)
    wide = max(LEAST_BAR, one_day - 1)
    fears = fears_sentence(rows)
    return WorryPicture(
        frame=ground, height=_n(foot + 44), axis=_n(foot + 10), foot=_n(foot + 36),
        bars=tuple(_bar(time.x(at + DAY / 2) - wide / 2, share) for at, share in shares.items()),
        bar_width=_n(wide),
        unsaid=tuple(Drawn(_n(time.x(at + DAY / 2))) for at in kept if at not in shares),
        outcomes=outcomes, rows=rows, fears=fears,
        sentence=_sentence(rows, len(ground.doses)) + outside(time, [w.at + DAY / 2 for w in rows]),
    )  # fmt: skip


def _bar(x: float, share: int) -> Drawn:
    """`y` is its top and `y2` its height."""
    top = min(level(share), BOTTOM - LEAST_BAR)
    return Drawn(_n(x), _n(top), str(share), y2=_n(BOTTOM - top))


def _by_day(held: Sequence[Worry]) -> tuple[dict[datetime, int], dict[datetime, None]]:
    """The largest share that was said of each day; and every day of which anything was kept."""
    shares: dict[datetime, int] = {}
    for worry in held:
        if worry.share is not None:
            shares[worry.at] = max(worry.share, shares.get(worry.at, 0))
    return shares, dict.fromkeys(worry.at for worry in held)


def _strip(held: Sequence[Worry], time: Ruler) -> tuple[tuple[Drawn, ...], int]:
    """One mark a fear under its day; those that would touch stand in the next lane."""
    ends: list[float] = []
    marks = []
    for worry in held:
        x = time.x(worry.at + DAY / 2)
        lane = next((n for n, end in enumerate(ends) if x - end >= MARK_WIDTH), len(ends))
        ends[lane : lane + 1] = [x]
        marks.append(Drawn(_n(x), _n(STRIP_TOP + LANE_HEIGHT * lane), worry.fears, worry.outcome))
    return tuple(marks), len(ends)


def fears_sentence(worries: Sequence[Worry]) -> str:
    """Of what was feared, how much came about; what it is too early to say is not counted."""
    found = Counter(worry.outcome for worry in worries)
    due = found["no"] + found["partly"] + found["yes"]
    early = f" It is too early to say of {found['early']}." if found["early"] else ""
    if not due:
        return f"No fear has come due yet.{early}"
    parts = [f"{found['no']} did not happen"]
    parts += [f"{found['partly']} happened in part"] if found["partly"] else []
    parts += [f"{found['yes']} happened"] if found["yes"] else []
    return f"Of {some(due, 'fear')} that came due, {', '.join(parts)}.{early}"


def _sentence(rows: Sequence[Worry], doses: int) -> str:
    days = len({worry.at for worry in rows})
    shares = [worry.share for worry in rows if worry.share is not None]
    said = f"Worry kept on {some(days, 'day')}"
    said += f", share of the day {span(shares)} of 100" if shares else ", no share of a day said"
    return f"{said}; {some(doses, 'dose')} marked."
