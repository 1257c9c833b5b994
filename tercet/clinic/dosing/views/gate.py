"""The gate: the list that fills before a dose, who can settle each line, and the start."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.forms.boundfield import BoundField
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from tercet.clinic.dosing import actions, facts
from tercet.clinic.dosing.forms import PostponeForm, SaysForm, StartForm
from tercet.clinic.dosing.models import DosingSession
from tercet.clinic.dosing.views.finding import find
from tercet.clinic.dosing.views.saying import asked_at_gate, told
from tercet.clinic.errors import Invalid
from tercet.clinic.guards import only
from tercet.clinic.people.models import Person
from tercet.decisions import Decision, Finding, Verdict
from tercet.decisions.rules import reasoning

Role = Person.Role
# What is settled on another page: fact -> the page, and what is done there.
ELSEWHERE = {
    "medicines-confirmed-today": ("medicines", "Go through the list of medicines"),
    "therapy-booked-after-dose": ("therapy", "Book the session after this dose"),
    "order-signed": ("order", "Sign an order"),
    "consent-signed": ("decision", "Open the evaluation"),
    "pregnant": ("decision", "Open the evaluation"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the gate: a finding, who can settle it, and where or with which fields."""

    finding: Finding
    who: str
    fields: tuple[BoundField, ...]
    href: str = ""
    label: str = ""


def lines_of(
    found: DosingSession, findings: Sequence[Finding], form: SaysForm, *, drawn: set[str]
) -> list[Line]:
    """Each field stands once on the page, at the gravest line that leans on it."""
    lines = []
    for finding in findings:
        rule = facts.protocol_of(found).gate.get(finding.rule)
        names = reasoning(rule).facts if rule else ()
        mine = [name for name in names if name in form.fields and name not in drawn]
        drawn |= set(mine)
        href, label = _elsewhere(found, names)
        fields = tuple(form[name] for name in mine)
        lines.append(Line(finding, _who(found, finding), fields, href, label))
    return lines


def _elsewhere(found: DosingSession, names: Sequence[str]) -> tuple[str, str]:
    for name in names:
        if name in ELSEWHERE:
            place, label = ELSEWHERE[name]
            try:
                return reverse(place, args=[found.patient_id]), label
            except NoReverseMatch:
                return "", ""
    return "", ""


def _who(found: DosingSession, finding: Finding) -> str:
    """By name where a name is known."""
    names = {
        "patient": found.patient.first_name,
        "guide": found.guide.first_name,
        "therapist": found.course.therapist.first_name,
        "prescriber": "the prescriber",
        "director": "the clinical director",
    }
    return " or ".join(names.get(role, role) for role in finding.who)


@only(Role.GUIDE, Role.PRESCRIBER)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def gate(request: HttpRequest, dosing: int) -> HttpResponse:
    """The list that fills, worst first; what is said here is heard as it is said."""
    found = find(request, dosing)
    if request.method != "POST":
        return gate_page(request, found)
    form = SaysForm(asked_at_gate(facts.protocol_of(found)), request.POST)
    if not form.is_valid():
        return gate_page(request, found, status=422, form=form)
    if form.said:
        actions.observe(found, form.said, once=form.key, by=request.user, now=request.now)
    messages.success(request, told(form.said))
    return redirect("gate", dosing=found.pk)


def gate_page(
    request: HttpRequest, found: DosingSession, status: int = 200, **forms: Any
) -> HttpResponse:
    so_far, protocol = facts.story(found), facts.protocol_of(found)
    made, _ = actions.decide_gate(found, now=request.now)
    form = forms.pop("form", None) or SaysForm(asked_at_gate(protocol))
    why_not = actions.why_not_start(request.user, found)
    if why_not is None and not made.verdict.passes:
        why_not = _what_stands(made)
    drawn: set[str] = set()
    shown = {
        "dosing": found,
        "so_far": so_far,
        "made": made,
        "open": lines_of(
            found, [f for f in made.worst_first if not f.verdict.passes], form, drawn=drawn
        ),
        "fine": lines_of(
            found, [f for f in made.worst_first if f.verdict.passes], form, drawn=drawn
        ),
        "page_title": _gate_title(so_far, made),
        "why_not": why_not,
        "why_not_postpone": actions.why_not_postpone(request.user, found),
        "form": form,
        "start": StartForm(),
        "postpone": PostponeForm(),
        "number": facts.dose_numbers([found.course_id]).get(found.pk, found.number),
        **forms,
    }
    return render(request, "dosing/gate.html", shown, status=status)


MOST_NAMED = 3


def _what_stands(made: Decision) -> str:
    """The first few of what stands; the list above has them all."""
    stands = [f.title for f in made.worst_first if not f.verdict.passes]
    more = len(stands) - MOST_NAMED
    said = "; ".join(stands[:MOST_NAMED]) or "Nothing could be decided"
    return f"{said}; and {more} more." if more > 0 else f"{said}."


def _gate_title(so_far: facts.Story, made: Decision) -> str:
    if so_far.phase == "postponed":
        return "Postponed: no dose tonight"
    if so_far.started_at:
        return "This dose has started"
    still = sum(not f.verdict.passes for f in made.findings)
    if not still:
        return "Everything is known and fine: the dose may start"
    ask = len(made.of(Verdict.ASK))
    held = still - ask
    said = [f"{held} to settle"] if held else []
    return ", ".join([*said, *([f"{ask} to find out"] if ask else [])]) + " before the dose"


@only(Role.GUIDE, Role.PRESCRIBER)
@require_POST
def start(request: HttpRequest, dosing: int) -> HttpResponse:
    """The dose is in the mouth."""
    found, form = find(request, dosing), StartForm(request.POST)
    if not form.is_valid():
        raise Invalid("This form cannot be read. Open the gate again and press start once more.")
    actions.start(found, once=form.key, by=request.user, now=request.now)
    messages.success(request, "Started. The hold is counted on both screens.")
    return redirect("guide", dosing=found.pk)


@only(Role.GUIDE, Role.PRESCRIBER)
@require_POST
def postpone(request: HttpRequest, dosing: int) -> HttpResponse:
    """Tonight is not the night."""
    found, form = find(request, dosing), PostponeForm(request.POST)
    if not form.is_valid():
        return gate_page(request, found, status=422, postpone=form)
    why = form.cleaned_data["why"]
    actions.postpone(found, why=why, once=form.key, by=request.user, now=request.now)
    messages.success(request, "Postponed. Plan another evening when it suits.")
    return redirect("course", patient=found.patient_id)
