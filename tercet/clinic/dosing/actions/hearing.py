"""Hear first, judge second: how anything said of a dosing session is taken in."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

import orjson
from django.db import IntegrityError, transaction

from tercet.clinic.dosing import facts
from tercet.clinic.dosing.actions.judging import call_for, judge
from tercet.clinic.dosing.models import DosingEvent, DosingSession
from tercet.clinic.errors import WrongState
from tercet.clinic.people.models import Person
from tercet.clinic.record.actions import log, tell
from tercet.clinic.record.models import KeptDecision
from tercet.decisions import monitoring

Kind = DosingEvent.Kind


def why_not_in(dosing: DosingSession, phases: set[str], otherwise: str) -> str | None:
    return None if facts.story(dosing).phase in phases else f"Not now: {otherwise}."


def hold(pk: int) -> DosingSession:
    """Lock one dosing session until the transaction ends: deeds about it queue up."""
    held = DosingSession.objects.select_for_update(of=("self",))
    return held.select_related("course", "order", "patient", "guide").get(pk=pk)


def done_before(dosing: DosingSession, kind: str, once: UUID) -> DosingEvent | None:
    """The event that this very form has already made here, if it has."""
    return DosingEvent.objects.filter(dosing=dosing.pk, kind=kind, once=once).first()


def hear_and_judge(
    dosing: DosingSession,
    kind: str,
    detail: dict[str, Any],
    *,
    once: UUID,
    by: Person,
    now: datetime,
) -> KeptDecision | None:
    """Keep what was said, then judge what it means, then arm the next alarm: in that order.

    Two transactions: a process that dies between them has kept what was said, and the watch
    alarms at the old time. The same form sent again is judged if it never was.
    """
    event, new = hear(dosing, kind, detail, once=once, by=by, now=now)
    with transaction.atomic():
        held = hold(dosing.pk)
        if not (new or _never_judged(event)):
            call_for(held, event, now=now)
            return None
        so_far = facts.story(held)
        judged = None
        if so_far.is_live or kind == Kind.CHECK_IN:
            judged = judge(held, so_far, now=now)
        call_for(held, event, now=now)
        if so_far.is_live and judged and not judged.failed:
            rearm(held, heard_at=so_far.last_heard_at or now)
        tell(patient=held.patient, dosing=held.pk)
    return judged.kept if judged else None


@transaction.atomic
def hear(
    dosing: DosingSession,
    kind: str,
    detail: dict[str, Any],
    *,
    once: UUID,
    by: Person,
    now: datetime,
) -> tuple[DosingEvent, bool]:
    """Append what was said. The same form again, saying the same, changes nothing."""
    said = orjson.dumps([dosing.pk, kind, detail.get("facts"), detail.get("did"), by.pk])
    before = DosingEvent.objects.filter(once=once).first()
    if before and _said_in(before) != said:
        # A page shown again by the back button carries an old key: another answer is another event.
        once = uuid5(once, said.decode())
        before = DosingEvent.objects.filter(once=once).first()
    if before:
        return before, False
    try:
        with transaction.atomic():
            event = DosingEvent.objects.create(
                dosing=dosing,
                patient=dosing.patient,
                at=now,
                by=by,
                kind=kind,
                detail=detail,
                once=once,
            )
    except IntegrityError:
        return _heard_elsewhere(once), False
    log(kind, by=by, patient=dosing.patient, now=now, dosing=dosing.pk, event=event.pk)
    return event, True


def _said_in(event: DosingEvent) -> bytes:
    said = event.detail
    return orjson.dumps(
        [event.dosing_id, event.kind, said.get("facts"), said.get("did"), event.by_id]
    )


def _heard_elsewhere(once: UUID) -> DosingEvent:
    """The same form arriving twice at once is one event; another form for the same turn is late."""
    twin = DosingEvent.objects.filter(once=once).first()
    if twin is None:
        raise WrongState("Someone has already done this. Open the page again to see it.")
    return twin


def _never_judged(event: DosingEvent) -> bool:
    """Heard by a process that died before it could judge: the retry judges it."""
    return not KeptDecision.objects.filter(
        patient=event.patient_id, about="monitoring", at__gte=event.at
    ).exists()


def rearm(held: DosingSession, *, heard_at: datetime) -> None:
    """Move on the moment after which hearing nothing is an alarm. Always the last thing done.

    Never backwards: an answer that waited on a phone without a line moves nothing.
    """
    after = monitoring.silent_after(heard_at, facts.protocol_of(held))
    if held.silent_after is None or after > held.silent_after:
        held.silent_after = after
        held.save(update_fields=["silent_after"])
