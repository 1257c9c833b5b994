"""A dosing session, what happened in it, and the signs of life around it."""

from django.db import models

from tercet.clinic.people.models import OfPatients, Person
from tercet.clinic.treatment.models import Course, Order


class DosingSession(models.Model):
    """A dose planned for an evening. Its state is computed from its events, never stored.

    `silent_after` is the one derived column: the watch finds silence by its index.
    """

    objects = OfPatients.as_manager()

    patient = models.ForeignKey(Person, models.PROTECT, related_name="dosing")
    course = models.ForeignKey(Course, models.PROTECT, related_name="dosing")
    order = models.ForeignKey(Order, models.PROTECT, related_name="dosing")
    guide = models.ForeignKey(Person, models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    planned_at = models.DateTimeField()
    silent_after = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["course", "number"], name="dose_number_once"),
        ]
        indexes = [
            models.Index(
                name="dosing_silence",
                fields=["silent_after"],
                condition=models.Q(silent_after__isnull=False),
            )
        ]


class DosingEvent(models.Model):
    """What happened, in order. Insert-only; `once` is the form's own key."""

    class Kind(models.TextChoices):
        READING = "reading", "Reading"
        STARTED = "started", "Dose in the mouth"
        FINISHED_HOLDING = "finished-holding", "Spat out or swallowed"
        CHECK_IN = "check-in", "Check-in"
        RELEASED = "released", "Released"
        MORNING = "morning", "Morning after"
        POSTPONED = "postponed", "Postponed"

    objects = OfPatients.as_manager()

    dosing = models.ForeignKey(DosingSession, models.PROTECT, related_name="events")
    patient = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    detail = models.JSONField(default=dict)
    once = models.UUIDField(unique=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["dosing", "kind"],
                condition=models.Q(kind__in=["started", "released", "morning", "postponed"]),
                name="dosing_turns_once",
            )
        ]
        indexes = [models.Index(fields=["dosing", "id"], name="events_of_dosing")]


class Heartbeat(models.Model):
    """A page was open and its device could reach us. Written in groups by `live`."""

    objects = OfPatients.as_manager()

    dosing = models.ForeignKey(DosingSession, models.PROTECT, related_name="heartbeats")
    patient = models.ForeignKey(Person, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    strand = models.CharField(max_length=20)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["dosing", "strand", "-at"], name="latest_heartbeat")]
