"""An alert is open until a person acknowledges it; every step up the ladder is a line."""

from django.db import models

from tercet.clinic.people.models import OfPatients, Person
from tercet.clinic.record.models import KeptDecision


class Alert(models.Model):
    """Somebody must look. `topic` names what it is about, such as `dosing:7`."""

    objects = OfPatients.as_manager()

    patient = models.ForeignKey(Person, models.PROTECT, related_name="alerts")
    kind = models.CharField(max_length=40)
    topic = models.CharField(max_length=60)
    says = models.TextField()
    decision = models.ForeignKey(KeptDecision, models.PROTECT, null=True, related_name="+")
    protocol = models.CharField(max_length=60)
    ladder = models.CharField(max_length=40)
    step = models.PositiveSmallIntegerField(default=0)
    raised_at = models.DateTimeField()
    next_step_at = models.DateTimeField(null=True)
    acknowledged_at = models.DateTimeField(null=True)
    acknowledged_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    note = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(acknowledged_at=None, acknowledged_by=None)
                | models.Q(
                    acknowledged_at__isnull=False,
                    acknowledged_by__isnull=False,
                    next_step_at=None,
                ),
                name="alert_acknowledged_by_someone",
            ),
            models.UniqueConstraint(
                fields=["topic", "kind"],
                condition=models.Q(acknowledged_at=None),
                name="alert_open_once",
            ),
        ]
        indexes = [
            models.Index(
                name="alert_to_climb",
                fields=["next_step_at"],
                condition=models.Q(next_step_at__isnull=False),
            ),
            models.Index(fields=["patient", "-id"], name="alert_of_patient"),
        ]


class AlertStep(models.Model):
    """One rung of the ladder was reached: who is called, and what is said to them."""

    objects = OfPatients.as_manager()

    alert = models.ForeignKey(Alert, models.PROTECT, related_name="steps")
    patient = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    step = models.PositiveSmallIntegerField()
    who = models.CharField(max_length=40)
    says = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["alert", "step"], name="alert_step_once"),
        ]
