"""What patients keep track of themselves: the table, whose rows are whose, and that none changes."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from tercet.clinic.migrations._walls import added_never_changed

ALONE = ("panic", "worry", "goal", "taken-back")
TABLE = '"clinic_diaryentry"'


def of_the_same_person() -> str:
    """An entry is only ever of an entry of the same person."""
    return "\n".join(
        f"alter table {TABLE} add constraint diary_{column}_of_the_same_person"
        f" foreign key ({column}, patient_id) references {TABLE} (id, patient_id);"
        for column in ("of_id", "takes_back_id")
    )


class Migration(migrations.Migration):
    dependencies = [("clinic", "0007_walls_of_asking")]
    operations = [
        migrations.CreateModel(
            name="DiaryEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("panic", "Panic attack"),
                            ("worry", "Worry"),
                            ("worry-outcome", "What became of a fear"),
                            ("goal", "Goal"),
                            ("step", "Step"),
                            ("attempt", "Attempt"),
                            ("goal-finished", "Goal finished"),
                            ("taken-back", "Taken back"),
                        ],
                        max_length=20,
                    ),
                ),
                ("happened_at", models.DateTimeField()),
                ("at", models.DateTimeField()),
                ("said", models.JSONField(default=dict)),
                ("once", models.UUIDField(unique=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "of",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="follows",
                        to="clinic.diaryentry",
                    ),
                ),
                (
                    "patient",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="diary",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "takes_back",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="taken_back",
                        to="clinic.diaryentry",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["patient", "happened_at"], name="diary_of_patient")
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("takes_back",), name="diary_taken_back_once"),
                    models.UniqueConstraint(
                        fields=("id", "patient"), name="diary_entry_of_patient"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(kind="taken-back", takes_back__isnull=False)
                        | (~models.Q(kind="taken-back") & models.Q(takes_back=None)),
                        name="diary_only_a_mistake_takes_back",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(kind__in=ALONE, of=None)
                        | (~models.Q(kind__in=ALONE) & models.Q(of__isnull=False)),
                        name="diary_follows_what_it_is_of",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(happened_at__lte=models.F("at")),
                        name="diary_is_not_of_the_future",
                    ),
                ],
            },
        ),
        migrations.RunSQL(added_never_changed("diaryentry"), migrations.RunSQL.noop),
        migrations.RunSQL(of_the_same_person(), migrations.RunSQL.noop),
    ]
