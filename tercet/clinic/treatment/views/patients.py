"""All patients one may see, whoever needs someone first; a row costs no query."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from tercet.clinic.guards import only
from tercet.clinic.people.models import Person
from tercet.clinic.treatment.facts import current_course, standing
from tercet.decisions import Verdict

MOST = 200  # rows on one page; beyond that, one looks by name
STAFF = tuple(sorted(Person.STAFF))


@only(*STAFF)
def patients(request: HttpRequest) -> HttpResponse:
    """Everyone this reader may see, worst first."""
    named = request.GET.get("name", "").strip()[:120]
    seen = standing(request.user, named=named, now=request.now)
    rows = [_row(each) for each in seen[: MOST + 1]]
    shown = {
        "rows": sorted(rows[:MOST], key=_worst_first),
        "more": len(rows) > MOST,
        "named": named,
    }
    shown["waiting"] = sum(row["waits"] for row in rows)
    return render(request, "treatment/patients.html", shown)


def _row(each: Any) -> dict[str, Any]:
    waits = each.decision is not None and each.course is None
    return {"patient": each, "waits": waits, "rank": Verdict[each.verdict] if waits else -1}


def _worst_first(row: dict[str, Any]) -> tuple[Any, ...]:
    return (-(row["patient"].open_alerts or 0), -row["rank"], row["patient"].name)


@only(*STAFF, Person.Role.OUTSIDE)
def patient(request: HttpRequest, patient: int) -> HttpResponse:
    """To the course where there is one, else to the evaluation."""
    whose = get_object_or_404(Person.objects.visible_to(request.user).patients(), pk=patient)
    has_course = current_course(whose, request.now) or request.user.role == Person.Role.OUTSIDE
    return redirect("course" if has_course else "decision", whose.pk)
