"""The first page for whoever signed in: the one page that may look into every room."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from tercet.clinic.guards import only
from tercet.clinic.people.models import Person

Role = Person.Role


@only()
def home(request: HttpRequest) -> HttpResponse:
    """What is next for this person, or the page their day begins on."""
    first = {Role.GUIDE: "board", Role.PRESCRIBER: "patients", Role.COORDINATOR: "patients"}
    if request.user.role in first:
        return redirect(first[request.user.role])
    return render(request, "people/nothing.html", {})
