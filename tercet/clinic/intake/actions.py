"""Deeds of the evaluation: keep a draft, hear answers, decide, send questions back."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from tercet import knowledge
from tercet.clinic.alerts.actions import raise_alert
from tercet.clinic.errors import Denied, WrongState, insist
from tercet.clinic.intake import facts
from tercet.clinic.intake.models import Answer, Draft, Question
from tercet.clinic.measures.facts import scores
from tercet.clinic.people.actions import lock
from tercet.clinic.people.models import Person
from tercet.clinic.record.actions import keep, log, tell
from tercet.clinic.record.models import KeptDecision
from tercet.decisions import Decision, Finding, Verdict, could_not_decide, eligibility

PATIENT = Person.Role.PATIENT
ANSWERS = {Person.Role.PATIENT, Person.Role.GUIDE, Person.Role.PRESCRIBER}
ASKS = {Person.Role.GUIDE, Person.Role.PRESCRIBER}


def why_not_keep_draft(by: Person) -> str | None:
    return None if by.is_patient else "Only a patient keeps a draft of an evaluation."


@transaction.atomic
def keep_draft(typed: Mapping[str, Any], *, by: Person, now: datetime) -> Draft:
    """Keep what was typed so far, exactly as typed, beside what was kept before.

    Not yet an answer; nobody else reads it.
    """
    insist(why_not_keep_draft(by))
    lock(by)
    draft, _ = Draft.objects.get_or_create(patient=by, defaults={"saved_at": now})
    draft.typed, draft.saved_at = {**draft.typed, **typed}, now
    draft.save(update_fields=["typed", "saved_at"])
    return draft


def why_not_answer(by: Person, patient: Person) -> str | None:
    if not patient.is_patient:
        return "Only a patient has an evaluation."
    if by.pk == patient.pk or (by.role in ANSWERS and not by.is_patient):
        return None
    return "Only the patient or their care team can answer for this evaluation."


def submit(
    patient: Person,
    answers: Mapping[str, Any],
    *,
    drafted: bool = False,
    once: UUID,
    by: Person,
    now: datetime,
) -> KeptDecision:
    """Hear the answers in their own transaction, then decide on all that is now known.

    A value of None withdraws an answer. `drafted`: they are the patient's draft, which is
    gone once they are heard. The same `once` again hears nothing new and returns the
    decision already kept.
    """
    insist(why_not_answer(by, patient))
    heard_at = _hear(patient, answers, drafted=drafted, once=once, by=by, now=now)
    kept = _decided_since(patient, heard_at) if heard_at else None
    return kept or decide_again(patient, by=by, now=now)


def _decided_since(patient: Person, heard_at: datetime) -> KeptDecision | None:
    """The newest decision, if it was made after these answers were heard the first time."""
    made = KeptDecision.objects.filter(patient=patient, about="eligibility", at__gte=heard_at)
    return made.order_by("-pk").first()


@transaction.atomic
def _hear(
    patient: Person,
    answers: Mapping[str, Any],
    *,
    drafted: bool,
    once: UUID,
    by: Person,
    now: datetime,
) -> datetime | None:
    """Append the answers. When they had been heard before: at which time; nothing is added."""
    lock(patient)
    before = Answer.objects.filter(once=once).first()
    if before:
        return before.at
    Answer.objects.bulk_create(
        Answer(patient=patient, fact=fact, value=value, at=now, by=by, once=once)
        for fact, value in answers.items()
    )
    if drafted:
        Draft.objects.filter(patient=by).delete()
    log("answer evaluation", by=by, patient=patient, now=now, answers=len(answers))
    return None


@transaction.atomic
def decide_again(patient: Person, *, by: Person, now: datetime) -> KeptDecision:
    """Decide on what is known now and keep it; an answer that demands a person calls one."""
    lock(patient)
    saw, known = facts.evaluation(patient, now=now), knowledge.read()
    try:
        made = eligibility.decide(saw, known)
    except Exception:  # the library failed: a person must look
        made = could_not_decide("eligibility", known)
    kept = keep(made, saw, patient=patient, now=now)
    _call_a_person(kept, made, by=by, now=now)
    log("decide eligibility", by=by, patient=patient, now=now, decision=kept.pk)
    tell(patient=patient)
    return kept


def _call_a_person(kept: KeptDecision, made: Decision, *, by: Person, now: datetime) -> None:
    """An answer about suicide always reaches a person: each such rule names its own ladder."""
    for finding in made.findings:
        ladder = _ladder_of(finding)
        if ladder is None:
            continue
        raise_alert(
            kept.patient,
            kind=finding.rule,
            topic=f"patient:{kept.patient.pk}",
            says=finding.says,
            ladder=ladder,
            decision=kept,
            by=by,
            now=now,
        )


def _ladder_of(found: Finding) -> str | None:
    """Whom a finding calls: nobody while it is clear or only asked; a crisis always somebody."""
    if found.verdict in {Verdict.CLEAR, Verdict.ASK}:
        return None
    rule = knowledge.read().rules.get(found.rule)
    named = rule.ladder if rule else None
    return named or ("suicide" if found.verdict is Verdict.CRISIS else None)


def can_be_asked(found: Finding) -> bool:
    """Whether this is the patient's to answer: worded for them, about what they may say."""
    return PATIENT in found.who and bool(facts.askable(found.rule, PATIENT))


def why_not_ask(by: Person, kept: KeptDecision) -> str | None:
    if by.role not in ASKS:
        return "Only a prescriber or a guide sends questions back."
    if not Decision.from_dict(kept.made).of(Verdict.ASK):
        return "There is nothing to ask: everything the rules need is known."
    return None


@transaction.atomic
def send_questions(
    kept: KeptDecision, *, rule: str = "", by: Person, now: datetime
) -> list[Question]:
    """Send the patient every question of a decision that they can answer, or that of one rule.

    What was sent before and is not answered yet is not sent again.
    """
    insist(why_not_ask(by, kept), WrongState if by.role in ASKS else Denied)
    lock(kept.patient)
    open_rules = {q.rule for q in open_questions(kept.patient)}
    asked = [
        Question(
            patient=kept.patient,
            rule=f.rule,
            facts=facts.askable(f.rule, PATIENT),
            asks=f.ask,
            at=now,
            by=by,
        )
        for f in Decision.from_dict(kept.made).of(Verdict.ASK)
        if rule in {"", f.rule} and f.rule not in open_rules and can_be_asked(f)
    ]
    sent = Question.objects.bulk_create(asked)
    log("send questions", by=by, patient=kept.patient, now=now, questions=len(sent))
    tell(patient=kept.patient)
    return sent


def open_questions(patient: Person) -> list[Question]:
    """Questions sent to the patient after which none of their facts has been answered."""
    newest = {f: said.at for f, said in scores(patient).items() if said.at}
    newest |= {f: row.at for f, row in facts.latest_answers(patient).items()}
    return [
        q
        for q in Question.objects.filter(patient=patient).order_by("pk")
        if not any(newest.get(fact, q.at) > q.at for fact in q.facts)
    ]
