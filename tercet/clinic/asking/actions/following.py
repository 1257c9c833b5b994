"""What a coordinator follows up: a question that was refused, missed, or never reached anyone."""

from datetime import datetime

from django.db import transaction

from tercet.clinic.alerts.actions import raise_alert
from tercet.clinic.alerts.models import Alert
from tercet.clinic.asking import facts
from tercet.clinic.asking.facts import Standing
from tercet.clinic.asking.models import Asked, ReminderEvent, Task
from tercet.clinic.errors import Denied, WrongState, insist
from tercet.clinic.people.models import Person
from tercet.clinic.record.actions import log, tell
from tercet.decisions import asking

ASKS_FOR_A_PERSON = "asks-for-a-person"
FOLLOWS_UP = {
    Person.Role.COORDINATOR,
    Person.Role.GUIDE,
    Person.Role.PRESCRIBER,
    Person.Role.DIRECTOR,
}


@transaction.atomic
def raise_tasks(patient: Person, *, now: datetime) -> int:
    """One task for each window that needs a person, whatever else then happens to it."""
    loose = Asked.objects.filter(patient=patient, task=None)
    off = facts.anchors_gone(patient)
    made = 0
    for standing in facts.standings(loose, now=now):
        kind = _why(standing)
        if kind is None or (standing.asked.anchor in off and kind != Task.Kind.REFUSED):
            continue
        _, new = Task.objects.get_or_create(
            asked=standing.asked,
            defaults={"patient": patient, "kind": kind, "raised_at": now},
        )
        if new:
            log("raise task", by=None, patient=patient, now=now, asked=standing.asked.pk)
        made += new
    if made:
        tell(patient=patient)
    return made


def _why(standing: Standing) -> str | None:
    """Why a person must follow up; None while nobody need."""
    row = standing.asked
    if standing.state == asking.DECLINED:
        return Task.Kind.REFUSED
    if standing.state == asking.MISSED:
        return Task.Kind.NOT_ASKED if row.at >= row.closes_at else Task.Kind.UNANSWERED
    if standing.is_open and _could_not_be_delivered(row):
        return Task.Kind.NOT_DELIVERED
    return None


def _could_not_be_delivered(row: Asked) -> bool:
    """A reminder failed as often as it is tried, and none of the same way went out since."""
    plan = facts.plan_of(row.protocol)
    tries = plan.reminding.tries if plan else 1
    for reminder in row.reminders.prefetch_related("events"):
        kinds = [event.kind for event in reminder.events.all()]
        sent = ReminderEvent.Kind.SENT in kinds
        if not sent and kinds.count(ReminderEvent.Kind.FAILED) >= tries:
            return True
    return False


def why_not_do_task(by: Person, task: Task) -> str | None:
    if by.role not in FOLLOWS_UP:
        return "A coordinator or a clinician follows this up."
    return f"{task.done_by} has already done this." if task.done_at else None


@transaction.atomic
def do_task(task: Task, *, note: str, by: Person, now: datetime) -> Task:
    """Somebody spoke with the patient, or did what was needed, and says what."""
    held = Task.objects.select_for_update(of=("self",)).get(pk=task.pk)
    if held.done_by_id == by.pk:
        return held
    insist(why_not_do_task(by, held), WrongState if by.role in FOLLOWS_UP else Denied)
    insist(None if note.strip() else "Say in a few words what was done.", WrongState)
    held.done_at, held.done_by, held.note = now, by, note.strip()
    held.save(update_fields=["done_at", "done_by", "note"])
    log("do task", by=by, patient=held.patient, now=now, task=held.pk)
    tell(patient=held.patient)
    return held


@transaction.atomic
def ask_for_a_person(patient: Person, *, by: Person, now: datetime) -> Alert:
    """Outside a dose: the patient asks for a call. One open alert, however often pressed."""
    insist(None if by.pk == patient.pk else "Only the patient asks for a person here.")
    return raise_alert(
        patient,
        kind=ASKS_FOR_A_PERSON,
        topic=f"patient:{patient.pk}",
        says=f"{patient} asks for a person.",
        ladder=ASKS_FOR_A_PERSON,
        by=by,
        now=now,
    )
