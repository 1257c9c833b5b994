"""Open alerts, worst first, with the ladder each is on; and taking one on."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from tercet.clinic.alerts import actions
from tercet.clinic.alerts.forms import AcknowledgeForm
from tercet.clinic.alerts.models import Alert, AlertStep
from tercet.clinic.errors import Invalid
from tercet.clinic.guards import only
from tercet.clinic.people.models import Person

STAFF = tuple(sorted(Person.STAFF))
# Which ladder is gravest; the order of the list and the look of each line.
GRAVITY = {
    "crisis": "crisis",
    "silence": "stop",
    "person-needed": "stop",
    "worse": "review",
    "look-today": "review",
    "surfaced-anxiety": "review",
    "reliably-worse": "review",
    "little-response": "review",
}
WORDS = {
    "crisis": "Crisis",
    "silence": "No sign of life",
    "person-needed": "Asks for a person",
    "worse": "Needs a look",
    "look-today": "Needs a look today",
    "suicide": "May be in danger",
    "safety-concern": "Speak with them today",
    "asks-for-a-person": "Asks for a person",
    "surfaced-anxiety": "Anxiety surfaced",
    "reliably-worse": "Reliably worse",
    "little-response": "Helps little so far",
}
PAGES = {"dosing": "dosing", "patient": "course"}  # what an alert is about -> where that stands
ORDER = ["crisis", "stop", "review"]
TAKEN_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Rung:
    """One step of a ladder: taken at a time, or due at one."""

    who: str
    says: str
    at: datetime | None
    here: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """One open alert, with its whole ladder and where it stands on it."""

    alert: Alert
    verdict: str
    word: str
    rungs: tuple[Rung, ...]
    href: str


@only(*STAFF)
@never_cache
@require_safe
def alerts(request: HttpRequest) -> HttpResponse:
    """Everything nobody has taken on yet, and what was taken on lately."""
    shown = _lists(request)
    return render(request, "alerts/list.html", shown | {"page_title": _title(shown["open"])})


@only(*STAFF)
@never_cache
@require_safe
def alerts_rows(request: HttpRequest) -> HttpResponse:
    """The lists alone, drawn again when something changes."""
    return render(request, "alerts/rows.html", _lists(request))


def _lists(request: HttpRequest) -> dict[str, list]:
    mine = Alert.objects.visible_to(request.user).select_related("patient", "acknowledged_by")
    mine = mine.prefetch_related("steps")
    open_ones = [shown_of(a) for a in mine.filter(acknowledged_at=None)]
    open_ones.sort(key=lambda s: (ORDER.index(s.verdict), s.alert.raised_at, s.alert.pk))
    taken = mine.exclude(acknowledged_at=None).order_by("-acknowledged_at")[:TAKEN_SHOWN]
    return {"open": open_ones, "taken": list(taken)}


def shown_of(alert: Alert) -> Shown:
    """The alert beside the steps taken and the steps to come."""
    ladder = actions.steps_of(alert.protocol, alert.ladder)
    taken: dict[int, AlertStep] = {step.step: step for step in alert.steps.all()}
    rungs = tuple(
        Rung(called(step.who), step.says, taken[n].at if n in taken else None, here=n == alert.step)
        for n, step in enumerate(ladder)
    )
    room, _, key = alert.topic.partition(":")
    href = reverse(PAGES[room], args=[key]) if room in PAGES else ""
    return Shown(alert, GRAVITY.get(alert.ladder, "stop"), WORDS.get(alert.ladder, ""), rungs, href)


def called(who: str) -> str:
    """Who a step calls, in words."""
    return "Emergency services" if who == "emergency-services" else Person.Role(who).label


def _title(open_ones: list[Shown]) -> str:
    if not open_ones:
        return "Nobody is waiting to be answered"
    return f"{len(open_ones)} alert{'s' if len(open_ones) > 1 else ''} that nobody has taken on"


@only(*STAFF)
@require_POST
def acknowledge(request: HttpRequest, alert: int) -> HttpResponse:
    """Take one on: its ladder stops."""
    found = get_object_or_404(Alert.objects.visible_to(request.user), pk=alert)
    form = AcknowledgeForm(request.POST)
    if not form.is_valid():
        raise Invalid(" ".join(form.errors["note"]))
    note = form.cleaned_data["note"]
    actions.acknowledge(found, note=note, by=request.user, now=request.now)
    messages.success(request, f"You have taken on: {found.says}")
    return redirect(_back(request))


def _back(request: HttpRequest) -> str:
    """The page it was pressed on, if it is one of ours."""
    back = request.POST.get("back", "")
    ours = url_has_allowed_host_and_scheme(back, allowed_hosts=None) and back.startswith("/")
    return back if ours else reverse("alerts")
