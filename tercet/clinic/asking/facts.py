"""Rows -> windows: what is asked of a patient, when, and how each question stands at a moment."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Count, Exists, OuterRef, QuerySet

from tercet import knowledge
from tercet.clinic.asking.models import Asked, LocalLine, PutOff, Reminder, Stay
from tercet.clinic.dosing.models import DosingEvent, DosingSession
from tercet.clinic.intake.facts import latest_answers
from tercet.clinic.people.models import Clinic, Person
from tercet.clinic.therapy.models import TherapySession
from tercet.clinic.treatment.models import Course
from tercet.clinic.wording import in_words
from tercet.decisions import asking
from tercet.decisions.asking import Anchor, Window
from tercet.knowledge import Line, Plan, Round

INDICATION = "indication"
EVERY_PAGE = {"988", "911"}
ALWAYS = datetime.min.replace(tzinfo=UTC)
FACTS = "facts"  # the name under which facts asked beside instruments are replied to
WAYS_THAT_TRAVEL = (Reminder.Way.MAIL, Reminder.Way.PUSH)


@dataclass(frozen=True, slots=True)
class Standing:
    """One question that was asked, and how it stands now."""

    asked: Asked
    state: str
    left: tuple[str, ...]  # what has no reply yet, in order
    not_now_at: tuple[datetime, ...]
    refused_at: datetime | None

    @property
    def is_open(self) -> bool:
        return self.state in asking.STANDS_OPEN

    @property
    def title(self) -> str:
        found = round_of(self.asked)
        return found.title if found else "A question from your care team"

    @property
    def name(self) -> str:
        return name_of(self.asked)


@dataclass(frozen=True, slots=True)
class NotAnswered:
    """A question that was asked and has no answer, or not all of one, and no longer waits."""

    protocol: str
    round: str
    anchor: str
    at: datetime
    state: str  # missed | declined

    @property
    def name(self) -> str:
        return name_of(self)


def plan_of(protocol: str) -> Plan | None:
    """The plan of asking of a protocol; None where it asks nothing."""
    return knowledge.read().asking.get(protocol)


def own_lines() -> list[Line]:
    """Lines of the clinic's own place, after the two that every page names first.

    Those of its plan, then those that its director keeps, in the order in which they were added.
    """
    clinic = Clinic.objects.first()
    plan = plan_of(clinic.protocol) if clinic else None
    planned = [line for line in plan.lines if line.call not in EVERY_PAGE] if plan else []
    kept = LocalLine.objects.filter(until_at=None).order_by("since_at", "pk")
    return planned + [
        Line(f"local-{row.pk}", row.name, row.call, row.text, row.says) for row in kept
    ]


def dialled(number: str) -> str:
    """A number as a telephone takes it: its digits, and a + if it has one."""
    return number.replace(" ", "")


def round_of(asked: Asked | NotAnswered) -> Round | None:
    """The round a window was opened from, if the plan still has it."""
    plan = plan_of(asked.protocol)
    return plan.round(asked.round) if plan else None


def name_of(asked: Asked | NotAnswered) -> str:
    """What the round of a window is called; its id where the plan has it no more."""
    found = round_of(asked)
    return found.name if found else asked.round


def stays(patient: Person) -> tuple[asking.Stay, ...]:
    """Where the patient was: at home, until a device of theirs said otherwise."""
    told = Stay.objects.filter(patient=patient).order_by("since_at", "pk")
    return (
        asking.Stay(ALWAYS, patient.tz),
        *(asking.Stay(row.since_at, ZoneInfo(row.zone)) for row in told),
    )


def windows(course: Course, been: Sequence[asking.Stay]) -> tuple[Window, ...]:
    """Every window of one course, as far as its doses and contacts are known."""
    plan = plan_of(course.protocol)
    if plan is None:
        return ()
    ends_at = asking.local(been, course.ends_on, time.max)
    anchors = _anchors(course, been)
    condition = measure_of(course.protocol, indication_of(course.patient))
    return asking.windows(plan, anchors, stays=been, ends_at=ends_at, condition=condition)


def indication_of(patient: Person) -> str:
    """What they are treated for, as it was last said; empty where nobody said it."""
    said = latest_answers(patient, [INDICATION]).get(INDICATION)
    return str(said.value) if said else ""


def measure_of(protocol: str, indication: str) -> str:
    """The instrument this indication is judged on; where nobody has its words, the other one."""
    known = knowledge.read()
    review = known.protocols[protocol].review
    measure = review.measures.get(indication, review.otherwise)
    shown = in_words(known.instruments[measure]) if measure in known.instruments else None
    return measure if shown else review.otherwise


def _anchors(course: Course, been: Sequence[asking.Stay]) -> Iterable[Anchor]:
    yield Anchor(
        f"course-start:{course.pk}",
        "course-start",
        asking.local(been, course.starts_on, time.min),
    )
    yield Anchor(
        f"course-end:{course.pk}", "course-end", asking.local(been, course.ends_on, time.min)
    )
    planned = DosingSession.objects.filter(course=course)
    turns = DosingEvent.objects.filter(dosing__in=planned.values("pk"))
    postponed = turns.filter(kind=DosingEvent.Kind.POSTPONED).values("dosing")
    for dosing in planned.exclude(pk__in=postponed):
        yield Anchor(f"dosing:{dosing.pk}", "contact", dosing.planned_at)
        yield Anchor(f"dosing:{dosing.pk}", "planned-dose", dosing.planned_at)
    for event in turns.filter(kind=DosingEvent.Kind.STARTED):
        yield Anchor(f"dose:{event.dosing_id}", "dose", event.at)
    for talk in TherapySession.objects.filter(course=course, cancelled_at=None):
        yield Anchor(f"therapy:{talk.pk}", "contact", talk.at)


def standings(asked: "QuerySet[Asked]", *, now: datetime) -> list[Standing]:
    """How these questions stand at this moment, in the order in which they close."""
    rows = asked.prefetch_related("replies", "put_off").order_by("closes_at", "pk")
    return [standing(row, now=now) for row in rows]


def standing(row: Asked, *, now: datetime) -> Standing:
    """How one question stands, read off its rows and the clock."""
    names = [*row.asks, *([FACTS] if row.facts else [])]
    replied = {reply.name for reply in row.replies.all()}
    put_off = sorted(row.put_off.all(), key=lambda each: each.at)
    refused = [each.at for each in put_off if each.kind == PutOff.Kind.REFUSED]
    left = tuple(name for name in names if name not in replied)
    state = asking.state(
        row.opens_at,
        row.due_at,
        row.closes_at,
        answered=not left,
        declined=bool(refused),
        now=now,
    )
    not_now = tuple(each.at for each in put_off if each.kind == PutOff.Kind.NOT_NOW)
    return Standing(row, state, left, not_now, refused[-1] if refused else None)


def not_answered(asked: "QuerySet[Asked]", *, now: datetime) -> list[NotAnswered]:
    """The windows that closed unanswered, and those somebody did not want to answer; one query."""
    refused = PutOff.objects.filter(asked=OuterRef("pk"), kind=PutOff.Kind.REFUSED)
    told = asked.filter(opens_at__lte=now).annotate(
        replied=Count("replies"), declined=Exists(refused)
    )
    names = ("protocol", "round", "anchor", "target_at", "opens_at", "due_at", "closes_at")
    rows = told.values(*names, "asks", "facts", "replied", "declined").order_by("target_at", "pk")
    return [
        NotAnswered(row["protocol"], row["round"], row["anchor"], row["target_at"], state)
        for row in rows
        if (state := _state(row, now)) in (asking.MISSED, asking.DECLINED)
    ]


def _state(row: Mapping[str, Any], now: datetime) -> str:
    return asking.state(
        row["opens_at"],
        row["due_at"],
        row["closes_at"],
        answered=row["replied"] >= len(row["asks"]) + bool(row["facts"]),
        declined=row["declined"],
        now=now,
    )


def open_now(patient: Person, *, now: datetime) -> list[Standing]:
    """What this patient can answer now, soonest closed first."""
    near = Asked.objects.filter(patient=patient, opens_at__lte=now, closes_at__gt=now)
    return [each for each in standings(near, now=now) if each.is_open]


def anchors_gone(patient: Person) -> set[str]:
    """Contacts that are off: cancelled talks and postponed doses. Nobody need answer for them."""
    off = TherapySession.objects.filter(patient=patient).exclude(cancelled_at=None)
    later = DosingEvent.objects.filter(patient=patient, kind=DosingEvent.Kind.POSTPONED)
    return {f"therapy:{pk}" for pk in off.values_list("pk", flat=True)} | {
        f"dosing:{pk}" for pk in later.values_list("dosing", flat=True)
    }
