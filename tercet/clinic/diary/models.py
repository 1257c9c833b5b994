"""What a person keeps of their own days. Rows are added; a mistake is taken back by another row."""

from django.db import models
from django.db.models import F, Q

from tercet.clinic.people.models import Clinical, Person

STANDS_ALONE = ("panic", "worry", "goal", "taken-back")


class DiaryEntry(models.Model):
    """One thing that was kept, in the person's own words and numbers. Insert-only.

    `said` holds only what was said: a key that is not there was left blank. Its keys are those
    of the forms: see `diary.forms`.
    """

    class Kind(models.TextChoices):
        PANIC = "panic", "Panic attack"
        WORRY = "worry", "Worry"
        OUTCOME = "worry-outcome", "What became of a fear"
        GOAL = "goal", "Goal"
        STEP = "step", "Step"
        ATTEMPT = "attempt", "Attempt"
        FINISHED = "goal-finished", "Goal finished"
        TAKEN_BACK = "taken-back", "Taken back"

    objects = Clinical.as_manager()

    patient = models.ForeignKey(Person, models.PROTECT, related_name="diary")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    happened_at = models.DateTimeField()  # of a day: its beginning where the patient lives
    at = models.DateTimeField()
    said = models.JSONField(default=dict)
    of = models.ForeignKey("self", models.PROTECT, null=True, related_name="follows")
    takes_back = models.ForeignKey("self", models.PROTECT, null=True, related_name="taken_back")
    once = models.UUIDField(unique=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["takes_back"], name="diary_taken_back_once"),
            models.UniqueConstraint(fields=["id", "patient"], name="diary_entry_of_patient"),
            models.CheckConstraint(
                condition=Q(kind="taken-back", takes_back__isnull=False)
                | (~Q(kind="taken-back") & Q(takes_back=None)),
                name="diary_only_a_mistake_takes_back",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=STANDS_ALONE, of=None)
                | (~Q(kind__in=STANDS_ALONE) & Q(of__isnull=False)),
                name="diary_follows_what_it_is_of",
            ),
            models.CheckConstraint(
                condition=Q(happened_at__lte=F("at")), name="diary_is_not_of_the_future"
            ),
        ]
        indexes = [models.Index(fields=["patient", "happened_at"], name="diary_of_patient")]
