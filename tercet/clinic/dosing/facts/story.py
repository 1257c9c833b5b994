"""A dosing session as its events tell it: what happened, what was said, when last heard."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from tercet.clinic.dosing.models import DosingEvent, DosingSession
from tercet.decisions import Said
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


SIGNS_OF_LIFE = {Kind.STARTED, Kind.CHECK_IN, Kind.READING, Kind.FINISHED_HOLDING}


def tell_story(events: Iterable[DosingEvent]) -> Story:
    """The story of events already at hand, oldest first."""
    events = tuple(events)
    turns: dict[str, datetime] = {}
    said: dict[str, Said] = {}
    before: dict[str, Said] = {}
    heard: datetime | None = None
    for event in events:
        at = said_at(event)
        if event.kind in TURNS:
            turns.setdefault(TURNS[event.kind], event.at)
        for fact, value in event.detail.get("facts", {}).items():
            _take(said, fact, Said(value, at, event.by.role))
        if event.kind in SIGNS_OF_LIFE:
            heard = max(heard or at, at)
        if "started_at" not in turns:
            before = dict(said)
    return Story(**turns, last_heard_at=heard, said=said, before=before, events=events)


def said_at(event: DosingEvent) -> datetime:
    """When it was said: for an answer kept on a phone without a line, before it arrived."""
    kept = event.detail.get("said_at")
    return min(datetime.fromisoformat(kept), event.at) if kept else event.at


def _take(said: dict[str, Said], fact: str, new: Said) -> None:
    """The newest word counts; one that arrives late, or from a role that may not say it, does
    not cover a newer one from a role that may."""
    held, known = said.get(fact), read().facts.get(fact)
    if held is not None and known is not None:
        late = new.at is not None and held.at is not None and new.at < held.at
        outranked = new.by not in known.from_ and held.by in known.from_
        if late or outranked:
            return
    said[fact] = new


def protocol_of(dosing: DosingSession) -> Protocol:
    return read().protocols[dosing.course.protocol]


def dose_numbers(courses: Iterable[int]) -> dict[int, int]:
    """Which dose of its course each dosing session is; one that was postponed is none."""
    planned = DosingSession.objects.filter(course__in=list(courses))
    postponed = DosingEvent.objects.filter(kind=Kind.POSTPONED).values("dosing")
    numbers: dict[int, int] = {}
    counted: dict[int, int] = {}
    for key, course in (
        planned.exclude(pk__in=postponed).order_by("number").values_list("pk", "course")
    ):
        counted[course] = counted.get(course, 0) + 1
        numbers[key] = counted[course]
    return numbers
