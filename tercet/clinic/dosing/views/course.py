"""The course: dosing, therapy and medicines on one time line; planning the next dose."""

from datetime import UTC, datetime, time, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import NoReverseMatch, reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from tercet import knowledge
from tercet.clinic.dosing import actions, facts
from tercet.clinic.dosing.forms import PlanForm
from tercet.clinic.dosing.models import DosingEvent, DosingSession
from tercet.clinic.errors import Refused
from tercet.clinic.guards import only
from tercet.clinic.measures.facts import line
from tercet.clinic.medicines.facts import spans
from tercet.clinic.people.models import Person
from tercet.clinic.pictures import Band, Mark, Reading, ScoreChart, Span, score_chart, timeline
from tercet.clinic.rulers import Ruler, ruler
from tercet.clinic.therapy.models import TherapySession
from tercet.clinic.treatment.facts import current_course, newest_order
from tercet.clinic.treatment.models import Course

Role = Person.Role
READERS = (
    Role.GUIDE,
    Role.PRESCRIBER,
    Role.THERAPIST,
    Role.OUTSIDE,
    Role.COORDINATOR,
    Role.DIRECTOR,
)
INSTRUMENT = "gad-7"
TABS = [
    ("course", "Course", READERS),
    ("therapy", "Therapy", READERS),
    ("medicines", "Medicines", READERS),
    ("hours", "Around a dose", tuple(sorted(Person.STAFF))),
    ("decision", "Evaluation", (Role.GUIDE, Role.PRESCRIBER, Role.DIRECTOR)),
    ("log", "Who did what", (Role.GUIDE, Role.PRESCRIBER, Role.DIRECTOR)),
]


def tabs(request: HttpRequest, patient: int, here: str) -> list[dict[str, Any]]:
    """The pages of one patient, for this role; a page that is not there yet is not shown."""
    shown = []
    for name, label, roles in TABS:
        try:
            href = reverse(name, args=[patient])
        except NoReverseMatch:
            continue
        if request.user.role in roles:
            shown.append({"href": href, "label": label, "here": name == here})
    return shown


@only(*READERS)
@never_cache
@require_safe
def course(request: HttpRequest, patient: int) -> HttpResponse:
    """One patient's course, for those who look after it."""
    people = Person.objects.visible_to(request.user).patients()
    who = get_object_or_404(people, pk=patient)
    shown = {"patient": who, "tabs": tabs(request, who.pk, "course")} | _course(request, who)
    return render(request, "course/course.html", shown)


@only(Role.PATIENT)
@never_cache
@require_safe
def my_course(request: HttpRequest) -> HttpResponse:
    """Her own course, in plain words, with the small chart."""
    shown = _course(request, request.user, for_phone=True)
    return render(request, "course/mine.html", {"patient": request.user, **shown})


def _course(request: HttpRequest, who: Person, *, for_phone: bool = False) -> dict[str, Any]:
    """Everything both pages draw from."""
    found = current_course(who, request.now)
    if found is None:
        return {"course": None, "page_title": f"{who.first_name} has no course"}
    doses, therapy = _doses(request, found), _therapy(request, found)
    time_line = _ruler(found, who, for_phone=for_phone)
    marks = [d["mark"] for d in doses]
    shown: dict[str, Any] = {
        "course": found,
        "protocol": knowledge.read().protocols[found.protocol],
        "page_title": f"{who.first_name}’s course",
        "week": _week(found, who, request.now),
        "doses": doses,
        "taken": sum(d["story"].started_at is not None for d in doses),
        "therapy": therapy,
        "next_therapy": next((t for t in therapy if t.at > request.now), None),
        "chart": _chart(who, marks, time_line, now=request.now, for_phone=for_phone),
        "open_dose": next((d for d in doses if d["story"].phase not in OVER), None),
        "order": newest_order(found),
        "why_not_plan": actions.why_not_plan(request.user, found),
    }
    if not for_phone:
        shown["strand_line"] = timeline(
            time_line,
            doses=marks,
            therapy=[_therapy_mark(t, request.now) for t in therapy],
            medicines=[Span(*span) for span in spans(who)],
            now=request.now,
        )
    return shown


OVER = {"closed", "postponed"}


def _doses(request: HttpRequest, found: Course) -> list[dict[str, Any]]:
    """Every dosing session of the course with its story, oldest first."""
    events = DosingEvent.objects.visible_to(request.user).select_related("by").order_by("pk")
    told: dict[int, list[DosingEvent]] = {}
    for event in events.filter(dosing__course=found):
        told.setdefault(event.dosing_id, []).append(event)
    numbers = facts.dose_numbers([found.pk])
    rows = DosingSession.objects.visible_to(request.user).filter(course=found).order_by("number")
    doses = []
    for row in rows.select_related("order", "guide"):
        so_far = facts.tell_story(told.get(row.pk, ()))
        number = numbers.get(row.pk)
        doses.append(
            {
                "dosing": row,
                "story": so_far,
                "number": number,
                "mark": _mark(row, so_far, number, request.now),
            }
        )
    return doses


def _mark(row: DosingSession, so_far: facts.Story, number: int | None, now: datetime) -> Mark:
    if so_far.started_at:
        return Mark(so_far.started_at, f"dose {number}", "done")
    if so_far.postponed_at:
        return Mark(row.planned_at, "postponed dose", "missed")
    state = "planned" if row.planned_at > now - timedelta(hours=12) else "missed"
    return Mark(row.planned_at, f"dose {number}", state)


def _therapy(request: HttpRequest, found: Course) -> list[TherapySession]:
    rows = TherapySession.objects.visible_to(request.user).filter(course=found)
    return list(rows.select_related("therapist").order_by("at"))


def _therapy_mark(booked: TherapySession, now: datetime) -> Mark:
    label = booked.get_kind_display().lower()
    if booked.cancelled_at:
        return Mark(booked.at, f"{label}, cancelled", "missed")
    return Mark(booked.at, label, "done" if booked.at <= now else "planned")


def _ruler(found: Course, who: Person, *, for_phone: bool) -> Ruler:
    starts = datetime.combine(found.starts_on, time(), who.tz).astimezone(UTC)
    ends = datetime.combine(found.ends_on, time(), who.tz).astimezone(UTC)
    return ruler(starts, ends, left=34, right=268) if for_phone else ruler(starts, ends)


def _week(found: Course, who: Person, now: datetime) -> int:
    """Which week of the course it is, from 1."""
    return (now.astimezone(who.tz).date() - found.starts_on).days // 7 + 1


def _chart(
    who: Person, doses: list[Mark], time_line: Ruler, *, now: datetime, for_phone: bool
) -> ScoreChart | None:
    """The questionnaire over the course; None before the first answer."""
    taken = line(who, INSTRUMENT)
    if not taken:
        return None
    scale = knowledge.read().instruments[INSTRUMENT]
    bands = next(iter(scale.bands.values()))
    begins = min([time_line.starts_at, *(point.at for point in taken)])
    return score_chart(
        scale.name,
        [Reading(p.at, p.total, p.low, p.high) for p in taken],
        most=bands[-1].high,
        bands=[Band(b.low, b.name) for b in bands],
        doses=[d for d in doses if d.state == "done"],
        time=ruler(begins, time_line.ends_at, left=time_line.left, right=time_line.right),
        now=now,
        for_phone=for_phone,
    )


@only(Role.GUIDE, Role.PRESCRIBER)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: HttpRequest, patient: int) -> HttpResponse:
    """Plan the next dose under the order in force."""
    who = get_object_or_404(Person.objects.visible_to(request.user).patients(), pk=patient)
    key = getattr(current_course(who, request.now), "pk", 0)
    found = get_object_or_404(Course.objects.visible_to(request.user), pk=key)
    form = PlanForm(request.POST or None, zone=who.tz)
    if request.method != "POST" or not form.is_valid():
        return _plan_page(request, found, form, 422 if form.is_bound else 200)
    try:
        made = actions.plan(found, at=form.cleaned_data["at"], by=request.user, now=request.now)
    except Refused as why:
        form.add_error(None, str(why))
        return _plan_page(request, found, form, why.status)
    messages.success(request, "Planned. The gate opens a list that fills.")
    return redirect("gate", dosing=made.pk)


def _plan_page(request: HttpRequest, found: Course, form: PlanForm, status: int) -> HttpResponse:
    shown = {
        "patient": found.patient,
        "course": found,
        "order": newest_order(found),
        "form": form,
        "why_not": actions.why_not_plan(request.user, found),
        "tabs": tabs(request, found.patient_id, "course"),
        "page_title": f"Plan {found.patient.first_name}’s next dose",
    }
    return render(request, "dosing/plan.html", shown, status=status)
