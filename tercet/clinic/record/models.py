"""The record's ground: log lines, kept decisions, signatures. All insert-only."""

from django.db import models

from tercet.clinic.people.models import Clinical, OfPatients, Person


class Entry(models.Model):
    """One line of the log: who did what, about whom, when. Ids in `detail`, never answers."""

    objects = OfPatients.as_manager()

    at = models.DateTimeField()
    deed = models.CharField(max_length=60)
    by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    patient = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    detail = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["patient", "at"], name="entry_of_patient")]


class KeptDecision(models.Model):
    """A decision as it was made: what was seen, what was found, under which knowledge."""

    objects = Clinical.as_manager()

    at = models.DateTimeField()
    patient = models.ForeignKey(Person, models.PROTECT, related_name="decisions")
    about = models.CharField(max_length=40)
    protocol = models.CharField(max_length=60, blank=True)
    saw = models.JSONField()
    made = models.JSONField()
    verdict = models.CharField(max_length=10)
    knowledge = models.CharField(max_length=64)

    class Meta:
        indexes = [models.Index(fields=["patient", "about", "-id"], name="decision_of_patient")]


class Signature(models.Model):
    """A person put their name to something, with a reason, after a second factor."""

    objects = Clinical.as_manager()

    at = models.DateTimeField()
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    patient = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    decision = models.ForeignKey(KeptDecision, models.PROTECT, null=True, related_name="signatures")
    meaning = models.CharField(max_length=60)
    reason = models.TextField()
    second_factor = models.CharField(max_length=20)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~models.Q(reason=""), name="signature_has_a_reason"),
            models.CheckConstraint(
                condition=~models.Q(second_factor=""), name="signature_has_a_second_factor"
            ),
        ]


class Adoption(models.Model):
    """The clinical director took one version of the knowledge into use."""

    signature = models.OneToOneField(Signature, models.PROTECT, related_name="adoption")
    knowledge = models.CharField(max_length=64)
