"""Which course a patient is in, and which order is in force."""

from datetime import datetime

from tercet.clinic.people.models import Person
from tercet.clinic.treatment.models import Course, Declined, Order


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
