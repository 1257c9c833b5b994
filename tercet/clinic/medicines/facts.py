"""The current list of medicines, and whether it has been confirmed."""

from datetime import datetime

from tercet.clinic.medicines.models import MedicineConfirmation, MedicineStatement
from tercet.clinic.people.models import Person


def current(patient: Person) -> list[MedicineStatement]:
    """What the patient takes now: the newest statement of each text, where it says they do."""
    rows = MedicineStatement.objects.filter(patient=patient)
    newest = rows.order_by("text", "-pk").distinct("text")
    return [row for row in newest if row.takes]


def last_confirmation(patient: Person) -> MedicineConfirmation | None:
    return MedicineConfirmation.objects.filter(patient=patient).order_by("-pk").first()


def confirmed_on_day_of(patient: Person, now: datetime) -> MedicineConfirmation | None:
    """Today's confirmation, in the patient's own zone, unless the list changed after it."""
    confirmed = last_confirmation(patient)
    if confirmed is None:
        return None
    later = MedicineStatement.objects.filter(patient=patient, at__gt=confirmed.at).exists()
    today = confirmed.at.astimezone(patient.tz).date() == now.astimezone(patient.tz).date()
    return confirmed if today and not later else None
