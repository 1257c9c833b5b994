"""The hours around the next dose, medicine by medicine: for the team, and for the patient."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from tercet import knowledge
from tercet.clinic.dosing import facts
from tercet.clinic.dosing.views.tabs import tabs
from tercet.clinic.guards import only
from tercet.clinic.people.models import Person
from tercet.decisions.around import Interaction, Line
from tercet.decisions.around.expected import REDUCED
from tercet.knowledge import Ratio
from tercet.knowledge.around import ASK, CONTINUE, FIRST_HOUR, HOLD, LAST_HOUR

STAFF = tuple(sorted(Person.STAFF))
DOES = ((ASK, "Ask the prescriber"), (HOLD, "Held by protocol"), (CONTINUE, "Taken as usual"))
HERS = ((ASK, "Ask before your dose"), (HOLD, "Not in these hours"), (CONTINUE, "Take as usual"))
ROUTES = {
    "swallowed": "held in the mouth, then swallowed",
    "spat": "held in the mouth, then spat out",
    None: "no order yet, so the strongest effect of all routes counts",
}


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the plan, with its hours in words and on a strip, the dose at `dose`."""

    line: Line
    hours: str
    begins_at: datetime | None
    ends_at: datetime | None
    x: float  # of the strip, in hours from its left end
    wide: float


@only(*STAFF)
@never_cache
@require_safe
def hours(request: HttpRequest, patient: int) -> HttpResponse:
    """What is continued, held or asked about around the next dose, and what to expect of it."""
    who = get_object_or_404(Person.objects.visible_to(request.user).patients(), pk=patient)
    found = facts.around_next_dose(who, now=request.now)
    shown = _shown(found, found.plan.lines, DOES)
    shown |= {"patient": who, "tabs": tabs(request, who.pk, "hours")}
    shown["page_title"] = _title(found.plan.lines)
    shown["route"] = ROUTES[found.plan.route]
    shown["amounts"] = [{"of": each, "said": _amount(each)} for each in found.plan.interactions]
    return render(request, "dosing/hours.html", shown | _expected(found))


@only(Person.Role.PATIENT)
@never_cache
@require_safe
def my_hours(request: HttpRequest) -> HttpResponse:
    """Her own plan around the next dose, in plain words and without numbers of the blood."""
    found = facts.around_next_dose(request.user, now=request.now)
    lines = [line for line in found.plan.lines if line.counts]
    shown = _shown(found, lines, HERS) | {"page_title": "Before and after your dose"}
    return render(request, "dosing/my_hours.html", shown)


def _shown(
    found: facts.Around, lines: Iterable[Line], does: Iterable[tuple[str, str]]
) -> dict[str, Any]:
    """The lines by what is done, the one that needs somebody first."""
    rows = [_row(line, found.at) for line in lines]
    parts = [(do, label, [row for row in rows if row.line.do == do]) for do, label in does]
    strip = {"wide": LAST_HOUR - FIRST_HOUR, "dose": -FIRST_HOUR}
    return {"found": found, "parts": [part for part in parts if part[2]], "strip": strip}


def _row(line: Line, at: datetime | None) -> Row:
    return Row(
        line=line,
        hours=f"{_hour(line.from_hour)} to {_hour(line.to_hour)}",
        begins_at=at + timedelta(hours=line.from_hour) if at else None,
        ends_at=at + timedelta(hours=line.to_hour) if at else None,
        x=line.from_hour - FIRST_HOUR,
        wide=line.to_hour - line.from_hour,
    )


def _hour(hour: float) -> str:
    """As one says it: "24 hours before", "the dose", "30 minutes before"."""
    if not hour:
        return "the dose"
    many = abs(hour) >= 1
    said = f"{abs(hour):g} hours" if many else f"{abs(hour) * 60:g} minutes"
    return f"{said} {'before' if hour < 0 else 'after'}"


def _title(lines: Iterable[Line]) -> str:
    """The state of things: what needs a prescriber comes first."""
    count = {do: sum(line.do == do and line.counts for line in lines) for do, _ in DOES}
    asked = f"{count[ASK]} to ask the prescriber" if count[ASK] else "Nothing to ask the prescriber"
    return f"{asked}, {count[HOLD]} held, {count[CONTINUE]} as usual"


def _expected(found: facts.Around) -> dict[str, Any]:
    """Why a weaker response is to be expected, and what is not known of that."""
    rules = knowledge.read().rules
    named = [(rules[each.rule].title, each) for each in found.plan.expected]
    return {
        "reduced": REDUCED,
        "expected": [(title, each) for title, each in named if each.so],
        "open": [title for title, each in named if each.so is None],
    }


def _amount(each: Interaction) -> str:
    """What reaches the blood, in words; a number only where somebody measured one."""
    if each.ratio is None:
        return f"{each.direction} drug expected; nobody has a number"
    if each.measured:
        return f"{_times(each.ratio)}, measured by this route"
    if each.ratio.low == each.ratio.high:
        return f"{each.direction}, as measured when swallowed"
    spread = f"{each.ratio.low:.2g} to {each.ratio.high:.2g} times as much"
    return f"{each.direction} drug: {spread}; not measured by this route"


def _times(ratio: Ratio) -> str:
    spread = f" ({ratio.low:g} to {ratio.high:g})" if ratio.low < ratio.high else ""
    return f"{ratio.value:g} times as much{spread}"
