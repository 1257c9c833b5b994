"""Reminding of what is open: deciding on each message once, and keeping what became of it."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from procrastinate.exceptions import AlreadyEnqueued

from tercet.clinic.asking import facts
from tercet.clinic.asking.facts import Standing
from tercet.clinic.asking.models import Asked, Device, Reminder, ReminderEvent
from tercet.clinic.errors import insist
from tercet.clinic.people.models import Person
from tercet.clinic.record.actions import log
from tercet.clinic.walls import acting_as
from tercet.decisions import asking

Kind = ReminderEvent.Kind
Way = Reminder.Way


@transaction.atomic
def remind(patient: Person, *, now: datetime) -> list[Reminder]:
    """Decide on the messages whose time has come, and hand over those not sent yet.

    Of several that came due while nobody looked, the last one goes out: nobody is sent three at
    once. What a server refused goes out again, as often as the plan says.
    """
    been, out = facts.stays(patient), []
    for standing in facts.open_now(patient, now=now):
        _decide(standing, been, now=now)
        out += [
            reminder
            for reminder in standing.asked.reminders.exclude(way=Way.IN_APP)
            if _goes_out(reminder, standing, now=now)
        ]
    for reminder in out:
        _hand_over(reminder)
    return out


def _decide(standing: Standing, been: tuple[asking.Stay, ...], *, now: datetime) -> None:
    row = standing.asked
    plan, asked = facts.plan_of(row.protocol), facts.round_of(row)
    if plan is None or asked is None:
        return
    due = asking.reminders(
        asked,
        row.opens_at,
        row.closes_at,
        stays=been,
        rhythm=plan.reminding,
        not_now=standing.not_now_at,
    )
    come = [step for step, at in due if at <= now]
    if come and not row.reminders.filter(step__gte=come[-1]).exists():
        ways = [*_ways_to(row.patient), Way.IN_APP]
        Reminder.objects.bulk_create(
            [
                Reminder(patient=row.patient, asked=row, way=way, step=come[-1], at=now)
                for way in ways
            ],
            ignore_conflicts=True,
        )


def _ways_to(patient: Person) -> list[str]:
    """Mail always; a notice where a device agreed to them."""
    pushed = Device.objects.filter(patient=patient, until_at=None).exists()
    return [Way.MAIL, Way.PUSH] if pushed else [Way.MAIL]


def _goes_out(reminder: Reminder, standing: Standing, *, now: datetime) -> bool:
    """Not sent yet, not tried too often, and not tried just now."""
    plan = facts.plan_of(standing.asked.protocol)
    events = list(reminder.events.order_by("at", "pk"))
    failed = [event for event in events if event.kind == Kind.FAILED]
    if plan is None or len(failed) != len(events) or len(failed) >= plan.reminding.tries:
        return False
    again = timedelta(minutes=plan.reminding.again_minutes)
    return not failed or now - failed[-1].at >= again


def _hand_over(reminder: Reminder) -> None:
    """Into the queue, once: while it waits there, or is being sent, no second one is put in."""
    from tercet.clinic.asking.jobs import send_reminder  # jobs call actions: broken here, once

    name = f"reminder:{reminder.pk}"
    try:
        with transaction.atomic():
            send_reminder.configure(lock=name, queueing_lock=name).defer(reminder=reminder.pk)
    except AlreadyEnqueued:
        pass


@transaction.atomic
def note(reminder: Reminder, kind: str, *, now: datetime, detail: str = "") -> None:
    """What became of a message. Sent, delivered and opened are told once; each failure is told."""
    ReminderEvent.objects.bulk_create(
        [
            ReminderEvent(
                patient=reminder.patient, reminder=reminder, kind=kind, at=now, detail=detail[:120]
            )
        ],
        ignore_conflicts=True,
    )


def note_in_app(asked: Iterable[Asked], kind: str, *, now: datetime) -> None:
    """The first page showed what waits, or the question itself was opened."""
    for reminder in Reminder.objects.filter(asked__in=list(asked), way=Way.IN_APP):
        note(reminder, kind, now=now)


def note_shown(reminder: int, *, patient: int, now: datetime) -> None:
    """A device showed one message. Nobody is signed in there, so it is kept as the patient's own
    word, which the signed receipt is."""
    person = Person.objects.filter(pk=patient).first()
    if person is None:
        return
    with acting_as(person):
        if found := Reminder.objects.filter(pk=reminder, patient=person).first():
            note(found, Kind.DELIVERED, now=now)


def why_not_keep_device(by: Person) -> str | None:
    return None if by.is_patient else "Only a patient is sent notices about questions."


@transaction.atomic
def keep_device(endpoint: str, *, p256dh: str, auth: str, by: Person, now: datetime) -> Device:
    """This browser agreed to be sent notices."""
    insist(why_not_keep_device(by))
    keys = {"p256dh": p256dh, "auth": auth, "since_at": now, "until_at": None}
    device, _ = Device.objects.update_or_create(patient=by, endpoint=endpoint, defaults=keys)
    log("keep device", by=by, patient=by, now=now, device=device.pk)
    return device


@transaction.atomic
def lose_device(device: Device, *, now: datetime) -> None:
    """The push service says that this browser is gone: nothing more is sent there."""
    Device.objects.filter(pk=device.pk, until_at=None).update(until_at=now)
