"""The list of medicines: the staff's page and the patient's own. Nothing here says to stop one."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from tercet import knowledge
from tercet.clinic.errors import Invalid
from tercet.clinic.guards import READERS, only
from tercet.clinic.medicines import actions, facts
from tercet.clinic.medicines.forms import MedicineForm, NoLongerForm
from tercet.clinic.medicines.models import MedicineStatement
from tercet.clinic.people.models import Person
from tercet.decisions.medicines import PREFIX, Dose, Recognised, did_you_mean, read_list
from tercet.decisions.medicines.equals import as_diazepam

Role = Person.Role
NEAREST = 3  # names that are meant, perhaps
TABLES = {"va-dod": "VA/DoD", "ashton": "Ashton"}
ABOUT_DIAZEPAM = "benzodiazepine-above-8-mg"


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
    lines = sorted((_line(row) for row in now), key=lambda line: not _strange(line))
    shown: dict[str, Any] = {
        "patient": who,
        "list": lines,
        "strange": sum(map(_strange, lines)),
        "diazepam": _as_diazepam([line["read"] for line in lines if line["read"]]),
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


def _line(row: MedicineStatement) -> dict[str, Any]:
    """One statement and what the knowledge reads in it; a line that says nothing has no reading."""
    known = knowledge.read()
    read = next(iter(read_list([row.text], known)), None)
    near = did_you_mean(row.text, known)[:NEAREST] if read and read.strange else ()
    classes = [_class(name) for name in read.classes] if read else []
    doses = [_dose(each) for each in read.doses] if read else []
    return {"row": row, "read": read, "near": near, "doses": doses, "classes": classes}


def _strange(line: dict[str, Any]) -> bool:
    """Whether a person must look at this line before anything is decided on it."""
    return line["read"] is not None and line["read"].strange


def _class(name: str) -> str:
    """A class as the vocabulary names it: "SSRI or SNRI"."""
    fact = knowledge.read().facts.get(f"{PREFIX}{name}")
    return fact.label.removesuffix(" on the list") if fact else name.replace("-", " ")


def _dose(dose: Dose) -> str:
    """One dose as it was read: "clonazepam 0.5 mg, 2 times a day"; what was not read is said."""
    name = dose.ingredient.replace("-", " ")
    if dose.amount is None or dose.unit is None:
        return f"{name}, how much was not read"
    often = (
        f"{dose.times_per_day:g} times a day" if dose.times_per_day else "how often was not read"
    )
    often = "once a day" if dose.times_per_day == 1 else often
    needed = ", as needed" if dose.as_needed else ""
    return f"{name} {dose.amount:g} {dose.unit}, {often}{needed}"


def _as_diazepam(read: Sequence[Recognised]) -> dict[str, Any] | None:
    """The benzodiazepines of the list as diazepam, by each table; None where there are none."""
    known = knowledge.read()
    if not any("benzodiazepine" in line.classes for line in read):
        return None
    total = as_diazepam([dose for line in read for dose in line.doses], known)
    said = total.note
    for table, name in TABLES.items():
        said = said.replace(table, name)
    return {"total": total, "said": said, "rule": known.rules[ABOUT_DIAZEPAM]}
