"""What is said of a dosing session: readings, check-ins, and what was done with the dose."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from tercet.clinic.dosing.actions.hearing import call, why_not_in
from tercet.clinic.dosing.models import DosingEvent, DosingSession
from tercet.clinic.errors import WrongState, insist
from tercet.clinic.people.models import Person
from tercet.clinic.record.models import KeptDecision

Kind = DosingEvent.Kind


def why_not_say(by: Person, dosing: DosingSession) -> str | None:
    """Who may say how the patient is: the patient, the support person, the guide, a prescriber."""
    if by.pk == dosing.patient_id or by.role in {
        Person.Role.GUIDE,
        Person.Role.PRESCRIBER,
        Person.Role.SUPPORT,
    }:
        return None
    return "Only the patient and the people with them tonight can say this."


def observe(
    dosing: DosingSession, said: Mapping[str, Any], *, once: UUID, by: Person, now: datetime
) -> KeptDecision | None:
    """Readings and confirmations, before the dose or during it."""
    insist(why_not_say(by, dosing))
    return hear_and_judge(dosing, Kind.READING, {"facts": dict(said)}, once=once, by=by, now=now)


def check_in(
    dosing: DosingSession, said: Mapping[str, Any], *, once: UUID, by: Person, now: datetime
) -> KeptDecision | None:
    """What the patient says of herself. Heard at any hour: a cry for help is never refused.

    Hear first, in its own transaction; judge second. If judging dies, what was said is kept
    and `silent_after` has not moved on, so the watch raises the alarm at the old time.
    """
    insist(why_not_say(by, dosing))
    return hear_and_judge(dosing, Kind.CHECK_IN, {"facts": dict(said)}, once=once, by=by, now=now)


def finish_holding(
    dosing: DosingSession, did: str, *, once: UUID, by: Person, now: datetime
) -> KeptDecision | None:
    """The hold is over: what was really done, spat or swallowed. A deviation calls a person."""
    insist(why_not_say(by, dosing))
    insist(why_not_in(dosing, {"holding", "working"}, "no dose is being held"), WrongState)
    kept = hear_and_judge(dosing, Kind.FINISHED_HOLDING, {"did": did}, once=once, by=by, now=now)
    if did != dosing.order.verb:
        with transaction.atomic():
            says = f"The order says {dosing.order.verb}; what was done: {did}."
            call(dosing, "changed-verb", says, "worse", decision=kept, now=now)
    return kept
