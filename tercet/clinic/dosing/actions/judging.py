"""Judging how a live dosing session is going, and calling whoever must know."""

import logging
from dataclasses import dataclass
from datetime import datetime

from tercet import knowledge
from tercet.clinic.alerts.actions import raise_alert
from tercet.clinic.alerts.models import Alert
from tercet.clinic.dosing import facts
from tercet.clinic.dosing.models import DosingEvent, DosingSession
from tercet.clinic.record.actions import keep
from tercet.clinic.record.models import KeptDecision
from tercet.decisions import (
    Decision,
    Facts,
    Finding,
    Verdict,
    could_not_decide,
    facts_as_dict,
    monitoring,
)
from tercet.decisions.rules import reasoning

logger = logging.getLogger(__name__)
Kind = DosingEvent.Kind
NEEDS_A_PERSON = "need-a-person"


@dataclass(frozen=True, slots=True)
class Judged:
    """A kept monitoring decision; `failed` when the library itself could not decide."""

    kept: KeptDecision
    failed: bool


def topic_of(dosing: DosingSession) -> str:
    """What an alert about this dosing session is filed under."""
    return f"dosing:{dosing.pk}"


def decide_monitoring(
    dosing: DosingSession, so_far: facts.Story, *, now: datetime
) -> tuple[Decision, Facts, bool]:
    """How is it going at this moment? With what it was shown, and whether deciding failed."""
    known, saw = knowledge.read(), facts.monitoring(so_far, now=now)
    try:
        return monitoring.decide(saw, facts.protocol_of(dosing), known), saw, False
    except Exception:
        logger.exception("could not judge dosing %s", dosing.pk)
        return could_not_decide("monitoring", known), saw, True


def judge(held: DosingSession, so_far: facts.Story, *, now: datetime) -> Judged:
    """Decide how it is going, keep that, and call whoever must know. `held` is locked."""
    made, saw, failed = decide_monitoring(held, so_far, now=now)
    known_before = _last_judged_before(held, now)
    kept = keep(made, saw, patient=held.patient, now=now, protocol=held.course.protocol)
    for finding in made.worst_first:
        if finding.verdict < Verdict.REVIEW:
            continue
        if not _already_taken_on(held, finding, saw, known_before):
            says = _words(finding)
            ladder = ladder_of(held, finding.rule)
            call(held, finding.rule, says, ladder=ladder, decision=kept, now=now)
    return Judged(kept, failed)


def _last_judged_before(held: DosingSession, now: datetime) -> dict[str, KeptDecision]:
    """For each kind of alert that somebody took on: what had been judged by that moment."""
    taken = Alert.objects.filter(topic=topic_of(held)).exclude(acknowledged_at=None)
    newest = taken.order_by("kind", "-pk").distinct("kind")
    judged = KeptDecision.objects.filter(patient=held.patient, about="monitoring")
    found = {
        alert.kind: judged.filter(at__lte=alert.acknowledged_at).order_by("-pk").first()
        for alert in newest
    }
    return {kind: kept for kind, kept in found.items() if kept}


def _already_taken_on(
    held: DosingSession, finding: Finding, saw: Facts, before: dict[str, KeptDecision]
) -> bool:
    """Someone acknowledged this when exactly these words and readings had been judged.

    A newer reading, the same cry again, or a silence that goes on is another matter.
    """
    kept = before.get(finding.rule)
    rule = facts.protocol_of(held).monitoring.get(finding.rule)
    if kept is None or rule is None:
        return False
    then, now = kept.saw["said"], facts_as_dict(saw)["said"]
    about = reasoning(rule).facts
    return bool(about) and all(then.get(name) == now.get(name) for name in about)


def ladder_of(held: DosingSession, kind: str) -> str:
    """Which ladder of people a finding climbs: the rule's own, else `worse`."""
    rule = facts.protocol_of(held).monitoring.get(kind)
    return (rule and rule.ladder) or "worse"


def kind_on(held: DosingSession, ladder: str) -> str:
    """The monitoring rule that climbs this ladder, so that nobody is called twice for one thing."""
    rules = facts.protocol_of(held).monitoring.values()
    return next((rule.id for rule in rules if rule.ladder == ladder), ladder)


def _words(finding: Finding) -> str:
    return f"{finding.says} Seen: {finding.saw}." if finding.saw else finding.says


def call_for(held: DosingSession, event: DosingEvent, *, now: datetime) -> None:
    """What is said to someone whatever the judgement is: a cry for help, a changed verb."""
    if event.detail.get("facts", {}).get("answer") == NEEDS_A_PERSON:
        said = facts.said_at(event)
        late = f" Said {_ago(now, said)} ago, without a line." if said < event.at else ""
        says = f"{event.by.first_name} said: I need a person now.{late}"
        _call_once_for(event, held, kind_on(held, "person-needed"), says, "person-needed", now=now)
    if event.kind == Kind.FINISHED_HOLDING and event.detail.get("did") != held.order.verb:
        says = f"The order says {held.order.verb}; what was done: {event.detail.get('did')}."
        _call_once_for(event, held, "changed-verb", says, "worse", now=now)


def _ago(now: datetime, then: datetime) -> str:
    minutes = max(1, round(facts.minutes(now - then)))
    return f"{minutes} minute{'s' if minutes > 1 else ''}"


def _call_once_for(
    event: DosingEvent, held: DosingSession, kind: str, says: str, ladder: str, *, now: datetime
) -> None:
    """Unless somebody has been called for this since it was heard."""
    since = Alert.objects.filter(topic=topic_of(held), kind=kind, raised_at__gte=event.at)
    if not since.exists():
        call(held, kind, says, ladder=ladder, now=now)


def call(
    held: DosingSession,
    kind: str,
    says: str,
    *,
    ladder: str,
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
