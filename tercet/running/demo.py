"""The demo clinic: the fixed cast, and a few stories told to the real deeds at past times.

Nothing is written here that a person could not have done on a page; only the clock is told.
"""

from collections.abc import Iterator
from datetime import datetime, time, timedelta

from django.contrib.auth.hashers import make_password
from django.db import transaction

from tercet.clinic.clock import now as the_time
from tercet.clinic.models import Clinic, Person, SignInLink
from tercet.clinic.people import actions as people
from tercet.running import demo_stories

PASSWORD = "three lines of verse"  # noqa: S105 - printed at every start, in a demo only
ZONE = "America/Denver"
Role = Person.Role
CAST = {
    "maria": ("Maria Delgado", Role.PATIENT, "303-555-0110"),
    "ana": ("Ana Delgado", Role.SUPPORT, "303-555-0182"),
    "noor": ("Noor Haddad", Role.GUIDE, "303-555-0120"),
    "okafor": ("Dr Okafor", Role.PRESCRIBER, "303-555-0130"),
    "lee": ("Lee Whitman", Role.THERAPIST, "303-555-0140"),
    "priya": ("Priya Raman", Role.OUTSIDE, "303-555-0150"),
    "kim": ("Kim Alvarez", Role.COORDINATOR, "303-555-0170"),
    "dana": ("Dana Brooks", Role.DIRECTOR, "303-555-0160"),
    "sam": ("Sam Stranger", Role.NONE, ""),
}
OTHERS = {
    "tomas": ("Tomás Rivera", Role.PATIENT, "303-555-0111"),
    "eva": ("Eva Rivera", Role.SUPPORT, "303-555-0183"),
    "june": ("June Park", Role.PATIENT, "303-555-0112"),
    "walter": ("Walter Osei", Role.PATIENT, "303-555-0113"),
    "ruth": ("Ruth Osei", Role.SUPPORT, "303-555-0184"),
}


def is_demo() -> bool:
    """Whether this database holds a demo."""
    return people.is_demo()


@transaction.atomic
def fill(now: datetime) -> None:
    """Put the demo clinic into an empty database. Does nothing where there is a clinic."""
    if Clinic.objects.exists():
        return
    Clinic.objects.create(name="Three Lines Clinic", is_demo=True, protocol="at-home-low-dose")
    cast = {key: _person(key, *who) for key, who in (CAST | OTHERS).items()}
    for patient, members in {
        "maria": ("ana", "noor", "priya"),
        "tomas": ("eva", "noor", "lee"),
        "june": ("noor",),
        "walter": ("ruth", "noor", "lee"),
    }.items():
        for member in members:
            people.join_team(cast[patient], cast[member], now=now)
    evening = datetime.combine(now.astimezone(cast["maria"].tz), time(18, 0), cast["maria"].tz)
    trained = now.date() + timedelta(days=365)
    people.record_training(cast["noor"], trained, by=cast["dana"], now=now)
    stories = demo_stories.Stories(cast, password=PASSWORD, evening=evening, now=now)
    stories.tomas_is_half_way()
    stories.walter_begins()
    stories.june_waits_for_the_prescriber()


def _person(key: str, name: str, role: str, phone: str) -> Person:
    return Person.objects.create(
        email=f"{key}@demo.example",
        name=name,
        role=role,
        phone=phone,
        zone=ZONE,
        password=HASHED,
    )


def links(address: str) -> Iterator[tuple[str, str, str]]:
    """Who, as what, and a fresh link that signs them in; older links end."""
    now = the_time()
    SignInLink.objects.all().delete()
    for key in CAST:
        person = Person.objects.get(email=f"{key}@demo.example")
        token = people.make_sign_in_link(person, now=now)
        yield person.name, person.get_role_display(), f"{address}/demo/{token}/"
    yield "Password of everyone here, asked for when signing:", PASSWORD, ""


HASHED = make_password(PASSWORD)
