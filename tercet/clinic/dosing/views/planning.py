"""Planning the next dose of a course under the order in force."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from tercet.clinic.dosing import actions
from tercet.clinic.dosing.forms import PlanForm
from tercet.clinic.dosing.views.tabs import tabs
from tercet.clinic.errors import Refused
from tercet.clinic.guards import only
from tercet.clinic.people.models import Person
from tercet.clinic.treatment.facts import current_course, newest_order
from tercet.clinic.treatment.models import Course

Role = Person.Role


@only(Role.GUIDE, Role.PRESCRIBER)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: HttpRequest, patient: int) -> HttpResponse:
    """Plan the next dose under the order in force."""
    who = get_object_or_404(Person.objects.visible_to(request.user).patients(), pk=patient)
    key = getattr(current_course(who, request.now), "pk", 0)
    found = get_object_or_404(Course.objects.visible_to(request.user), pk=key)
    form = PlanForm(request.POST or None, zone=who.tz)
    if request.method != "POST" or not form.is_valid():
        return _plan_page(request, found, form, 422 if form.is_bound else 200)
    try:
        made = actions.plan(found, at=form.cleaned_data["at"], by=request.user, now=request.now)
    except Refused as why:
        form.add_error(None, str(why))
        return _plan_page(request, found, form, why.status)
    messages.success(request, "Planned. The gate opens a list that fills.")
    return redirect("gate", dosing=made.pk)


def _plan_page(request: HttpRequest, found: Course, form: PlanForm, status: int) -> HttpResponse:
    shown = {
        "patient": found.patient,
        "course": found,
        "order": newest_order(found),
        "form": form,
        "why_not": actions.why_not_plan(request.user, found),
        "tabs": tabs(request, found.patient_id, "course"),
        "page_title": f"Plan {found.patient.first_name}’s next dose",
    }
    return render(request, "dosing/plan.html", shown, status=status)
