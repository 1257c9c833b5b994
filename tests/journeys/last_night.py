"""Gives Tomás of the demo a dose last night, with a first rise of anxiety, and prints his way in.

python -m tests.journeys.last_night    in the environment of a running demo
"""

from datetime import timedelta
from uuid import uuid4

from tercet.running.demo_command import clinic_at_hand

FELT = ((-2, 30, 40), (2, 55, 60))  # hours from the dose: anxiety rises while mood lifts
HOURS_AGO = timedelta(hours=24)


def main() -> None:
    with clinic_at_hand():
        from django.db import transaction

        from tercet.clinic.clock import now
        from tercet.clinic.dosing import actions as dosing
        from tercet.clinic.models import Course, Person
        from tercet.clinic.people import actions as people
        from tercet.running import demo, demo_stories

        cast = {key: Person.objects.get(email=f"{key}@demo.example") for key in ("noor", "tomas")}
        evening = now() - HOURS_AGO
        stories = demo_stories.Stories(cast, password=demo.PASSWORD, evening=evening, now=now())
        course = Course.objects.get(patient=cast["tomas"])
        tonight = course.dosing.order_by("pk").last()
        who = {"once": uuid4(), "by": cast["noor"], "now": now()}
        dosing.postpone(tonight, why="It was given last night.", **who)
        with transaction.atomic():  # the running watch must not find him silent half way
            stories.dose(course, at=evening)
            stories.hours(course, FELT, at=evening)
            stories.next_dose(course)
        print(f"/demo/{people.make_sign_in_link(cast['tomas'], now=now())}/")


if __name__ == "__main__":
    main()
