"""The first hour that can be held for a therapist: by day on every clock, and not yet taken."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from tercet.knowledge import Booking


def first_free(
    booking: Booking,
    *,
    now: datetime,
    until: datetime,
    zones: Iterable[ZoneInfo],
    taken: Sequence[datetime],
) -> datetime | None:
    """When it begins, at or before `until`; None where nothing is free by then.

    `taken`: the beginnings of other appointments, taken to last as long as this one.
    """
    clocks, length = tuple(zones), timedelta(minutes=booking.minutes)
    step = timedelta(minutes=booking.apart_minutes)
    at = _next_mark(now + timedelta(minutes=booking.notice_minutes), step)
    while at <= until:
        by_day = all(_fits(booking, at.astimezone(zone), length) for zone in clocks)
        if by_day and not any(abs(at - other) < length for other in taken):
            return at
        at += step
    return None


def _next_mark(at: datetime, step: timedelta) -> datetime:
    """The first instant from `at` on that a person would write: on the hour, or steps after it."""
    hour = at.replace(minute=0, second=0, microsecond=0)
    return hour + -((hour - at) // step) * step


def _fits(booking: Booking, begins: datetime, length: timedelta) -> bool:
    """Begins and ends between the hours of one day on this clock."""
    day = begins.replace(tzinfo=None)
    ends = day + length
    return booking.from_ <= day.time() and ends.time() <= booking.to and ends.date() == day.date()
