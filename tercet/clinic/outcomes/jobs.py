"""Courses looked over: one when its patient has answered, and all of them on a clock."""

from procrastinate.contrib.django import app

from tercet.clinic import clock
from tercet.clinic.outcomes import actions
from tercet.clinic.people.models import Person
from tercet.clinic.treatment.models import Course


@app.periodic(cron="*/10 * * * *")
@app.task(name="look-over-courses", pass_context=False)
def look_over_courses(timestamp: int) -> None:
    """Every patient with a course, so that nothing waits because one job was lost."""
    for patient in Person.objects.filter(pk__in=Course.objects.values("patient"), is_active=True):
        actions.look_over(patient, now=clock.now())


@app.task(name="look-over-course", pass_context=False, retry=5)
def look_over_course(patient: int) -> None:
    """One patient's, as they have just answered."""
    actions.look_over(Person.objects.get(pk=patient), now=clock.now())
