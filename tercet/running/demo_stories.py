"""The demo's stories: what some patients and their team have done before you arrive."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

from tercet import knowledge
from tercet.clinic.asking import actions as asking
from tercet.clinic.dosing import actions as dosing
from tercet.clinic.intake import actions as intake
from tercet.clinic.measures import actions as measures
from tercet.clinic.medicines import actions as medicines
from tercet.clinic.models import Course, DosingSession, Person
from tercet.clinic.therapy import actions as therapy
from tercet.clinic.treatment import actions as treatment

PROTOCOL = "at-home-low-dose"
DAY, WEEK = timedelta(days=1), timedelta(weeks=1)
Hours = tuple[tuple[int, int, int], ...]
GAD_7 = (16, 15, 16, 15, 10, 7)  # Tomás, week by week: made up, as is he
# His own lines around his two doses: hours from the dose, anxiety, mood. Some he left out.
FIRST = ((-2, 66, 34), (2, 41, 52), (24, 30, 60), (48, 35, 58), (160, 55, 44))
SECOND = ((-2, 58, 42), (2, 37, 55), (24, 28, 62), (72, 31, 60))
# What an unremarkable person answers; every other yes-no question is answered no.
YES = {
    "safe-place",
    "phone-and-video-work",
    "dose-can-be-locked",
    "children-and-pets-cared-for",
    "adult-in-the-home",
    "therapist-active",
    "seen-in-person",
    "first-line-trial-done",
}
STATED = {
    "diagnosis-confirmed": True,
    "consent-signed": True,
    "indication": "generalised-anxiety",
    "has-capacity": True,
    "liver-panel-done": True,
    "alt-times-upper-limit": 0.8,
    "ast-times-upper-limit": 0.7,
    "urine-drug-screen": "negative",
    "stop-bang": 1,
}
READY = {
    "support-person-present": True,
    "support-person-taught": True,
    "patient-taught": True,
    "address-confirmed": True,
    "emergency-contact-confirmed": True,
    "fasted": True,
    "no-alcohol-or-cannabis": True,
    "feels-well-today": True,
    "suicide-screen-today-clear": True,
    "guide-present": True,
    "clinician-reachable": True,
    "units-on-hand": 2,
    "systolic": 122,
    "diastolic": 76,
    "pulse": 70,
    "spo2": 98,
    "sedation": 5,
}
SICK_AT = 44  # minutes into his first dose
STEADY = {
    "sedation": 5,
    "oriented": True,
    "walks-unaided": True,
    "back-to-self": True,
    "no-new-suicidal-thoughts": True,
}


def plain_answers(**other: Any) -> dict[str, Any]:
    """A whole evaluation of someone with nothing remarkable, except as said."""
    answers: dict[str, Any] = {
        "born-on": "1992-03-14",
        "weight-kg": 68,
        "height-cm": 168,
        "systolic": 118,
        "diastolic": 74,
        "pulse": 66,
        "spo2": 98,
        "ambulance-minutes": 10,
        "medicines": ["sertraline 100 mg"],
    }
    for fact in knowledge.read().facts.values():
        if fact.asked and fact.type == "yes-no":
            answers[fact.id] = fact.id in YES
    return answers | {name.replace("_", "-"): value for name, value in other.items()}


class Stories:
    """Tells the demo's stories to the deeds, each at its own past time."""

    def __init__(
        self, cast: Mapping[str, Person], *, password: str, evening: datetime, now: datetime
    ) -> None:
        self.cast, self.password, self.evening, self.now = cast, password, evening, now

    def tomas_is_half_way(self) -> None:
        """Five weeks in: two doses behind him, the third planned this evening."""
        tomas, began = self.cast["tomas"], self.now - 5 * WEEK
        self.gad_7(tomas, GAD_7[0], at=began - timedelta(hours=3))
        course = self.signed_course(tomas, "generalised anxiety", at=began)
        yesterday = self.evening - timedelta(hours=32)
        for week, total in enumerate(GAD_7[1:], start=1):
            self.gad_7(tomas, total, at=yesterday - (5 - week) * WEEK)
        self.phq_9(tomas, 4, at=yesterday)
        for days in (3, 10, 17, 24, 31, 38, 45):
            self.therapy(course, at=self.evening - 5 * WEEK + days * DAY - timedelta(hours=3))
        for evening, felt in ((self.evening - 2 * WEEK, FIRST), (self.evening - WEEK, SECOND)):
            self.dose(course, at=evening, sick=felt is FIRST)
            self.hours(course, felt, at=evening)
        self.next_dose(course)

    def walter_begins(self) -> None:
        """Signed last week; his first dose is planned for tomorrow evening."""
        walter = self.cast["walter"]
        self.gad_7(walter, 17, at=self.now - WEEK)
        course = self.signed_course(walter, "social anxiety", at=self.now - 6 * DAY)
        for days in (2, 4, 9):
            self.therapy(course, at=self.evening - 6 * DAY + days * DAY - timedelta(hours=4))
        at = self.evening + DAY
        dosing.plan(course, at=at, by=self.cast["noor"], now=self.now)

    def june_waits_for_the_prescriber(self) -> None:
        """Two things to decide and one to find out, on the prescriber's desk this morning."""
        june, at = self.cast["june"], self.now - timedelta(minutes=40)
        self.gad_7(june, 14, at=at)
        self.phq_9(june, 9, at=at)
        answers = plain_answers(
            systolic=144, diastolic=88, medicines=["clonazepam 0.5 mg twice a day", "kratom"]
        )
        intake.submit(june, answers, once=uuid4(), by=june, now=at)

    def signed_course(self, patient: Person, asked_for: str, *, at: datetime) -> Course:
        okafor = self.cast["okafor"]
        self.phq_9(patient, 8, at=at)
        intake.submit(patient, plain_answers(), once=uuid4(), by=patient, now=at)
        kept = intake.submit(patient, STATED, once=uuid4(), by=okafor, now=at)
        plan = treatment.Plan(
            protocol=PROTOCOL,
            therapist=self.cast["lee"],
            guide=self.cast["noor"],
            asked_for=asked_for,
        )
        course = treatment.sign_course(
            kept,
            plan,
            reason="Two adequate trials without response; therapy in place.",
            confirm=self.password,
            by=okafor,
            now=at,
        )
        dose = treatment.Dose(
            unit_mg=Decimal(25),
            units=2,
            units_in_fill=4,
            made_of="base",
            hold_minutes=7,
            verb="spit",
        )
        treatment.sign_order(
            course,
            dose,
            reason="First order of the course.",
            confirm=self.password,
            by=okafor,
            now=at,
        )
        return course

    def hours(self, course: Course, felt: Hours, *, at: datetime) -> None:
        """What he was asked around a dose, and what he said; what he left out stays unanswered."""
        for hours, anxiety, mood in felt:
            then = at + timedelta(hours=hours)
            for name, value in (("now-anxiety", anxiety), ("now-mood", mood)):
                self.questionnaire(course.patient, name, value, at=then)
            asking.open_windows(course.patient, now=then)

    def dose(self, course: Course, *, at: datetime, sick: bool = False) -> None:
        """A whole quiet evening, from planning to the morning after."""
        patient, noor = course.patient, self.cast["noor"]
        planned = dosing.plan(course, at=at, by=noor, now=at - 3 * DAY)
        medicines.confirm(patient, by=noor, now=at - timedelta(minutes=30))
        self.said(planned, READY, at=at)
        dosing.start(planned, once=uuid4(), by=noor, now=at)
        self.evening_of(planned, at=at, sick=sick)
        morning = (at + DAY).replace(hour=9)
        well = {"morning": "well", "no-new-suicidal-thoughts": True, "drove-before-sleep": False}
        dosing.answer_morning(planned, well, once=uuid4(), by=patient, now=morning)

    def evening_of(self, planned: DosingSession, *, at: datetime, sick: bool) -> None:
        for minutes in range(4, 125, 5):
            answer = "sick" if sick and minutes == SICK_AT else "all-right"
            self.checks_in(planned, answer, at=at + timedelta(minutes=minutes))
        done = at + timedelta(minutes=8)
        dosing.finish_holding(planned, "spit", once=uuid4(), by=planned.patient, now=done)
        for minutes, systolic in ((20, 128), (40, 136), (60, 130), (90, 124), (120, 120)):
            vitals = {"systolic": systolic, "diastolic": systolic - 48, "pulse": 72, "spo2": 98}
            self.said(planned, vitals | {"sedation": 5}, at=at + timedelta(minutes=minutes))
        checklist = STEADY | {
            "systolic": 120,
            "diastolic": 76,
            "spo2": 98,
            "support-person-stays": True,
            "will-not-drive": True,
        }
        dosing.release_patient(
            planned,
            checklist,
            once=uuid4(),
            by=self.cast["noor"],
            now=at + timedelta(minutes=126),
        )

    def next_dose(self, course: Course) -> None:
        at = max(self.evening, self.now + timedelta(minutes=20))
        dosing.plan(course, at=at, by=self.cast["noor"], now=self.now)

    def said(self, planned: DosingSession, facts: Mapping[str, Any], *, at: datetime) -> None:
        dosing.observe(planned, facts, once=uuid4(), by=self.cast["noor"], now=at)

    def checks_in(self, planned: DosingSession, answer: str, *, at: datetime) -> None:
        said = {"answer": answer}
        dosing.check_in(planned, said, once=uuid4(), by=planned.patient, now=at)

    def therapy(self, course: Course, *, at: datetime) -> None:
        booked = min(at - DAY, self.now)
        therapy.book(course, at=at, kind="integration", by=self.cast["lee"], now=booked)

    def gad_7(self, patient: Person, total: int, *, at: datetime) -> None:
        self.questionnaire(patient, "gad-7", total, at=at)

    def phq_9(self, patient: Person, total: int, *, at: datetime) -> None:
        """A total reached without the last item, which is about self-harm and stays 0."""
        self.questionnaire(patient, "phq-9", total, at=at, kept_zero=1)

    def questionnaire(
        self, patient: Person, name: str, total: int, *, at: datetime, kept_zero: int = 0
    ) -> None:
        items = [item.id for item in knowledge.read().instruments[name].items]
        free = len(items) - kept_zero
        points = [total // free + (i < total % free) for i in range(free)] + [0] * kept_zero
        answers = dict(zip(items, points, strict=True))
        measures.answer_instrument(patient, name, answers, once=uuid4(), by=patient, now=at)
