"""Opening windows: each question is asked once, whoever notices first that its time has come."""

from datetime import datetime

from django.db import transaction

from tercet import knowledge
from tercet.clinic.asking import facts
from tercet.clinic.asking.models import Asked, Reply, Stay
from tercet.clinic.errors import Invalid, insist
from tercet.clinic.measures.models import Assessment
from tercet.clinic.people.models import Person, check_zone
from tercet.clinic.record.actions import log, tell
from tercet.clinic.treatment.models import Course
from tercet.decisions import asking
from tercet.decisions.asking import Window


@transaction.atomic
def open_windows(patient: Person, *, now: datetime) -> int:
    """Ask what is due. However long nobody looked, no window since the first is left out.

    Its instants are fixed here: where the patient travels afterwards changes nothing. The
    number of new ones is returned.
    """
    been = facts.stays(patient)
    asked = {
        window.key: (window, course)
        for course in Course.objects.filter(patient=patient).select_related("patient")
        for window in facts.windows(course, been)
    }
    rows = Asked.objects.filter(patient=patient)
    known = set(rows.values_list("round", "anchor", "number"))
    since = rows.order_by("pk").values_list("at", flat=True).first() or now
    due = [
        (window, course)
        for key, (window, course) in asked.items()
        if _is_due(window, since=since, now=now) and key not in known
    ]
    made = Asked.objects.bulk_create(
        [_row(course, window, now=now) for window, course in due], ignore_conflicts=True
    )
    _tie(patient, now=now)
    if made:
        log("ask", by=None, patient=patient, now=now, windows=len(made))
        tell(patient=patient)
    return len(made)


def _is_due(window: Window, *, since: datetime, now: datetime) -> bool:
    """Open by now, and not already closed before this patient was first asked anything."""
    return window.opens_at <= now and window.closes_at > since


def _row(course: Course, window: Window, *, now: datetime) -> Asked:
    return Asked(
        patient=course.patient,
        protocol=course.protocol,
        round=window.round,
        anchor=window.anchor,
        number=window.number,
        asks=list(window.asks),
        facts=list(window.facts),
        target_at=window.target_at,
        opens_at=window.opens_at,
        due_at=window.due_at,
        closes_at=window.closes_at,
        zone=window.zone,
        at=now,
        knowledge=knowledge.read().version,
    )


def _tie(patient: Person, *, now: datetime) -> None:
    """A questionnaire that was taken while its window is open answers it: nobody asks twice."""
    for standing in facts.open_now(patient, now=now):
        row = standing.asked
        taken = Assessment.objects.filter(
            patient=patient, instrument__in=standing.left, at__gte=row.opens_at
        )
        for assessment in taken.order_by("at", "pk"):
            Reply.objects.get_or_create(
                asked=row,
                name=assessment.instrument,
                defaults={
                    "patient": patient,
                    "assessment": assessment,
                    "said_at": assessment.at,
                    "at": now,
                    "is_late": asking.is_late(row.due_at, assessment.at),
                    "once": assessment.once,
                },
            )


@transaction.atomic
def arrive(patient: Person, zone: str, *, by: Person, now: datetime) -> Stay | None:
    """The patient's device says it is in another zone: windows that open later follow it there."""
    insist(None if by.pk == patient.pk else "Only the patient's own device says where it is.")
    try:
        check_zone(zone)
    except Exception as wrong:
        raise Invalid("That is no time zone.") from wrong
    if str(facts.stays(patient)[-1].zone) == zone:
        return None
    log("arrive in zone", by=by, patient=patient, now=now)
    return Stay.objects.create(patient=patient, zone=zone, since_at=now)
