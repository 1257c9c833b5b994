"""What was noticed in a course, and a therapy session that is held because of it."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from tercet.clinic.migrations._walls import added_never_changed


class Migration(migrations.Migration):
    dependencies = [
        ("clinic", "0009_languages"),
    ]

    operations = [
        migrations.AlterField(
            model_name="therapysession",
            name="kind",
            field=models.CharField(
                choices=[
                    ("preparation", "Preparation"),
                    ("integration", "Integration"),
                    ("therapy", "Therapy"),
                    ("surfaced", "Anxiety that surfaced"),
                ],
                max_length=20,
            ),
        ),
        migrations.CreateModel(
            name="Noticed",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "what",
                    models.CharField(
                        choices=[
                            ("surfaced-anxiety", "Anxiety surfaced"),
                            ("reliably-worse", "Reliably worse"),
                            ("little-response", "Little response"),
                        ],
                        max_length=20,
                    ),
                ),
                ("about", models.CharField(max_length=60)),
                ("says", models.TextField()),
                ("since_at", models.DateTimeField()),
                ("saw", models.JSONField()),
                ("at", models.DateTimeField()),
                ("knowledge", models.CharField(max_length=64)),
                (
                    "alert",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="clinic.alert",
                    ),
                ),
                (
                    "course",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="noticed",
                        to="clinic.course",
                    ),
                ),
                (
                    "held",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="held_for",
                        to="clinic.therapysession",
                    ),
                ),
                (
                    "patient",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="noticed",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("course", "what", "about"), name="noticed_once")
                ],
            },
        ),
        migrations.RunSQL(added_never_changed("noticed"), migrations.RunSQL.noop),
    ]
