"""The first page for whoever signed in, and whom to call: the pages that look into every room."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from tercet.clinic.alerts.models import AlertStep
from tercet.clinic.asking import actions as asking
from tercet.clinic.asking import facts as asking_facts
from tercet.clinic.dosing import facts as dosing_facts
from tercet.clinic.dosing.models import DosingEvent, DosingSession
from tercet.clinic.guards import only
from tercet.clinic.intake.actions import open_questions
from tercet.clinic.language import language_of
from tercet.clinic.measures.facts import due
from tercet.clinic.people.models import Person
from tercet.clinic.record.models import KeptDecision
from tercet.clinic.therapy.models import TherapySession
from tercet.clinic.treatment.facts import current_course, declined

Role = Person.Role
BEGINS_AT = {
    Role.GUIDE: "board",
    Role.PRESCRIBER: "patients",
    Role.COORDINATOR: "tasks",
    Role.DIRECTOR: "knowledge",
}

# Of these the help page says who was told, and for how long.
CALLS = ("suicide", "safety-concern", "asks-for-a-person")
SHOWN_FOR = timedelta(days=2)


@only()
@never_cache
def home(request: HttpRequest) -> HttpResponse:
    """What is next for this person, or the page their day begins on."""
    if request.user.role in BEGINS_AT:
        return redirect(BEGINS_AT[request.user.role])
    return PAGES.get(request.user.role, _nothing)(request)


@dataclass(frozen=True, slots=True)
class Next:
    """The one thing that is next: a sentence, why, and where it is done."""

    title: str
    why: str = ""
    label: str = ""
    href: str = ""
    at: datetime | None = None


def _patient(request: HttpRequest) -> HttpResponse:
    her, now = request.user, request.now
    course = current_course(her, now)
    asked, tonight = _asked(her, now), _tonight(her, now)
    upcoming = tonight or _first(asked) or _to_answer(her, now, course) or _waiting(her, now)
    shown = {
        "next": upcoming,
        "asked": asked if tonight else asked[1:],
        "course": course,
        "sent": _decided(her),
        "team": Person.objects.visible_to(her).filter(role__in=Person.STAFF).order_by("name"),
        "booked": _therapy(her, now).first(),
    }
    return render(request, "people/patient_home.html", shown)


def _tonight(her: Person, now: datetime) -> Next | None:
    """Her dosing session, from its day until the morning after it is closed."""
    planned = DosingSession.objects.visible_to(her).filter(patient=her).order_by("-planned_at")
    for dosing in planned.select_related("course", "order", "patient")[:3]:
        so_far = dosing_facts.story(dosing)
        here = reverse("dosing", args=[dosing.pk])
        if so_far.phase in {"holding", "working"}:
            return Next("Your dose is on its way", "", "Open this evening’s page", here)
        if so_far.phase == "resting":
            return Next("Rest now; no driving yet", "", "Open tonight’s page", here)
        today = now.astimezone(her.tz).date()
        if so_far.phase == "planned" and dosing.planned_at.astimezone(her.tz).date() <= today:
            why = "There are a few things to make ready first."
            return Next("Your dose is planned for today", why, "Get ready", here, dosing.planned_at)
    return None


def _asked(her: Person, now: datetime) -> list[asking_facts.Standing]:
    """Questions open now. One whose time has come is there, whoever else runs or not."""
    asking.open_windows(her, now=now)
    waiting = asking_facts.open_now(her, now=now)
    asking.note_in_app([one.asked for one in waiting], "delivered", now=now)
    return waiting


def _first(asked: list[asking_facts.Standing]) -> Next | None:
    """The question that closes soonest."""
    if not asked:
        return None
    here = reverse("asked", args=[asked[0].asked.pk])
    return Next(asked[0].title, "It takes a minute or two.", "Answer", here)


def _to_answer(her: Person, now: datetime, course: Any) -> Next | None:
    """Questions, the evaluation, a questionnaire: in the order in which others wait for them."""
    waiting = open_questions(her)
    if waiting:
        title = "Your care team asks you something"
        return Next(title, waiting[0].asks, "Answer", reverse("questions"))
    if _decided(her) is None:
        title, why = "Some questions about you", "A prescriber reads your answers first."
        return Next(title, why, "Open the questions", reverse("evaluation"))
    for instrument in () if course else due(her, now=now):  # a course asks by its own plan
        title = f"{len(instrument.items)} short questions: {instrument.name}"
        why = f"They ask about the last {instrument.recall_days} days."
        return Next(title, why, "Answer", reverse("measure", args=[instrument.id]))
    return None


def _waiting(her: Person, now: datetime) -> Next:
    course, refused = current_course(her, now), declined(her)
    if course:
        why = "Your doses, therapy and medicines stand on one page."
        return Next("Nothing to do just now", why, "See my course", reverse("my-course"))
    if refused and refused.signature.decision_id == _decided(her).pk:
        by = refused.signature.by.first_name
        title = f"{by} decided not to offer a course on these answers"
        return Next(title, refused.signature.reason, at=refused.signature.at)
    why = "A prescriber reads them. If something is missing, the question stands here."
    return Next("Your answers are with your care team", why, at=_decided(her).at)


def _decided(her: Person) -> KeptDecision | None:
    made = KeptDecision.objects.visible_to(her).filter(patient=her, about="eligibility")
    return made.order_by("-pk").first()


def _therapy(by: Person, now: datetime) -> Any:
    booked = TherapySession.objects.visible_to(by).filter(cancelled_at=None, at__gte=now)
    return booked.select_related("patient", "therapist").order_by("at")


def _planned(by: Person) -> Any:
    seen = DosingSession.objects.visible_to(by)
    return seen.select_related("patient", "guide", "course").order_by("-planned_at")


def _support(request: HttpRequest) -> HttpResponse:
    rows = [
        {"dosing": dosing, "phase": dosing_facts.story(dosing).phase}
        for dosing in _planned(request.user)[:6]
    ]
    begun = [row for row in rows if row["phase"] not in {"closed", "postponed"}]
    patients = Person.objects.visible_to(request.user).patients().order_by("name")
    shown = {"rows": begun[::-1], "patients": patients}
    return render(request, "people/support_home.html", shown)


def _therapist(request: HttpRequest) -> HttpResponse:
    patients = Person.objects.visible_to(request.user).patients().order_by("name")
    shown = {"patients": patients, "booked": _therapy(request.user, request.now)[:30]}
    shown["doses"] = _ahead(request.user, request.now)
    return render(request, "people/therapist_home.html", shown)


def _ahead(by: Person, now: datetime) -> list[tuple[DosingSession, int]]:
    """The doses that are to come, soonest first, each with its number; none that was postponed."""
    off = DosingEvent.objects.visible_to(by).filter(kind=DosingEvent.Kind.POSTPONED)
    coming = _planned(by).filter(planned_at__gte=now).exclude(pk__in=off.values("dosing"))
    rows = list(coming.order_by("planned_at")[:30])
    numbers = dosing_facts.dose_numbers({row.course_id for row in rows})
    return [(row, numbers[row.pk]) for row in rows]


def _nothing(request: HttpRequest) -> HttpResponse:
    return render(request, "people/nothing.html", {})


PAGES = {
    Role.PATIENT: _patient,
    Role.SUPPORT: _support,
    Role.THERAPIST: _therapist,
    Role.OUTSIDE: _therapist,
}


@only(Role.PATIENT)
@never_cache
def help_now(request: HttpRequest) -> HttpResponse:
    """Whom to call now, and to whom word was sent. It promises no watching."""
    her = request.user
    if request.method == "POST":
        asking.ask_for_a_person(her, by=her, now=request.now)
        return redirect("help-now")
    mine = AlertStep.objects.visible_to(her).filter(patient=her, alert__ladder__in=CALLS)
    steps = mine.filter(at__gte=request.now - SHOWN_FOR).select_related("alert")
    near = Person.objects.visible_to(her).exclude(pk=her.pk).exclude(phone="").order_by("name")
    shown = {"told": [_told(step) for step in steps.order_by("-pk")[:4]], "contacts": near}
    shown["answered"] = steps.exclude(alert__kind=asking.ASKS_FOR_A_PERSON).exists()
    shown |= {"lines": asking_facts.own_lines(), "language": language_of(request)}
    return render(request, "people/help_now.html", shown)


def _told(step: AlertStep) -> dict[str, Any]:
    seen = step.alert.acknowledged_by
    return {
        "whom": f"The clinic’s {dict(Role.choices).get(step.who, step.who).lower()}",
        "at": step.at,
        "seen_by": seen.first_name if seen else "",
        "seen_at": step.alert.acknowledged_at,
    }
