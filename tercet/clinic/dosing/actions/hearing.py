"""Hear first, judge second: how anything said of a dosing session is taken in."""

import logging
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from tercet import knowledge
from tercet.clinic.alerts.actions import raise_alert
from tercet.clinic.alerts.models import Alert
from tercet.clinic.dosing import facts
from tercet.clinic.dosing.models import DosingEvent, DosingSession
from tercet.clinic.errors import WrongState
from tercet.clinic.people.models import Person
from tercet.clinic.record.actions import keep, log, tell
from tercet.clinic.record.models import KeptDecision
from tercet.decisions import Finding, Verdict, could_not_decide, monitoring

logger = logging.getLogger(__name__)


def topic_of(dosing: DosingSession) -> str:
    """What an alert about this dosing session is filed under."""
    return f"dosing:{dosing.pk}"


def why_not_in(dosing: DosingSession, phases: set[str], otherwise: str) -> str | None:
    return None if facts.story(dosing).phase in phases else f"Not now: {otherwise}."


def hold(pk: int) -> DosingSession:
    held = DosingSession.objects.select_for_update(of=("self",))
    return held.select_related("course", "order", "patient", "guide").get(pk=pk)


def hear_and_judge(
    dosing: DosingSession,
    kind: str,
    detail: dict[str, Any],
    *,
    once: UUID,
    by: Person,
    now: datetime,
) -> KeptDecision | None:
    event, new = hear(dosing, kind, detail, once=once, by=by, now=now)
    with transaction.atomic():
        held = hold(dosing.pk)
        if not (new or _never_judged(event)):
            return None
        live = facts.story(held).is_live
        cried = detail.get("facts", {}).get("answer") == "need-a-person"
        kept = judge(held, now=now) if live or cried else None
        if live and kept and not kept.made.get("failed"):
            rearm(held, now=now)
        tell(patient=held.patient, dosing=held.pk)
    return kept


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
    """Append what was said. The same `once` again changes nothing."""
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
        return _heard_elsewhere(dosing, kind, once), False
    log(kind, by=by, patient=dosing.patient, now=now, dosing=dosing.pk, event=event.pk)
    return event, True


def _heard_elsewhere(dosing: DosingSession, kind: str, once: UUID) -> DosingEvent:
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


def judge(held: DosingSession, *, now: datetime) -> KeptDecision:
    """Decide how it is going, keep that, and call whoever must know. `held` is locked."""
    known, so_far = knowledge.read(), facts.story(held)
    saw = facts.monitoring(held, so_far, now=now)
    try:
        made = monitoring.decide(saw, facts.protocol_of(held), known)
    except Exception:
        logger.exception("could not judge dosing %s", held.pk)
        made = could_not_decide("monitoring", known)
    kept = keep(made, saw, patient=held.patient, now=now, protocol=held.course.protocol)
    for finding in made.worst_first:
        if finding.verdict >= Verdict.REVIEW and not _already_taken_on(held, finding):
            call(
                held,
                finding.rule,
                _words(finding),
                ladder_of(held, finding),
                decision=kept,
                now=now,
            )
    return kept


def ladder_of(held: DosingSession, finding: Finding) -> str:
    """Which ladder of people a finding climbs: the rule's own, else `worse`."""
    rule = facts.protocol_of(held).monitoring.get(finding.rule)
    return (rule and rule.ladder) or "worse"


def _words(finding: Finding) -> str:
    return f"{finding.says} Seen: {finding.saw}."


def _already_taken_on(held: DosingSession, finding: Finding) -> bool:
    """Someone acknowledged exactly this, and nothing new has been said of it since."""
    return (
        Alert.objects.filter(topic=topic_of(held), kind=finding.rule, says=_words(finding))
        .exclude(acknowledged_at=None)
        .exists()
    )


def call(
    held: DosingSession,
    kind: str,
    says: str,
    ladder: str,
    *,
    decision: KeptDecision | None = None,
    now: datetime,
) -> Alert:
    """Raise an alert about this dosing session, on one of its protocol's ladders."""
    return raise_alert(
        held.patient,
        kind=kind,
        topic=topic_of(held),
        says=says,
        ladder=ladder,
        protocol=held.course.protocol,
        decision=decision,
        now=now,
    )


def rearm(held: DosingSession, *, now: datetime) -> None:
    """Move on the moment after which hearing nothing is an alarm. Always the last thing done."""
    held.silent_after = monitoring.silent_after(now, facts.protocol_of(held))
    held.save(update_fields=["silent_after"])
