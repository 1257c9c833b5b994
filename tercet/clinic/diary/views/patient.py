"""The diary on the phone: what was kept, one short form each, and taking a mistake back."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tercet.clinic.asking.forms import waited
from tercet.clinic.diary import actions, facts
from tercet.clinic.diary.forms import AFTER, ALONE, DiaryForm
from tercet.clinic.diary.models import DiaryEntry
from tercet.clinic.errors import Invalid, Refused
from tercet.clinic.guards import only
from tercet.clinic.people.forms import Once
from tercet.clinic.people.models import Person

Kind = DiaryEntry.Kind
A_PAGE = 20
SHELVES = {
    "panic": {Kind.PANIC},
    "worry": {Kind.WORRY, Kind.OUTCOME},
    "goals": {Kind.GOAL, Kind.STEP, Kind.ATTEMPT, Kind.FINISHED},
}
SHELF_OF = {kind: shelf for shelf, kinds in SHELVES.items() for kind in kinds}


@only(Person.Role.PATIENT)
@never_cache
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """Three cards: what was kept last, a button for each, the small pictures."""
    her, kept = request.user, facts.kept(request.user)
    line = facts.time_line(her, now=request.now, for_phone=True)
    under = {"time": line, "doses": facts.doses(her), "now": request.now}
    worries = facts.worries(her)
    shown = {
        "last": {shelf: _last(kept, kinds) for shelf, kinds in SHELVES.items()},
        "pictures": facts.pictures(her, **under, for_phone=True),
        "fears": [w for w in reversed(worries) if w.fears and w.outcome in ("", "early")],
        "goals": [goal for goal in facts.goals(her) if goal.finished_at is None],
    }
    return render(request, "diary/mine.html", shown | {"kept": kept})


def _last(kept: list[facts.Kept], kinds: set[str]) -> facts.Kept | None:
    return next((each for each in kept if each.kind in kinds), None)


@only(Person.Role.PATIENT)
@never_cache
@require_safe
def everything(request: HttpRequest) -> HttpResponse:
    """All that was kept, newest first; each may be taken back."""
    page = Paginator(facts.kept(request.user), A_PAGE).get_page(request.GET.get("page"))
    shown = {"page": page, "rows": [(each, Once()) for each in page]}
    return render(request, "diary/kept.html", shown)


@only(Person.Role.PATIENT)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, kind: str) -> HttpResponse:
    """A panic attack, a day's worry or a goal."""
    if kind not in ALONE:
        raise Http404
    return _form_page(request, ALONE[kind], None)


@only(Person.Role.PATIENT)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def follow(request: HttpRequest, entry: int, kind: str) -> HttpResponse:
    """What follows an entry: what became of a fear, a step of a goal, an attempt at a step."""
    of = _entry(request, entry)
    if kind not in AFTER or actions.FOLLOWS[kind] != of.kind:
        raise Http404
    return _form_page(request, AFTER[kind], of)


def _entry(request: HttpRequest, entry: int) -> DiaryEntry:
    own = DiaryEntry.objects.visible_to(request.user).filter(patient=request.user)
    return get_object_or_404(own, pk=entry)


def _form_page(request: HttpRequest, kind: type[DiaryForm], of: DiaryEntry | None) -> HttpResponse:
    """The form; or what was sent is kept, or shown again with what needs another look."""
    wait = waited(request.POST) if request.method == "POST" else timedelta()
    form = kind(request.POST or None, zone=request.user.tz, now=request.now - wait)
    if request.method != "POST":
        return _page(request, form, of)
    key, by_script = Once(request.POST), _by_script(request)
    if not form.is_valid() or not key.is_valid():
        if by_script:
            return JsonResponse({"says": _wrong(form, key)}, status=422)
        return _page(request, form, of, status=422)
    try:
        _keep(request, form, of, key)
    except Refused as why:
        if not by_script:
            raise
        return JsonResponse({"says": str(why)}, status=why.status)
    return _kept(request, form, by_script=by_script)


def _by_script(request: HttpRequest) -> bool:
    return "application/json" in request.headers.get("Accept", "")


def _wrong(form: DiaryForm, key: Once) -> str:
    """The first thing that needs another look, by the name of its question."""
    for bound in form:
        if bound.errors:
            return f"{bound.label} {bound.errors[0]} What you wrote is still here."
    return " ".join(said for errors in key.errors.values() for said in errors)


def _keep(request: HttpRequest, form: DiaryForm, of: DiaryEntry | None, key: Once) -> DiaryEntry:
    return actions.keep(
        request.user,
        form.kind,
        form.said,
        happened_at=form.happened_at,
        of=of,
        once=key.cleaned_data["once"],
        by=request.user,
        now=request.now,
    )


def _kept(request: HttpRequest, form: DiaryForm, *, by_script: bool) -> HttpResponse:
    to = f"{reverse('my-diary')}#{SHELF_OF[form.kind]}"
    if by_script:
        return JsonResponse({"heard": request.POST["once"], "says": "Kept.", "next": to})
    messages.success(request, "Kept.")
    return redirect(to)


def _page(
    request: HttpRequest, form: DiaryForm, of: DiaryEntry | None, status: int = 200
) -> HttpResponse:
    shown: dict[str, Any] = {
        "form": form,
        "here": request.path,
        "of_words": (of.said.get("fears") or of.said.get("words", "")) if of else "",
        "draft": f"diary-{of.pk}" if of else "diary",
        "key": Once(),
        "page_title": form.title,
    }
    return render(request, "diary/form.html", shown, status=status)


@only(Person.Role.PATIENT)
@require_POST
def mistake(request: HttpRequest, entry: int) -> HttpResponse:
    """An entry was a mistake: it is shown nowhere any more."""
    found, key = _entry(request, entry), Once(request.POST)
    if not key.is_valid():
        raise Invalid(" ".join(said for errors in key.errors.values() for said in errors))
    once = key.cleaned_data["once"]
    actions.take_back(found, once=once, by=request.user, now=request.now)
    messages.success(request, "Taken back. It stands in no list and no picture any more.")
    return redirect("my-diary-kept")
