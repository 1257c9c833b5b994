"""Looking over a course: what calls a person is noticed once, and an hour is held for it."""

from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction

from tercet.clinic.alerts.actions import raise_alert
from tercet.clinic.errors import Refused, WrongState
from tercet.clinic.outcomes import facts
from tercet.clinic.outcomes.facts import Sign, SoFar
from tercet.clinic.outcomes.models import Noticed
from tercet.clinic.people.models import Person
from tercet.clinic.record.actions import log, tell
from tercet.clinic.therapy import actions as therapy
from tercet.clinic.therapy.models import TherapySession
from tercet.clinic.treatment.models import Course
from tercet.decisions import response

A_DAY = timedelta(days=1)
TRIES = 3  # at an hour that others take meanwhile


@transaction.atomic
def look_over(patient: Person, *, now: datetime) -> list[Noticed]:
    """Call a person for what is new in this patient's course. Again it changes nothing."""
    course = facts.newest_course(patient)
    if course is None:
        return []
    read = facts.so_far(course, now=now)
    known = _known(course)
    fresh = [sign for sign in facts.signs(read) if (sign.what, sign.about) not in known]
    made = [noticed for sign in fresh if (noticed := _once(sign, read, now=now))]
    if made:
        tell(patient=patient)
    return made


def _known(course: Course) -> set[tuple[str, str]]:
    return set(Noticed.objects.filter(course=course).values_list("what", "about"))


def _once(sign: Sign, read: SoFar, *, now: datetime) -> Noticed | None:
    """None where somebody else noticed it at this very moment: then nothing of ours stands."""
    try:
        with transaction.atomic():
            return _notice(sign, read, now=now)
    except IntegrityError:
        return None


def _notice(sign: Sign, read: SoFar, *, now: datetime) -> Noticed:
    patient, held = read.course.patient, None
    if sign.within_hours is not None:
        held = _hold_an_hour(read, until=sign.since + timedelta(hours=sign.within_hours), now=now)
    alert = raise_alert(
        patient,
        kind=sign.what,
        topic=f"patient:{patient.pk}",
        says=f"{sign.says}{_held(held)}",
        ladder=sign.what,
        protocol=read.course.protocol,
        now=now,
    )
    made = Noticed.objects.create(
        patient=patient,
        course=read.course,
        what=sign.what,
        about=sign.about,
        says=sign.says,
        since_at=sign.since,
        saw=_saw(sign, read),
        held=held,
        alert=alert,
        at=now,
        knowledge=read.known.version,
    )
    log("notice", by=None, patient=patient, now=now, noticed=made.pk, what=sign.what)
    return made


def _held(held: TherapySession | None) -> str:
    if held is None:
        return ""
    at = held.at.astimezone(held.patient.tz)
    return f" Held for {held.therapist}: {at:%A} {at.day} {at:%B, %H:%M} on the patient’s clock."


def _saw(sign: Sign, read: SoFar) -> dict[str, Any]:
    """What it was read from, so that it can be read again."""
    return {
        "rules": list(sign.rules),
        "answers": [
            {"instrument": m.instrument, "at": m.at.isoformat(), "low": m.low, "high": m.high}
            for m in read.seen
            if m.instrument in sign.instruments
        ],
        "doses": [{"number": dose.number, "at": dose.at.isoformat()} for dose in read.doses],
    }


def _hold_an_hour(read: SoFar, *, until: datetime, now: datetime) -> TherapySession | None:
    """The therapist's first free hour by then; None where there is none, and people arrange it."""
    course = read.course
    booked = TherapySession.objects.filter(therapist=course.therapist, cancelled_at=None)
    for _ in range(TRIES):
        at = response.first_free(
            read.known.reading.booking,
            now=now,
            until=until,
            zones=[course.patient.tz, course.therapist.tz],
            taken=list(booked.filter(at__gte=now - A_DAY).values_list("at", flat=True)),
        )
        try:
            return therapy.hold(course, at=at, now=now) if at else None
        except WrongState:  # somebody took it at this very moment: the next one, then
            continue
        except Refused:  # after the last day of the course
            return None
    return None
