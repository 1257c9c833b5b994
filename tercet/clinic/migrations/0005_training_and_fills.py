"""That a guide is trained, as the director saw it; how many units an order gives out."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# Added, never changed; the pages read it, and only the owner's command writes it.
WALLS = """
create trigger added_never_changed before update or delete on "clinic_training"
  for each row execute function clinic_refuse();
create trigger never_emptied before truncate on "clinic_training"
  for each statement execute function clinic_refuse();
grant select on "clinic_training" to tercet_web, tercet_work;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("clinic", "0004_walls"),
    ]

    operations = [
        migrations.CreateModel(
            name="Training",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("until_on", models.DateField()),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="training",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["person", "-until_on"], name="training_of_person")
                ],
            },
        ),
        migrations.AddField(
            model_name="order",
            name="units_in_fill",
            field=models.PositiveSmallIntegerField(null=True),
        ),
        migrations.RunSQL(WALLS, migrations.RunSQL.noop),
    ]
