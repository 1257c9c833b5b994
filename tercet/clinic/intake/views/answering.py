"""The evaluation on the patient's phone: one section a page, a draft always, then sent once."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from tercet import knowledge
from tercet.clinic.guards import only
from tercet.clinic.intake import actions
from tercet.clinic.intake.forms import Answers, typed_in
from tercet.clinic.intake.views.sheet import Section, Sheet, sections
from tercet.clinic.measures.facts import asked_before_a_course
from tercet.clinic.people.forms import Once
from tercet.clinic.people.models import Person
from tercet.clinic.record.models import KeptDecision

PATIENT = Person.Role.PATIENT


@only(PATIENT)
@never_cache
def evaluation(request: HttpRequest) -> HttpResponse:
    """How far she is, and the one button that goes on from there."""
    sheet = Sheet(request.user, now=request.now)
    shown = {"sheet": sheet, "progress": sheet.progress(), "pending": bool(sheet.changes())}
    shown["sent"] = _latest(request.user)
    return render(request, "intake/evaluation.html", shown)


@only(PATIENT)
@never_cache
def evaluation_section(request: HttpRequest, section: str) -> HttpResponse:
    """One section. Whatever is posted is kept as typed before it is judged."""
    part = _section(section)
    if request.method != "POST":
        return _section_page(request, part, None)
    typed = typed_in(request.POST, part.facts)
    actions.keep_draft(typed, by=request.user, now=request.now)
    if "draft" in request.POST:
        return HttpResponse(status=204)
    before, after = _around(part)
    if request.POST.get("go") == "back":
        return redirect(*before)
    form = Answers(part.facts, data=typed, today=Sheet(request.user, now=request.now).today)
    return redirect(*after) if form.is_valid() else _section_page(request, part, form)


def _section_page(request: HttpRequest, part: Section, form: Answers | None) -> HttpResponse:
    sheet = Sheet(request.user, now=request.now)
    shown = {
        "part": part,
        "form": form or sheet.form(part),
        "old": [row for f in part.facts if (row := sheet.latest.get(f)) and not sheet.counts(row)],
        "progress": sheet.progress(),
        "number": sections().index(part) + 1,
        "of": len(sections()),
        "is_first": part is sections()[0],
    }
    return render(request, "intake/section.html", shown, status=422 if form else 200)


@only(PATIENT)
@never_cache
def evaluation_send(request: HttpRequest) -> HttpResponse:
    """Read it all through, blanks named as blanks, then send. Sent twice, it counts once."""
    sheet = Sheet(request.user, now=request.now)
    progress, sent = sheet.progress(), Once(request.POST or None)
    if request.method != "POST" or progress["wrong"] or not sent.is_valid():
        return _review(request, sheet, sent)
    changes = sheet.changes()
    if not changes:
        return _after(request, _latest(request.user))
    once = sent.cleaned_data["once"]
    by_her = {"by": request.user, "now": request.now}
    kept = actions.submit(request.user, changes, drafted=True, once=once, **by_her)
    return _after(request, kept)


def _review(request: HttpRequest, sheet: Sheet, sent: Once) -> HttpResponse:
    parts = [{"part": part, "lines": sheet.lines(part)} for part in sections()]
    lines = [line for each in parts for line in each["lines"]]
    shown = {
        "parts": parts,
        "blank": sum(line.state == "blank" for line in lines),
        "unsure": sum(line.state == "not-sure" for line in lines),
        "wrong": sum(line.state == "wrong" for line in lines),
        "sent": sent if sent.is_bound and sent.is_valid() else Once(),
        "key_errors": sent.errors.get("once", []) if sent.is_bound else [],
        "pending": bool(sheet.changes()),
        "latest": _latest(request.user),
    }
    return render(request, "intake/review.html", shown, status=422 if sent.is_bound else 200)


@only(PATIENT)
@never_cache
def questions(request: HttpRequest) -> HttpResponse:
    """Only what the care team asked back."""
    open_ones = actions.open_questions(request.user)
    asked = {fact: None for q in open_ones for fact in q.facts if not _questionnaire(fact)}
    today = request.now.astimezone(request.user.tz).date()
    posted = request.POST if request.method == "POST" and asked else None
    form, sent = Answers(asked, data=posted, today=today), Once(posted)
    if form.is_valid() and sent.is_valid() and form.told:
        return _send(request, form, sent)
    shown = {"questions": _with_fields(open_ones, form), "form": form, "sent": sent}
    if posted is not None:
        _say_what_is_missing(form, sent)
        shown["sent"] = sent if sent.is_valid() else Once()
    return render(request, "intake/questions.html", shown, status=422 if posted else 200)


def _send(request: HttpRequest, form: Answers, sent: Once) -> HttpResponse:
    once, by = sent.cleaned_data["once"], request.user
    return _after(request, actions.submit(by, form.told, once=once, by=by, now=request.now))


def _say_what_is_missing(form: Answers, sent: Once) -> None:
    if sent.errors:
        form.add_error(None, sent.errors["once"][0])
    elif form.is_valid():
        form.add_error(None, "Answer at least one of these, or come back later.")


def _with_fields(open_ones: list[Any], form: Answers) -> list[dict[str, Any]]:
    """Each question with its boxes; a box that two questions share stands at the first."""
    rows, shown = [], set()
    for asked in open_ones:
        fields = [form[f] for f in asked.facts if f in form.fields and f not in shown]
        shown.update(asked.facts)
        measures = sorted({name for f in asked.facts if (name := _questionnaire(f))})
        instruments = [knowledge.read().instruments[name] for name in measures]
        rows.append({"question": asked, "fields": fields, "instruments": instruments})
    return rows


def _questionnaire(fact: str) -> str | None:
    """The questionnaire whose score this fact is."""
    return next((id for id in asked_before_a_course() if fact.startswith(f"{id}-")), None)


def _latest(patient: Person) -> KeptDecision | None:
    made = KeptDecision.objects.visible_to(patient).filter(patient=patient, about="eligibility")
    return made.order_by("-pk").first()


def _after(request: HttpRequest, kept: KeptDecision | None) -> HttpResponse:
    """Where she is after sending: with the numbers to call, if any answer asks for a person now."""
    if kept is None:
        messages.warning(request, "There is nothing to send yet.")
        return redirect("evaluation")
    if kept.verdict == "CRISIS":
        return redirect("help-now")
    messages.success(request, "Sent. Your care team has your answers.")
    return redirect("home")


def _section(slug: str) -> Section:
    for section in sections():
        if section.slug == slug:
            return section
    raise Http404("There is no such section.")


def _around(part: Section) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The addresses before and after this section."""
    every = sections()
    at = every.index(part)
    before = ("evaluation-section", every[at - 1].slug) if at else ("evaluation",)
    last = at + 1 == len(every)
    return before, ("evaluation-send",) if last else ("evaluation-section", every[at + 1].slug)
