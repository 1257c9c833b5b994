"""What happened in a course, as marks: doses, therapy, side effects, questions, medicines."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest

from tercet import knowledge
from tercet.clinic.asking import facts as asking_facts
from tercet.clinic.asking.models import Asked
from tercet.clinic.dosing import facts as dosing_facts
from tercet.clinic.dosing.models import DosingEvent, DosingSession
from tercet.clinic.intake.models import Answer
from tercet.clinic.medicines.facts import spans
from tercet.clinic.rulers import Mark, Span
from tercet.clinic.therapy.models import TherapySession
from tercet.clinic.treatment.models import Course, Order
from tercet.decisions import asking
from tercet.decisions.medicines import recognise

NOT_ANSWERED = {asking.MISSED: "not answered", asking.DECLINED: "did not want to answer"}
LATE_START = timedelta(hours=12)  # a planned dose that has not begun by then was missed


@dataclass(frozen=True, slots=True)
class Dosed:
    """One dosing session with its story, its number among the doses, and its mark."""

    dosing: DosingSession
    story: dosing_facts.Story
    number: int | None
    mark: Mark


@dataclass(frozen=True, slots=True)
class Happened:
    """Everything that is marked on the days of one course, oldest first."""

    doses: tuple[Dosed, ...]
    therapy: tuple[TherapySession, ...]
    talks: tuple[Mark, ...]
    effects: tuple[Mark, ...]
    missed: tuple[Mark, ...]
    medicines: tuple[Span, ...]

    @property
    def doses_taken(self) -> list[Mark]:
        return [dosed.mark for dosed in self.doses if dosed.mark.state == "done"]

    @property
    def taken(self) -> list[tuple[datetime, Order]]:
        """As `outcomes.facts.doses_taken` says it."""
        begun = [(d.story.started_at, d.dosing.order) for d in self.doses if d.story.started_at]
        return sorted(begun, key=lambda each: each[0])

    @property
    def open_lanes(self) -> dict[str, tuple[Mark, ...]]:
        """The lanes that everybody on the team may see."""
        return {"dose": tuple(dosed.mark for dosed in self.doses), "therapy": self.talks}

    @property
    def lanes(self) -> dict[str, tuple[Mark, ...]]:
        return {**self.open_lanes, "effect": self.effects, "missed": self.missed}


def happened(request: HttpRequest, course: Course) -> Happened:
    """Read through what this person may see."""
    doses = tuple(_doses(request, course))
    booked = TherapySession.objects.visible_to(request.user).filter(course=course)
    therapy = tuple(booked.select_related("therapist").order_by("at"))
    effects = [*_felt(doses), *_said(request, course)]
    return Happened(
        doses=doses,
        therapy=therapy,
        talks=tuple(_talk(each, request.now) for each in therapy),
        effects=tuple(sorted(effects, key=lambda mark: mark.at)),
        missed=tuple(_missed(request, course)),
        medicines=tuple(_medicines(course)),
    )


def _doses(request: HttpRequest, course: Course) -> Iterator[Dosed]:
    events = DosingEvent.objects.visible_to(request.user).select_related("by").order_by("pk")
    events = events.only("dosing_id", "kind", "at", "detail", "by__role")
    told: dict[int, list[DosingEvent]] = {}
    for event in events.filter(dosing__course=course):
        told.setdefault(event.dosing_id, []).append(event)
    rows = DosingSession.objects.visible_to(request.user).filter(course=course).order_by("number")
    counted = 0  # as dosing.facts.dose_numbers counts: one that was postponed is none
    for row in rows.select_related("order", "guide"):
        story = dosing_facts.tell_story(told.get(row.pk, ()))
        counted += story.postponed_at is None
        number = None if story.postponed_at else counted
        yield Dosed(row, story, number, _mark(row, story, number, request.now))


def _mark(row: DosingSession, story: Any, number: int | None, now: datetime) -> Mark:
    if story.started_at:
        return Mark(story.started_at, f"dose {number}", "done")
    if story.postponed_at:
        return Mark(row.planned_at, "postponed dose", "missed")
    state = "planned" if row.planned_at > now - LATE_START else "missed"
    return Mark(row.planned_at, f"dose {number}", state)


def _talk(booked: TherapySession, now: datetime) -> Mark:
    held = booked.kind == TherapySession.Kind.SURFACED
    label = "a talk that is held" if held else booked.get_kind_display().lower()
    if booked.cancelled_at:
        return Mark(booked.at, f"{label}, cancelled", "missed")
    return Mark(booked.at, label, "done" if booked.at <= now else "planned")


def _felt(doses: tuple[Dosed, ...]) -> Iterator[Mark]:
    """One mark a dose: everything in it that was not well, each said once."""
    marked = knowledge.read().reading.side_effects
    for dosed in doses:
        said: dict[str, None] = {}
        for event in dosed.story.events if dosed.story.started_at else ():
            for fact, value in event.detail.get("facts", {}).items():
                if fact == "answer" and value in marked.answers:
                    said[value.replace("-", " ")] = None
                elif fact in marked.facts and _is_so(value):
                    said[_named(fact, value)] = None
        if said:
            words = ", ".join(said)
            yield Mark(dosed.story.started_at, f"dose {dosed.number}: {words}", "effect")


def _said(request: HttpRequest, course: Course) -> Iterator[Mark]:
    """What was said of the time since a dose."""
    marked = knowledge.read().reading.side_effects
    rows = Answer.objects.visible_to(request.user).filter(
        patient=course.patient, fact__in=marked.facts, at__date__gte=course.starts_on
    )
    for row in rows.order_by("at", "pk"):
        if _is_so(row.value):
            yield Mark(row.at, _named(row.fact, row.value), "effect")


def _is_so(value: Any) -> bool:
    """Yes, or any number from one on."""
    return value is True or (not isinstance(value, bool | str) and value is not None and value >= 1)


def _named(fact: str, value: Any) -> str:
    asked = knowledge.read().facts[fact]
    unit = f" {asked.unit}" if asked.unit else ""
    return asked.label if value is True else f"{asked.label}: {value}{unit}"


def _missed(request: HttpRequest, course: Course) -> Iterator[Mark]:
    """Windows that closed unanswered, and those she did not want to answer: one mark a day each."""
    zone, days = course.patient.tz, dict[tuple[Any, str], list[Mark]]()
    for mark in _each_missed(request, course):
        days.setdefault((mark.at.astimezone(zone).date(), mark.state), []).append(mark)
    for (_, state), marks in days.items():
        yield Mark(marks[0].at, "; ".join(mark.label for mark in marks), state)


def _each_missed(request: HttpRequest, course: Course) -> Iterator[Mark]:
    rows = Asked.objects.visible_to(request.user).filter(
        patient=course.patient, opens_at__date__gte=course.starts_on
    )
    gone = asking_facts.anchors_gone(course.patient)
    for each in asking_facts.not_answered(rows, now=request.now):
        if each.anchor not in gone:
            label = f"{each.name}: {NOT_ANSWERED[each.state]}"
            yield Mark(each.at, label, each.state)


def _medicines(course: Course) -> Iterator[Span]:
    """Each medicine as it was written, those of one name in one lane."""
    known = knowledge.read()
    for text, starts_at, ends_at in spans(course.patient):
        names = recognise(text, known).ingredients
        yield Span(" and ".join(names) or text, starts_at, ends_at, note=text)
