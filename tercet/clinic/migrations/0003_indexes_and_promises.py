"""What is found quickly, and what the tables themselves refuse."""

import django.db.models.expressions
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('clinic', '0002_rows_that_point_at_them'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='keptdecision',
            index=models.Index(fields=['patient', 'about', '-id'], name='decision_of_patient'),
        ),
        migrations.AddIndex(
            model_name='alert',
            index=models.Index(condition=models.Q(('next_step_at__isnull', False)), fields=['next_step_at'], name='alert_to_climb'),
        ),
        migrations.AddIndex(
            model_name='alert',
            index=models.Index(fields=['patient', '-id'], name='alert_of_patient'),
        ),
        migrations.AddConstraint(
            model_name='alert',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('acknowledged_at', None), ('acknowledged_by', None)), models.Q(('acknowledged_at__isnull', False), ('acknowledged_by__isnull', False), ('next_step_at', None)), _connector='OR'), name='alert_acknowledged_by_someone'),
        ),
        migrations.AddConstraint(
            model_name='alert',
            constraint=models.UniqueConstraint(condition=models.Q(('acknowledged_at', None)), fields=('topic', 'kind'), name='alert_open_once'),
        ),
        migrations.AddIndex(
            model_name='medicineconfirmation',
            index=models.Index(fields=['patient', '-id'], name='confirmation_latest'),
        ),
        migrations.AddIndex(
            model_name='medicinestatement',
            index=models.Index(fields=['patient', '-id'], name='medicine_latest'),
        ),
        migrations.AddConstraint(
            model_name='medicinestatement',
            constraint=models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='medicine_is_named'),
        ),
        migrations.AddIndex(
            model_name='dosingsession',
            index=models.Index(condition=models.Q(('silent_after__isnull', False)), fields=['silent_after'], name='dosing_silence'),
        ),
        migrations.AddConstraint(
            model_name='dosingsession',
            constraint=models.UniqueConstraint(fields=('course', 'number'), name='dose_number_once'),
        ),
        migrations.AddConstraint(
            model_name='signature',
            constraint=models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='signature_has_a_reason'),
        ),
        migrations.AddConstraint(
            model_name='signature',
            constraint=models.CheckConstraint(condition=models.Q(('second_factor', ''), _negated=True), name='signature_has_a_second_factor'),
        ),
        migrations.AddConstraint(
            model_name='order',
            constraint=models.CheckConstraint(condition=models.Q(('total_mg', django.db.models.expressions.CombinedExpression(models.F('unit_mg'), '*', models.F('units')))), name='order_units_make_the_dose'),
        ),
        migrations.AddConstraint(
            model_name='order',
            constraint=models.CheckConstraint(condition=models.Q(('unit_mg__gt', 0), ('units__gt', 0)), name='order_is_of_something'),
        ),
        migrations.AddConstraint(
            model_name='course',
            constraint=models.CheckConstraint(condition=models.Q(('ends_on__gt', models.F('starts_on'))), name='course_is_time_bound'),
        ),
        migrations.AddConstraint(
            model_name='teammember',
            constraint=models.UniqueConstraint(condition=models.Q(('until_at', None)), fields=('patient', 'member'), name='team_member_once'),
        ),
        migrations.AddConstraint(
            model_name='teammember',
            constraint=models.CheckConstraint(condition=models.Q(('until_at', None), ('until_at__gte', models.F('since_at')), _connector='OR'), name='team_member_ends_after_it_begins'),
        ),
        migrations.AddIndex(
            model_name='therapysession',
            index=models.Index(fields=['course', 'at'], name='therapy_of_course'),
        ),
        migrations.AddConstraint(
            model_name='therapysession',
            constraint=models.UniqueConstraint(condition=models.Q(('cancelled_at', None)), fields=('therapist', 'at'), name='therapist_in_one_place'),
        ),
    ]
