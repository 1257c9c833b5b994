"""The therapy sessions of a course: the list, booking one, cancelling one."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from tercet.clinic.errors import Invalid, Refused, WrongState
from tercet.clinic.guards import READERS, only
from tercet.clinic.people.models import Person
from tercet.clinic.therapy import actions
from tercet.clinic.therapy.forms import BookForm, CancelForm
from tercet.clinic.therapy.models import TherapySession
from tercet.clinic.treatment.facts import current_course

Role = Person.Role


@only(*READERS)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def therapy(request: HttpRequest, patient: int) -> HttpResponse:
    """One patient's sessions; booking and cancelling stand on the same page."""
    who = get_object_or_404(Person.objects.visible_to(request.user).patients(), pk=patient)
    if request.method != "POST":
        return _page(request, who, BookForm(zone=who.tz))
    return _cancel(request, who) if "cancel" in request.POST else _book(request, who)


def _book(request: HttpRequest, who: Person) -> HttpResponse:
    form, course = BookForm(request.POST, zone=who.tz), current_course(who, request.now)
    if course is None:
        raise WrongState(f"{who.first_name} has no signed course to book a session in.")
    if not form.is_valid():
        return _page(request, who, form, status=422)
    said = form.cleaned_data
    try:
        actions.book(course, at=said["at"], kind=said["kind"], by=request.user, now=request.now)
    except Refused as why:
        form.add_error(None, str(why))
        return _page(request, who, form, status=why.status)
    messages.success(request, f"Booked with {course.therapist}.")
    return redirect("therapy", patient=who.pk)


def _cancel(request: HttpRequest, who: Person) -> HttpResponse:
    form = CancelForm(request.POST)
    if not form.is_valid():
        raise Invalid(" ".join(e for errors in form.errors.values() for e in errors))
    mine = TherapySession.objects.visible_to(request.user).filter(patient=who)
    booked = get_object_or_404(mine, pk=form.cleaned_data["therapy"])
    actions.cancel(booked, why=form.cleaned_data["why"], by=request.user, now=request.now)
    messages.success(request, "Cancelled. It stays on the time line as cancelled.")
    return redirect("therapy", patient=who.pk)


def _page(request: HttpRequest, who: Person, form: BookForm, status: int = 200) -> HttpResponse:
    course = current_course(who, request.now)
    mine = TherapySession.objects.visible_to(request.user).filter(patient=who)
    rows = list(mine.select_related("therapist").order_by("at"))
    ahead = [row for row in rows if row.at > request.now and not row.cancelled_at]
    shown = {
        "patient": who,
        "course": course,
        "ahead": ahead,
        "past": [row for row in reversed(rows) if row not in ahead],
        "form": form,
        "cancel": CancelForm(),
        "why_not": actions.why_not_book(request.user),
        "page_title": _title(ahead),
    }
    return render(request, "therapy/list.html", shown, status=status)


def _title(ahead: list[TherapySession]) -> str:
    if not ahead:
        return "No therapy session is booked"
    return f"{len(ahead)} therapy session{'s' if len(ahead) > 1 else ''} booked"
