"""The support person's page: what to do now, whom to call, and how to say what they see."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from tercet.clinic.dosing import facts
from tercet.clinic.dosing.views.finding import find
from tercet.clinic.dosing.views.patient import around, asked_of_support
from tercet.clinic.guards import only
from tercet.clinic.people.models import Person

SEES = [
    ("all-right", "{} is all right"),
    ("sick", "{} feels sick"),
    ("frightened", "{} is frightened"),
    ("something-else", "Something else"),
]


@only(Person.Role.SUPPORT)
@never_cache
@require_safe
def support(request: HttpRequest, dosing: int) -> HttpResponse:
    """What to do in this phase; the same four answers, said about her."""
    found = find(request, dosing)
    so_far = facts.story(found)
    shown = around(request, found, so_far)
    name = found.patient.first_name
    shown["answers"] = [(value, words.format(name)) for value, words in SEES]
    shown["strand"], shown["asks"] = "support", asked_of_support(request, found)
    shown["drive_from"] = facts.may_drive_from(found, so_far)
    shown["stays_hours"] = facts.protocol_of(found).chaperone_hours
    template = "live" if so_far.is_live else "still"
    return render(request, f"dosing/support_{template}.html", shown)
