"""Signing: a course, a refusal, an order. Nothing here exists without a signature."""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from tercet import knowledge
from tercet.clinic.errors import Denied, Invalid, Stale, WrongState, insist
from tercet.clinic.intake import facts as intake_facts
from tercet.clinic.intake.facts import evaluation
from tercet.clinic.medicines import actions as medicines
from tercet.clinic.people.actions import is_demo, join_team, lock
from tercet.clinic.people.models import Person
from tercet.clinic.record.actions import is_adopted, keep, log, sign, tell
from tercet.clinic.record.models import KeptDecision
from tercet.clinic.treatment.facts import Dose, current_course, dose_of, newest_order, ordered
from tercet.clinic.treatment.models import Course, Declined, Order
from tercet.decisions import (
    Decision,
    Facts,
    Verdict,
    could_not_decide,
    eligibility,
    facts_as_dict,
    order,
)

logger = logging.getLogger(__name__)
NOT_SIGNABLE = {
    Verdict.CRISIS: "The crisis path comes first. A course cannot be signed now.",
    Verdict.STOP: "Something here excludes treatment. A course cannot be signed over it.",
    Verdict.ASK: "Facts are missing; a course cannot be signed over what is not known.",
}

NOT_ORDERABLE = {
    Verdict.CRISIS: "The crisis path comes first. An order cannot be signed now.",
    Verdict.STOP: "This order is outside a limit that no signature passes over. Change it.",
    Verdict.ASK: "Facts are missing; an order cannot be signed over what is not known.",
}


@dataclass(frozen=True, slots=True)
class Plan:
    """Who and what a course is signed for."""

    protocol: str
    therapist: Person
    guide: Person
    asked_for: str = ""


def why_not_sign(by: Person, kept: KeptDecision) -> str | None:
    if by.role != Person.Role.PRESCRIBER:
        return "Only a prescriber signs a course."
    if not (is_adopted() or is_demo()):
        return "The clinical director has not adopted this version of the knowledge yet."
    worst = _worst_that_stands(Decision.from_dict(kept.made))
    if worst in NOT_SIGNABLE:
        return NOT_SIGNABLE[worst]
    if current_course(kept.patient, kept.at):
        return f"{kept.patient} already has a course."
    return None


def _worst_that_stands(made: Decision) -> Verdict:
    """The worst verdict a signature would have to pass over; known reviews may be signed."""
    stands = [v for v in (Verdict.CRISIS, Verdict.STOP, Verdict.ASK) if made.of(v)]
    return stands[0] if stands else made.verdict


@transaction.atomic
def sign_course(
    kept: KeptDecision, plan: Plan, *, reason: str, confirm: str, by: Person, now: datetime
) -> Course:
    """Sign exactly what was read. Raises `Stale` if anything known has changed since."""
    patient = lock(kept.patient)
    already = Course.objects.filter(signature__decision=kept, signature__by=by).first()
    if already:  # the same form, sent twice
        return already
    insist(why_not_sign(by, kept), Denied if by.role != Person.Role.PRESCRIBER else WrongState)
    insist(_why_not_plan(plan), Invalid)
    insist(why_stale(kept, now=now), Stale)
    signed = sign(
        "sign course",
        reason=reason,
        confirm=confirm,
        patient=patient,
        decision=kept,
        by=by,
        now=now,
    )
    starts = now.astimezone(patient.tz).date()
    weeks = knowledge.read().protocols[plan.protocol].weeks
    course = Course.objects.create(
        patient=patient,
        signature=signed,
        protocol=plan.protocol,
        asked_for=plan.asked_for,
        therapist=plan.therapist,
        guide=plan.guide,
        starts_on=starts,
        ends_on=starts + timedelta(weeks=weeks),
    )
    _gather(course, by=by, now=now)
    log("sign course", by=by, patient=patient, now=now, course=course.pk, decision=kept.pk)
    tell(patient=patient)
    return course


def _gather(course: Course, *, by: Person, now: datetime) -> None:
    """The three strands begin together: the team joins, the medicines named are listed."""
    for member in (course.therapist, course.guide, by):
        join_team(course.patient, member, now=now)
    named = intake_facts.latest_answers(course.patient, ["medicines"]).get("medicines")
    for text in named.value if named else []:
        medicines.state(course.patient, text, by=by, now=now)


def _why_not_plan(plan: Plan) -> str | None:
    if plan.protocol not in knowledge.read().protocols:
        return "Choose one of the clinic's protocols."
    if plan.therapist.role not in {Person.Role.THERAPIST, Person.Role.OUTSIDE}:
        return "Choose a therapist: a course has talk therapy from its first day."
    if plan.guide.role != Person.Role.GUIDE:
        return "Choose a trained guide."
    return None


def why_stale(kept: KeptDecision, *, now: datetime) -> str | None:
    """Why this decision may no longer be signed: something known, or what follows, moved on."""
    known = knowledge.read()
    if kept.knowledge != known.version:
        return "The knowledge changed since this was decided. Decide again, then read it."
    newest = KeptDecision.objects.filter(patient=kept.patient, about=kept.about).latest("pk")
    saw = evaluation(kept.patient, now=now)
    if newest.pk != kept.pk or _said(facts_as_dict(saw)) != _said(kept.saw):
        return "An answer changed since this was decided. Read the evaluation again."
    again, before = eligibility.decide(saw, known), Decision.from_dict(kept.made)
    if [(f.rule, f.verdict) for f in again.findings] != [
        (f.rule, f.verdict) for f in before.findings
    ]:
        return "Time has passed and a fact no longer counts. Decide again, then read it."
    return None


def _said(saw: dict[str, object]) -> object:
    """What was said, without the moment at which it was read."""
    return saw["said"]


def why_not_decline(by: Person, kept: KeptDecision) -> str | None:
    return None if by.role == Person.Role.PRESCRIBER else "Only a prescriber decides this."


@transaction.atomic
def decline(
    kept: KeptDecision, *, reason: str, confirm: str, by: Person, now: datetime
) -> Declined:
    """Decide, by signature, not to offer treatment on this evaluation."""
    insist(why_not_decline(by, kept))
    patient = lock(kept.patient)
    already = Declined.objects.filter(signature__decision=kept, signature__by=by).first()
    if already:
        return already
    insist(_why_not_the_newest(kept), Stale)
    signed = sign(
        "decline", reason=reason, confirm=confirm, patient=patient, decision=kept, by=by, now=now
    )
    log("decline", by=by, patient=patient, now=now, decision=kept.pk)
    tell(patient=patient)
    return Declined.objects.create(patient=patient, signature=signed)


def _why_not_the_newest(kept: KeptDecision) -> str | None:
    later = KeptDecision.objects.filter(patient=kept.patient, about=kept.about, pk__gt=kept.pk)
    changed = "An answer changed since this was decided. Read the evaluation again."
    return changed if later.exists() else None


def why_not_order(by: Person, course: Course) -> str | None:
    return None if by.role == Person.Role.PRESCRIBER else "Only a prescriber signs an order."


def decide_order(course: Course, dose: Dose, *, now: datetime) -> tuple[Decision, Facts]:
    """Is it within limits, as written and at its worst fate? Shown before it is signed."""
    known, saw = knowledge.read(), ordered(course, dose, now=now)
    try:
        return order.decide(saw, known.protocols[course.protocol], known), saw
    except Exception:
        logger.exception("could not check an order for patient %s", course.patient_id)
        return could_not_decide("order", known), saw


def why_not_sign_over(made: Decision) -> str | None:
    """Why no signature passes over this; what is for a prescriber to decide, one may."""
    return NOT_ORDERABLE.get(_worst_that_stands(made))


@transaction.atomic
def sign_order(
    course: Course, dose: Dose, *, reason: str, confirm: str, by: Person, now: datetime
) -> Order:
    """Sign what may be taken. A changed number or verb is another order, checked and signed again.

    The same order, sent twice for the same reason, is one order.
    """
    insist(why_not_order(by, course))
    insist(why_not_dose(dose, course.protocol), Invalid)
    patient = lock(course.patient)
    newest = newest_order(course)
    if newest and _is_same(newest, dose, reason=reason, by=by):
        return newest
    made, saw = decide_order(course, dose, now=now)
    insist(why_not_sign_over(made), WrongState)
    kept = keep(made, saw, patient=patient, now=now, protocol=course.protocol)
    signed = sign(
        "sign order",
        reason=reason,
        confirm=confirm,
        patient=patient,
        decision=kept,
        by=by,
        now=now,
    )
    signed_order = Order.objects.create(
        patient=patient,
        course=course,
        signature=signed,
        total_mg=dose.total_mg,
        **{name: getattr(dose, name) for name in Dose.__slots__},
    )
    log("sign order", by=by, patient=patient, now=now, order=signed_order.pk, decision=kept.pk)
    tell(patient=patient)
    return signed_order


def _is_same(newest: Order, dose: Dose, *, reason: str, by: Person) -> bool:
    signed = newest.signature
    return dose_of(newest) == dose and signed.by_id == by.pk and signed.reason == reason.strip()


def why_not_dose(dose: Dose, protocol: str) -> str | None:
    """Why these numbers cannot be an order in this protocol."""
    if not dose.unit_mg.is_finite() or dose.unit_mg <= 0 or dose.units <= 0:
        return "A dose is a number of units, each of more than 0 mg."
    if dose.verb not in Order.Verb.values or dose.made_of not in Order.MadeOf.values:
        return "Say whether it is spat out or swallowed, and whether mg are base or hydrochloride."
    hold = knowledge.read().protocols[protocol].hold
    if not hold.low_minutes <= dose.hold_minutes <= hold.high_minutes:
        return f"The hold is {hold.low_minutes} to {hold.high_minutes} minutes in this protocol."
    return None
