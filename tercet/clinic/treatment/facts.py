"""Which course a patient is in, and which order is in force."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import Count, OuterRef, QuerySet, Subquery

from tercet.clinic.alerts.models import Alert
from tercet.clinic.measures.models import Assessment
from tercet.clinic.people.models import Person
from tercet.clinic.record.models import KeptDecision
from tercet.clinic.treatment.models import Course, Declined, Order


@dataclass(frozen=True, slots=True)
class Dose:
    """What is ordered: `units` of `unit_mg` milligrams each, held, then the verb."""

    unit_mg: Decimal
    units: int
    made_of: str
    hold_minutes: int
    verb: str

    @property
    def total_mg(self) -> Decimal:
        return self.unit_mg * self.units


def current_course(patient: Person, now: datetime) -> Course | None:
    """The course this patient is in on that day, if any."""
    today = now.astimezone(patient.tz).date()
    return Course.objects.filter(patient=patient, ends_on__gte=today).order_by("-pk").first()


def newest_order(course: Course) -> Order | None:
    """The order in force: the newest one signed for this course."""
    return course.orders.order_by("-pk").first()


def declined(patient: Person) -> Declined | None:
    """The newest refusal a prescriber signed, if there is one."""
    signed = Declined.objects.filter(patient=patient).select_related("signature__by")
    return signed.order_by("-pk").first()


def standing(by: Person, *, named: str = "", now: datetime) -> "QuerySet[Person]":
    """Every patient `by` may see, each with newest decision, course, score and open alerts.

    One question to the database, however many rows.
    """
    of_one = {"patient": OuterRef("pk")}
    made = KeptDecision.objects.visible_to(by).filter(about="eligibility", **of_one).order_by("-pk")
    course = Course.objects.visible_to(by).filter(ends_on__gte=now.date(), **of_one).order_by("-pk")
    gad = Assessment.objects.visible_to(by).filter(instrument="gad-7", **of_one).order_by("-at")
    alerts = Alert.objects.visible_to(by).filter(acknowledged_at=None, **of_one).order_by()
    people = Person.objects.visible_to(by).patients().filter(name__icontains=named)
    return people.annotate(
        decision=Subquery(made.values("pk")[:1]),
        verdict=Subquery(made.values("verdict")[:1]),
        decided_at=Subquery(made.values("at")[:1]),
        course=Subquery(course.values("pk")[:1]),
        course_ends_on=Subquery(course.values("ends_on")[:1]),
        gad_7=Subquery(gad.values("total")[:1]),
        gad_7_at=Subquery(gad.values("at")[:1]),
        open_alerts=Subquery(alerts.values("patient").annotate(n=Count("pk")).values("n")),
    ).order_by("name")
