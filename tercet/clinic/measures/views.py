"""A questionnaire on the patient's phone: all of it on one page, blanks asked about once."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from tercet import knowledge
from tercet.clinic.guards import only
from tercet.clinic.measures import actions
from tercet.clinic.measures.forms import Questionnaire
from tercet.clinic.measures.models import Assessment
from tercet.clinic.people.forms import Once
from tercet.clinic.people.models import Person
from tercet.clinic.wording import in_words
from tercet.knowledge import Instrument


@only(Person.Role.PATIENT)
@never_cache
def measure(request: HttpRequest, instrument: str) -> HttpResponse:
    """Answer and send. Blanks are asked about once; sent twice, it counts once."""
    found = _asked(instrument)
    if (asked := in_words(found)) is None:
        return render(request, "measures/no_words.html", {"asked": found}, status=404)
    posted = request.POST if request.method == "POST" else None
    form, key = Questionnaire(asked, data=posted), Once(posted)
    if posted is None:
        return _page(request, form, key)
    sure = "anyway" in posted
    if not form.is_valid() or not key.is_valid() or (form.blanks and not sure):
        return _page(request, form, key)
    who = {"by": request.user, "now": request.now, "once": key.cleaned_data["once"]}
    taken = actions.answer_instrument(request.user, asked.id, form.answers, **who)
    return _after(request, taken)


def _page(request: HttpRequest, form: Questionnaire, key: Once) -> HttpResponse:
    taken = Assessment.objects.visible_to(request.user).filter(
        patient=request.user, instrument=form.instrument.id
    )
    sent = form.is_bound and form.is_valid()
    shown = {
        "form": form,
        "asked": form.instrument,
        "last": taken.order_by("-pk").first(),
        "key": key if key.is_bound and key.is_valid() else Once(),
        "key_errors": key.errors.get("once", []) if key.is_bound else [],
        "blanks": form.blanks if sent else [],
    }
    return render(request, "measures/measure.html", shown, status=422 if form.is_bound else 200)


def _after(request: HttpRequest, taken: Assessment) -> HttpResponse:
    """Home; or the numbers to call, if an answer asks for a person whatever the total is."""
    if actions.shows_help(taken):
        return redirect("help-now")
    messages.success(request, "Sent. Your care team has your answers.")
    return redirect("home")


def _asked(instrument: str) -> Instrument:
    found = knowledge.read().instruments.get(instrument)
    if found is None or found.answered_by != "patient":
        raise Http404("There is no such questionnaire.")
    return found
