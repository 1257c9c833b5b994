"""The turns of a dose: planned, started, released, followed up, or postponed."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction

from tercet import knowledge
from tercet.clinic.alerts.models import Alert
from tercet.clinic.dosing import facts
from tercet.clinic.dosing.actions.hearing import call, hear, hold, rearm, topic_of, why_not_in
from tercet.clinic.dosing.actions.saying import observe
from tercet.clinic.dosing.models import DosingEvent, DosingSession
from tercet.clinic.errors import Denied, Invalid, WrongState, insist
from tercet.clinic.people.models import Person
from tercet.clinic.record.actions import keep, log, tell
from tercet.clinic.record.models import KeptDecision
from tercet.clinic.treatment.facts import newest_order
from tercet.clinic.treatment.models import Course
from tercet.decisions import Decision, Facts, gate, release

Kind = DosingEvent.Kind


def why_not_plan(by: Person, course: Course) -> str | None:
    if by.role not in {Person.Role.GUIDE, Person.Role.PRESCRIBER}:
        return "Only a guide or a prescriber plans a dose."
    if newest_order(course) is None:
        return "A prescriber has not signed an order for this course yet."
    return None


@transaction.atomic
def plan(course: Course, *, at: datetime, by: Person, now: datetime) -> DosingSession:
    """Plan the next dose of a course under the order in force."""
    insist(why_not_plan(by, course))
    insist("That time has passed. Pick a time from now on." if at < now else None, Invalid)
    planned = DosingSession.objects.create(
        patient=course.patient,
        course=course,
        order=newest_order(course),
        guide=course.guide,
        number=DosingSession.objects.filter(course=course).count() + 1,
        planned_at=at,
    )
    log("plan dose", by=by, patient=course.patient, now=now, dosing=planned.pk)
    tell(patient=course.patient, dosing=planned.pk)
    return planned


def postpone(dosing: DosingSession, *, why: str, once: UUID, by: Person, now: datetime) -> None:
    """Tonight is not the night: a normal thing, with its reason."""
    insist(why_not_plan(by, dosing.course))
    insist(why_not_in(dosing, {"planned"}, "the dose has already been taken"), WrongState)
    with transaction.atomic():
        held = hold(dosing.pk)
        hear(held, Kind.POSTPONED, {"why": why}, once=once, by=by, now=now)
        tell(patient=held.patient, dosing=held.pk)


def decide_gate(dosing: DosingSession, *, now: datetime) -> tuple[Decision, Facts]:
    """May this dose start now? Shown to the guide as it fills; kept when the dose starts."""
    saw = facts.gate(dosing, facts.story(dosing), now=now)
    return gate.decide(saw, facts.protocol_of(dosing), knowledge.read()), saw


def why_not_start(by: Person, dosing: DosingSession) -> str | None:
    if by.pk != dosing.guide_id:
        return f"Only {dosing.guide}, who is with {dosing.patient.first_name}, starts this dose."
    return why_not_in(dosing, {"planned"}, "this dose has already started or was postponed")


def start(dosing: DosingSession, *, once: UUID, by: Person, now: datetime) -> KeptDecision:
    """The dose is in the mouth, if the gate says go; else `WrongState` with what is missing."""
    insist(why_not_start(by, dosing), Denied if by.pk != dosing.guide_id else WrongState)
    with transaction.atomic():
        held = hold(dosing.pk)
        made, saw = decide_gate(held, now=now)
        kept = keep(made, saw, patient=held.patient, now=now, protocol=held.course.protocol)
        if made.verdict.passes:
            hear(held, Kind.STARTED, {"gate": kept.pk}, once=once, by=by, now=now)
            rearm(held, now=now)
            tell(patient=held.patient, dosing=held.pk)
    if not made.verdict.passes:
        open_ones = ", ".join(f.title.lower() for f in made.worst_first if not f.verdict.passes)
        raise WrongState(f"Not yet: {open_ones}.")
    return kept


def why_not_release(by: Person, dosing: DosingSession) -> str | None:
    if by.role not in {Person.Role.GUIDE, Person.Role.PRESCRIBER}:
        return "Only the guide or a prescriber releases."
    if why := why_not_in(dosing, {"working"}, "there is no dose working now"):
        return why
    if Alert.objects.filter(topic=topic_of(dosing), acknowledged_at=None).exists():
        return "An alert is open. Acknowledge it before release."
    return None


def release_patient(
    dosing: DosingSession, checklist: Mapping[str, Any], *, once: UUID, by: Person, now: datetime
) -> KeptDecision:
    """The checklist is heard first; if it does not pass, nobody is released and it says why."""
    insist(why_not_release(by, dosing), WrongState if by.is_staff_member else Denied)
    observe(dosing, checklist, once=uuid4(), by=by, now=now)
    with transaction.atomic():
        held = hold(dosing.pk)
        saw = facts.release(facts.story(held), now=now)
        made = release.decide(saw, facts.protocol_of(held), knowledge.read())
        kept = keep(made, saw, patient=held.patient, now=now, protocol=held.course.protocol)
        if made.verdict.passes:
            hear(held, Kind.RELEASED, {"release": kept.pk}, once=once, by=by, now=now)
            held.silent_after = None
            held.save(update_fields=["silent_after"])
            tell(patient=held.patient, dosing=held.pk)
    if not made.verdict.passes:
        why = "; ".join(f"{f.title.lower()} ({f.saw})" for f in made.worst_first if f.says)
        raise WrongState(f"Not yet: {why}.")
    return kept


def answer_morning(
    dosing: DosingSession, said: Mapping[str, Any], *, once: UUID, by: Person, now: datetime
) -> None:
    """The morning after: closes the dosing session; a bad morning calls a person."""
    insist(None if by.pk == dosing.patient_id else "Only the patient answers this.")
    insist(why_not_in(dosing, {"resting", "closed"}, "you have not been released"), WrongState)
    with transaction.atomic():
        held = hold(dosing.pk)
        hear(held, Kind.MORNING, {"facts": dict(said)}, once=once, by=by, now=now)
        if said.get("morning") != "well" or said.get("no-new-suicidal-thoughts") is not True:
            says = f"{held.patient} is not well on the morning after."
            call(held, "bad-morning", says, "person-needed", now=now)
        tell(patient=held.patient, dosing=held.pk)
