"""What the small pictures of a board row are drawn from: the time passed, and the pressures."""

from dataclasses import dataclass
from datetime import datetime

from tercet.clinic.dosing import facts
from tercet.clinic.dosing.models import DosingEvent
from tercet.knowledge import Protocol

Kind = DosingEvent.Kind


@dataclass(frozen=True, slots=True)
class Passing:
    """Minutes since the dose, of those until release can first pass; looks made and missed."""

    minutes: float
    of: float
    looks: tuple[float, ...]
    missed: tuple[float, ...]


def passing(so_far: facts.Story, protocol: Protocol, *, now: datetime) -> Passing | None:
    """None before the dose."""
    start, opens = so_far.started_at, facts.release_opens_at(so_far, protocol)
    if start is None or opens is None:
        return None
    end = so_far.released_at or now
    heard = [facts.said_at(e) for e in so_far.events if e.kind in {Kind.CHECK_IN, Kind.READING}]
    missed = facts.pressures_missed(so_far, protocol, now=end)
    return Passing(
        minutes=facts.minutes(end - start),
        of=facts.minutes(max(opens, end) - start),
        looks=tuple(facts.minutes(at - start) for at in heard if at >= start),
        missed=tuple(facts.minutes(at - start) for at in missed),
    )


def pressures(so_far: facts.Story) -> tuple[float, ...]:
    """The upper pressures, oldest first."""
    said = (e.detail.get("facts", {}).get("systolic") for e in so_far.events)
    return tuple(value for value in said if value is not None)
