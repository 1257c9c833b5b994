"""Current medicines as statements made over time, and the act of confirming them."""

from django.db import models

from tercet.clinic.people.models import OfPatients, Person


class WithMedicines(OfPatients):
    closed_to = frozenset({Person.Role.SUPPORT})


class MedicineStatement(models.Model):
    """Someone said that the patient takes, or no longer takes, a medicine. Insert-only."""

    objects = WithMedicines.as_manager()

    patient = models.ForeignKey(Person, models.PROTECT, related_name="medicines")
    text = models.CharField(max_length=200)
    takes = models.BooleanField()
    since_on = models.DateField(null=True)
    at = models.DateTimeField()
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~models.Q(text=""), name="medicine_is_named")
        ]
        indexes = [models.Index(fields=["patient", "-id"], name="medicine_latest")]


class MedicineConfirmation(models.Model):
    """The whole list was read through with the patient and is right. Insert-only."""

    objects = WithMedicines.as_manager()

    patient = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    count = models.PositiveSmallIntegerField()

    class Meta:
        indexes = [models.Index(fields=["patient", "-id"], name="confirmation_latest")]
