"""The deeds of the diary: keeping something, and taking back what was a mistake."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from tercet.clinic.diary.models import DiaryEntry
from tercet.clinic.errors import Invalid, WrongState, insist
from tercet.clinic.people.actions import lock
from tercet.clinic.people.models import Person
from tercet.clinic.record.actions import log, tell

Kind = DiaryEntry.Kind
FOLLOWS = {
    Kind.OUTCOME: Kind.WORRY,
    Kind.STEP: Kind.GOAL,
    Kind.ATTEMPT: Kind.STEP,
    Kind.FINISHED: Kind.GOAL,
}
GONE = "You took this back, so nothing can be added to it. Go to your diary."


def why_not_keep(by: Person, patient: Person) -> str | None:
    return None if by.pk == patient.pk else "Only the person whose diary it is writes in it."


@transaction.atomic
def keep(
    patient: Person,
    kind: str,
    said: Mapping[str, Any],
    *,
    happened_at: datetime,
    of: DiaryEntry | None = None,
    once: UUID,
    by: Person,
    now: datetime,
) -> DiaryEntry:
    """Keep one entry. The same `once` again changes nothing and returns the first.

    `of`: the worry of an outcome, the goal of a step, the step of an attempt.
    """
    insist(why_not_keep(by, patient))
    lock(patient)
    before = DiaryEntry.objects.filter(patient=patient, once=once).first()
    if before:
        return before
    _judge(patient, kind, said, of)
    insist(_why_not_then(happened_at, now), Invalid)
    kept = DiaryEntry.objects.create(
        patient=patient,
        by=by,
        kind=kind,
        happened_at=happened_at,
        at=now,
        said=dict(said),
        of=of,
        once=once,
    )
    log("keep diary entry", by=by, patient=patient, now=now, entry=kept.pk)
    tell(patient=patient)
    return kept


def _judge(patient: Person, kind: str, said: Mapping[str, Any], of: DiaryEntry | None) -> None:
    """Refuse what follows nothing, or what follows another's, another kind's or a gone entry."""
    expected = FOLLOWS.get(kind)
    found = (of.kind if of.patient_id == patient.pk else "another's") if of else None
    fits = found == expected and kind in Kind.values and kind != Kind.TAKEN_BACK
    insist(
        None if fits else "This does not belong there. Open your diary and begin again.", Invalid
    )
    insist(GONE if of and _is_gone(of) else None, WrongState)
    wordless = kind == Kind.OUTCOME and not of.said.get("fears")
    insist("You wrote no fear there, so nothing can come of it." if wordless else None, WrongState)
    finished = kind == Kind.FINISHED and of.follows.filter(kind=kind, taken_back=None).exists()
    insist("This goal is finished already." if finished else None, WrongState)


def _is_gone(entry: DiaryEntry | None) -> bool:
    """Whether an entry, or what it is of, was taken back."""
    while entry is not None:
        if entry.taken_back.exists():
            return True
        entry = entry.of
    return False


def _why_not_then(happened_at: datetime, now: datetime) -> str | None:
    late = happened_at > now
    return "That time is still to come. Write when it happened." if late else None


@transaction.atomic
def take_back(entry: DiaryEntry, *, once: UUID, by: Person, now: datetime) -> DiaryEntry:
    """An entry was a mistake: it stays in the record and is shown nowhere any more.

    What was kept of it goes with it. Taking the same entry back again changes nothing.
    """
    insist(why_not_keep(by, entry.patient))
    lock(entry.patient)
    back = entry.kind == Kind.TAKEN_BACK
    insist("What was taken back stays so. Write it down again." if back else None, WrongState)
    taken, new = DiaryEntry.objects.get_or_create(
        takes_back=entry,
        defaults={
            "patient": entry.patient,
            "by": by,
            "kind": Kind.TAKEN_BACK,
            "happened_at": now,
            "at": now,
            "once": once,
        },
    )
    if new:
        log("take back diary entry", by=by, patient=entry.patient, now=now, entry=entry.pk)
        tell(patient=entry.patient)
    return taken
