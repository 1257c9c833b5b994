"""Run by a test in a process of its own: an evening with several doses live, signed in and ready.

    python -m tests.running.live_evening HOW_MANY

Prints one JSON list: for each patient the dosing session's id and a browser's cookie.
"""

import json
import os
import sys
from datetime import datetime, timedelta
from uuid import uuid4

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tercet.clinic.settings")
django.setup()

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.utils import timezone

from tercet.clinic.dosing import actions as dosing
from tercet.clinic.medicines import actions as medicines
from tercet.clinic.models import Course, DosingSession, Person
from tercet.clinic.people.actions import join_team
from tercet.running import demo
from tercet.running.demo_stories import READY, Stories


def cookie(person: Person) -> str:
    """A browser's sign-in, as the pages would have made it."""
    kept = SessionStore()
    kept[SESSION_KEY] = str(person.pk)
    kept[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[1]
    kept[HASH_SESSION_KEY] = person.get_session_auth_hash()
    kept.create()
    return f"{settings.SESSION_COOKIE_NAME}={kept.session_key}"


def patient(number: int, cast: dict[str, Person]) -> Person:
    made = Person.objects.create(
        email=f"patient-{number}@demo.example",
        name=f"Patient {number}",
        role=Person.Role.PATIENT,
        zone="America/Denver",
        password=demo.HASHED,
    )
    join_team(made, cast["noor"], now=timezone.now())
    return made


def live_dose(stories: Stories, course: Course, now: datetime) -> DosingSession:
    """A dose started just now, through the gate like any other."""
    noor = stories.cast["noor"]
    stories.therapy(course, at=now + timedelta(days=2, minutes=course.pk))
    planned = dosing.plan(course, at=now, by=noor, now=now)
    medicines.confirm(course.patient, by=noor, now=now)
    stories.said(planned, READY, at=now)
    dosing.start(planned, once=uuid4(), by=noor, now=now)
    return planned


def main(how_many: int) -> None:
    now = timezone.now()
    cast = {p.email.partition("@")[0]: p for p in Person.objects.all()}
    stories = Stories(cast, password=demo.PASSWORD, evening=now, now=now)
    evening = []
    for number in range(how_many):
        one = patient(number, cast)
        stories.gad_7(one, 15, at=now)
        course = stories.signed_course(one, "generalised anxiety", at=now)
        live = live_dose(stories, course, now)
        evening.append({"dosing": live.pk, "cookie": cookie(one)})
    print(json.dumps(evening))


if __name__ == "__main__":
    main(int(sys.argv[1]))
