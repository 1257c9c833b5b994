"""A dosing session as its events tell it, and what each decision about it is shown."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from tercet.clinic.dosing.models import DosingEvent, DosingSession
from tercet.clinic.intake.facts import latest_answers
from tercet.clinic.medicines.facts import confirmed_on_day_of
from tercet.clinic.people.actions import is_demo
from tercet.clinic.record.actions import is_adopted
from tercet.clinic.therapy.models import TherapySession
from tercet.decisions import Facts, Said
from tercet.decisions import release as releasing
from tercet.knowledge import Protocol, read

Kind = DosingEvent.Kind


@dataclass(frozen=True, slots=True)
class Story:
    """What has happened so far. Every state is read off this; none is stored."""

    started_at: datetime | None = None
    finished_holding_at: datetime | None = None
    released_at: datetime | None = None
    morning_at: datetime | None = None
    postponed_at: datetime | None = None
    last_heard_at: datetime | None = None
    said: Mapping[str, Said] = field(default_factory=dict)
    before: Mapping[str, Said] = field(default_factory=dict)
    events: tuple[DosingEvent, ...] = ()

    @property
    def is_live(self) -> bool:
        """Between the dose in the mouth and the release: someone must be watching."""
        return self.started_at is not None and self.released_at is None

    @property
    def phase(self) -> str:
        """planned | holding | working | resting | closed | postponed."""
        if self.postponed_at:
            return "postponed"
        if self.started_at is None:
            return "planned"
        if self.morning_at:
            return "closed"
        if self.released_at:
            return "resting"
        return "working" if self.finished_holding_at else "holding"


TURNS = {
    Kind.STARTED: "started_at",
    Kind.FINISHED_HOLDING: "finished_holding_at",
    Kind.RELEASED: "released_at",
    Kind.MORNING: "morning_at",
    Kind.POSTPONED: "postponed_at",
}


def story(dosing: DosingSession) -> Story:
    """Read a dosing session's events in order."""
    return tell_story(dosing.events.select_related("by").order_by("pk"))


def tell_story(events: Iterable[DosingEvent]) -> Story:
    """The story of events already at hand, oldest first."""
    events = tuple(events)
    turns: dict[str, datetime] = {}
    said: dict[str, Said] = {}
    before: dict[str, Said] = {}
    heard = None
    for event in events:
        if event.kind in TURNS:
            turns.setdefault(TURNS[event.kind], event.at)
        for fact, value in event.detail.get("facts", {}).items():
            said[fact] = Said(value, event.at, event.by.role)
        if event.kind in {Kind.STARTED, Kind.CHECK_IN, Kind.READING, Kind.FINISHED_HOLDING}:
            heard = event.at
        if "started_at" not in turns:
            before = dict(said)
    return Story(**turns, last_heard_at=heard, said=said, before=before, events=events)


def protocol_of(dosing: DosingSession) -> Protocol:
    return read().protocols[dosing.course.protocol]


def monitoring(dosing: DosingSession, so_far: Story, *, now: datetime) -> Facts:
    """What the monitoring decision is shown: readings since the start, and the silence."""
    since = so_far.started_at or now
    said = {f: s for f, s in so_far.said.items() if s.at is None or s.at >= since}
    for name in ("systolic", "diastolic"):
        if name in so_far.before:
            said[f"baseline-{name}"] = so_far.before[name]
    derived = {"minutes-since-dose": minutes(now - since)}
    if so_far.last_heard_at:
        derived["minutes-since-heard"] = minutes(now - so_far.last_heard_at)
    return Facts(said | _derived(derived, now), now)


def release(so_far: Story, *, now: datetime) -> Facts:
    """What the release decision is shown: the checklist and the readings before it."""
    since = so_far.started_at or now
    said = {f: s for f, s in so_far.said.items() if s.at is None or s.at >= since}
    for name in ("systolic", "diastolic"):
        if name in so_far.before:
            said[f"baseline-{name}"] = so_far.before[name]
    return Facts(said | _derived({"minutes-since-dose": minutes(now - since)}, now), now)


def gate(dosing: DosingSession, so_far: Story, *, now: datetime) -> Facts:
    """What the gate is shown: the three strands, the person now, the home, the order."""
    answers = latest_answers(dosing.patient)
    kept = ("pregnant", "could-be-pregnant", "consent-signed", "weight-kg", "safe-place")
    said = {
        f: Said(answers[f].value, answers[f].at, answers[f].by.role) for f in kept if f in answers
    }
    return Facts(said | dict(so_far.said) | _strands(dosing, now=now), now)


def _strands(dosing: DosingSession, *, now: datetime) -> dict[str, Said]:
    """Dosing, therapy and medicines, as the course's own rows tell them."""
    course, limits = dosing.course, protocol_of(dosing)
    taken = DosingEvent.objects.filter(dosing__course=course, kind=Kind.STARTED)
    last = taken.order_by("-at").values_list("at", flat=True).first()
    booked = TherapySession.objects.filter(
        course=course, cancelled_at=None, at__gt=dosing.planned_at
    ).exists()
    confirmed = confirmed_on_day_of(dosing.patient, now)
    known: dict[str, Any] = {
        "course-signed": course.ends_on >= now.astimezone(dosing.patient.tz).date(),
        "order-signed": dosing.order.course_id == course.pk
        and not course.orders.filter(pk__gt=dosing.order_id).exists(),
        "doses-left": limits.doses.count - taken.count(),
        "therapist-named": course.therapist.is_active,
        "therapy-booked-after-dose": booked,
        "knowledge-adopted": is_adopted() or is_demo(),
        "first-dose": last is None,
    }
    if last:
        known["hours-since-last-dose"] = minutes(now - last) // 60
    said = _derived(known, now)
    if confirmed:
        said["medicines-confirmed-today"] = Said(True, confirmed.at, confirmed.by.role)
    return said


def _derived(values: Mapping[str, Any], now: datetime) -> dict[str, Said]:
    return {name: Said(value, now, "derived") for name, value in values.items()}


def minutes(length: Any) -> int:
    """Whole minutes of a length of time, rounded down."""
    return int(length.total_seconds() // 60)


def may_drive_from(dosing: DosingSession, so_far: Story) -> datetime | None:
    """The next local morning after the dose, in the patient's zone; None before the dose."""
    if so_far.started_at is None:
        return None
    return releasing.may_drive_from(so_far.started_at, dosing.patient.tz)


def morning_is_late_at(dosing: DosingSession, so_far: Story) -> datetime:
    """When an unanswered morning becomes a person's task. Needs a started dose."""
    due = may_drive_from(dosing, so_far)
    if due is None:
        raise ValueError("a dose that has not started has no morning after")
    return due + timedelta(hours=protocol_of(dosing).morning_late_hours)
