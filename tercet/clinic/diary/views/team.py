"""A person's diary as their team reads it: the three pictures, and their own words."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from tercet.clinic.diary import facts
from tercet.clinic.dosing.views.tabs import tabs
from tercet.clinic.guards import only
from tercet.clinic.people.models import Person

Role = Person.Role
READERS = (Role.GUIDE, Role.PRESCRIBER, Role.THERAPIST, Role.DIRECTOR)


@only(*READERS)
@never_cache
@require_safe
def diary(request: HttpRequest, patient: int) -> HttpResponse:
    """One person's diary, for reading only."""
    who = get_object_or_404(Person.objects.visible_to(request.user).patients(), pk=patient)
    line = facts.time_line(who, now=request.now, for_phone=False)
    under = {"time": line, "doses": facts.doses(who), "now": request.now}
    kept = facts.kept(who)
    shown = {"patient": who, "kept": kept, "page_title": _title(who, kept)}
    shown["tabs"] = tabs(request, who.pk, "diary")
    shown["pictures"] = facts.pictures(who, **under, for_phone=False)
    return render(request, "diary/diary.html", shown)


def _title(who: Person, kept: list[facts.Kept]) -> str:
    if not kept:
        return f"{who.first_name} has kept nothing in the diary yet"
    return f"What {who.first_name} keeps track of"
