"""What stands on pages of its own: the course as tables, and every label with its line."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from tercet.clinic.dosing.views.tabs import tabs
from tercet.clinic.guards import READERS, only
from tercet.clinic.outcomes import facts
from tercet.clinic.outcomes.views import saying
from tercet.clinic.outcomes.views.course import newest
from tercet.clinic.outcomes.views.happened import happened
from tercet.clinic.outcomes.views.picture import picture
from tercet.clinic.people.models import Person


@only(*READERS)
@never_cache
@require_safe
def labels(request: HttpRequest, patient: int) -> HttpResponse:
    """Every label of one patient's course, by which published line, and why where it is open."""
    who, read = _read(request, patient)
    shown = _frame(request, who, "label by label") | {"labels": saying.label_rows(read)}
    return render(request, "course/labels.html", shown)


@only(*READERS)
@never_cache
@require_safe
def table(request: HttpRequest, patient: int) -> HttpResponse:
    """The picture of one patient's course as tables."""
    who, read = _read(request, patient)
    shown = _frame(request, who, "as tables")
    shown["picture"] = picture(request, read, happened(request, read.course))
    return render(request, "course/table.html", shown)


@only(Person.Role.PATIENT)
@never_cache
@require_safe
def my_table(request: HttpRequest) -> HttpResponse:
    """The picture of her own course as tables."""
    _, read = _read(request, request.user.pk)
    shown = {"picture": picture(request, read, happened(request, read.course), for_phone=True)}
    return render(request, "course/my_table.html", shown)


def _read(request: HttpRequest, patient: int) -> tuple[Person, facts.SoFar]:
    people = Person.objects.visible_to(request.user).patients()
    who = get_object_or_404(people, pk=patient)
    found = newest(request, who)
    if found is None:
        raise Http404("There is no course yet.")
    return who, facts.so_far(found, now=request.now)


def _frame(request: HttpRequest, who: Person, how: str) -> dict[str, Any]:
    title = f"{who.first_name}’s course, {how}"
    return {"patient": who, "tabs": tabs(request, who.pk, "course"), "page_title": title}
