"""One question on the phone: answered, put off, or refused; heard once, line or no line."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from tercet import knowledge
from tercet.clinic import push
from tercet.clinic.asking import actions, facts
from tercet.clinic.asking.forms import AskedForm, PutOffForm, next_page, waited
from tercet.clinic.asking.models import Asked, ReminderEvent, Reply
from tercet.clinic.errors import Invalid, Refused
from tercet.clinic.guards import only
from tercet.clinic.people.forms import Once
from tercet.clinic.people.models import Person

GONE = {
    "answered": "You have answered this",
    "declined": "You did not want to answer this",
    "missed": "This question has closed",
    "not-yet": "This question is not open yet",
}


@only(Person.Role.PATIENT)
@never_cache
def asked(request: HttpRequest, asked: int) -> HttpResponse:
    """One page of a question; the next page, until nothing is left."""
    standing = _standing(request, asked)
    if request.method == "POST":
        return _hear(request, standing)
    if not standing.is_open:
        return _closed(request, standing)
    actions.note_in_app([standing.asked], ReminderEvent.Kind.OPENED, now=request.now)
    return _page(request, standing, _form(standing, None))


def _standing(request: HttpRequest, asked: int) -> facts.Standing:
    mine = Asked.objects.visible_to(request.user).filter(patient=request.user)
    return facts.standing(get_object_or_404(mine, pk=asked), now=request.now)


def _form(standing: facts.Standing, posted: Any) -> AskedForm:
    """The page that is next; of what was sent, the page that its `names` say it was."""
    names = next_page(standing.left)
    if posted is not None and "names" in posted:
        known = {*standing.asked.asks, facts.FACTS}
        names = tuple(name for name in posted["names"].split() if name in known)
    return AskedForm(names, standing.asked.facts, data=posted)


def _hear(request: HttpRequest, standing: facts.Standing) -> HttpResponse:
    """Kept first; a blank is asked about once where somebody is there to ask."""
    by_script = "application/json" in request.headers.get("Accept", "")
    form, key = _form(standing, request.POST), Once(request.POST)
    sure = by_script or "anyway" in request.POST
    if not form.is_valid() or not key.is_valid() or not form.names:
        return _not_readable(request, standing, form, by_script=by_script)
    if form.blanks and not sure:
        return _page(request, standing, form)
    said_at = request.now - waited(request.POST)
    try:
        replies = _keep(request, standing, form, said_at=said_at, once=key.cleaned_data["once"])
    except Refused as why:
        if by_script:
            return JsonResponse({"says": str(why)}, status=why.status)
        raise
    return _heard(request, standing, replies, by_script=by_script)


def _keep(
    request: HttpRequest,
    standing: facts.Standing,
    form: AskedForm,
    *,
    said_at: datetime,
    once: Any,
) -> tuple[Reply, ...]:
    who = {"by": request.user, "now": request.now}
    if zone := request.POST.get("zone", ""):
        try:
            actions.arrive(request.user, zone, **who)
        except Invalid:
            pass  # a device that does not know where it is does not cost the answer
    return actions.answer(standing.asked, form.answers, said_at=said_at, once=once, **who)


def _heard(
    request: HttpRequest,
    standing: facts.Standing,
    replies: tuple[Reply, ...],
    *,
    by_script: bool,
) -> HttpResponse:
    """On to what is left of it, home, or to the numbers to call."""
    again = _standing(request, standing.asked.pk)
    here = reverse("asked", args=[standing.asked.pk])
    to = here if again.is_open and again.left else reverse("home")
    if actions.calls_for_help(replies):
        to = reverse("help-now")
    if by_script:
        heard = {"heard": request.POST["once"], "says": "Heard.", "next": to}
        return JsonResponse(heard)
    if to == reverse("home"):
        messages.success(request, "Sent. Your care team has your answer.")
    return redirect(to)


def _not_readable(
    request: HttpRequest, standing: facts.Standing, form: AskedForm, *, by_script: bool
) -> HttpResponse:
    says = "Something in this answer could not be read. Open the question again."
    if by_script:
        return JsonResponse({"says": says}, status=422)
    return _page(request, standing, form)


def _page(request: HttpRequest, standing: facts.Standing, form: AskedForm) -> HttpResponse:
    known = knowledge.read().instruments
    first = known.get(form.names[0]) if form.names else None
    shown = {
        "standing": standing,
        "asked": standing.asked,
        "form": form,
        "names": " ".join(form.names),
        "intro": first.intro if first and len(first.items) > 1 else "",
        "name": first.name if first and len(first.items) > 1 else "",
        "more": len(standing.left) - len(form.names),
        "key": Once(),
        "put_off_key": Once(),
        "blanks": form.blanks if form.is_bound and form.is_valid() else [],
        "is_late": standing.state == "late",
        "push_key": push.public_key(),
    }
    return render(request, "asking/asked.html", shown, status=422 if form.is_bound else 200)


def _closed(request: HttpRequest, standing: facts.Standing) -> HttpResponse:
    shown = {"standing": standing, "says": GONE[standing.state]}
    return render(request, "asking/closed.html", shown)


@only(Person.Role.PATIENT)
@require_POST
def put_off(request: HttpRequest, asked: int) -> HttpResponse:
    """“Not now” or “I do not want to answer”: both are always there, and both are heard."""
    standing, form, key = _standing(request, asked), PutOffForm(request.POST), Once(request.POST)
    by_script = "application/json" in request.headers.get("Accept", "")
    if not form.is_valid() or not key.is_valid():
        raise Invalid("This form cannot be read. Open the question again.")
    kind, once = form.cleaned_data["kind"], key.cleaned_data["once"]
    actions.put_off(standing.asked, kind, once=once, by=request.user, now=request.now)
    later = "You can answer it later, here." if kind == "not-now" else "Nobody asks you twice."
    if by_script:
        heard = {"heard": request.POST["once"], "says": f"Heard. {later}"}
        return JsonResponse(heard | {"next": reverse("home")})
    messages.success(request, f"That is fine. {later}")
    return redirect("home")
