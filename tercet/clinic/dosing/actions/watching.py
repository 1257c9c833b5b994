"""What is noticed without anybody saying it: silence, a missing morning, our own failure."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from django.db import connection, transaction

from tercet.clinic.alerts.models import Alert
from tercet.clinic.dosing import facts
from tercet.clinic.dosing.actions.hearing import call, judge, rearm
from tercet.clinic.dosing.models import DosingSession


@transaction.atomic
def notice_silence(now: datetime) -> DosingSession | None:
    """Claim one dosing session that has gone quiet, and say so. Safe to run twice at once."""
    silent = (
        DosingSession.objects.select_for_update(skip_locked=True, of=("self",))
        .filter(silent_after__lt=now)
        .order_by("silent_after")
        .first()
    )
    if silent:
        judge(silent, now=now)
        call(silent, "silence", "No sign of life.", "silence", now=now)
        rearm(silent, now=now)
    return silent


@transaction.atomic
def notice_missing_morning(dosing: DosingSession, *, now: datetime) -> Alert:
    """Nobody answered the morning's question: a person follows up."""
    says = f"{dosing.patient} has not answered on the morning after the dose."
    return call(dosing, "missing-morning", says, "worse", now=now)


@transaction.atomic
def could_not_answer(dosing: int, *, now: datetime) -> None:
    """A page of a live dosing session failed: the failure itself calls a person."""
    held = DosingSession.objects.filter(pk=dosing).first()
    if held and facts.story(held).is_live:
        says = "Tercet failed while answering. Look at the patient yourself now."
        call(held, "could-not-answer", says, "person-needed", now=now)


KEEP = """
insert into clinic_heartbeat (dosing_id, patient_id, person_id, strand, at)
select * from unnest(%s::bigint[], %s::bigint[], %s::bigint[], %s::text[], %s::timestamptz[])
"""


class SignOfLife(Protocol):
    """What `live` hands over for each heartbeat it heard."""

    dosing: int
    patient: int
    person: int
    strand: str
    at: datetime


def keep_heartbeats(beats: Sequence[SignOfLife]) -> None:
    """Signs of life that `live` gathered, in one statement and one commit."""
    rows = [(b.dosing, b.patient, b.person, b.strand, b.at) for b in beats]
    with connection.cursor() as cursor:
        cursor.execute(KEEP, [list(column) for column in zip(*rows, strict=True)])
