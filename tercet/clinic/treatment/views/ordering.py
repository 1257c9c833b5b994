"""Signing an order: written, read back in large type, and only then signed."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from tercet.clinic.errors import Refused
from tercet.clinic.guards import only
from tercet.clinic.intake.facts import latest_answers
from tercet.clinic.people.forms import Signing
from tercet.clinic.people.models import Person
from tercet.clinic.record.actions import signs_by_code
from tercet.clinic.treatment import actions
from tercet.clinic.treatment.facts import current_course, newest_order
from tercet.clinic.treatment.forms import Ordering
from tercet.clinic.treatment.models import Course
from tercet.decisions import Verdict


@only(Person.Role.PRESCRIBER)
def order(request: HttpRequest, patient: int) -> HttpResponse:
    """Step by step: write it; read it back; sign it."""
    whose = get_object_or_404(Person.objects.visible_to(request.user).patients(), pk=patient)
    course = current_course(whose, request.now)
    if course is None:
        return render(request, "treatment/no_course.html", {"patient": whose}, status=409)
    form = Ordering(request.POST if request.method == "POST" else None)
    if request.method != "POST" or request.POST.get("step") == "change" or not _holds(form, course):
        return _write(request, course, form)
    if request.POST.get("step") != "sign":
        return _read_back(request, course, form, Signing(by_code=signs_by_code(request.user)))
    return _sign(request, course, form)


def _holds(form: Ordering, course: Course) -> bool:
    """Whether these numbers can be an order; if not, the form says why."""
    if not form.is_valid():
        return False
    why_not = actions.why_not_dose(form.dose, course.protocol)
    if why_not:
        form.add_error(None, why_not)
    return why_not is None


def _write(request: HttpRequest, course: Course, form: Ordering) -> HttpResponse:
    wrong = form.is_bound and not form.is_valid()
    shown = {"form": form, "course": course, "patient": course.patient}
    shown["in_force"] = newest_order(course)
    return render(request, "treatment/order.html", shown, status=422 if wrong else 200)


def _read_back(
    request: HttpRequest, course: Course, form: Ordering, signing: Signing, *, status: int = 200
) -> HttpResponse:
    shown: dict[str, Any] = {"form": form, "signing": signing, "course": course}
    weight = latest_answers(course.patient, ["weight-kg"]).get("weight-kg")
    dose = form.dose
    shown |= {"patient": course.patient, "dose": dose, "weight": weight}
    shown["base"] = dict(form.fields["made_of"].choices)[dose.made_of]
    shown["verb"] = dict(form.fields["verb"].choices)[dose.verb].lower()
    made, _ = actions.decide_order(course, dose, now=request.now)
    shown["made"], shown["why_not"] = made, actions.why_not_sign_over(made)
    shown["over"] = [each for each in made.worst_first if each.verdict is not Verdict.CLEAR]
    shown["clear"] = len(made.of(Verdict.CLEAR))
    if weight:
        shown["per_kg"] = round(float(dose.total_mg) / float(weight.value), 2)
    return render(request, "treatment/order_read_back.html", shown, status=status)


def _sign(request: HttpRequest, course: Course, form: Ordering) -> HttpResponse:
    signing = Signing(request.POST, by_code=signs_by_code(request.user))
    if not signing.is_valid():
        return _read_back(request, course, form, signing, status=422)
    try:
        who = {"by": request.user, "now": request.now}
        actions.sign_order(course, form.dose, **signing.cleaned_data, **who)
    except Refused as refused:
        signing.add_error(None, str(refused))
        return _read_back(request, course, form, signing, status=refused.status)
    messages.success(request, "Signed. This order is in force.")
    return redirect("course", course.patient_id)
