"""The director's page of the crisis lines of the clinic's own place."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from tercet.clinic.asking import actions
from tercet.clinic.asking.forms import LineForm
from tercet.clinic.asking.models import LocalLine
from tercet.clinic.errors import Invalid
from tercet.clinic.guards import only
from tercet.clinic.people.forms import Once
from tercet.clinic.people.models import Person

Role = Person.Role
ENDED_SHOWN = 20


@only(Role.DIRECTOR)
@never_cache
def lines(request: HttpRequest) -> HttpResponse:
    """What patients are shown, one more line, and what was ended."""
    if request.method != "POST":
        return _page(request, LineForm(), Once())
    form, key = LineForm(request.POST), Once(request.POST)
    if not form.is_valid() or not key.is_valid():
        return _page(request, form, key, status=422)
    who = {"once": key.cleaned_data["once"], "by": request.user, "now": request.now}
    try:
        line = actions.add_line(**form.cleaned_data, **who)
    except Invalid as why:
        form.add_error("call", str(why))
        return _page(request, form, key, status=422)
    messages.success(request, f"Patients are shown {line.name} from now on.")
    return redirect("lines")


def _page(request: HttpRequest, form: LineForm, key: Once, *, status: int = 200) -> HttpResponse:
    mine = LocalLine.objects.visible_to(request.user).select_related("by", "until_by")
    shown = {
        "lines": mine.filter(until_at=None).order_by("since_at", "pk"),
        "ended": mine.exclude(until_at=None).order_by("-until_at", "-pk")[:ENDED_SHOWN],
        "form": form,
        "key": key if not key.is_bound or key.is_valid() else Once(),
        "key_errors": key.errors.get("once", []) if key.is_bound else [],
    }
    return render(request, "asking/lines.html", shown, status=status)


@only(Role.DIRECTOR)
@require_POST
def line_end(request: HttpRequest, line: int) -> HttpResponse:
    """Patients are not shown it any more."""
    found = get_object_or_404(LocalLine.objects.visible_to(request.user), pk=line)
    actions.end_line(found, by=request.user, now=request.now)
    messages.success(request, f"Ended: patients are no longer shown {found.name}.")
    return redirect("lines")
