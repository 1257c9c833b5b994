"""What the patient answered, what is half answered, and what was asked back."""

from django.db import models

from tercet.clinic.people.models import Clinical, OfPatients, Person


class Answer(models.Model):
    """Insert-only: a changed answer is a later row. A null value withdraws an answer."""

    objects = Clinical.as_manager()

    patient = models.ForeignKey(Person, models.PROTECT, related_name="answers")
    fact = models.CharField(max_length=60)
    value = models.JSONField(null=True)
    at = models.DateTimeField()
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    once = models.UUIDField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["once", "fact"], name="answer_once_per_form"),
        ]
        indexes = [models.Index(fields=["patient", "fact", "-id"], name="answer_latest")]


class DraftsOfOne(OfPatients):
    def visible_to(self, by: Person) -> "DraftsOfOne":
        """A draft is the patient's own until it is sent."""
        return self.filter(patient=by.pk)


class Draft(models.Model):
    """What was typed and not yet sent, as it was typed. Ordinary row, the patient's own."""

    objects = DraftsOfOne.as_manager()

    patient = models.OneToOneField(Person, models.PROTECT, related_name="draft")
    typed = models.JSONField(default=dict)
    saved_at = models.DateTimeField()


class Question(models.Model):
    """A question sent back to the patient because a rule needs an answer. Insert-only."""

    objects = Clinical.as_manager()

    patient = models.ForeignKey(Person, models.PROTECT, related_name="questions")
    rule = models.CharField(max_length=80)
    facts = models.JSONField(default=list)
    asks = models.TextField()
    at = models.DateTimeField()
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
