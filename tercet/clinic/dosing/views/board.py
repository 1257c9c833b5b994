"""The guide's board: everyone at once, worst first, stable under the eye."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from tercet.clinic.dosing.views.rows import rows_of
from tercet.clinic.guards import only
from tercet.clinic.people.models import Person

Role = Person.Role
WATCHES = (Role.GUIDE, Role.PRESCRIBER, Role.COORDINATOR, Role.DIRECTOR)


@only(*WATCHES)
@never_cache
@require_safe
def board(request: HttpRequest) -> HttpResponse:
    """The whole page."""
    rows = rows_of(request)
    return render(request, "dosing/board.html", {"rows": rows, "page_title": _title(rows)})


@only(*WATCHES)
@never_cache
@require_safe
def board_rows(request: HttpRequest) -> HttpResponse:
    """The rows alone, drawn again whenever something changes."""
    rows = rows_of(request)
    return render(request, "dosing/rows.html", {"rows": rows, "page_title": _title(rows)})


def _title(rows: list) -> str:
    """The state of things in one sentence."""
    live, danger = sum(r.is_live for r in rows), sum(r.in_danger for r in rows)
    due = sum(r.is_due for r in rows)
    if danger:
        return f"{danger} need{'s' if danger == 1 else ''} you now"
    if not live and not due:
        return "Nobody is dosing, nobody is due"
    return f"{live} live, {due} due"
