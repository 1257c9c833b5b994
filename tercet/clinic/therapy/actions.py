"""Booking and cancelling a course's therapy sessions."""

from datetime import datetime

from django.db import IntegrityError, transaction

from tercet.clinic.errors import Invalid, WrongState, insist
from tercet.clinic.people.models import Person
from tercet.clinic.record.actions import log, tell
from tercet.clinic.therapy.models import TherapySession
from tercet.clinic.treatment.models import Course

BOOK = {Person.Role.THERAPIST, Person.Role.GUIDE, Person.Role.COORDINATOR, Person.Role.PRESCRIBER}


def why_not_book(by: Person) -> str | None:
    return None if by.role in BOOK else "Only the care team books therapy sessions."


@transaction.atomic
def book(course: Course, *, at: datetime, kind: str, by: Person, now: datetime) -> TherapySession:
    """Book one session with the course's therapist, inside the course and in the future."""
    insist(why_not_book(by))
    return _booked(course, at=at, kind=kind, by=by, now=now)


@transaction.atomic
def hold(course: Course, *, at: datetime, now: datetime) -> TherapySession:
    """Hold an hour because anxiety has surfaced. Nobody booked it: the therapist takes or moves
    it when they answer the alert that goes with it."""
    return _booked(course, at=at, kind=TherapySession.Kind.SURFACED, by=None, now=now)


def _booked(
    course: Course, *, at: datetime, kind: str, by: Person | None, now: datetime
) -> TherapySession:
    insist(_why_not_at(course, at, now), Invalid)
    try:
        with transaction.atomic():
            booked = TherapySession.objects.create(
                patient=course.patient, course=course, therapist=course.therapist, at=at, kind=kind
            )
    except IntegrityError:
        raise WrongState(
            f"{course.therapist} already has a session then. Pick another time."
        ) from None
    log(
        "book therapy" if by else "hold therapy",
        by=by,
        patient=course.patient,
        now=now,
        therapy=booked.pk,
    )
    tell(patient=course.patient)
    return booked


def _why_not_at(course: Course, at: datetime, now: datetime) -> str | None:
    if at <= now:
        return "That time has passed. Pick a time from now on."
    if at.date() > course.ends_on:
        return f"The course ends on {course.ends_on:%d %B %Y}. Pick an earlier time."
    return None


@transaction.atomic
def cancel(booked: TherapySession, *, why: str, by: Person, now: datetime) -> TherapySession:
    """Cancel a session, with the reason. It stays on the time line as cancelled."""
    insist(why_not_book(by))
    held = TherapySession.objects.select_for_update(of=("self",)).get(pk=booked.pk)
    insist("This session is already cancelled." if held.cancelled_at else None, WrongState)
    held.cancelled_at, held.cancelled_why = now, why.strip()
    held.save(update_fields=["cancelled_at", "cancelled_why"])
    log("cancel therapy", by=by, patient=held.patient, now=now, therapy=held.pk)
    tell(patient=held.patient)
    return held
