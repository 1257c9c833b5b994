"""What the clinic leans on, laid open: knowledge and its adoption, rules, sources, the log."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from tercet import knowledge
from tercet.clinic.errors import Refused
from tercet.clinic.guards import only
from tercet.clinic.people.models import Person
from tercet.clinic.record import actions
from tercet.clinic.record.forms import Adopting
from tercet.clinic.record.models import Entry, Signature
from tercet.knowledge import Knowledge, Rule
from tercet.knowledge.pieces import Piece, pieces

A_PAGE = 100  # lines of the log
Role = Person.Role
STAFF = tuple(sorted(Person.STAFF))


@only(*STAFF)
def knowledge_in_use(request: HttpRequest) -> HttpResponse:
    """Every number that is ours or was not read at its source; the director adopts the whole."""
    if request.method != "POST":
        return _knowledge_page(request, Adopting(initial={"version": knowledge.read().version}))
    form = Adopting(request.POST, by_code=actions.signs_by_code(request.user))
    if not form.is_valid():
        return _knowledge_page(request, form, status=422)
    try:
        actions.adopt_knowledge(**form.cleaned_data, by=request.user, now=request.now)
    except Refused as refused:
        form.add_error(None, str(refused))
        return _knowledge_page(request, form, status=refused.status)
    messages.success(request, "Signed. This version of the knowledge is in use.")
    return redirect("knowledge")


def _knowledge_page(request: HttpRequest, form: Adopting, *, status: int = 200) -> HttpResponse:
    known, by_code = knowledge.read(), actions.signs_by_code(request.user)
    signed = Signature.objects.visible_to(request.user).filter(adoption__knowledge=known.version)
    shown = {
        "known": known,
        "policy": known.policy(),
        "unread": [rule for rule in known.unread() if rule.basis != "policy"],
        "policy_pieces": _pieces(known, "policy"),
        "unread_pieces": _pieces(known, "memory", "secondary", "derived"),
        "overdue": known.overdue(request.now.date()),
        "many": len(list(known.every_rule())),
        "read": [rule for rule in known.every_rule() if rule.verified == "read"],
        "form": form if form.is_bound else Adopting(initial=form.initial, by_code=by_code),
        "why_not": actions.why_not_adopt(request.user),
        "signed": signed.select_related("by").first(),
    }
    return render(request, "record/knowledge.html", shown, status=status)


def _pieces(known: Knowledge, *how: str) -> list[Piece]:
    """What is no rule and reached us in one of these ways: interactions, trials, law, notes."""
    return [each for each in pieces(known) if each.shape != "rule" and each.verified in how]


@only(*STAFF, Role.OUTSIDE)
def rule(request: HttpRequest, rule: str) -> HttpResponse:
    """One rule whole: what it says, on whose word, when it was checked."""
    found = next((each for each in knowledge.read().every_rule() if each.id == rule), None)
    if found is None:
        raise Http404("There is no such rule.")
    overdue = found.next_check < request.now.date()
    beside = knowledge.read().notes_beside(found.id)
    shown = {"rule": found, "overdue": overdue, "limits": _limits(found), "beside": beside}
    return render(request, "record/rule.html", shown)


def _limits(found: Rule) -> list[tuple[str, Any]]:
    """The limits in words: name and value, lists written out."""
    return [
        (name.replace("_", " "), ", ".join(map(str, v)) if isinstance(v, list | tuple) else v)
        for name, v in found.limits.items()
    ]


@only(*STAFF, Role.OUTSIDE)
def source(request: HttpRequest, source: str) -> HttpResponse:
    """One source, where it is published, and every rule that leans on it."""
    known = knowledge.read()
    if source not in known.sources:
        raise Http404("There is no such source.")
    leaning = [
        (rule, cited.partition("#")[2])
        for rule in known.every_rule()
        for cited in rule.sources
        if cited.partition("#")[0] == source
    ]
    shown = {"source": known.sources[source], "leaning": leaning}
    return render(request, "record/source.html", shown)


@only(*STAFF, Role.PATIENT)
def log(request: HttpRequest, patient: int) -> HttpResponse:
    """Who did what about this person, newest first."""
    whose = get_object_or_404(Person.objects.visible_to(request.user).patients(), pk=patient)
    lines = Entry.objects.visible_to(request.user).filter(patient=whose).select_related("by")
    before = request.GET.get("before", "")
    if before.isdecimal() and len(before) < 19:
        lines = lines.filter(pk__lt=int(before))
    shown = list(lines.order_by("-pk")[: A_PAGE + 1])
    older = shown[A_PAGE - 1].pk if len(shown) > A_PAGE else None
    page = {"patient": whose, "lines": shown[:A_PAGE], "older": older, "before": before}
    frame = "base_patient.html" if request.user.is_patient else "base.html"
    return render(request, "record/log.html", {**page, "frame": frame})
