"""One question on the phone: answered, put off, or refused; heard once, line or no line."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from tercet import knowledge
from tercet.clinic import push
from tercet.clinic.asking import actions, facts
from tercet.clinic.asking.forms import AskedForm, PutOffForm, next_page, waited
from tercet.clinic.asking.models import Asked, ReminderEvent, Reply
from tercet.clinic.errors import Invalid, Refused
from tercet.clinic.guards import only
from tercet.clinic.language import drawn_in, language_of, notice, on_page, switched
from tercet.clinic.measures.actions import choose_language
from tercet.clinic.people.forms import Once
from tercet.clinic.people.models import Person
from tercet.clinic.spanish import said
from tercet.clinic.wording import in_language

LATER = {"not-now": "You can answer it later, here.", "refused": "Nobody asks you twice."}
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
    if "language" in request.POST:
        return _in_other_words(request, standing)
    if request.method == "POST":
        return _hear(request, standing)
    if not standing.is_open:
        return _closed(request, standing)
    actions.note_in_app([standing.asked], ReminderEvent.Kind.OPENED, now=request.now)
    language = language_of(request)
    return _page(request, standing, _form(standing, None, language), language=language)


def _in_other_words(request: HttpRequest, standing: facts.Standing) -> HttpResponse:
    """The same page in the other language, with all that was typed into it."""
    language = switched(request)
    choose_language(language, by=request.user, now=request.now)
    if not standing.is_open:
        return _closed(request, standing)
    names = _names(standing, request.POST)
    typed = {"initial": request.POST.dict()}
    form = AskedForm(names, standing.asked.facts, language, **typed)
    return _page(request, standing, form, language=language)


def _standing(request: HttpRequest, asked: int) -> facts.Standing:
    mine = Asked.objects.visible_to(request.user).filter(patient=request.user)
    return facts.standing(get_object_or_404(mine, pk=asked), now=request.now)


def _form(standing: facts.Standing, posted: Any, language: str) -> AskedForm:
    return AskedForm(_names(standing, posted), standing.asked.facts, language, data=posted)


def _names(standing: facts.Standing, posted: Any) -> tuple[str, ...]:
    """The page that is next; of what was sent, the page that its `names` say it was."""
    if posted is None or "names" not in posted:
        return next_page(standing.left)
    known = {*standing.asked.asks, facts.FACTS}
    return tuple(name for name in posted["names"].split() if name in known)


def _hear(request: HttpRequest, standing: facts.Standing) -> HttpResponse:
    """Kept first; a blank is asked about once where somebody is there to ask."""
    by_script = "application/json" in request.headers.get("Accept", "")
    form, key = _form(standing, request.POST, drawn_in(request)), Once(request.POST)
    sure = by_script or "anyway" in request.POST
    if not form.is_valid() or not key.is_valid() or not form.names:
        return _not_readable(request, standing, form, by_script=by_script)
    if form.blanks and not sure:
        return _page(request, standing, form, language=drawn_in(request))
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
    words = {"languages": form.languages}
    return actions.answer(standing.asked, form.answers, said_at=said_at, **words, once=once, **who)


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
        says = said("Heard.", drawn_in(request))
        return JsonResponse({"heard": request.POST["once"], "says": says, "next": to})
    if to == reverse("home"):
        sentence = "Sent. Your care team has your answer."
        messages.success(request, notice(sentence, drawn_in(request)))
    return redirect(to)


def _not_readable(
    request: HttpRequest, standing: facts.Standing, form: AskedForm, *, by_script: bool
) -> HttpResponse:
    says = "Something in this answer could not be read. Open the question again."
    if by_script:
        return JsonResponse({"says": said(says, drawn_in(request))}, status=422)
    return _page(request, standing, form, language=drawn_in(request))


def _page(
    request: HttpRequest, standing: facts.Standing, form: AskedForm, *, language: str
) -> HttpResponse:
    known = knowledge.read().instruments
    first = known.get(form.names[0]) if form.names else None
    if first:
        first = in_language(first, language)[0] or first
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
        **on_page(language, worded=set(form.languages.values()) <= {language}),
    }
    return render(request, "asking/asked.html", shown, status=422 if form.is_bound else 200)


def _closed(request: HttpRequest, standing: facts.Standing) -> HttpResponse:
    language = language_of(request)
    shown = {"standing": standing, "says": said(GONE[standing.state], language)}
    shown["language"] = language
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
    return _put_off(request, kind, by_script=by_script)


def _put_off(request: HttpRequest, kind: str, *, by_script: bool) -> HttpResponse:
    later, language = LATER[kind], language_of(request)
    if by_script:
        says = f"{said('Heard.', language)} {said(later, language)}"
        heard = {"heard": request.POST["once"], "says": says}
        return JsonResponse(heard | {"next": reverse("home")})
    fine = format_html("{} {}", notice("That is fine.", language), notice(later, language))
    messages.success(request, fine)
    return redirect("home")
