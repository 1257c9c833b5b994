"""What the monitoring and the release decision of a dosing session are shown."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from math import ceil
from typing import Any

from tercet.clinic.dosing.facts.story import Story, protocol_of
from tercet.clinic.dosing.models import DosingSession
from tercet.decisions import Facts, Said
from tercet.decisions import release as releasing

BASELINES = ("systolic", "diastolic")


def monitoring(so_far: Story, *, now: datetime) -> Facts:
    """What the monitoring decision is shown: readings since the start, and the silence."""
    derived: dict[str, float] = {"minutes-since-dose": _since_dose(so_far, now)}
    if so_far.is_live and so_far.last_heard_at:  # rounded up: never quieter than it was
        derived["minutes-since-heard"] = ceil(minutes(now - so_far.last_heard_at) * 10) / 10
    return Facts(_since_start(so_far, now) | said_by_rows(derived, now), now)


def release(so_far: Story, *, now: datetime) -> Facts:
    """What the release decision is shown: the checklist and the readings before it."""
    derived: dict[str, float] = {"minutes-since-dose": _since_dose(so_far, now)}
    return Facts(_since_start(so_far, now) | said_by_rows(derived, now), now)


def _since_dose(so_far: Story, now: datetime) -> int:
    """Whole minutes, rounded down: nobody is released a moment early."""
    return int(minutes(now - (so_far.started_at or now)))


def _since_start(so_far: Story, now: datetime) -> dict[str, Said]:
    """What was said since the dose, and the pressure before it as the baseline."""
    since = so_far.started_at or now
    said = {f: s for f, s in so_far.said.items() if s.at is None or s.at >= since}
    for name in BASELINES:
        if name in so_far.before:
            said[f"baseline-{name}"] = so_far.before[name]
    return said


def said_by_rows(values: Mapping[str, Any], now: datetime) -> dict[str, Said]:
    """Facts that no person says: they follow from our own rows and the clock."""
    return {name: Said(value, now, "derived") for name, value in values.items()}


def minutes(length: timedelta) -> float:
    """Minutes of a length of time, not rounded."""
    return length.total_seconds() / 60


def may_drive_from(dosing: DosingSession, so_far: Story) -> datetime | None:
    """The next local morning after the dose, in the patient's zone; None before the dose."""
    if so_far.started_at is None:
        return None
    return releasing.may_drive_from(so_far.started_at, dosing.patient.tz, protocol_of(dosing))


def morning_is_late_at(dosing: DosingSession, so_far: Story) -> datetime:
    """When an unanswered morning becomes a person's task. Needs a started dose."""
    if so_far.started_at is None:
        raise ValueError("a dose that has not started has no morning after")
    return so_far.started_at + timedelta(hours=protocol_of(dosing).follow_up.missing_hours)
