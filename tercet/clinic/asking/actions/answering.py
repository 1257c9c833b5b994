"""Hearing what is said to a question: an answer, "not now", or "I do not want to answer"."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from django.db import transaction

from tercet.clinic.alerts.actions import raise_alert
from tercet.clinic.asking import facts
from tercet.clinic.asking.actions.following import raise_tasks
from tercet.clinic.asking.models import Asked, PutOff, Reply
from tercet.clinic.errors import WrongState, insist
from tercet.clinic.intake.actions import submit
from tercet.clinic.measures.actions import answer_instrument, shows_help, why_not_answer
from tercet.clinic.measures.models import Assessment
from tercet.clinic.people.actions import lock
from tercet.clinic.people.models import Person
from tercet.clinic.record.actions import log, tell
from tercet.decisions import asking, waking

Answers = Mapping[str, Mapping[str, Any]]  # instrument, or "facts" -> item or fact -> value


@transaction.atomic
def answer(
    asked: Asked,
    answers: Answers,
    *,
    said_at: datetime | None = None,
    languages: Mapping[str, str] | None = None,
    once: UUID,
    by: Person,
    now: datetime,
) -> tuple[Reply, ...]:
    """Keep what was said to one window. The same `once` again changes nothing.

    `said_at`: when it was said, if it waited on a phone without a line. What was said after the
    window closed is kept as answered then, and leaves the window unanswered. `languages`: in whose
    words each was asked, English where it is not said.
    """
    insist(why_not_answer(by, asked.patient))
    lock(asked.patient)
    before = tuple(Reply.objects.filter(asked=asked, once=once))
    if before or Assessment.objects.filter(once__in=_keys(once, answers)).exists():
        return before
    standing = facts.standing(asked, now=now)
    if not set(answers) <= set(standing.left):
        raise WrongState("This has been answered already. Nothing was sent twice.")
    said = min(max(said_at or now, asked.opens_at), now)
    asked_in = languages or {}
    replies = tuple(
        _keep(asked, name, given, said=said, language=asked_in.get(name), once=once, by=by, now=now)
        for name, given in answers.items()
    )
    log("answer what was asked", by=by, patient=asked.patient, now=now, asked=asked.pk)
    tell(patient=asked.patient)
    return tuple(reply for reply in replies if reply)


def _keys(once: UUID, answers: Answers) -> list[UUID]:
    return [uuid5(once, name) for name in answers]


def _keep(
    asked: Asked,
    name: str,
    given: Mapping[str, Any],
    *,
    said: datetime,
    language: str | None,
    once: UUID,
    by: Person,
    now: datetime,
) -> Reply | None:
    """One instrument or the facts beside them. All blank is a reply without an assessment."""
    told = {key: value for key, value in given.items() if value is not None}
    taken, key = None, uuid5(once, name)
    if name == facts.FACTS:
        if told:
            submit(asked.patient, told, once=key, by=by, now=now)
    elif told:
        words = {"language": language} if language else {}
        taken = answer_instrument(
            asked.patient, name, given, said_at=said, **words, once=key, by=by, now=now
        )
    if said >= asked.closes_at:
        return None
    return Reply.objects.create(
        patient=asked.patient,
        asked=asked,
        name=name,
        assessment=taken,
        said_at=said,
        at=now,
        is_late=asking.is_late(asked.due_at, said),
        once=once,
    )


@transaction.atomic
def put_off(asked: Asked, kind: str, *, once: UUID, by: Person, now: datetime) -> PutOff:
    """Not now, or not at all. A refusal is a coordinator's task, and may itself call a person."""
    insist(why_not_answer(by, asked.patient))
    lock(asked.patient)
    standing = facts.standing(asked, now=now)
    heard, new = PutOff.objects.get_or_create(
        once=once, defaults={"patient": asked.patient, "asked": asked, "kind": kind, "at": now}
    )
    if new:
        log(f"put off: {kind}", by=by, patient=asked.patient, now=now, asked=asked.pk)
    if new and kind == PutOff.Kind.REFUSED and standing.left:
        _call_for_refusal(asked, standing.left, by=by, now=now)
        raise_tasks(asked.patient, now=now)
    tell(patient=asked.patient)
    return heard


def _call_for_refusal(asked: Asked, left: tuple[str, ...], *, by: Person, now: datetime) -> None:
    plan = facts.plan_of(asked.protocol)
    for instrument in left if plan else ():
        for wake in waking.by_refusal(plan.wakes, instrument):
            raise_alert(
                asked.patient,
                kind=wake.kind,
                topic=f"patient:{asked.patient_id}",
                says=wake.says,
                ladder=wake.ladder,
                protocol=asked.protocol,
                by=by,
                now=now,
            )


def calls_for_help(replies: tuple[Reply, ...]) -> bool:
    """Whether one of these answers shows the patient at once whom to call."""
    return any(reply.assessment and shows_help(reply.assessment) for reply in replies)
