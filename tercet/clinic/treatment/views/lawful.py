"""What orders rest on in law, until when, and who of the patients in a course has nothing then."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tercet import knowledge
from tercet.clinic.guards import only
from tercet.clinic.people.models import Person
from tercet.clinic.treatment.facts import known_to_law
from tercet.clinic.treatment.forms import OnADay
from tercet.clinic.treatment.models import Course
from tercet.decisions.law import NOT_ADVICE, Loss, in_force, who_loses


@dataclass(frozen=True, slots=True)
class Without:
    """A patient in a course who has no basis on that day, and why."""

    course: Course
    loss: Loss


@only(Person.Role.PRESCRIBER, Person.Role.DIRECTOR)
@require_safe
def law(request: HttpRequest) -> HttpResponse:
    """The bases that hold today, and who has none on a day; the day after the first one ends."""
    known, today = knowledge.read(), request.now.astimezone(request.user.tz).date()
    day = _first_day_without(today)
    form = OnADay(request.GET if "on" in request.GET else None, initial={"on": day})
    if form.is_bound and form.is_valid():
        day = form.cleaned_data["on"]
    courses = _courses(request, today)
    lost = who_loses(known_to_law(list(courses), now=request.now), day, known)
    shown = {"form": form, "day": day, "many": len(courses), "not_advice": NOT_ADVICE}
    shown["without"] = [Without(courses[int(each.who)], each) for each in lost]
    shown |= {"bases": in_force(today, known), "today": today, "states": known.law.states}
    return render(request, "treatment/law.html", shown, status=422 if form.errors else 200)


def _first_day_without(today: date) -> date:
    """The day after the first of today's bases ends; today, if none has an end."""
    ends = [basis.until for basis in in_force(today, knowledge.read()) if basis.until]
    return min(ends) + timedelta(days=1) if ends else today


def _courses(request: HttpRequest, today: date) -> dict[int, Course]:
    """The course that each patient is in, by their name."""
    running = Course.objects.visible_to(request.user).filter(ends_on__gte=today)
    newest = running.order_by("patient", "-pk").distinct("patient").select_related("patient")
    return {each.patient_id: each for each in sorted(newest, key=lambda one: one.patient.name)}
