"""The pages of one patient, as tabs: each role sees those that are for it."""

from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from tercet.clinic.guards import READERS
from tercet.clinic.people.models import Person

Role = Person.Role
TABS = [
    ("course", "Course", READERS),
    ("therapy", "Therapy", READERS),
    ("diary", "Diary", (Role.GUIDE, Role.PRESCRIBER, Role.THERAPIST, Role.DIRECTOR)),
    ("medicines", "Medicines", READERS),
    ("hours", "Around a dose", tuple(sorted(Person.STAFF))),
    ("decision", "Evaluation", (Role.GUIDE, Role.PRESCRIBER, Role.DIRECTOR)),
    ("log", "Who did what", (Role.GUIDE, Role.PRESCRIBER, Role.DIRECTOR)),
]


def tabs(request: HttpRequest, patient: int, here: str) -> list[dict[str, Any]]:
    """The pages of one patient, for this role; a page that is not there yet is not shown."""
    shown = []
    for name, label, roles in TABS:
        try:
            href = reverse(name, args=[patient])
        except NoReverseMatch:
            continue
        if request.user.role in roles:
            shown.append({"href": href, "label": label, "here": name == here})
    return shown
