"""A questionnaire on the patient's phone: all of it on one page, blanks asked about once."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from tercet import knowledge
from tercet.clinic.guards import only
from tercet.clinic.language import drawn_in, language_of, notice, on_page, switched
from tercet.clinic.measures import actions
from tercet.clinic.measures.forms import Questionnaire
from tercet.clinic.measures.models import Assessment
from tercet.clinic.people.forms import Once
from tercet.clinic.people.models import Person
from tercet.clinic.wording import in_language, in_words
from tercet.knowledge import Instrument


@only(Person.Role.PATIENT)
@never_cache
def measure(request: HttpRequest, instrument: str) -> HttpResponse:
    """Answer and send. Blanks are asked about once; sent twice, it counts once."""
    found = _asked(instrument)
    if in_words(found) is None:
        return render(request, "measures/no_words.html", {"asked": found}, status=404)
    if "language" in request.POST:
        return _in_other_words(request, found)
    posted = request.POST if request.method == "POST" else None
    form, key = _form(found, drawn_in(request), data=posted), Once(posted)
    sure = "anyway" in (posted or {})
    if not form.is_valid() or not key.is_valid() or (form.blanks and not sure):
        return _page(request, form, key)
    return _keep(request, form, key)


def _form(found: Instrument, language: str, **said: Any) -> Questionnaire:
    asked, worded = in_language(found, language)
    return Questionnaire(asked or found, worded, **said)


def _in_other_words(request: HttpRequest, found: Instrument) -> HttpResponse:
    """The same page in the other language, with all that was typed into it."""
    actions.choose_language(switched(request), by=request.user, now=request.now)
    form = _form(found, language_of(request), initial=request.POST.dict())
    return _page(request, form, Once(request.POST), in_other_words=True)


def _keep(request: HttpRequest, form: Questionnaire, key: Once) -> HttpResponse:
    """Home; or the numbers to call, if an answer asks for a person whatever the total is."""
    who = {"by": request.user, "now": request.now, "once": key.cleaned_data["once"]}
    words = {"language": form.language}
    taken = actions.answer_instrument(
        request.user, form.instrument.id, form.answers, **words, **who
    )
    if actions.shows_help(taken):
        return redirect("help-now")
    messages.success(request, notice("Sent. Your care team has your answers.", drawn_in(request)))
    return redirect("home")


def _page(
    request: HttpRequest, form: Questionnaire, key: Once, *, in_other_words: bool = False
) -> HttpResponse:
    taken = Assessment.objects.visible_to(request.user).filter(
        patient=request.user, instrument=form.instrument.id
    )
    sent = form.is_bound and form.is_valid()
    language = language_of(request) if in_other_words else drawn_in(request)
    shown = {
        "form": form,
        "asked": form.instrument,
        "last": taken.order_by("-pk").first(),
        "key": key if key.is_bound and key.is_valid() else Once(),
        "key_errors": key.errors.get("once", []) if key.is_bound and form.is_bound else [],
        "blanks": form.blanks if sent else [],
        **on_page(language, worded=form.language == language),
    }
    return render(request, "measures/measure.html", shown, status=422 if form.is_bound else 200)


def _asked(instrument: str) -> Instrument:
    found = knowledge.read().instruments.get(instrument)
    if found is None or found.answered_by != "patient":
        raise Http404("There is no such questionnaire.")
    return found
