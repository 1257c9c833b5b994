"""What is said of a dosing session: readings, check-ins, and what was done with the dose."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone

from tercet.clinic.dosing import facts
from tercet.clinic.dosing.actions.hearing import done_before, hear_and_judge
from tercet.clinic.dosing.models import DosingEvent, DosingSession
from tercet.clinic.errors import WrongState, insist
from tercet.clinic.people.models import Person
from tercet.clinic.record.models import KeptDecision

Kind = DosingEvent.Kind
DONE = {"spit": "spat out", "swallow": "swallowed"}


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
    dosing: DosingSession,
    said: Mapping[str, Any],
    *,
    said_at: datetime | None = None,
    once: UUID,
    by: Person,
    now: datetime,
) -> KeptDecision | None:
    """What the patient says of herself. Heard at any hour: a cry for help is never refused.

    Hear first, in its own transaction; judge second. If judging dies, what was said is kept
    and `silent_after` has not moved on, so the watch raises the alarm at the old time.
    `said_at`: when it was said, if it waited on a phone without a line; never a sign of life
    newer than that.
    """
    insist(why_not_say(by, dosing))
    detail: dict[str, Any] = {"facts": dict(said)}
    if said_at is not None and said_at < now:
        detail["said_at"] = said_at.isoformat()
    return hear_and_judge(dosing, Kind.CHECK_IN, detail, once=once, by=by, now=now)


def why_not_finish_holding(dosing: DosingSession, did: str) -> str | None:
    """Once said it stands; saying that something else was done is always heard."""
    so_far = facts.story(dosing)
    if not so_far.is_live:
        return "No dose is being held now. If something is wrong, say that you need a person."
    said = [e for e in so_far.events if e.kind == Kind.FINISHED_HOLDING]
    if said and said[-1].detail.get("did") == did:
        local = timezone.localtime(said[-1].at, dosing.patient.tz)
        return f"This was already said at {local:%H:%M}: {DONE.get(did, did)}."
    return None


def finish_holding(
    dosing: DosingSession, did: str, *, once: UUID, by: Person, now: datetime
) -> KeptDecision | None:
    """The hold is over: what was really done, spat or swallowed. A deviation calls a person."""
    insist(why_not_say(by, dosing))
    if not done_before(dosing, Kind.FINISHED_HOLDING, once):
        insist(why_not_finish_holding(dosing, did), WrongState)
    return hear_and_judge(dosing, Kind.FINISHED_HOLDING, {"did": did}, once=once, by=by, now=now)
