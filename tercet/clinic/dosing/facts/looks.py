"""What is due next in a dosing session, and by whom it can be heard."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from tercet.clinic.dosing.facts.story import Story, said_at
from tercet.knowledge import Protocol


@dataclass(frozen=True, slots=True)
class Look:
    """Something that is due: a check-in, a pressure, the release check, an answer."""

    what: str
    at: datetime

    def is_late(self, now: datetime) -> bool:
        return now > self.at


def next_looks(so_far: Story, protocol: Protocol) -> tuple[Look, ...]:
    """What is due while a dose is live, soonest first. Empty when none is."""
    if not so_far.is_live or so_far.started_at is None:
        return ()
    every = timedelta(minutes=protocol.check_in.every_minutes)
    looks = [
        Look("check-in", (so_far.last_heard_at or so_far.started_at) + every),
        Look("pressure", pressure_due_at(so_far, protocol)),
    ]
    if (opens := release_opens_at(so_far, protocol)) is not None:
        looks.append(Look("release check", opens))
    return tuple(sorted(looks, key=lambda look: look.at))


def pressure_due_at(so_far: Story, protocol: Protocol) -> datetime:
    """The first scheduled pressure after the last one taken since the dose."""
    start = so_far.started_at
    if start is None:
        raise ValueError("a dose that has not started has no pressure due")
    taken = [said_at(e) for e in so_far.events if "systolic" in e.detail.get("facts", {})]
    last = max((at for at in taken if at >= start), default=start)
    due = (start + timedelta(minutes=m) for m in protocol.vitals.at_minutes)
    for at in due:
        if at > last:
            return at
    return last + timedelta(minutes=protocol.vitals.then_every_minutes)


def pressures_missed(so_far: Story, protocol: Protocol, *, now: datetime) -> tuple[datetime, ...]:
    """Scheduled pressures that passed without one being taken before the next was due."""
    start = so_far.started_at
    if start is None:
        return ()
    due = [start + timedelta(minutes=m) for m in protocol.vitals.at_minutes]
    taken = [said_at(e) for e in so_far.events if "systolic" in e.detail.get("facts", {})]
    later = [*due[1:], due[-1] + timedelta(minutes=protocol.vitals.then_every_minutes)]
    before = [start, *due[:-1]]
    return tuple(
        at
        for last, at, end in zip(before, due, later, strict=True)
        if end < now and not any(last < one < end for one in taken)
    )


def release_opens_at(so_far: Story, protocol: Protocol) -> datetime | None:
    """From when the release rules can pass at all: the longest wait that one of them names."""
    waits = [
        rule.limits["below"]
        for rule in protocol.release.values()
        if rule.limits.get("fact") == "minutes-since-dose" and "below" in rule.limits
    ]
    if so_far.started_at is None or not waits:
        return None
    return so_far.started_at + timedelta(minutes=max(waits))


@dataclass(frozen=True, slots=True)
class Strand:
    """One way of reaching a dosing session: the guide's page, the phone, the support person's."""

    who: str
    at: datetime | None
    lost: bool

    @property
    def begun(self) -> bool:
        return self.at is not None


def strand(who: str, at: datetime | None, *, protocol: Protocol, now: datetime) -> Strand:
    """A strand is lost when its page has not been heard for as long as the protocol allows."""
    allowed = timedelta(seconds=protocol.strands.lost_after_seconds)
    return Strand(who, at, lost=at is not None and now - at > allowed)


def strands(
    names: Mapping[str, str], beats: Mapping[str, datetime], *, protocol: Protocol, now: datetime
) -> tuple[Strand, ...]:
    """`names`: strand -> whose it is; `beats`: strand -> when its page was last heard."""
    return tuple(
        strand(who, beats.get(key), protocol=protocol, now=now) for key, who in names.items()
    )
