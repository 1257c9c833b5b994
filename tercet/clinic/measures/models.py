"""A questionnaire as it was answered, and its score as computed then."""

from django.db import models

from tercet.clinic.people.models import OfPatients, Person


class Assessments(OfPatients):
    closed_to = frozenset({Person.Role.SUPPORT})


class Assessment(models.Model):
    """Insert-only. `answers` holds item id -> number, or null where left blank."""

    objects = Assessments.as_manager()

    patient = models.ForeignKey(Person, models.PROTECT, related_name="assessments")
    instrument = models.CharField(max_length=40)
    at = models.DateTimeField()
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    answers = models.JSONField()
    score = models.JSONField()
    total = models.FloatField(null=True)
    knowledge = models.CharField(max_length=64)
    language = models.CharField(max_length=5, default="en", db_default="en")  # asked in its words
    once = models.UUIDField(unique=True)

    class Meta:
        indexes = [
            models.Index(fields=["patient", "instrument", "at"], name="assessment_of_patient")
        ]
