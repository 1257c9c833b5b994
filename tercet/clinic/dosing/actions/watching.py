"""What is noticed without anybody saying it: silence, a missing morning, our own failure."""

import logging
from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from django.db import connection, transaction

from tercet.clinic.alerts.models import Alert
from tercet.clinic.dosing import facts
from tercet.clinic.dosing.actions.hearing import rearm
from tercet.clinic.dosing.actions.judging import call, judge, kind_on, topic_of
from tercet.clinic.dosing.models import DosingSession

logger = logging.getLogger(__name__)
MISSING_MORNING = "missing-morning"


@transaction.atomic
def notice_silence(*, now: datetime) -> DosingSession | None:
    """Claim one dosing session that has gone quiet, and say so. Safe to run twice at once.

    One alert, whether judging finds the silence, overlooks it, or fails; the ladder of an open
    one goes on climbing. The next look is armed whatever happens, so that one row cannot hold
    the watch from the others.
    """
    silent = (
        DosingSession.objects.select_for_update(skip_locked=True, of=("self",))
        .select_related("course", "patient", "order", "guide")
        .filter(silent_after__lt=now)
        .order_by("silent_after")
        .first()
    )
    if silent:
        try:
            with transaction.atomic():
                judge(silent, facts.story(silent), now=now)
        except Exception:
            logger.exception("could not judge the silence of dosing %s", silent.pk)
        call(silent, kind_on(silent, "silence"), "No sign of life.", ladder="silence", now=now)
        rearm(silent, heard_at=now)
    return silent


@transaction.atomic
def notice_missing_morning(dosing: DosingSession, *, now: datetime) -> Alert | None:
    """Nobody answered the morning's question: a person follows up, and is told so once."""
    if Alert.objects.filter(topic=topic_of(dosing), kind=MISSING_MORNING).exists():
        return None
    says = f"{dosing.patient} has not answered on the morning after the dose."
    return call(dosing, MISSING_MORNING, says, ladder="worse", now=now)


@transaction.atomic
def could_not_answer(dosing: int, *, now: datetime) -> None:
    """A page of a live dosing session failed: the failure itself calls a person."""
    held = DosingSession.objects.filter(pk=dosing).select_related("course", "patient").first()
    if held and held.silent_after is not None:  # leans on nothing that may itself have failed
        says = "Tercet failed while answering. Look at the patient yourself now."
        call(held, "could-not-answer", says, ladder="person-needed", now=now)


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
