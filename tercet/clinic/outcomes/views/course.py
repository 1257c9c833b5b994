"""One course on a page: the picture, what it comes to, what is next; and her own page."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from tercet.clinic.dosing.actions import why_not_plan
from tercet.clinic.dosing.views.tabs import tabs
from tercet.clinic.guards import READERS, only
from tercet.clinic.outcomes import facts
from tercet.clinic.outcomes.models import Noticed
from tercet.clinic.outcomes.views import saying
from tercet.clinic.outcomes.views.happened import Happened, happened
from tercet.clinic.outcomes.views.picture import picture
from tercet.clinic.people.models import Person
from tercet.clinic.treatment.facts import newest_order
from tercet.clinic.treatment.models import Course

Role = Person.Role
OVER = {"closed", "postponed"}


@only(*READERS)
@never_cache
@require_safe
def course(request: HttpRequest, patient: int) -> HttpResponse:
    """One patient's course, for those who look after it."""
    who = get_object_or_404(Person.objects.visible_to(request.user).patients(), pk=patient)
    shown = {"patient": who, "tabs": tabs(request, who.pk, "course")}
    found = newest(request, who)
    if found is None:
        shown |= {"course": None, "page_title": f"{who.first_name} has no course"}
        return render(request, "course/course.html", shown)
    seen = happened(request, found)
    read = facts.so_far(found, taken=seen.taken, now=request.now)
    shown |= _common(request, read, seen) | _for_the_team(request, read)
    return render(request, "course/course.html", shown)


@only(Role.PATIENT)
@never_cache
@require_safe
def my_course(request: HttpRequest) -> HttpResponse:
    """Her own course, in plain words, with the same picture drawn for a phone."""
    found = newest(request, request.user)
    if found is None:
        return render(request, "course/mine.html", {"course": None})
    seen = happened(request, found)
    read = facts.so_far(found, taken=seen.taken, now=request.now)
    shown = _common(request, read, seen, for_phone=True) | _for_herself(read)
    return render(request, "course/mine.html", shown)


def newest(request: HttpRequest, who: Person) -> Course | None:
    """The newest course of this patient, if it may be seen."""
    return facts.newest_course(who, among=Course.objects.visible_to(request.user))


def _common(
    request: HttpRequest, read: facts.SoFar, seen: Happened, *, for_phone: bool = False
) -> dict[str, Any]:
    """What both pages draw from."""
    return {
        "course": read.course,
        "protocol": read.known.protocols[read.course.protocol],
        "page_title": f"{read.course.patient.first_name}’s course",
        "week": _week(read),
        "is_over": _is_over(read),
        "doses": seen.doses,
        "taken": len(seen.doses_taken),
        "open_dose": next((d for d in seen.doses if d.story.phase not in OVER), None),
        "next_therapy": _next_therapy(seen, request),
        "picture": picture(request, read, seen, for_phone=for_phone),
    }


def _next_therapy(seen: Happened, request: HttpRequest) -> Any:
    ahead = (t for t in seen.therapy if t.at > request.now and not t.cancelled_at)
    return next(ahead, None)


def _for_the_team(request: HttpRequest, read: facts.SoFar) -> dict[str, Any]:
    noticed = Noticed.objects.visible_to(request.user).filter(course=read.course)
    return {
        "noticed": noticed.select_related("held", "alert__acknowledged_by").order_by("-at"),
        "headline": saying.headline(read),
        "progress": saying.progress_lines(read),
        "onset": saying.onset_lines(read),
        "lasting": saying.lasting_lines(read),
        "surfacing": saying.surfacing_lines(read),
        "weaker": saying.weaker_lines(read) if request.user.role != Role.OUTSIDE else [],
        "review": saying.review_line(read),
        "order": newest_order(read.course),
        "why_not_plan": "" if _is_over(read) else why_not_plan(request.user, read.course),
    }


def _for_herself(read: facts.SoFar) -> dict[str, Any]:
    return {
        "patient": read.course.patient,
        "plain_word": saying.plain_word(read),
        "plain_onset": list(saying.plain_onset(read)),
    }


def _is_over(read: facts.SoFar) -> bool:
    return _today(read) > read.course.ends_on


def _today(read: facts.SoFar) -> Any:
    return read.now.astimezone(read.course.patient.tz).date()


def _week(read: facts.SoFar) -> int:
    """Which week of the course it is, from 1."""
    return (_today(read) - read.course.starts_on).days // 7 + 1
