"""The turns of a dose: planned, started, released, followed up, or postponed."""

import logging
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

import orjson
from django.db import transaction
from django.db.models import Max

from tercet import knowledge
from tercet.clinic.alerts.models import Alert
from tercet.clinic.dosing import facts
from tercet.clinic.dosing.actions.hearing import done_before, hear, hold, rearm, why_not_in
from tercet.clinic.dosing.actions.judging import call, topic_of
from tercet.clinic.dosing.actions.saying import observe
from tercet.clinic.dosing.models import DosingEvent, DosingSession
from tercet.clinic.errors import Denied, Invalid, WrongState, insist
from tercet.clinic.people.actions import lock
from tercet.clinic.people.models import Person
from tercet.clinic.record.actions import keep, log, tell
from tercet.clinic.record.models import KeptDecision
from tercet.clinic.treatment.facts import newest_order
from tercet.clinic.treatment.models import Course
from tercet.decisions import Decision, Facts, could_not_decide, gate, release

logger = logging.getLogger(__name__)
Kind = DosingEvent.Kind
PLANNERS = {Person.Role.GUIDE, Person.Role.PRESCRIBER}


def why_not_plan(by: Person, course: Course) -> str | None:
    if by.role not in PLANNERS:
        return "Only a guide or a prescriber plans a dose."
    if newest_order(course) is None:
        return "A prescriber has not signed an order for this course yet."
    if DosingSession.objects.filter(course=course, silent_after__isnull=False).exists():
        return "A dose is working now. Plan the next one after release."
    open_one = _open_dosing(course)
    if open_one:
        at = open_one.planned_at.astimezone(course.patient.tz)
        return f"A dose is already planned for {at.day} {at:%B, %H:%M}. Postpone it first."
    return None


def _open_dosing(course: Course) -> DosingSession | None:
    """A planned dosing session that has neither begun nor been postponed."""
    over = DosingEvent.objects.filter(
        dosing__course=course, kind__in=[Kind.STARTED, Kind.POSTPONED]
    )
    planned = DosingSession.objects.filter(course=course).exclude(pk__in=over.values("dosing"))
    return planned.order_by("-pk").first()


@transaction.atomic
def plan(course: Course, *, at: datetime, by: Person, now: datetime) -> DosingSession:
    """Plan the next dose of a course under the order in force."""
    insist(None if by.role in PLANNERS else why_not_plan(by, course))
    lock(course.patient)
    insist(why_not_plan(by, course), WrongState)
    insist(_why_not_at(course, at, now), Invalid)
    newest = DosingSession.objects.filter(course=course).aggregate(newest=Max("number"))["newest"]
    planned = DosingSession.objects.create(
        patient=course.patient,
        course=course,
        order=newest_order(course),
        guide=course.guide,
        number=(newest or 0) + 1,
        planned_at=at,
    )
    log("plan dose", by=by, patient=course.patient, now=now, dosing=planned.pk)
    tell(patient=course.patient, dosing=planned.pk)
    return planned


def _why_not_at(course: Course, at: datetime, now: datetime) -> str | None:
    if at < now:
        return "That time has passed. Pick a time from now on."
    if at.astimezone(course.patient.tz).date() > course.ends_on:
        return f"The course ends on {course.ends_on:%d %B %Y}. Pick an earlier time."
    return None


def why_not_postpone(by: Person, dosing: DosingSession) -> str | None:
    if by.role not in PLANNERS:
        return "Only a guide or a prescriber postpones a dose."
    return why_not_in(dosing, {"planned"}, "the dose has been taken or was already postponed")


def postpone(dosing: DosingSession, *, why: str, once: UUID, by: Person, now: datetime) -> None:
    """Tonight is not the night: a normal thing, with its reason."""
    with transaction.atomic():
        held = hold(dosing.pk)
        if done_before(held, Kind.POSTPONED, once):
            return
        insist(why_not_postpone(by, held), WrongState if by.role in PLANNERS else Denied)
        insist(None if why.strip() else "Say in a few words why.", Invalid)
        hear(held, Kind.POSTPONED, {"why": why.strip()}, once=once, by=by, now=now)
        tell(patient=held.patient, dosing=held.pk)


def decide_gate(dosing: DosingSession, *, now: datetime) -> tuple[Decision, Facts]:
    """May this dose start now? Shown to the guide as it fills; kept when the dose starts."""
    return gate_on(dosing, facts.gate(dosing, facts.story(dosing), now=now))


def gate_on(dosing: DosingSession, saw: Facts) -> tuple[Decision, Facts]:
    """The gate on facts already gathered. What cannot be decided stays shut."""
    known = knowledge.read()
    try:
        return gate.decide(saw, facts.protocol_of(dosing), known), saw
    except Exception:
        logger.exception("could not decide the gate of dosing %s", dosing.pk)
        return could_not_decide("gate", known), saw


def why_not_start(by: Person, dosing: DosingSession) -> str | None:
    if by.pk != dosing.guide_id:
        return f"Only {dosing.guide}, who is with {dosing.patient.first_name}, starts this dose."
    return why_not_in(dosing, {"planned"}, "this dose has already started or was postponed")


def start(dosing: DosingSession, *, once: UUID, by: Person, now: datetime) -> KeptDecision:
    """The dose is in the mouth, if the gate says go; else `WrongState` with what is missing."""
    with transaction.atomic():
        held = hold(dosing.pk)
        if before := done_before(held, Kind.STARTED, once):
            return KeptDecision.objects.get(pk=before.detail["gate"])
        insist(why_not_start(by, held), Denied if by.pk != held.guide_id else WrongState)
        made, saw = decide_gate(held, now=now)
        kept = keep(made, saw, patient=held.patient, now=now, protocol=held.course.protocol)
        if made.verdict.passes:
            hear(held, Kind.STARTED, {"gate": kept.pk}, once=once, by=by, now=now)
            rearm(held, heard_at=now)
            tell(patient=held.patient, dosing=held.pk)
    if not made.verdict.passes:
        raise WrongState(why_not_yet(made))
    return kept


def what_stands(made: Decision) -> str:
    """Everything that does not pass, as one list."""
    stands = [f.title for f in made.worst_first if not f.verdict.passes]
    return "; ".join(stands) or "nothing could be decided"


def why_not_yet(made: Decision) -> str:
    """One sentence out of everything that does not pass."""
    return f"Not yet: {what_stands(made)}."


def decide_release(
    dosing: DosingSession, so_far: facts.Story, *, now: datetime
) -> tuple[Decision, Facts]:
    """May they be left? Shown to the guide beside the checklist; kept when they are released."""
    known, saw = knowledge.read(), facts.release(so_far, now=now)
    try:
        return release.decide(saw, facts.protocol_of(dosing), known), saw
    except Exception:
        logger.exception("could not decide the release of dosing %s", dosing.pk)
        return could_not_decide("release", known), saw


def why_not_release(by: Person, dosing: DosingSession) -> str | None:
    if by.role not in PLANNERS:
        return "Only the guide or a prescriber releases."
    if why := why_not_in(dosing, {"holding", "working"}, "there is no dose working now"):
        return why
    if Alert.objects.filter(topic=topic_of(dosing), acknowledged_at=None).exists():
        return "An alert is open. Acknowledge it before release."
    return None


def release_patient(
    dosing: DosingSession, checklist: Mapping[str, Any], *, once: UUID, by: Person, now: datetime
) -> KeptDecision:
    """The checklist is heard first; if it does not pass, nobody is released and it says why."""
    if before := done_before(dosing, Kind.RELEASED, once):
        return KeptDecision.objects.get(pk=before.detail["release"])
    insist(why_not_release(by, dosing), WrongState if by.role in PLANNERS else Denied)
    heard = uuid5(once, orjson.dumps(dict(checklist), option=orjson.OPT_SORT_KEYS).decode())
    observe(dosing, checklist, once=heard, by=by, now=now)
    with transaction.atomic():
        held = hold(dosing.pk)
        if before := done_before(held, Kind.RELEASED, once):
            return KeptDecision.objects.get(pk=before.detail["release"])
        insist(why_not_release(by, held), WrongState)  # the checklist itself may have alarmed
        made, saw = decide_release(held, facts.story(held), now=now)
        kept = keep(made, saw, patient=held.patient, now=now, protocol=held.course.protocol)
        if made.verdict.passes:
            hear(held, Kind.RELEASED, {"release": kept.pk}, once=once, by=by, now=now)
            held.silent_after = None
            held.save(update_fields=["silent_after"])
            tell(patient=held.patient, dosing=held.pk)
    if not made.verdict.passes:
        raise WrongState(why_not_yet(made))
    return kept


def why_not_answer_morning(by: Person, dosing: DosingSession, now: datetime) -> str | None:
    if by.pk != dosing.patient_id:
        return "Only the patient answers this."
    so_far = facts.story(dosing)
    if so_far.phase == "closed":
        return "You have already answered for this morning. If something is wrong, say so below."
    if so_far.phase != "resting":
        return "Not now: you have not been released."
    opens = facts.may_drive_from(dosing, so_far)
    if opens and now < opens:
        local = opens.astimezone(dosing.patient.tz)
        return f"This question is for the morning, from {local:%H:%M}. Rest now."
    return None


def answer_morning(
    dosing: DosingSession, said: Mapping[str, Any], *, once: UUID, by: Person, now: datetime
) -> None:
    """The morning after: closes the dosing session; a bad morning calls a person."""
    with transaction.atomic():
        held = hold(dosing.pk)
        if done_before(held, Kind.MORNING, once):
            return
        own = by.pk == held.patient_id
        insist(why_not_answer_morning(by, held, now), WrongState if own else Denied)
        hear(held, Kind.MORNING, {"facts": dict(said)}, once=once, by=by, now=now)
        if said.get("no-new-suicidal-thoughts") is not True:
            says = f"{held.patient} did not say that there are no new thoughts of suicide."
            call(held, "thoughts-on-the-morning", says, ladder="crisis", now=now)
        elif said.get("morning") != "well":
            says = f"{held.patient} is not well on the morning after."
            call(held, "bad-morning", says, ladder="person-needed", now=now)
        tell(patient=held.patient, dosing=held.pk)
