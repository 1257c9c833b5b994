"""The patient's phone on a dosing day: one instruction at a time, and a person one touch away."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from tercet.clinic.alerts.models import Alert
from tercet.clinic.dosing import actions, facts
from tercet.clinic.dosing.forms import CheckInForm, HeldForm, MorningForm, SaysForm
from tercet.clinic.dosing.models import DosingEvent, DosingSession
from tercet.clinic.dosing.views.finding import find, heard_from, last_answer, support_of
from tercet.clinic.errors import Invalid, Refused
from tercet.clinic.guards import only
from tercet.clinic.people.models import Person
from tercet.clinic.treatment.models import Order

Role = Person.Role
Kind = DosingEvent.Kind
# What she can say herself before the dose.
HERS = (
    "fasted",
    "no-alcohol-or-cannabis",
    "feels-well-today",
    "systolic",
    "diastolic",
    "pulse",
    "spo2",
)
WORDS = {
    "all-right": "I am all right",
    "sick": "I feel sick",
    "frightened": "I am frightened",
    "something-else": "Something else",
    "need-a-person": "I need a person now",
}
VERBS = {"spit": "spit it out", "swallow": "swallow it"}
DID = {"spit": "I spat it out", "swallow": "I swallowed it"}


@only()
@never_cache
@require_safe
def dosing(request: HttpRequest, dosing: int) -> HttpResponse:
    """Each role's own page of this dosing session."""
    found = find(request, dosing)
    role = request.user.role
    if role in {Role.GUIDE, Role.PRESCRIBER}:
        begun = facts.story(found).started_at
        return redirect("guide" if begun else "gate", dosing=found.pk)
    if role == Role.SUPPORT:
        return redirect("support", dosing=found.pk)
    if role == Role.PATIENT:
        return page(request, found)
    return redirect("course", patient=found.patient_id)


def page(
    request: HttpRequest, found: DosingSession, status: int = 200, **forms: Any
) -> HttpResponse:
    """Her page in the phase that her events tell."""
    so_far = facts.story(found)
    shown = around(request, found, so_far) | _for_phase(request, found, so_far) | forms
    template = {"holding": "live", "working": "live", "closed": "resting"}.get(
        so_far.phase, so_far.phase
    )
    return render(request, f"dosing/patient_{template}.html", shown, status=status)


def around(request: HttpRequest, found: DosingSession, so_far: facts.Story) -> dict[str, Any]:
    """Who is with her, what was heard, and the way to a person: what each phase shows."""
    beats = heard_from(request, [found]).get(found.pk, {})
    guide = facts.strands(
        {"guide": found.guide.first_name},
        beats,
        protocol=facts.protocol_of(found),
        now=request.now,
    )[0]
    return {
        "dosing": found,
        "dosing_id": found.pk if so_far.is_live else None,
        "so_far": so_far,
        "number": facts.dose_numbers([found.course_id]).get(found.pk, found.number),
        "guide": guide,
        "support": support_of(request, [found.patient_id]).get(found.patient_id),
        "verb": VERBS[found.order.verb],
        "what": in_words(found.order),
        "turn": turn_of(request, found, so_far),
        "once": uuid4(),
        "heard": _heard(found, so_far),
        "need": {
            "url": reverse("check-in", args=[found.pk]),
            "once": uuid4(),
            "phone": found.guide.phone,
            "name": found.guide.first_name,
        },
    }


@only(Role.PATIENT, Role.SUPPORT)
@never_cache
@require_safe
def turn(request: HttpRequest, dosing: int) -> HttpResponse:
    """In one word how the evening stands, for a page to notice that it must be drawn anew."""
    found = find(request, dosing)
    word = turn_of(request, found, facts.story(found))
    return HttpResponse(word, content_type="text/plain")


def turn_of(request: HttpRequest, found: DosingSession, so_far: facts.Story) -> str:
    """The phase, and for the support person also which calls for help have reached them."""
    if request.user.role != Role.SUPPORT:
        return so_far.phase
    return f"{so_far.phase} {' '.join(str(a.pk) for a in asked_of_support(request, found))}".strip()


def asked_of_support(request: HttpRequest, found: DosingSession) -> list[Alert]:
    """Open alerts that have climbed to the support person."""
    topic = actions.topic_of(found)
    mine = Alert.objects.visible_to(request.user).filter(topic=topic, acknowledged_at=None)
    return [
        a for a in mine.prefetch_related("steps") if any(s.who == "support" for s in a.steps.all())
    ]


def in_words(order: Order) -> str:
    """The medicine, its mass and the hold, short enough to stand in the ring."""
    mass = f"{order.total_mg.normalize():f} mg"
    return f"{order.medicine.capitalize()} {mass}, {order.hold_minutes}\N{NO-BREAK SPACE}min"


def _heard(found: DosingSession, so_far: facts.Story) -> dict[str, Any] | None:
    """The last answer, when it was heard, and what the guide has done since: only what is true."""
    answer = last_answer(so_far)
    if answer is None:
        return None
    since = [e for e in so_far.events if e.pk > answer.pk and e.by.role == Role.GUIDE]
    words = WORDS.get(answer.detail.get("facts", {}).get("answer", ""), "")
    return {
        "words": words,
        "by": answer.by,
        "at": answer.at,
        "looked_at": since[-1].at if since else None,
    }


def _for_phase(request: HttpRequest, found: DosingSession, so_far: facts.Story) -> dict[str, Any]:
    if so_far.phase == "planned":
        return {"form": SaysForm(HERS, helped=True), "order": found.order}
    if so_far.started_at and so_far.is_live:
        return _clock(request, found, so_far)
    if so_far.phase in {"resting", "closed"}:
        opens = facts.may_drive_from(found, so_far)
        shown = {"drive_from": opens, "form": MorningForm()}
        shown["why_not"] = actions.why_not_answer_morning(request.user, found, request.now)
        return shown
    return {}


def _clock(request: HttpRequest, found: DosingSession, so_far: facts.Story) -> dict[str, Any]:
    whole = found.order.hold_minutes * 60
    gone = (request.now - so_far.started_at) / timedelta(seconds=1)
    left = max(0, round(whole - gone))
    did = next((e for e in so_far.events if e.kind == Kind.FINISHED_HOLDING), None)
    return {
        "started_at": so_far.started_at,
        "hold_seconds": whole,
        "left_seconds": left,
        "left_percent": round(100 * left / whole),
        "did": did and did.detail.get("did"),
        "did_words": DID,
        "answers": [(v, w) for v, w in WORDS.items() if v != actions.NEEDS_A_PERSON],
        "strand": "patient",
    }


@only(Role.PATIENT, Role.SUPPORT, Role.GUIDE, Role.PRESCRIBER)
@require_POST
def check_in(request: HttpRequest, dosing: int) -> HttpResponse:
    """One answer. Heard at any hour, with script or without, on time or late."""
    found, form = find(request, dosing), CheckInForm(request.POST)
    by_script = "application/json" in request.headers.get("Accept", "")
    try:
        said = _hear(request, found, form)
    except Refused as why:
        if by_script:
            return JsonResponse({"says": str(why)}, status=why.status)
        raise
    words = _heard_words(request, found, said["answer"])
    if by_script:
        return JsonResponse({"heard": request.POST.get("once") or str(said["once"]), "says": words})
    messages.success(request, words)
    return redirect("dosing", dosing=found.pk)


def _hear(request: HttpRequest, found: DosingSession, form: CheckInForm) -> dict[str, Any]:
    """What was said, once it is kept. Raises a refusal with its sentence."""
    if not form.is_valid():
        raise Invalid(" ".join(e for errors in form.errors.values() for e in errors))
    said = form.cleaned_data
    waited, answer = said["waited_seconds"], {"answer": said["answer"]}
    at = request.now - waited if waited else None
    actions.check_in(found, answer, said_at=at, once=said["once"], by=request.user, now=request.now)
    return said


def _heard_words(request: HttpRequest, found: DosingSession, answer: str) -> str:
    heard = f"Heard at {timezone.localtime(request.now):%H:%M}."
    if answer != actions.NEEDS_A_PERSON:
        return heard
    return f"{heard} {found.guide.first_name} is being called. If nobody speaks to you, call 911."


@only(Role.PATIENT)
@require_POST
def prepare(request: HttpRequest, dosing: int) -> HttpResponse:
    """What she can say herself before the dose. Any of it may be left for the guide to ask."""
    found, form = find(request, dosing), SaysForm(HERS, request.POST, helped=True)
    if not form.is_valid():
        return page(request, found, status=422, form=form)
    if form.said:
        actions.observe(found, form.said, once=form.key, by=request.user, now=request.now)
    messages.success(request, f"Kept. {found.guide.first_name} sees it beside the rest.")
    return redirect("dosing", dosing=found.pk)


@only(Role.PATIENT, Role.SUPPORT, Role.GUIDE, Role.PRESCRIBER)
@require_POST
def finish_holding(request: HttpRequest, dosing: int) -> HttpResponse:
    """The hold is over: what was really done with it."""
    found, form = find(request, dosing), HeldForm(request.POST)
    if not form.is_valid():
        raise Invalid(
            " ".join(form.errors.get("did", ["This form cannot be read. Open it again."]))
        )
    did = form.cleaned_data["did"]
    actions.finish_holding(found, did, once=form.key, by=request.user, now=request.now)
    messages.success(request, f"Heard at {timezone.localtime(request.now):%H:%M}.")
    return redirect("dosing", dosing=found.pk)


@only(Role.PATIENT)
@require_POST
def morning(request: HttpRequest, dosing: int) -> HttpResponse:
    """The morning's question: it closes the evening before."""
    found, form = find(request, dosing), MorningForm(request.POST)
    if not form.is_valid():
        return page(request, found, status=422, form=form)
    actions.answer_morning(found, form.said, once=form.key, by=request.user, now=request.now)
    messages.success(request, "Thank you. This evening is closed.")
    return redirect("dosing", dosing=found.pk)
