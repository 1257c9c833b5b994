"""What was noticed in a course, and the hour that was held for it."""

from django.db import models

from tercet.clinic.alerts.models import Alert
from tercet.clinic.people.models import Clinical, Person
from tercet.clinic.therapy.models import TherapySession
from tercet.clinic.treatment.models import Course


class Noticed(models.Model):
    """One thing that calls a person, noticed once in a course, with what it was read from.

    Insert-only. `what` says of which kind, `about` of which dose or questionnaire.
    """

    class What(models.TextChoices):
        SURFACED = "surfaced-anxiety", "Anxiety surfaced"
        WORSE = "reliably-worse", "Reliably worse"
        LITTLE = "little-response", "Little response"

    objects = Clinical.as_manager()

    patient = models.ForeignKey(Person, models.PROTECT, related_name="noticed")
    course = models.ForeignKey(Course, models.PROTECT, related_name="noticed")
    what = models.CharField(max_length=20, choices=What.choices)
    about = models.CharField(max_length=60)
    says = models.TextField()
    since_at = models.DateTimeField()
    saw = models.JSONField()  # the rules, and every answer and dose it was read from
    held = models.ForeignKey(TherapySession, models.PROTECT, null=True, related_name="held_for")
    alert = models.ForeignKey(Alert, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    knowledge = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["course", "what", "about"], name="noticed_once"),
        ]
