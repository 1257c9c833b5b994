"""Signing a course, or signing that none is offered: what was read stands above the signature."""

from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from tercet import knowledge
from tercet.clinic.errors import Refused, Stale, refusal
from tercet.clinic.guards import only
from tercet.clinic.people.models import Person
from tercet.clinic.record.actions import signs_by_code
from tercet.clinic.record.models import KeptDecision
from tercet.clinic.treatment import actions
from tercet.clinic.treatment.forms import Declining, SigningACourse
from tercet.decisions import Decision, Verdict

PRESCRIBER = Person.Role.PRESCRIBER


@only(PRESCRIBER)
def sign_course(request: HttpRequest, patient: int, decision: int) -> HttpResponse:
    """Read back the whole decision, choose who goes with them, sign."""
    kept = _kept(request, patient, decision)
    form = _course_form(request, kept)
    page = {"form": form, "why_not": _why_not(request, kept), "word": "Sign the course"}
    if request.method != "POST" or not form.is_valid():
        return _page(request, kept, "treatment/sign.html", page)
    plan = actions.Plan(**{n: form.cleaned_data[n] for n in actions.Plan.__slots__})
    try:
        course = actions.sign_course(kept, plan, **_signed(request, form))
    except Refused as refused:
        return _refused(request, kept, refused, "treatment/sign.html", page)
    messages.success(request, f"Signed. {course.patient.first_name}’s course has begun.")
    return redirect("course", kept.patient_id)


@only(PRESCRIBER)
def decline(request: HttpRequest, patient: int, decision: int) -> HttpResponse:
    """Sign that no course is offered on these answers. The patient reads the reason."""
    kept = _kept(request, patient, decision)
    form = Declining(request.POST or None, by_code=signs_by_code(request.user))
    page = {"form": form, "word": "Sign that no course is offered"}
    if request.method != "POST" or not form.is_valid():
        return _page(request, kept, "treatment/decline.html", page)
    try:
        actions.decline(kept, **_signed(request, form))
    except Refused as refused:
        return _refused(request, kept, refused, "treatment/decline.html", page)
    messages.success(request, "Signed. No course is offered on these answers.")
    return redirect("decision", kept.patient_id)


def _course_form(request: HttpRequest, kept: KeptDecision) -> SigningACourse:
    people = Person.objects.visible_to(request.user).filter(is_active=True).order_by("name")
    team = people.filter(patients__patient=kept.patient, patients__until_at=None)
    return SigningACourse(
        request.POST if request.method == "POST" else None,
        protocols=list(knowledge.read().protocols.values()),
        people=people,
        by_code=signs_by_code(request.user),
        initial={
            "therapist": team.filter(role="therapist").first(),
            "guide": team.filter(role="guide").first(),
        },
    )


def _kept(request: HttpRequest, patient: int, decision: int) -> KeptDecision:
    made = KeptDecision.objects.visible_to(request.user).select_related("patient")
    return get_object_or_404(made, pk=decision, patient=patient, about="eligibility")


def _why_not(request: HttpRequest, kept: KeptDecision) -> str | None:
    return actions.why_not_sign(request.user, kept)


def _signed(request: HttpRequest, form: Form) -> dict[str, Any]:
    """The signature's own words, and who and when."""
    said = {name: form.cleaned_data[name] for name in ("reason", "confirm")}
    return {**said, "by": request.user, "now": request.now}


def _page(
    request: HttpRequest, kept: KeptDecision, template: str, page: dict[str, Any]
) -> HttpResponse:
    made, status = Decision.from_dict(kept.made), page.pop("status", None)
    shown = {
        **page,
        "patient": kept.patient,
        "kept": kept,
        "made": made,
        "over": [f for f in made.worst_first if f.verdict is not Verdict.CLEAR],
        "clear": len(made.of(Verdict.CLEAR)),
    }
    bound = request.method == "POST"
    return render(request, template, shown, status=status or (422 if bound else 200))


def _refused(
    request: HttpRequest, kept: KeptDecision, refused: Refused, *where: Any
) -> HttpResponse:
    """What moved on is read again; a wrong password is typed again, and nothing else is lost."""
    if isinstance(refused, Stale):
        return refusal(request, refused, reverse("decision", args=[kept.patient_id]))
    template, page = where
    page["form"].add_error(None, str(refused))
    return _page(request, kept, template, {**page, "status": refused.status})
