"""Saying what is taken, and confirming the whole list. Nothing here tells anyone to stop."""

from datetime import datetime

from django.db import transaction

from tercet.clinic.errors import Invalid, insist
from tercet.clinic.medicines import facts
from tercet.clinic.medicines.models import MedicineConfirmation, MedicineStatement
from tercet.clinic.people.actions import lock
from tercet.clinic.people.models import Person
from tercet.clinic.record.actions import log, tell

SPEAK = {Person.Role.GUIDE, Person.Role.PRESCRIBER}


def why_not_state(by: Person, patient: Person) -> str | None:
    if by.pk == patient.pk or by.role in SPEAK:
        return None
    return "Only the patient, a guide or a prescriber says what is taken."


@transaction.atomic
def state(
    patient: Person, text: str, *, takes: bool = True, by: Person, now: datetime
) -> MedicineStatement:
    """Add one statement: this medicine is taken, or is no longer taken."""
    insist(why_not_state(by, patient))
    insist(None if text.strip() else "Write the name of the medicine.", Invalid)
    lock(patient)
    said = MedicineStatement.objects.create(
        patient=patient, text=text.strip(), takes=takes, at=now, by=by
    )
    log("state medicine", by=by, patient=patient, now=now, medicine=said.pk)
    tell(patient=patient)
    return said


def why_not_confirm(by: Person, patient: Person) -> str | None:
    return why_not_state(by, patient)


@transaction.atomic
def confirm(patient: Person, *, by: Person, now: datetime) -> MedicineConfirmation:
    """The list as it stands was read through and is right, an empty list included."""
    insist(why_not_confirm(by, patient))
    lock(patient)
    confirmed = MedicineConfirmation.objects.create(
        patient=patient, at=now, by=by, count=len(facts.current(patient))
    )
    log("confirm medicines", by=by, patient=patient, now=now, confirmation=confirmed.pk)
    tell(patient=patient)
    return confirmed
