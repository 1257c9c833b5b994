"""The guide's page of a dose at work: what is due, what was said, who is called, the release."""

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from tercet.clinic.alerts.models import Alert
from tercet.clinic.alerts.views import ORDER, Shown, shown_of
from tercet.clinic.dosing import actions, facts
from tercet.clinic.dosing.forms import SaysForm
from tercet.clinic.dosing.models import DosingEvent, DosingSession
from tercet.clinic.dosing.views.finding import find, heard_from, strands_of, support_of
from tercet.clinic.dosing.views.saying import asked_at_release, told
from tercet.clinic.errors import WrongState
from tercet.clinic.guards import only
from tercet.clinic.people.models import Person
from tercet.decisions import Verdict

Role = Person.Role
DONE = {"spit": "spat out", "swallow": "swallowed"}
READINGS = ("systolic", "diastolic", "pulse", "spo2", "sedation")


@only(Role.GUIDE, Role.PRESCRIBER)
@never_cache
@require_safe
def guide(request: HttpRequest, dosing: int) -> HttpResponse:
    """One dose at work: readings, what is due, what was said, who is called; and the release."""
    return guide_page(request, find(request, dosing))


def guide_page(
    request: HttpRequest, found: DosingSession, status: int = 200, **forms: Any
) -> HttpResponse:
    protocol = facts.protocol_of(found)
    shown = live_part(request, found) | {
        "form": SaysForm(READINGS),
        "release_form": SaysForm(asked_at_release(protocol), place="release"),
        "held_once": uuid4(),
        **forms,
    }
    return render(request, "dosing/guide.html", shown, status=status)


@only(Role.GUIDE, Role.PRESCRIBER)
@never_cache
@require_safe
def guide_live(request: HttpRequest, dosing: int) -> HttpResponse:
    """The part of the guide's page that is drawn again when something changes."""
    return render(request, "dosing/guide_live.html", live_part(request, find(request, dosing)))


def live_part(request: HttpRequest, found: DosingSession) -> dict[str, Any]:
    """Everything about this dose that is true at this moment."""
    so_far, protocol, now = facts.story(found), facts.protocol_of(found), request.now
    made, _, _ = actions.decide_monitoring(found, so_far, now=now)
    release, _ = actions.decide_release(found, so_far, now=now)
    why_not = actions.why_not_release(request.user, found)
    support = support_of(request, [found.patient_id]).get(found.patient_id)
    beats = heard_from(request, [found]).get(found.pk, {})
    return {
        "dosing": found,
        "so_far": so_far,
        "number": facts.dose_numbers([found.course_id]).get(found.pk, found.number),
        "protocol": protocol,
        "findings": [f for f in made.worst_first if f.verdict != Verdict.CLEAR],
        "stands": [f for f in made.worst_first if f.verdict not in (Verdict.CLEAR, Verdict.ASK)],
        "unjudged": made.of(Verdict.ASK),
        "fine": [f for f in made.worst_first if f.verdict == Verdict.CLEAR],
        "made": made,
        "release": [f for f in release.worst_first if not f.verdict.passes],
        "why_not_release": why_not,
        "alerts": open_alerts(request, found),
        "looks": [
            {"what": look.what, "at": look.at, "late": look.is_late(now)}
            for look in facts.next_looks(so_far, protocol)
        ],
        "strands": strands_of(found, beats, support, by=request.user, now=now),
        "support": support,
        "events": sorted(map(_line, so_far.events), key=lambda line: line["at"], reverse=True),
        "drive_from": facts.may_drive_from(found, so_far),
        "readings": _readings(so_far),
    }


def open_alerts(request: HttpRequest, found: DosingSession) -> list[Shown]:
    """Open alerts about this dosing session, worst first, each with its ladder."""
    topic = actions.topic_of(found)
    mine = Alert.objects.visible_to(request.user).filter(topic=topic, acknowledged_at=None)
    rows = mine.select_related("patient").prefetch_related("steps").order_by("pk")
    return sorted(map(shown_of, rows), key=lambda shown: ORDER.index(shown.verdict))


def _line(event: DosingEvent) -> dict[str, Any]:
    """One line of what happened, in words."""
    at, detail = facts.said_at(event), event.detail
    return {
        "event": event,
        "at": at,
        "late": at < event.at,
        "said": told(detail.get("facts", {})),
        "done": DONE.get(detail.get("did", ""), ""),
    }


def _readings(so_far: facts.Story) -> list[dict[str, Any]]:
    """Every reading since the gate, newest first, for the table."""
    rows = []
    for event in reversed(so_far.events):
        said = event.detail.get("facts", {})
        if any(name in said for name in READINGS):
            rows.append(
                {
                    "at": facts.said_at(event),
                    "by": event.by,
                    **{name.replace("-", "_"): said.get(name) for name in READINGS},
                }
            )
    return rows


@only(Role.GUIDE, Role.PRESCRIBER)
@require_POST
def observe(request: HttpRequest, dosing: int) -> HttpResponse:
    """Readings, as they are taken."""
    found, form = find(request, dosing), SaysForm(READINGS, request.POST)
    if not form.is_valid():
        return guide_page(request, found, status=422, form=form)
    if form.said:
        actions.observe(found, form.said, once=form.key, by=request.user, now=request.now)
    messages.success(request, told(form.said))
    return redirect("guide", dosing=found.pk)


@only(Role.GUIDE, Role.PRESCRIBER)
@require_POST
def release(request: HttpRequest, dosing: int) -> HttpResponse:
    """The checklist is heard; if all of it passes, the patient is released."""
    found = find(request, dosing)
    form = SaysForm(asked_at_release(facts.protocol_of(found)), request.POST, place="release")
    if not form.is_valid():
        return guide_page(request, found, status=422, release_form=form)
    try:
        actions.release_patient(found, form.said, once=form.key, by=request.user, now=request.now)
    except WrongState as why:
        form.add_error(None, str(why))
        return guide_page(request, found, status=why.status, release_form=form)
    messages.success(request, "Released. The morning's question waits for tomorrow.")
    return redirect("guide", dosing=found.pk)
