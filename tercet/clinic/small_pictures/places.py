"""What the small pictures share: a scale of 0 to 100, the doses, the weeks, today."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from tercet.clinic.rulers import WORD_WIDTH, Drawn, Mark, Ruler, weeks_of
from tercet.clinic.rulers import text_of as _n

MOST = 100
TOP, BOTTOM = 36.0, 156.0
ENDS = (0, 50, MOST)


@dataclass(frozen=True, slots=True)
class Frame:
    """The ground of a picture that stands under the time line of the course."""

    width: str
    left: str
    right: str
    top: str
    bottom: str
    grid: tuple[Drawn, ...]
    doses: tuple[Drawn, ...]
    weeks: tuple[Drawn, ...]
    today: str
    for_phone: bool


def level(amount: float, *, top: float = TOP, bottom: float = BOTTOM) -> float:
    """How high 0 to 100 stands: 0 at the foot."""
    return bottom - (bottom - top) * amount / MOST


def frame(time: Ruler, doses: Sequence[Mark], *, now: datetime | None, for_phone: bool) -> Frame:
    """The ground: lines at 0, 50 and 100, the doses taken, the weeks, today."""
    return Frame(
        width=width(for_phone),
        left=_n(time.left),
        right=_n(time.right),
        top=_n(TOP),
        bottom=_n(BOTTOM),
        grid=tuple(Drawn(_n(time.left - 5), _n(level(end)), str(end)) for end in ENDS),
        doses=_doses(time, doses),
        weeks=weeks_of(time),
        today=_n(time.x(now)) if now and time.holds(now) else "",
        for_phone=for_phone,
    )


def width(for_phone: bool) -> str:
    return _n(350 if for_phone else 1120)


def _doses(time: Ruler, doses: Sequence[Mark]) -> tuple[Drawn, ...]:
    """The doses taken, by their words where there is room and by their numbers where not."""
    places = sorted(
        (time.x(d.at), d.label) for d in doses if d.state == "done" and time.holds(d.at)
    )
    room = all(b - a >= WORD_WIDTH for (a, _), (b, _) in pairwise(places))
    return tuple(Drawn(_n(x), label=label if room else label.split()[-1]) for x, label in places)


def some(count: int, noun: str) -> str:
    """A count with its noun: "1 dose", "3 doses"."""
    return f"{count} {noun}{'' if count == 1 else 's'}"


def span(amounts: Sequence[int]) -> str:
    """The least and the most of what was said: "30", or "from 30 to 80"."""
    low, high = min(amounts), max(amounts)
    return str(low) if low == high else f"from {low} to {high}"


def outside(time: Ruler, moments: Sequence[datetime]) -> str:
    """What the table holds and the picture cannot."""
    count = sum(not time.holds(at) for at in moments)
    if not count:
        return ""
    return (
        f" {count} outside this time line {'stands' if count == 1 else 'stand'} in the table only."
    )
