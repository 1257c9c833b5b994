"""Taking a questionnaire: kept, scored, and read for anything that needs a person."""

from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from django.db import transaction
from procrastinate.contrib.django import app

from tercet import knowledge
from tercet.clinic.alerts.actions import raise_alert
from tercet.clinic.errors import Invalid, insist
from tercet.clinic.measures.models import Assessment
from tercet.clinic.people.actions import lock
from tercet.clinic.people.models import Clinic, Person
from tercet.clinic.record.actions import log, tell
from tercet.clinic.spanish import SWITCH
from tercet.decisions import instruments, waking
from tercet.knowledge import Wake


def why_not_answer(by: Person, patient: Person) -> str | None:
    if by.pk == patient.pk or by.role in {Person.Role.GUIDE, Person.Role.PRESCRIBER}:
        return None
    return "Only the patient, or a clinician sitting with them, can answer this."


@transaction.atomic
def answer_instrument(
    patient: Person,
    instrument: str,
    answers: instruments.Answers,
    *,
    said_at: datetime | None = None,
    language: str = "en",
    once: UUID,
    by: Person,
    now: datetime,
) -> Assessment:
    """Keep one questionnaire. The same `once` again changes nothing and returns the first.

    `said_at`: when it was answered, if it waited on a phone without a line. Whom it calls is
    called now. `language`: in whose words it was asked.
    """
    insist(why_not_answer(by, patient))
    lock(patient)
    known = knowledge.read()
    score = instruments.score(known.instruments[instrument], answers)
    woken = waking.by_answers(rules_of_waking(), score)
    taken, new = Assessment.objects.get_or_create(
        once=once,
        defaults={
            "patient": patient,
            "instrument": instrument,
            "at": said_at or now,
            "by": by,
            "answers": dict(answers),
            "score": {**asdict(score), "wakes": [wake.id for wake in woken]},
            "total": score.total,
            "knowledge": known.version,
            "language": language,
        },
    )
    if new:
        _follow(taken, woken, by=by, now=now)
    return taken


def _follow(taken: Assessment, woken: tuple[Wake, ...], *, by: Person, now: datetime) -> None:
    """What the answer means for the course is read by a later room, and so by a job of its name."""
    patient = taken.patient
    log("answer questionnaire", by=by, patient=patient, now=now, assessment=taken.pk)
    _call_a_person(taken, woken, by=by, now=now)
    app.configure_task("look-over-course").defer(patient=patient.pk)
    tell(patient=patient)


def why_not_choose_language(by: Person) -> str | None:
    return None if by.is_patient else "Only a patient chooses the language of their questions."


@transaction.atomic
def choose_language(language: str, *, by: Person, now: datetime) -> None:
    """The language in which they are asked from now on; what was asked keeps its own."""
    insist(why_not_choose_language(by))
    insist(None if language in SWITCH else "Choose English or Spanish.", Invalid)
    if Person.objects.filter(pk=by.pk).exclude(language=language).update(language=language):
        log("choose language", by=by, patient=by, now=now, language=language)
        by.language = language


def rules_of_waking() -> tuple[Wake, ...]:
    """Which answers call a person, by the clinic's own plan; without one, any there is."""
    clinic, plans = Clinic.objects.first(), knowledge.read().asking
    own = plans.get(clinic.protocol) if clinic else None
    return (own or next(iter(plans.values()))).wakes


def shows_help(taken: Assessment) -> bool:
    """Whether one of these answers shows the patient at once whom to call."""
    crisis = {wake.id for wake in rules_of_waking() if wake.crisis}
    return not crisis.isdisjoint(taken.score.get("wakes", ()))


def _call_a_person(
    taken: Assessment, woken: tuple[Wake, ...], *, by: Person, now: datetime
) -> None:
    """Such an answer reaches a person whatever the total is, by the ladder the plan names."""
    for wake in woken:
        raise_alert(
            taken.patient,
            kind=wake.kind,
            topic=f"patient:{taken.patient.pk}",
            says=wake.says,
            ladder=wake.ladder,
            by=by,
            now=now,
        )
