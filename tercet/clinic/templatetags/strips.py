"""The two small pictures of a board row: how a pressure has moved, and how far a dose has come."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import template

register = template.Library()


@register.inclusion_tag("components/spark.html")
def spark(values: Sequence[float | None]) -> dict[str, Any]:
    """Values, oldest first, None where nothing was measured -> lines that break at what is missing.

    The numbers themselves stand beside it in words; the picture is for the eye only.
    """
    known = [value for value in values if value is not None]
    if not known:
        return {"lines": [], "last": None}
    low, span = min(known), max(max(known) - min(known), 1)
    step = 100 / max(1, len(values) - 1)
    runs: list[list[str]] = [[]]
    last = ("0", "0")
    for place, value in enumerate(values):
        if value is None:
            runs.append([])
            continue
        last = (f"{place * step:.1f}", f"{26 - 22 * (value - low) / span:.1f}")
        runs[-1].append(",".join(last))
    return {"lines": [" ".join(run) for run in runs if len(run) > 1], "last": last}


@register.inclusion_tag("components/passing.html")
def passing(
    minutes: float | None,
    of: float,
    *,
    looks: Sequence[float] = (),
    missed: Sequence[float] = (),
    since: str = "since dissolved",
) -> dict[str, Any]:
    """Minutes gone of the minutes expected, with each look that was made or missed."""

    def x(at: float) -> str:
        return f"{100 * min(1.0, max(0.0, at / of)):.1f}"

    return {
        "minutes": None if minutes is None else int(minutes),
        "gone": x(minutes or 0),
        "looks": [x(at) for at in looks],
        "missed": [x(at) for at in missed],
        "since": since,
    }
