"""Taking a questionnaire: kept, scored, and read for anything that needs a person."""

from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from django.db import transaction

from tercet import knowledge
from tercet.clinic.alerts.actions import raise_alert
from tercet.clinic.errors import insist
from tercet.clinic.measures.models import Assessment
from tercet.clinic.people.actions import lock
from tercet.clinic.people.models import Person
from tercet.clinic.record.actions import log, tell
from tercet.decisions import instruments


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
    once: UUID,
    by: Person,
    now: datetime,
) -> Assessment:
    """Keep one questionnaire. The same `once` again changes nothing and returns the first."""
    insist(why_not_answer(by, patient))
    lock(patient)
    known = knowledge.read()
    score = instruments.score(known.instruments[instrument], answers)
    taken, new = Assessment.objects.get_or_create(
        once=once,
        defaults={
            "patient": patient,
            "instrument": instrument,
            "at": now,
            "by": by,
            "answers": dict(answers),
            "score": asdict(score),
            "total": score.total,
            "knowledge": known.version,
        },
    )
    if new:
        log("answer questionnaire", by=by, patient=patient, now=now, assessment=taken.pk)
        _call_a_person(taken, score, by=by, now=now)
        tell(patient=patient)
    return taken


def _call_a_person(
    taken: Assessment, score: instruments.Score, *, by: Person, now: datetime
) -> None:
    """An answer about self-harm reaches a person whatever the total is."""
    if any(flag.raised and flag.calls == "suicide" for flag in score.flags):
        raise_alert(
            taken.patient,
            kind="thoughts-of-self-harm",
            topic=f"patient:{taken.patient.pk}",
            says=f"{taken.instrument.upper()}: an answer about being better off dead or self-harm"
            " was not “not at all”.",
            ladder="suicide",
            by=by,
            now=now,
        )
