"""The current list of medicines, and whether it has been confirmed."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db.models import Max

from tercet.clinic.medicines.models import MedicineConfirmation, MedicineStatement
from tercet.clinic.people.models import Person
from tercet.decisions import Said


def current(patient: Person) -> list[MedicineStatement]:
    """What the patient takes now: the newest statement of each text, where it says they do."""
    rows = MedicineStatement.objects.filter(patient=patient)
    newest = rows.order_by("text", "-pk").distinct("text")
    return [row for row in newest if row.takes]


def spans(patient: Person) -> list[tuple[str, datetime | None, datetime | None]]:
    """Each medicine with when it was first said to be taken and when no longer; open is None."""
    rows = MedicineStatement.objects.filter(patient=patient).order_by("pk")
    found: list[tuple[str, datetime | None, datetime | None]] = []
    open_ones: dict[str, datetime] = {}
    for row in rows:
        if row.takes:
            open_ones.setdefault(row.text, row.at)
        elif row.text in open_ones:
            found.append((row.text, open_ones.pop(row.text), row.at))
    return found + [(text, at, None) for text, at in open_ones.items()]


def list_as_said(patient: Person) -> Said | None:
    """The current list as one fact, as fresh as its last confirmation or change."""
    confirmed = last_confirmation(patient)
    return lists_as_said({patient.pk: confirmed} if confirmed else {}, [patient.pk]).get(patient.pk)


def lists_as_said(
    confirmed: Mapping[int, MedicineConfirmation], patients: Sequence[int]
) -> dict[int, Said]:
    """As `list_as_said`, for several patients in one query; who has no list is not there."""
    rows = MedicineStatement.objects.filter(patient__in=patients).select_related("by")
    newest = rows.order_by("patient", "text", "-pk").distinct("patient", "text")
    of_one: dict[int, list[MedicineStatement]] = {}
    for row in newest:
        of_one.setdefault(row.patient_id, []).append(row)
    made = {}
    for patient in of_one.keys() | confirmed.keys():
        listed, word = of_one.get(patient, []), confirmed.get(patient)
        last = max([*listed, *([word] if word else [])], key=lambda each: each.at)
        texts = tuple(row.text for row in listed if row.takes)
        made[patient] = Said(texts, last.at, last.by.role)
    return made


def last_confirmation(patient: Person) -> MedicineConfirmation | None:
    return MedicineConfirmation.objects.filter(patient=patient).order_by("-pk").first()


def confirmed_on_day_of(patient: Person, now: datetime) -> MedicineConfirmation | None:
    """Today's confirmation, in the patient's own zone, unless the list changed after it."""
    return confirmed_on_day_of_each([patient], now).get(patient.pk)


def confirmed_on_day_of_each(
    patients: Sequence[Person], now: datetime
) -> dict[int, MedicineConfirmation]:
    """As `confirmed_on_day_of`, for several patients in two queries; keyed by the patient."""
    keys = [patient.pk for patient in patients]
    zones = {patient.pk: patient.tz for patient in patients}
    rows = MedicineConfirmation.objects.filter(patient__in=keys).select_related("by")
    newest = rows.order_by("patient", "-pk").distinct("patient")
    said = MedicineStatement.objects.filter(patient__in=keys).values_list("patient")
    changed = dict(said.annotate(last=Max("at")))
    return {
        row.patient_id: row
        for row in newest
        if _same_day(row.at, now, zones[row.patient_id])
        and changed.get(row.patient_id, row.at) <= row.at
    }


def _same_day(at: datetime, now: datetime, zone: ZoneInfo) -> bool:
    return at.astimezone(zone).date() == now.astimezone(zone).date()
