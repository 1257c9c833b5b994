"""Raising an alert, acknowledging it, and climbing its ladder when nobody does."""

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from tercet import knowledge
from tercet.clinic.alerts.models import Alert, AlertStep
from tercet.clinic.errors import Denied, WrongState, insist
from tercet.clinic.people.models import Clinic, Person
from tercet.clinic.record.actions import log, tell
from tercet.clinic.record.models import KeptDecision
from tercet.knowledge import Step

SURE_TO_EXIST = "person-needed"


def raise_alert(
    patient: Person,
    *,
    kind: str,
    topic: str,
    says: str,
    ladder: str,
    protocol: str = "",
    decision: KeptDecision | None = None,
    by: Person | None = None,
    now: datetime,
) -> Alert:
    """Call a person, in the caller's transaction. One open alert per topic and kind.

    `ladder` names one of the protocol's ladders; its first step is taken at once.
    """
    protocol = protocol or _default_protocol()
    new = Alert(
        patient=patient,
        kind=kind,
        topic=topic,
        says=says,
        ladder=ladder,
        protocol=protocol,
        decision=decision,
        raised_at=now,
        next_step_at=_later_step_at(protocol, ladder, 0, now),
    )
    while True:
        if already := Alert.objects.filter(topic=topic, kind=kind, acknowledged_at=None).first():
            return already  # the ladder it is on goes on
        try:
            with transaction.atomic():
                new.save(force_insert=True)
            break
        except IntegrityError:  # raised at this very moment elsewhere, and perhaps taken already
            new.pk = None
    _reach(new, 0, now=now)
    log("raise alert", by=by, patient=patient, now=now, alert=new.pk, kind=kind)
    return new


def steps_of(protocol: str, ladder: str) -> tuple[Step, ...]:
    """The people of a ladder, in order. One that is no longer published is not nobody:
    then it is the clinic's own protocol's, and in the end the ladder that begins at once."""
    known = knowledge.read()
    own = known.protocols.get(protocol) or known.protocols[_default_protocol()]
    asked = known.asking.get(own.id)
    of_answers = asked.ladders.get(ladder) if asked else None
    return own.ladders.get(ladder) or of_answers or own.ladders[SURE_TO_EXIST]


def _later_step_at(protocol: str, ladder: str, step: int, raised_at: datetime) -> datetime | None:
    """When the step after this one is taken if nobody answers; None at the top."""
    later = steps_of(protocol, ladder)[step + 1 :]
    return raised_at + timedelta(seconds=later[0].after_seconds) if later else None


def why_not_acknowledge(by: Person, alert: Alert) -> str | None:
    if not by.is_staff_member:
        return "Only the care team can acknowledge an alert."
    if alert.acknowledged_at:
        return f"{alert.acknowledged_by} has already acknowledged this."
    return None


@transaction.atomic
def acknowledge(alert: Alert, *, note: str, by: Person, now: datetime) -> Alert:
    """Take the alert on: the ladder stops, and it stays on record who took it and why.

    The same person doing it again changes nothing.
    """
    held = Alert.objects.select_for_update(of=("self",)).get(pk=alert.pk)
    if held.acknowledged_by_id == by.pk:
        return held
    insist(why_not_acknowledge(by, held), WrongState if held.acknowledged_at else Denied)
    held.acknowledged_at, held.acknowledged_by = now, by
    held.next_step_at, held.note = None, note.strip()
    held.save(update_fields=["acknowledged_at", "acknowledged_by", "next_step_at", "note"])
    log("acknowledge alert", by=by, patient=held.patient, now=now, alert=held.pk)
    tell(patient=held.patient, dosing=dosing_of(held))
    return held


@transaction.atomic
def climb(*, now: datetime) -> Alert | None:
    """Take one unanswered alert one step up. Safe to run anywhere, any number of times at once."""
    alert = (
        Alert.objects.select_for_update(skip_locked=True, of=("self",))
        .filter(next_step_at__lte=now)
        .order_by("next_step_at")
        .first()
    )
    if alert is None:
        return None
    top = len(steps_of(alert.protocol, alert.ladder)) - 1
    if alert.step >= top:  # a protocol that was shortened meanwhile: there is nobody further up
        Alert.objects.filter(pk=alert.pk).update(next_step_at=None)
        return alert
    alert.step += 1
    alert.next_step_at = _later_step_at(alert.protocol, alert.ladder, alert.step, alert.raised_at)
    alert.save(update_fields=["step", "next_step_at"])
    _reach(alert, alert.step, now=now)
    log("climb ladder", by=None, patient=alert.patient, now=now, alert=alert.pk, step=alert.step)
    return alert


def _reach(alert: Alert, number: int, *, now: datetime) -> None:
    from tercet.clinic.alerts.jobs import send_notices  # jobs call actions: broken here, once

    step = steps_of(alert.protocol, alert.ladder)[number]
    AlertStep.objects.create(
        alert=alert, patient=alert.patient, at=now, step=number, who=step.who, says=step.says
    )
    send_notices.defer(alert=alert.pk, step=number)
    tell(patient=alert.patient, dosing=dosing_of(alert))


def dosing_of(alert: Alert) -> int | None:
    """The dosing session an alert is about, by its topic `dosing:7`."""
    room, _, key = alert.topic.partition(":")
    return int(key) if room == "dosing" else None


def _default_protocol() -> str:
    """The clinic's own; where that was taken away, any that is published."""
    clinic, protocols = Clinic.objects.first(), knowledge.read().protocols
    return clinic.protocol if clinic and clinic.protocol in protocols else next(iter(protocols))
