"""Small pictures of the board: the time that has passed since the dose, and the pressure."""

from dataclasses import dataclass
from datetime import datetime

from tercet.clinic.dosing import facts
from tercet.clinic.dosing.models import DosingEvent
from tercet.knowledge import Protocol

Kind = DosingEvent.Kind
WHOLE = 200.0  # SVG units
SPARK_WIDTH, SPARK_HEIGHT = 84.0, 26.0


@dataclass(frozen=True, slots=True)
class Passing:
    """The bar from the dose to the first moment of release, with each look on it."""

    gone: str
    looks: tuple[str, ...]
    missed: tuple[str, ...]
    minutes: int
    sentence: str


def passing(so_far: facts.Story, protocol: Protocol, *, now: datetime) -> Passing | None:
    """None before the dose."""
    opens = facts.release_opens_at(so_far, protocol)
    if so_far.started_at is None or opens is None:
        return None
    end = so_far.released_at or now
    whole = max(facts.minutes(opens - so_far.started_at), facts.minutes(end - so_far.started_at))

    def place(at: datetime) -> str:
        gone = facts.minutes(at - so_far.started_at) if so_far.started_at else 0.0
        return f"{WHOLE * min(1.0, max(0.0, gone / whole)):.1f}"

    heard = [facts.said_at(e) for e in so_far.events if e.kind in {Kind.CHECK_IN, Kind.READING}]
    after = [at for at in heard if at >= so_far.started_at]
    gone = int(facts.minutes(end - so_far.started_at))
    return Passing(
        gone=place(end),
        looks=tuple(place(at) for at in after),
        missed=tuple(place(at) for at in facts.pressures_missed(so_far, protocol, now=end)),
        minutes=gone,
        sentence=f"{gone} minutes since the dose, heard {len(after)} times",
    )


def spark(so_far: facts.Story) -> str:
    """Points of the upper pressures, oldest first; empty with fewer than two."""
    taken = [
        e.detail["facts"]["systolic"]
        for e in so_far.events
        if e.detail.get("facts", {}).get("systolic") is not None
    ]
    if len(taken) < 2:
        return ""
    low, high = min(taken), max(taken)
    step = SPARK_WIDTH / (len(taken) - 1)
    span = max(1, high - low)
    return " ".join(
        f"{n * step:.1f},{3 + (SPARK_HEIGHT - 6) * (high - value) / span:.1f}"
        for n, value in enumerate(taken)
    )
