"""What was asked, when it was reminded of, what became of it, and whose task it then is."""

from django.db import models

from tercet.clinic.measures.models import Assessment
from tercet.clinic.people.models import Clinical, OfPatients, Person


class Asked(models.Model):
    """One window, opened: its question is asked once, with these instants. Insert-only.

    How it stands is never stored; it follows from the rows below and the clock.
    """

    objects = Clinical.as_manager()

    patient = models.ForeignKey(Person, models.PROTECT, related_name="asked")
    protocol = models.CharField(max_length=60)
    round = models.CharField(max_length=60)
    anchor = models.CharField(max_length=60)
    number = models.PositiveSmallIntegerField()
    asks = models.JSONField(default=list)
    facts = models.JSONField(default=list)
    target_at = models.DateTimeField()
    opens_at = models.DateTimeField()
    due_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    zone = models.CharField(max_length=64)
    at = models.DateTimeField()
    knowledge = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["patient", "round", "anchor", "number"], name="asked_once"
            ),
            models.CheckConstraint(
                condition=models.Q(opens_at__lt=models.F("due_at"))
                & models.Q(due_at__lt=models.F("closes_at")),
                name="asked_opens_before_it_closes",
            ),
        ]
        indexes = [models.Index(fields=["patient", "closes_at"], name="asked_of_patient")]


class Reply(models.Model):
    """What was said to one window: an assessment or facts, when, and whether late. Insert-only."""

    objects = Clinical.as_manager()

    patient = models.ForeignKey(Person, models.PROTECT, related_name="replies")
    asked = models.ForeignKey(Asked, models.PROTECT, related_name="replies")
    name = models.CharField(max_length=60)  # the instrument, or "facts"
    assessment = models.ForeignKey(Assessment, models.PROTECT, null=True, related_name="replies")
    said_at = models.DateTimeField()
    at = models.DateTimeField()
    is_late = models.BooleanField()
    once = models.UUIDField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["asked", "name"], name="reply_once"),
        ]


class PutOff(models.Model):
    """“Not now”, or “I do not want to answer”: heard like any answer. Insert-only."""

    class Kind(models.TextChoices):
        NOT_NOW = "not-now", "Not now"
        REFUSED = "refused", "Does not want to answer"

    objects = Clinical.as_manager()

    patient = models.ForeignKey(Person, models.PROTECT, related_name="+")
    asked = models.ForeignKey(Asked, models.PROTECT, related_name="put_off")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    at = models.DateTimeField()
    once = models.UUIDField(unique=True)


class Reminder(models.Model):
    """One message about one window by one way, decided on and never changed. Insert-only."""

    class Way(models.TextChoices):
        MAIL = "mail", "E-mail"
        PUSH = "push", "Notice on a device"
        IN_APP = "in-app", "On the first page"

    objects = Clinical.as_manager()

    patient = models.ForeignKey(Person, models.PROTECT, related_name="+")
    asked = models.ForeignKey(Asked, models.PROTECT, related_name="reminders")
    way = models.CharField(max_length=10, choices=Way.choices)
    step = models.PositiveSmallIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["asked", "way", "step"], name="reminded_once"),
        ]


class ReminderEvent(models.Model):
    """What became of a reminder: sent, delivered, opened, failed; each a fact of its own."""

    class Kind(models.TextChoices):
        SENT = "sent", "Sent"
        DELIVERED = "delivered", "Delivered"
        OPENED = "opened", "Opened"
        FAILED = "failed", "Failed"

    objects = Clinical.as_manager()

    patient = models.ForeignKey(Person, models.PROTECT, related_name="+")
    reminder = models.ForeignKey(Reminder, models.PROTECT, related_name="events")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    at = models.DateTimeField()
    detail = models.CharField(max_length=120, blank=True)  # the kind of fault, never an address

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["reminder", "kind"],
                condition=~models.Q(kind="failed"),
                name="reminder_event_once",
            ),
        ]


class Task(models.Model):
    """A window that somebody must follow up: one task each. Ordinary row once it is done."""

    class Kind(models.TextChoices):
        UNANSWERED = "unanswered", "Not answered"
        REFUSED = "refused", "Does not want to answer"
        NOT_DELIVERED = "not-delivered", "A reminder could not be delivered"
        NOT_ASKED = "not-asked", "Was never asked"

    objects = Clinical.as_manager()

    patient = models.ForeignKey(Person, models.PROTECT, related_name="tasks")
    asked = models.OneToOneField(Asked, models.PROTECT, related_name="task")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    raised_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    note = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(done_at=None, done_by=None)
                | models.Q(done_at__isnull=False, done_by__isnull=False),
                name="task_done_by_someone",
            ),
        ]


class Stay(models.Model):
    """From this instant on the patient's device says it is in this zone. Insert-only."""

    objects = Clinical.as_manager()

    patient = models.ForeignKey(Person, models.PROTECT, related_name="stays")
    zone = models.CharField(max_length=64)
    since_at = models.DateTimeField()


class Devices(OfPatients):
    def visible_to(self, by: Person) -> "Devices":
        """An address for notices is the patient's own."""
        return self.filter(patient=by.pk)


class Device(models.Model):
    """A browser that agreed to be sent notices, until it is gone or said no."""

    objects = Devices.as_manager()

    patient = models.ForeignKey(Person, models.PROTECT, related_name="devices")
    endpoint = models.CharField(max_length=600)
    p256dh = models.CharField(max_length=120)
    auth = models.CharField(max_length=60)
    since_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["patient", "endpoint"], name="device_once"),
        ]


class LocalLines(models.QuerySet["LocalLine"]):
    def visible_to(self, by: Person) -> "LocalLines":
        """Whoever is signed in: a number to call is nobody's secret."""
        return self if by.is_authenticated else self.none()


class LocalLine(models.Model):
    """A crisis line of the clinic's own place, from one moment until another.

    Added and ended, never rewritten: PostgreSQL lets a deed change when and by whom it ended, and
    nothing else.
    """

    objects = LocalLines.as_manager()

    name = models.CharField(max_length=80)
    call = models.CharField(max_length=24)
    text = models.CharField(max_length=24, blank=True)
    says = models.CharField(max_length=200)
    since_at = models.DateTimeField()
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    until_at = models.DateTimeField(null=True)
    until_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    once = models.UUIDField(unique=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(until_at=None, until_by=None)
                | models.Q(until_at__gte=models.F("since_at"), until_by__isnull=False),
                name="local_line_ends_after_it_begins",
            ),
        ]
