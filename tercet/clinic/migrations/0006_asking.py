"""What is asked when, what became of its reminders, and the tasks of what was not answered."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('clinic', '0005_training_and_fills'),
    ]

    operations = [
        migrations.AlterField(  # some totals are percentages
            model_name='assessment',
            name='total',
            field=models.FloatField(null=True),
        ),
        migrations.CreateModel(
            name='Asked',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('protocol', models.CharField(max_length=60)),
                ('round', models.CharField(max_length=60)),
                ('anchor', models.CharField(max_length=60)),
                ('number', models.PositiveSmallIntegerField()),
                ('asks', models.JSONField(default=list)),
                ('facts', models.JSONField(default=list)),
                ('target_at', models.DateTimeField()),
                ('opens_at', models.DateTimeField()),
                ('due_at', models.DateTimeField()),
                ('closes_at', models.DateTimeField()),
                ('zone', models.CharField(max_length=64)),
                ('at', models.DateTimeField()),
                ('knowledge', models.CharField(max_length=64)),
                ('patient', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='asked', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Device',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('endpoint', models.CharField(max_length=600)),
                ('p256dh', models.CharField(max_length=120)),
                ('auth', models.CharField(max_length=60)),
                ('since_at', models.DateTimeField()),
                ('until_at', models.DateTimeField(null=True)),
                ('patient', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='devices', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='PutOff',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('not-now', 'Not now'), ('refused', 'Does not want to answer')], max_length=10)),
                ('at', models.DateTimeField()),
                ('once', models.UUIDField(unique=True)),
                ('asked', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='put_off', to='clinic.asked')),
                ('patient', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Reminder',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('way', models.CharField(choices=[('mail', 'E-mail'), ('push', 'Notice on a device'), ('in-app', 'On the first page')], max_length=10)),
                ('step', models.PositiveSmallIntegerField()),
                ('at', models.DateTimeField()),
                ('asked', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reminders', to='clinic.asked')),
                ('patient', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='ReminderEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('sent', 'Sent'), ('delivered', 'Delivered'), ('opened', 'Opened'), ('failed', 'Failed')], max_length=10)),
                ('at', models.DateTimeField()),
                ('detail', models.CharField(blank=True, max_length=120)),
                ('patient', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('reminder', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='clinic.reminder')),
            ],
        ),
        migrations.CreateModel(
            name='Reply',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60)),
                ('said_at', models.DateTimeField()),
                ('at', models.DateTimeField()),
                ('is_late', models.BooleanField()),
                ('once', models.UUIDField()),
                ('asked', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='replies', to='clinic.asked')),
                ('assessment', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replies', to='clinic.assessment')),
                ('patient', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='replies', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Stay',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('zone', models.CharField(max_length=64)),
                ('since_at', models.DateTimeField()),
                ('patient', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='stays', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Task',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('unanswered', 'Not answered'), ('refused', 'Does not want to answer'), ('not-delivered', 'A reminder could not be delivered'), ('not-asked', 'Was never asked')], max_length=20)),
                ('raised_at', models.DateTimeField()),
                ('done_at', models.DateTimeField(null=True)),
                ('note', models.TextField(blank=True)),
                ('asked', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='task', to='clinic.asked')),
                ('done_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('patient', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tasks', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.AddIndex(
            model_name='asked',
            index=models.Index(fields=['patient', 'closes_at'], name='asked_of_patient'),
        ),
        migrations.AddConstraint(
            model_name='asked',
            constraint=models.UniqueConstraint(fields=('patient', 'round', 'anchor', 'number'), name='asked_once'),
        ),
        migrations.AddConstraint(
            model_name='asked',
            constraint=models.CheckConstraint(condition=models.Q(('opens_at__lt', models.F('due_at')), ('due_at__lt', models.F('closes_at'))), name='asked_opens_before_it_closes'),
        ),
        migrations.AddConstraint(
            model_name='device',
            constraint=models.UniqueConstraint(fields=('patient', 'endpoint'), name='device_once'),
        ),
        migrations.AddConstraint(
            model_name='reminder',
            constraint=models.UniqueConstraint(fields=('asked', 'way', 'step'), name='reminded_once'),
        ),
        migrations.AddConstraint(
            model_name='reminderevent',
            constraint=models.UniqueConstraint(condition=models.Q(('kind', 'failed'), _negated=True), fields=('reminder', 'kind'), name='reminder_event_once'),
        ),
        migrations.AddConstraint(
            model_name='reply',
            constraint=models.UniqueConstraint(fields=('asked', 'name'), name='reply_once'),
        ),
        migrations.AddConstraint(
            model_name='task',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('done_at', None), ('done_by', None)), models.Q(('done_at__isnull', False), ('done_by__isnull', False)), _connector='OR'), name='task_done_by_someone'),
        ),
    ]
