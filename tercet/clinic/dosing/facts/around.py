"""The hours around the next dose: what is taken, by which route the order is, and when."""

from dataclasses import dataclass
from datetime import datetime

from tercet.clinic.dosing.models import DosingEvent, DosingSession
from tercet.clinic.intake.facts import evaluation
from tercet.clinic.medicines.facts import list_as_said
from tercet.clinic.people.models import Person
from tercet.clinic.treatment.facts import current_course, newest_order
from tercet.clinic.treatment.models import Course, Order
from tercet.decisions import Facts, around
from tercet.decisions.around import Plan
from tercet.decisions.around.exposure import SPAT, SWALLOWED
from tercet.knowledge import read

ROUTES = {Order.Verb.SPIT: SPAT, Order.Verb.SWALLOW: SWALLOWED}
OVER = (DosingEvent.Kind.STARTED, DosingEvent.Kind.POSTPONED)


@dataclass(frozen=True, slots=True)
class Around:
    """The plan around one dose; no course, order or planned hour where there is none yet."""

    course: Course | None
    order: Order | None
    at: datetime | None  # when the next dose is planned
    listed: bool  # whether there is a list of medicines at all
    plan: Plan


def around_next_dose(patient: Person, *, now: datetime) -> Around:
    """By the newest order of the course; without one the route is not known."""
    course = current_course(patient, now)
    order = newest_order(course) if course else None
    said, listed = dict(evaluation(patient, now=now).said), list_as_said(patient)
    if listed:
        said["medicines"] = listed
    route = ROUTES[Order.Verb(order.verb)] if order else None
    plan = around.plan(Facts(said, now), route, read())
    at = _next_at(course) if course else None
    return Around(course, order, at, "medicines" in said, plan)


def _next_at(course: Course) -> datetime | None:
    """The hour of the dose that is planned and has neither begun nor been postponed."""
    over = DosingEvent.objects.filter(kind__in=OVER, dosing__course=course).values("dosing")
    waiting = DosingSession.objects.filter(course=course).exclude(pk__in=over)
    return waiting.order_by("-planned_at").values_list("planned_at", flat=True).first()
