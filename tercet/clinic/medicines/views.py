"""The list of medicines: the staff's page and the patient's own. Nothing here says to stop one."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from tercet import knowledge
from tercet.clinic.errors import Invalid
from tercet.clinic.guards import only
from tercet.clinic.medicines import actions, facts
from tercet.clinic.medicines.forms import MedicineForm, NoLongerForm
from tercet.clinic.people.models import Person
from tercet.decisions import medicines as known_medicines

Role = Person.Role
READERS = (
    Role.GUIDE,
    Role.PRESCRIBER,
    Role.THERAPIST,
    Role.OUTSIDE,
    Role.COORDINATOR,
    Role.DIRECTOR,
)


@only(*READERS)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def medicines(request: HttpRequest, patient: int) -> HttpResponse:
    """What one patient takes, for those who look after them."""
    who = get_object_or_404(Person.objects.visible_to(request.user).patients(), pk=patient)
    if request.method == "POST":
        return _do(request, who, "medicines/list.html", patient=who.pk)
    return _page(request, who, "medicines/list.html", MedicineForm())


@only(Role.PATIENT)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def my_medicines(request: HttpRequest) -> HttpResponse:
    """Her own list, in her own words."""
    if request.method == "POST":
        return _do(request, request.user, "medicines/mine.html")
    return _page(request, request.user, "medicines/mine.html", MedicineForm())


def _do(request: HttpRequest, who: Person, template: str, **where: int) -> HttpResponse:
    """Add, no longer, or confirm: whichever button was pressed."""
    if "confirm" in request.POST:
        actions.confirm(who, by=request.user, now=request.now)
        return _back(request, "Confirmed for today.", where)
    takes = "no-longer" not in request.POST
    form = MedicineForm(request.POST) if takes else NoLongerForm(request.POST)
    if not form.is_valid() and takes:
        return _page(request, who, template, form, status=422)
    if not form.is_valid():
        raise Invalid("Say which medicine. Open the list again and press its button.")
    text = form.cleaned_data["text"]
    actions.state(who, text, takes=takes, by=request.user, now=request.now)
    said = f"“{text}” is on the list." if takes else f"“{text}” is kept as no longer taken."
    return _back(request, said, where)


def _back(request: HttpRequest, said: str, where: dict[str, int]) -> HttpResponse:
    messages.success(request, said)
    return redirect("medicines" if where else "my-medicines", **where)


def _page(
    request: HttpRequest, who: Person, template: str, form: MedicineForm, status: int = 200
) -> HttpResponse:
    now = facts.current(who)
    shown: dict[str, Any] = {
        "patient": who,
        "list": [{"row": row, "known": _known(row.text)} for row in now],
        "past": [span for span in facts.spans(who) if span[2]],
        "confirmed": facts.confirmed_on_day_of(who, request.now),
        "last": facts.last_confirmation(who),
        "form": form,
        "why_not": actions.why_not_state(request.user, who),
        "page_title": _title(len(now)),
    }
    return render(request, template, shown, status=status)


def _title(count: int) -> str:
    if not count:
        return "No medicine on the list"
    return f"{count} medicine{'s' if count > 1 else ''} on the list"


def _known(text: str) -> str:
    """What the knowledge recognises in these words; empty where it does not."""
    found = known_medicines.recognise(text, knowledge.read())
    return ", ".join(found.classes).replace("-", " ") if found else ""
