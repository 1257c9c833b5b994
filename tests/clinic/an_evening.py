"""Maria's course and one planned evening, as rows: what the tests of the later rooms begin from."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest

from tercet import knowledge
from tercet.clinic.dosing import actions
from tercet.clinic.medicines import actions as medicines
from tercet.clinic.medicines.actions import state
from tercet.clinic.models import Adoption, Answer, Course, Signature, TherapySession
from tercet.clinic.people.actions import record_training
from tercet.clinic.treatment.actions import Dose, sign_order

# Everything the gate asks of the people in the room, as Noor says it.
READY = {
    "systolic": 124,
    "diastolic": 78,
    "pulse": 68,
    "spo2": 98,
    "sedation": 5,
    "units-on-hand": 2,
    "suicide-screen-today-clear": True,
    "support-person-present": True,
    "support-person-taught": True,
    "patient-taught": True,
    "address-confirmed": True,
    "emergency-contact-confirmed": True,
    "fasted": True,
    "no-alcohol-or-cannabis": True,
    "feels-well-today": True,
    "guide-present": True,
    "clinician-reachable": True,
}
# What the check of an order leans on.
KNOWN_OF_HER = {
    "consent_signed": True,
    "could_be_pregnant": False,
    "born_on": "1992-03-14",
    "weight_kg": 68,
    "severe_liver_disease": False,
    "liver_disease": False,
    "seen_in_person": True,
}
# Everything release asks, all of it well.
WELL = {
    "systolic": 126,
    "diastolic": 80,
    "spo2": 98,
    "sedation": 5,
    "oriented": True,
    "walks-unaided": True,
    "back-to-self": True,
    "no-new-suicidal-thoughts": True,
    "support-person-stays": True,
    "will-not-drive": True,
}


def after(minutes=0, *, since, seconds=0):
    return since + timedelta(minutes=minutes, seconds=seconds)


def sign(patient, by, at):
    return Signature.objects.create(
        at=at, by=by, patient=patient, meaning="test", reason="read", second_factor="password"
    )


def answer(patient, by, at, **facts):
    for fact, value in facts.items():
        Answer.objects.create(
            patient=patient,
            fact=fact.replace("_", "-"),
            value=value,
            at=at,
            by=by,
            once=uuid4(),
        )


def adopt(cast, at):
    Adoption.objects.create(signature=sign(None, cast.dana, at), knowledge=knowledge.read().version)


def give_course(patient, cast, at):
    starts = at.date() - timedelta(days=21)
    course = Course.objects.create(
        patient=patient,
        signature=sign(patient, cast.okafor, at),
        protocol="at-home-low-dose",
        therapist=cast.lee,
        guide=cast.noor,
        starts_on=starts,
        ends_on=starts + timedelta(weeks=14),
    )
    answer(patient, patient, at, **KNOWN_OF_HER)
    state(patient, "sertraline 100 mg", by=cast.okafor, now=at - timedelta(days=1))
    train(cast.noor, cast.dana, at)
    return course


def train(guide, director, at):
    """The director's record that a guide is trained for a year from then."""
    record_training(guide, at.date() + timedelta(days=365), by=director, now=at)


def give_order(course, cast, at, verb="spit"):
    """100 mg, the first at home: read and signed over as a prescriber does."""
    dose = Dose(Decimal("50"), 2, 4, "base", 7, verb)
    return sign_order(
        course, dose, reason=f"read, {verb}", confirm=cast.password, by=cast.okafor, now=at
    )


def book(course, at):
    return TherapySession.objects.create(
        patient=course.patient,
        course=course,
        therapist=course.therapist,
        at=at,
        kind="integration",
    )


def prepare(dosing, cast, now, **but):
    """Noor says all that the gate asks; `but` changes or (None) leaves out a fact."""
    said = {**READY, **{k.replace("_", "-"): v for k, v in but.items()}}
    said = {k: v for k, v in said.items() if v is not None}
    medicines.confirm(dosing.patient, by=cast.noor, now=now)
    actions.observe(dosing, said, once=uuid4(), by=cast.noor, now=now)


@pytest.fixture
def course(cast, evening):
    """Maria's signed course, its order, and Lee's session two days after tonight."""
    adopt(cast, evening)
    made = give_course(cast.maria, cast, evening)
    give_order(made, cast, evening)
    book(made, evening + timedelta(hours=40))
    return made


@pytest.fixture
def planned(course, cast, evening):
    """Tonight's dosing session: planned, nothing said yet."""
    return actions.plan(course, at=evening, by=cast.noor, now=evening - timedelta(hours=5))


@pytest.fixture
def holding(planned, cast, evening):
    """The dose is in the mouth since `evening`."""
    prepare(planned, cast, evening - timedelta(minutes=5))
    actions.start(planned, once=uuid4(), by=cast.noor, now=evening)
    planned.refresh_from_db()
    return planned


@pytest.fixture
def working(holding, evening):
    """Spat out at seven minutes, as the order says."""
    actions.finish_holding(
        holding, "spit", once=uuid4(), by=holding.patient, now=evening + timedelta(minutes=7)
    )
    holding.refresh_from_db()
    return holding


def keep_hearing(dosing, *, until, since, every=5):
    """Maria says she is all right every five minutes."""
    at = since
    while at <= until:
        actions.check_in(dosing, {"answer": "all-right"}, once=uuid4(), by=dosing.patient, now=at)
        at += timedelta(minutes=every)


@pytest.fixture
def released(working, cast, evening):
    """Released two hours and a bit after the dose."""
    end = evening + timedelta(minutes=125)
    keep_hearing(working, since=evening + timedelta(minutes=10), until=end)
    actions.release_patient(working, WELL, once=uuid4(), by=cast.noor, now=end)
    working.refresh_from_db()
    return working


MORNING_AFTER = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)  # 08:00 in Denver
