"""A course exists only under a signature; an order is a row that a prescriber signed."""

from django.db import models

from tercet.clinic.people.models import Clinical, OfPatients, Person
from tercet.clinic.record.models import Signature


class Course(models.Model):
    """One course of care: the protocol, the people, the limits in time. Insert-only."""

    objects = OfPatients.as_manager()

    patient = models.ForeignKey(Person, models.PROTECT, related_name="courses")
    signature = models.OneToOneField(Signature, models.PROTECT, related_name="course")
    protocol = models.CharField(max_length=60)
    asked_for = models.CharField(max_length=80, blank=True)
    therapist = models.ForeignKey(Person, models.PROTECT, related_name="+")
    guide = models.ForeignKey(Person, models.PROTECT, related_name="+")
    starts_on = models.DateField()
    ends_on = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__gt=models.F("starts_on")), name="course_is_time_bound"
            )
        ]


class Declined(models.Model):
    """A prescriber read the evaluation and did not sign a course, with the reason signed."""

    objects = Clinical.as_manager()

    patient = models.ForeignKey(Person, models.PROTECT, related_name="declined")
    signature = models.OneToOneField(Signature, models.PROTECT, related_name="declined")


class Order(models.Model):
    """What may be taken: mass, units, form, hold and verb under one signature. Insert-only."""

    class Verb(models.TextChoices):
        SPIT = "spit", "Spit it out"
        SWALLOW = "swallow", "Swallow it"

    class MadeOf(models.TextChoices):
        BASE = "base", "ketamine base"
        HYDROCHLORIDE = "hydrochloride", "ketamine hydrochloride"

    objects = OfPatients.as_manager()

    patient = models.ForeignKey(Person, models.PROTECT, related_name="orders")
    course = models.ForeignKey(Course, models.PROTECT, related_name="orders")
    signature = models.OneToOneField(Signature, models.PROTECT, related_name="order")
    medicine = models.CharField(max_length=80, default="ketamine")
    form = models.CharField(max_length=80, default="rapid-dissolve tablet")
    made_of = models.CharField(max_length=20, choices=MadeOf.choices, default=MadeOf.BASE)
    unit_mg = models.DecimalField(max_digits=7, decimal_places=2)
    units = models.PositiveSmallIntegerField()
    total_mg = models.DecimalField(max_digits=7, decimal_places=2)
    units_in_fill = models.PositiveSmallIntegerField(null=True)  # older orders did not say
    hold_minutes = models.PositiveSmallIntegerField()
    verb = models.CharField(max_length=10, choices=Verb.choices)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(total_mg=models.F("unit_mg") * models.F("units")),
                name="order_units_make_the_dose",
            ),
            models.CheckConstraint(
                condition=models.Q(unit_mg__gt=0, units__gt=0), name="order_is_of_something"
            ),
        ]
