"""The language somebody is asked in, and the crisis lines of the clinic's own place."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

PERSON = settings.AUTH_USER_MODEL
LANGUAGE = {"max_length": 5, "default": "en", "db_default": "en"}

# Added to, and ended: no other column of a line can be changed by anyone who serves pages.
GRANTS = """
grant update (language) on "clinic_person" to tercet_web;
grant select, insert, update (until_at, until_by_id) on "clinic_localline" to tercet_web;
grant select on "clinic_localline" to tercet_work;
grant usage on all sequences in schema public to tercet_web, tercet_work;
"""
KEPT = """
create trigger never_emptied before delete on "clinic_localline"
  for each row execute function clinic_refuse();
"""


class Migration(migrations.Migration):
    dependencies = [("clinic", "0008_diary")]
    operations = [
        migrations.AddField("person", "language", models.CharField(**LANGUAGE)),
        migrations.AddField("assessment", "language", models.CharField(**LANGUAGE)),
        migrations.CreateModel(
            name="LocalLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=80)),
                ("call", models.CharField(max_length=24)),
                ("text", models.CharField(blank=True, max_length=24)),
                ("says", models.CharField(max_length=200)),
                ("since_at", models.DateTimeField()),
                ("until_at", models.DateTimeField(null=True)),
                ("once", models.UUIDField(unique=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=PERSON
                    ),
                ),
                (
                    "until_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=PERSON,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("until_at", None), ("until_by", None))
                        | models.Q(
                            ("until_at__gte", models.F("since_at")), ("until_by__isnull", False)
                        ),
                        name="local_line_ends_after_it_begins",
                    )
                ],
            },
        ),
        migrations.RunSQL(GRANTS, migrations.RunSQL.noop),
        migrations.RunSQL(KEPT, migrations.RunSQL.noop),
    ]
