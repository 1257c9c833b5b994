"""How instants and lengths of time are said: local, whole in the title, the clock always told."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django import template
from django.template import Context
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()

MINUTE, HOUR, DAY = 60, 3600, 86400


def _whole(at: datetime) -> str:
    local = timezone.localtime(at)
    return f"{local:%A} {local.day} {local:%B %Y, %H:%M:%S %Z}"


def _time(at: datetime, words: str) -> SafeString:
    return format_html(
        '<time datetime="{}" title="{}">{}</time>',
        at.isoformat(timespec="seconds"),
        _whole(at),
        words,
    )


def length(seconds: float) -> str:
    """Seconds -> "20 s", "3 min 10 s", "41 min", "2 h 5 min", "3 days"."""
    left = max(0, int(seconds))
    if left < MINUTE:
        return f"{left} s"
    if left < 10 * MINUTE:
        return (
            f"{left // MINUTE} min {left % MINUTE} s" if left % MINUTE else f"{left // MINUTE} min"
        )
    if left < 2 * HOUR:
        return f"{left // MINUTE} min"
    if left < 2 * DAY:
        hours, minutes = left // HOUR, left % HOUR // MINUTE
        return f"{hours} h {minutes} min" if minutes else f"{hours} h"
    return f"{left // DAY} days"


def day_of(at: datetime, now: datetime | None) -> str:
    """The day of an instant beside today: "today", "yesterday", "18 November 2025"."""
    local = timezone.localtime(at)
    if now is not None:
        today = timezone.localtime(now)
        days = (today.date() - local.date()).days
        if days in (-1, 0, 1):
            return {-1: "tomorrow", 0: "today", 1: "yesterday"}[days]
        if local.year == today.year:
            return f"{local.day} {local:%B}"
    return f"{local.day} {local:%B %Y}"


@register.filter
def lasting(span: Any) -> str:
    """A timedelta or a number of seconds, said."""
    return length(span.total_seconds() if isinstance(span, timedelta) else float(span))


@register.filter
def clock(seconds: Any) -> str:
    """Seconds -> "3:10", as a clock that counts down shows them."""
    left = max(0, int(float(seconds)))
    return f"{left // MINUTE}:{left % MINUTE:02d}"


@register.simple_tag(takes_context=True)
def moment(context: Context, at: datetime | None, now: datetime | None = None) -> str:
    """An instant by its day and local time: "today 16:20". `now` from the page."""
    if at is None:
        return "not known when"
    now = now or context.get("now")
    return _time(at, f"{day_of(at, now)} {timezone.localtime(at):%H:%M}")


@register.simple_tag(takes_context=True)
def ago(context: Context, at: datetime | None, now: datetime | None = None) -> str:
    """How long since: "3 min 10 s ago"; ahead of now: "in 4 min". `now` from the page."""
    now = now or context.get("now")
    if at is None or now is None:
        return "not known when" if at is None else _time(at, f"{timezone.localtime(at):%H:%M}")
    seconds = (now - at).total_seconds()
    said = f"{length(seconds)} ago" if seconds >= 0 else f"in {length(-seconds)}"
    return _time(at, said)


@register.simple_tag(takes_context=True)
def as_of(context: Context, at: datetime | None = None) -> SafeString:
    """The as-of mark of a page; script says "Live" only once the server is heard."""
    at = at or context.get("now")
    if at is None:
        return format_html('<span class="live still" data-as-of>{}</span>', "As of an unknown time")
    return format_html(
        '<span class="live still" data-as-of="{}"><span>As of {}</span></span>',
        at.isoformat(timespec="seconds"),
        _time(at, f"{timezone.localtime(at):%H:%M:%S}"),
    )


@register.simple_tag(takes_context=True)
def age(context: Context, at: datetime | None, now: datetime | None = None) -> str:
    """How long since, without "ago", for a column of ages: "3 min 10 s"."""
    now = now or context.get("now")
    if at is None or now is None:
        return "not known"
    return _time(at, length((now - at).total_seconds()))
