"""Done on a clock: asking what is due, sending its reminders, and raising tasks."""

from datetime import datetime
from smtplib import SMTPException

from django.conf import settings
from django.core import signing
from django.core.mail import send_mail
from django.urls import reverse
from procrastinate.contrib.django import app

from tercet.clinic import clock, push
from tercet.clinic.asking import actions, facts
from tercet.clinic.asking.models import Asked, Device, Reminder, ReminderEvent
from tercet.clinic.people.models import Person
from tercet.clinic.treatment.models import Course

Kind = ReminderEvent.Kind
# Whoever reads over a shoulder learns that there is a clinic, and no more.
SUBJECT = "A short question is waiting for you"
BODY = (
    "A short question is waiting for you. It opens here, after you sign in:\n\n{address}\n\n"
    "Nobody reads replies to this message. If you need a person, use the numbers your team gave"
    " you.\n"
)
RECEIPT = "reminder-shown"


@app.periodic(cron="*/5 * * * *")
@app.task(name="look-after-questions", pass_context=False)
def look_after_questions(timestamp: int) -> None:
    """Every patient with a course: what is due is asked, reminded of, or becomes a task."""
    now = clock.now()
    for patient in Person.objects.filter(pk__in=Course.objects.values("patient"), is_active=True):
        actions.look_after(patient, now=now)


@app.task(name="send-reminder", pass_context=False)
def send_reminder(reminder: int) -> None:
    """One message, if its question still waits and it has not gone out already."""
    found = Reminder.objects.select_related("asked", "patient").get(pk=reminder)
    deliver(found, now=clock.now())


def deliver(reminder: Reminder, *, now: datetime) -> None:
    """Send one message and keep what became of it; a refusal is a fact and never an error."""
    asked = Asked.objects.get(pk=reminder.asked_id)  # as it stands now, not when it was queued
    waits = facts.standing(asked, now=now).is_open
    if not waits or reminder.events.filter(kind=Kind.SENT).exists():
        return
    try:
        if reminder.way == Reminder.Way.MAIL:
            _mail(reminder)
        else:
            _push(reminder, now=now)
    except (SMTPException, OSError, push.NotTaken) as problem:
        actions.note(reminder, Kind.FAILED, detail=type(problem).__name__, now=now)
        actions.raise_tasks(reminder.patient, now=now)
        return
    actions.note(reminder, Kind.SENT, now=now)


def _mail(reminder: Reminder) -> None:
    send_mail(SUBJECT, BODY.format(address=_address(reminder)), None, [reminder.patient.email])


def _push(reminder: Reminder, *, now: datetime) -> None:
    """To every device that agreed; taken by one of them is sent."""
    devices = Device.objects.filter(patient=reminder.patient, until_at=None)
    message = {
        "title": SUBJECT,
        "open": _address(reminder),
        "receipt": _base() + reverse("reminder-shown", args=[receipt(reminder)]),
    }
    taken, problem = 0, push.NotTaken("no device")
    for device in devices:
        try:
            push.send(device.endpoint, p256dh=device.p256dh, auth=device.auth, message=message)
            taken += 1
        except push.NotTaken as why:
            problem = why
            if why.gone:
                actions.lose_device(device, now=now)
    if not taken:
        raise problem


def receipt(reminder: Reminder) -> str:
    """What a device sends back when it has shown the message: which one, and nothing else."""
    return signing.dumps([reminder.pk, reminder.patient_id], salt=RECEIPT)


def _base() -> str:
    return settings.ADDRESS.rstrip("/")


def _address(reminder: Reminder) -> str:
    return _base() + reverse("from-reminder", args=[reminder.pk])
