"""The prescriber's page: what was found, worst first, what to find out, what stands in the way."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from tercet import knowledge
from tercet.clinic.guards import only
from tercet.clinic.intake import actions as intake
from tercet.clinic.intake.facts import askable
from tercet.clinic.intake.forms import Answers
from tercet.clinic.intake.models import Question
from tercet.clinic.medicines.facts import last_confirmation
from tercet.clinic.people.forms import LOST, Once
from tercet.clinic.people.models import Person
from tercet.clinic.record.models import KeptDecision
from tercet.clinic.treatment import actions
from tercet.clinic.treatment.facts import current_course, declined
from tercet.clinic.treatment.views.changing import lighter
from tercet.decisions import Decision, Facts, Finding, Verdict, facts_from_dict, instruments

STAFF = tuple(sorted(Person.STAFF))
KNOWN = ("gad-7-total", "phq-9-total", "weight-kg", "systolic", "pulse", "medicines")
MAY_STATE = {Person.Role.PRESCRIBER, Person.Role.GUIDE}
SAYS = {
    Verdict.CRISIS: ("{n} answer needs a person now", "{n} answers need a person now"),
    Verdict.STOP: ("{n} excludes treatment", "{n} exclude treatment"),
    Verdict.REVIEW: ("{n} to decide", "{n} to decide"),
    Verdict.ASK: ("{n} to find out", "{n} to find out"),
}


@only(*STAFF)
@never_cache
def decision(request: HttpRequest, patient: int) -> HttpResponse:
    """The newest decision on this person's evaluation."""
    return _page(request, _whose(request, patient))


@only(*STAFF)
@require_POST
def decision_ask(request: HttpRequest, patient: int) -> HttpResponse:
    """Send one question to the patient, or all that they can answer."""
    whose = _whose(request, patient)
    kept = get_object_or_404(_decisions(request, whose)[:1])
    rule = request.POST.get("rule", "")
    sent = intake.send_questions(kept, rule=rule, by=request.user, now=request.now)
    many = f"{len(sent)} questions were" if len(sent) != 1 else "1 question was"
    messages.success(request, f"{many} sent to {whose.first_name}.") if sent else messages.warning(
        request, "Nothing was sent: it was sent before, or the patient cannot answer it."
    )
    return redirect("decision", whose.pk)


@only(Person.Role.PRESCRIBER, Person.Role.GUIDE)
@require_POST
def decision_answer(request: HttpRequest, patient: int) -> HttpResponse:
    """State what a clinician may state, for one finding; then it is decided again."""
    whose, rule = _whose(request, patient), request.POST.get("rule", "")
    form, key = _form(request, whose, rule, typed=request.POST), Once(request.POST)
    if not (form.is_valid() and key.is_valid() and form.told):
        if form.is_valid():
            form.add_error(None, "Fill in at least one of these." if key.is_valid() else LOST)
        return _page(request, whose, stated=(rule, form))
    who = {"by": request.user, "now": request.now, "once": key.cleaned_data["once"]}
    intake.submit(whose, form.told, **who)
    messages.success(request, "Kept, and decided again.")
    return redirect("decision", whose.pk)


@only(Person.Role.PRESCRIBER, Person.Role.GUIDE)
@require_POST
def decision_again(request: HttpRequest, patient: int) -> HttpResponse:
    """Decide on what is known now."""
    whose = _whose(request, patient)
    intake.decide_again(whose, by=request.user, now=request.now)
    messages.success(request, "Decided again on what is known now.")
    return redirect("decision", whose.pk)


def _whose(request: HttpRequest, patient: int) -> Person:
    return get_object_or_404(Person.objects.visible_to(request.user).patients(), pk=patient)


def _decisions(request: HttpRequest, whose: Person) -> Any:
    made = KeptDecision.objects.visible_to(request.user).filter(patient=whose, about="eligibility")
    return made.select_related("patient").order_by("-pk")


def _form(request: HttpRequest, whose: Person, rule: str, *, typed: Any = None) -> Answers:
    """The facts of one rule that this reader may assert, as boxes of their own."""
    asked = askable(rule, request.user.role) if request.user.role in MAY_STATE else []
    today = request.now.astimezone(whose.tz).date()
    return Answers(asked, data=typed, today=today, auto_id=f"{rule}-%s", label_suffix="")


def _page(
    request: HttpRequest, whose: Person, stated: tuple[str, Answers] | None = None
) -> HttpResponse:
    kept = _decisions(request, whose).first()
    course = current_course(whose, request.now)
    shown: dict[str, Any] = {"patient": whose, "course": course, "kept": kept}
    if kept is None:
        return render(request, "treatment/no_decision.html", shown)
    made, saw = Decision.from_dict(kept.made), facts_from_dict(kept.saw)
    shown |= _findings(request, whose, made, stated=stated) | _aside(whose, saw)
    shown |= _bar(request, kept, made) | lighter(kept, made)
    return render(request, "treatment/decision.html", shown, status=422 if stated else 200)


def _findings(
    request: HttpRequest, whose: Person, made: Decision, *, stated: tuple[str, Answers] | None
) -> dict[str, Any]:
    """Each finding that is not clear, with its question and what may be stated; clear apart."""
    asked = Question.objects.visible_to(request.user).filter(patient=whose).order_by("pk")
    open_ones = {q.rule for q in intake.open_questions(whose)}
    sent = {q.rule: q for q in asked if q.rule in open_ones}
    rows = []
    for found in made.worst_first:
        if found.verdict is Verdict.CLEAR:
            continue
        here = stated is not None and stated[0] == found.rule
        form = stated[1] if here and stated else _form(request, whose, found.rule)
        rows.append({**_asks(request, whose, found), "finding": found, "form": form, "here": here})
        rows[-1]["sent"] = sent.get(found.rule)
        rows[-1]["beside"] = knowledge.read().notes_beside(found.rule)
    to_send = [row for row in rows if row["send_url"] and not row["sent"]]
    for row in rows:
        row["send_url"] = "" if row["sent"] else row["send_url"]
    clear = made.of(Verdict.CLEAR)
    return {"rows": rows, "clear": clear, "to_send": len(to_send), **_title(made)}


def _asks(request: HttpRequest, whose: Person, found: Finding) -> dict[str, Any]:
    can = request.user.role in MAY_STATE and found.verdict is Verdict.ASK
    can = can and intake.can_be_asked(found)
    return {"send_url": reverse("decision-ask", args=[whose.pk]) if can else "", "once": Once()}


def _title(made: Decision) -> dict[str, Any]:
    """The sentence at the top, and the chips with their counts."""
    counts = [(v, len(made.of(v))) for v in sorted(Verdict, reverse=True)]
    parts = [SAYS[v][n > 1].format(n=n) for v, n in counts if v in SAYS and n]
    chips = [(v, f"{n} {v.word}") for v, n in counts if n]
    return {
        "crisis": bool(made.of(Verdict.CRISIS)),
        "title": ", ".join(parts) or "Nothing stands in the way",
        "chips": chips,
    }


def _aside(whose: Person, saw: Facts) -> dict[str, Any]:
    """The facts that orient a reader, and the three strands."""
    known = knowledge.read()
    said = [(known.facts[f], saw.said[f]) for f in KNOWN[:-1] if f in saw.said]
    facts = [(_label(fact.id), _value(fact.id, saw), each) for fact, each in said]
    medicines = saw.value("medicines")
    return {
        "age": saw.value("age-years"),
        "known_facts": facts,
        "medicines": medicines,
        "confirmed": last_confirmation(whose),
        "therapist_active": saw.value("therapist-active"),
        "declined": declined(whose),
    }


def _label(name: str) -> str:
    """As the vocabulary names it; the pair of pressures by one name."""
    label = "blood pressure" if name == "systolic" else knowledge.read().facts[name].label
    return label[0].upper() + label[1:]


def _value(name: str, saw: Facts) -> str:
    """One fact with its unit; a pressure as a pair, a total with the name of its band."""
    known, value = knowledge.read(), saw.value(name)
    if name == "systolic":
        return f"{value}/{saw.value('diastolic') or '?'} mmHg"
    instrument = known.instruments.get(name.removesuffix("-total"))
    if instrument:
        return f"{value} {instruments.band(instrument, value, next(iter(instrument.bands))) or ''}"
    return f"{value:g} {known.facts[name].unit}"


def _bar(request: HttpRequest, kept: KeptDecision, made: Decision) -> dict[str, Any]:
    """Whether a course can be signed from here, and the sentence why not."""
    stale = actions.why_stale(kept, now=request.now)
    why_not = actions.why_not_sign(request.user, kept)
    return {
        "stale": stale,
        "why_not": why_not or stale,
        "why_not_decline": actions.why_not_decline(request.user, kept),
        "may_state": request.user.role in MAY_STATE,
    }
