"""The coordinator's tasks: questions that were refused, missed, or never reached anyone."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from tercet.clinic.asking import actions, facts
from tercet.clinic.asking.forms import DoneForm
from tercet.clinic.asking.models import Task
from tercet.clinic.errors import Invalid
from tercet.clinic.guards import only
from tercet.clinic.people.models import Person

Role = Person.Role
DONE_SHOWN = 20
OPEN_SHOWN = 200


@dataclass(frozen=True, slots=True)
class Shown:
    """One task with what happened to its question: reminders, words, how it stands now."""

    task: Task
    standing: facts.Standing
    told: tuple[str, ...]


@only(*actions.FOLLOWS_UP)
@never_cache
@require_safe
def tasks(request: HttpRequest) -> HttpResponse:
    """What nobody has followed up yet, oldest first, and what was done lately."""
    mine = Task.objects.visible_to(request.user).select_related("patient", "asked", "done_by")
    mine = mine.prefetch_related("asked__replies", "asked__put_off", "asked__reminders__events")
    waiting = mine.filter(done_at=None).order_by("asked__closes_at", "pk")
    shown = {
        "open": [_shown(task, request) for task in waiting[:OPEN_SHOWN]],
        "count": waiting.count(),
        "done": mine.exclude(done_at=None).order_by("-done_at")[:DONE_SHOWN],
        "form": DoneForm(auto_id=False),
    }
    return render(request, "asking/tasks.html", shown)


def _shown(task: Task, request: HttpRequest) -> Shown:
    standing = facts.standing(task.asked, now=request.now)
    return Shown(task, standing, tuple(_told(task)))


def _told(task: Task) -> list[str]:
    """Each way of reminding in one line: how often, and the furthest that is known of it."""
    lines = []
    for way, label in [("mail", "E-mail"), ("push", "Notice"), ("in-app", "First page")]:
        sent = [r for r in task.asked.reminders.all() if r.way == way]
        if not sent:
            continue
        kinds = [event.kind for reminder in sent for event in reminder.events.all()]
        known = [k for k in ("sent", "delivered", "opened", "failed") if k in kinds]
        said = ", ".join(f"{kinds.count(k)} {k}" for k in known)
        lines.append(f"{label}: {said or ('shown' if way == 'in-app' else 'waiting to be sent')}")
    return lines


@only(*actions.FOLLOWS_UP)
@require_POST
def task_done(request: HttpRequest, task: int) -> HttpResponse:
    """Somebody followed it up, and says how."""
    found = get_object_or_404(Task.objects.visible_to(request.user), pk=task)
    form = DoneForm(request.POST)
    if not form.is_valid():
        raise Invalid(" ".join(form.errors["note"]))
    actions.do_task(found, note=form.cleaned_data["note"], by=request.user, now=request.now)
    messages.success(request, f"Kept: {found.patient} was followed up.")
    return redirect("tasks")
