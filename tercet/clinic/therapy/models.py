"""Booked therapy sessions. An ordinary row: it may be moved or cancelled by a deed."""

from django.db import models

from tercet.clinic.people.models import OfPatients, Person
from tercet.clinic.treatment.models import Course


class TherapySession(models.Model):
    """One talk-therapy appointment of a course."""

    class Kind(models.TextChoices):
        PREPARATION = "preparation", "Preparation"
        INTEGRATION = "integration", "Integration"
        THERAPY = "therapy", "Therapy"
        SURFACED = "surfaced", "Anxiety that surfaced"

    objects = OfPatients.as_manager()

    patient = models.ForeignKey(Person, models.PROTECT, related_name="therapy")
    course = models.ForeignKey(Course, models.PROTECT, related_name="therapy")
    therapist = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    kind = models.CharField(max_length=20, choices=Kind.choices)
    cancelled_at = models.DateTimeField(null=True)
    cancelled_why = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["therapist", "at"],
                condition=models.Q(cancelled_at=None),
                name="therapist_in_one_place",
            )
        ]
        indexes = [models.Index(fields=["course", "at"], name="therapy_of_course")]
