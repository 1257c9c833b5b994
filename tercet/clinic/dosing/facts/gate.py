"""What the gate is shown of one dosing session, or of a whole board in the same few queries."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Max, Q

from tercet.clinic.dosing.facts.shown import said_by_rows
from tercet.clinic.dosing.facts.standing import (
    ASKED_OF_THE_ORDER,
    Signed,
    signed_over,
    standing,
)
from tercet.clinic.dosing.facts.story import Story, protocol_of
from tercet.clinic.dosing.models import DosingEvent, DosingSession
from tercet.clinic.intake.facts import with_age
from tercet.clinic.intake.models import Answer
from tercet.clinic.medicines.facts import confirmed_on_day_of_each, lists_as_said
from tercet.clinic.medicines.models import MedicineConfirmation
from tercet.clinic.people.actions import is_demo
from tercet.clinic.people.models import Training
from tercet.clinic.record.actions import is_adopted
from tercet.clinic.therapy.models import TherapySession
from tercet.clinic.treatment.facts import orders_of
from tercet.clinic.treatment.models import Order
from tercet.decisions import Facts, Said

# What the evaluation already knows and the gate asks again.
FROM_EVALUATION = (
    "pregnant",
    "could-be-pregnant",
    "consent-signed",
    "weight-kg",
    "safe-place",
    "seen-in-person",
    *ASKED_OF_THE_ORDER,
)


@dataclass(frozen=True, slots=True)
class Strands:
    """The rows around several dosing sessions, fetched once for all of them."""

    answers: Mapping[int, Mapping[str, Answer]]
    medicines: Mapping[int, Said]
    newest_order: Mapping[int, int]
    orders: Mapping[int, Sequence[Order]]
    signed_over: Mapping[int, frozenset[str]]
    doses: Mapping[int, tuple[int, datetime | None]]
    recent: Mapping[int, Sequence[datetime]]
    live: Mapping[int, int]
    trained_until: Mapping[int, date]
    therapy_until: Mapping[int, datetime]
    confirmed: Mapping[int, MedicineConfirmation]
    may_be_used: bool


def gate(dosing: DosingSession, so_far: Story, *, now: datetime) -> Facts:
    """What the gate is shown: the three strands, the person now, the home, the order."""
    return gate_among(dosing, so_far, strands_of([dosing], now=now), now=now)


def gate_among(dosing: DosingSession, so_far: Story, around: Strands, *, now: datetime) -> Facts:
    """As `gate`, from rows already at hand."""
    answers = around.answers.get(dosing.patient_id, {})
    said = {f: Said(a.value, a.at, a.by.role) for f, a in answers.items()}
    said |= with_age(said, patient=dosing.patient, now=now)
    said |= dict(so_far.said)
    said |= said_by_rows(_known(dosing, around, now), now)
    said |= said_by_rows(_tonight(dosing, so_far, around, now), now)
    said.pop("medicines-confirmed-today", None)  # counts only as the deed on the list itself
    confirmed = around.confirmed.get(dosing.patient_id)
    if confirmed:
        said["medicines-confirmed-today"] = Said(True, confirmed.at, confirmed.by.role)
    if dosing.patient_id in around.medicines:
        said["medicines"] = around.medicines[dosing.patient_id]
    over = around.signed_over.get(dosing.order_id, frozenset())
    signed = Signed(around.orders.get(dosing.patient_id, ()), over)
    return Facts(said | standing(dosing, said, signed, now=now), now)


def _tonight(
    dosing: DosingSession, so_far: Story, around: Strands, now: datetime
) -> dict[str, Any]:
    """How often lately, whether already tonight, and whether the guide is free and trained."""
    doses = around.recent.get(dosing.patient_id, ())
    until = around.trained_until.get(dosing.guide_id)
    return {
        "dose-taken-this-session": so_far.started_at is not None,
        "doses-in-7-days": 1 + sum(now - at < timedelta(days=7) for at in doses),
        "doses-in-28-days": 1 + sum(now - at < timedelta(days=28) for at in doses),
        "guide-live-sessions": around.live.get(dosing.guide_id, 0) - so_far.is_live,
        "guide-training-current": until is not None
        and until >= now.astimezone(dosing.guide.tz).date(),
    }


def _known(dosing: DosingSession, around: Strands, now: datetime) -> dict[str, Any]:
    """Dosing, therapy and medicines, as the course's own rows tell them."""
    course = dosing.course
    taken, last = around.doses.get(course.pk, (0, None))
    until = around.therapy_until.get(course.pk)
    known: dict[str, Any] = {
        "course-signed": course.ends_on >= now.astimezone(dosing.patient.tz).date(),
        "order-signed": around.newest_order.get(course.pk) == dosing.order_id,
        "doses-left": max(0, protocol_of(dosing).doses.count - taken),
        "therapist-named": course.therapist.is_active,
        "therapy-booked-after-dose": until is not None and until > max(dosing.planned_at, now),
        "knowledge-adopted": around.may_be_used,
        "first-dose": last is None,
    }
    if last:
        known["hours-since-last-dose"] = (now - last).total_seconds() // 360 / 10  # rounded down
    return known


def strands_of(dosings: Sequence[DosingSession], *, now: datetime) -> Strands:
    """The same few queries, however many dosing sessions."""
    courses = {d.course_id for d in dosings}
    patients = {d.patient_id: d.patient for d in dosings}
    guides = {d.guide_id for d in dosings}
    confirmed = confirmed_on_day_of_each(list(patients.values()), now)
    return Strands(
        answers=_answers(list(patients)),
        medicines=lists_as_said(confirmed, list(patients)),
        newest_order=_newest_orders(courses),
        orders=orders_of(list(patients)),
        signed_over=signed_over({d.order_id for d in dosings}),
        doses=_doses(courses),
        recent=_recent(list(patients), now),
        live=_live(guides),
        trained_until=_trained_until(guides),
        therapy_until=_therapy_until(courses),
        confirmed=confirmed,
        may_be_used=is_adopted() or is_demo(),
    )


def _answers(patients: list[int]) -> dict[int, dict[str, Answer]]:
    rows = Answer.objects.filter(patient__in=patients, fact__in=FROM_EVALUATION)
    newest = rows.order_by("patient", "fact", "-pk").distinct("patient", "fact")
    found: dict[int, dict[str, Answer]] = {}
    for row in newest.select_related("by"):
        if row.value is not None:
            found.setdefault(row.patient_id, {})[row.fact] = row
    return found


def _newest_orders(courses: set[int]) -> dict[int, int]:
    rows = Order.objects.filter(course__in=courses).values_list("course")
    return dict(rows.annotate(newest=Max("pk")))


def _doses(courses: set[int]) -> dict[int, tuple[int, datetime | None]]:
    """How many doses each course has had, and when the last one was."""
    started = Q(kind=DosingEvent.Kind.STARTED, dosing__course__in=courses)
    rows = DosingEvent.objects.filter(started).values_list("dosing__course")
    return {c: (n, last) for c, n, last in rows.annotate(n=Count("pk"), last=Max("at"))}


def _recent(patients: list[int], now: datetime) -> dict[int, list[datetime]]:
    """When each patient took a dose in the last four weeks, in whichever course."""
    since = Q(kind=DosingEvent.Kind.STARTED, patient__in=patients, at__gt=now - timedelta(days=28))
    found: dict[int, list[datetime]] = {}
    for patient, at in DosingEvent.objects.filter(since).values_list("patient", "at"):
        found.setdefault(patient, []).append(at)
    return found


def _live(guides: set[int]) -> dict[int, int]:
    """How many live dosing sessions each guide accompanies."""
    rows = DosingSession.objects.filter(guide__in=guides, silent_after__isnull=False)
    return dict(rows.values_list("guide").annotate(n=Count("pk")))


def _trained_until(guides: set[int]) -> dict[int, date]:
    """Until when each guide's training counts, by the director's newest record."""
    rows = Training.objects.filter(person__in=guides).order_by("person", "-pk")
    return dict(rows.distinct("person").values_list("person", "until_on"))


def _therapy_until(courses: set[int]) -> dict[int, datetime]:
    """The last therapy session that stands in each course."""
    rows = TherapySession.objects.filter(course__in=courses, cancelled_at=None)
    return dict(rows.values_list("course").annotate(last=Max("at")))
