"""The time line under every picture of a course, and what may be marked on it.

Lengths are SVG user units, drawn at one pixel each; instants are aware datetimes.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

WEEK = timedelta(weeks=1)
WORD_WIDTH = 64.0  # "dose 4" or "week 12" needs this much before the next one
NUMBER_WIDTH = 28.0
WIDE, PHONE = 1120, 350  # how wide a picture is drawn
# Where the days of a chart with its bands begin and end; True: on a phone.
SIDES = {False: {"left": 120.0, "right": 964.0}, True: {"left": 34.0, "right": 256.0}}


@dataclass(frozen=True, slots=True)
class Mark:
    """Something that happens once: a dose, a therapy session. `state`: done | planned | missed."""

    at: datetime
    label: str
    state: str = "done"


@dataclass(frozen=True, slots=True)
class Span:
    """Something that lasts: a medicine. An unknown or open end is None.

    Spans of one `name` share a lane; `note` is how it was written down, with its amount.
    """

    name: str
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Ruler:
    """The one time line of a picture, so that every strand stands under the same day."""

    starts_at: datetime
    ends_at: datetime
    left: float
    right: float

    def x(self, at: datetime) -> float:
        """Where an instant stands; outside the ruler it stands at the edge."""
        share = (at - self.starts_at) / (self.ends_at - self.starts_at)
        return self.left + min(1.0, max(0.0, share)) * (self.right - self.left)

    def holds(self, at: datetime) -> bool:
        return self.starts_at <= at <= self.ends_at


@dataclass(frozen=True, slots=True)
class Drawn:
    """A place in a picture, with its words. Numbers are text: no locale may touch them."""

    x: str
    y: str = "0"
    label: str = ""
    state: str = ""
    x2: str = ""
    y2: str = ""


def text_of(number: float) -> str:
    """A length as SVG reads it."""
    return f"{number:.1f}"


def plain(number: float) -> str:
    """A score as it is said: without a fraction where it has none."""
    return str(int(number)) if float(number).is_integer() else f"{number:.1f}"


def ruler(
    starts_at: datetime, ends_at: datetime, *, left: float = 120, right: float = 964
) -> Ruler:
    """A time line; one without length is given a week, so that nothing divides by nothing."""
    if ends_at <= starts_at:
        ends_at = starts_at + WEEK
    return Ruler(starts_at, ends_at, left, right)


def weeks_of(time: Ruler) -> tuple[Drawn, ...]:
    """Week numbers that do not touch: every week, or every second, fourth…"""
    count = max(1, int((time.ends_at - time.starts_at) / WEEK))
    apart = (time.right - time.left) / max(1.0, (time.ends_at - time.starts_at) / WEEK)
    step = next((n for n in (1, 2, 4, 8, 13, 26, 52) if n * apart >= NUMBER_WIDTH * 1.6), 52)
    return tuple(
        Drawn(text_of(time.x(time.starts_at + week * WEEK)), label=str(week))
        for week in range(0, count + 1, step)
    )
