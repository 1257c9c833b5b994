"""The few ways a request fails, and how each is said: one mapping for every page."""

import logging
from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

logger = logging.getLogger(__name__)


class Refused(Exception):
    """A deed that may not be done. The message is a sentence for the person who tried."""

    status = 409
    title = "This cannot be done now"


class Denied(Refused, PermissionDenied):
    """This person may not do this."""

    status = 403
    title = "This is not yours to do"


class WrongState(Refused):
    """The thing has moved on: the deed no longer fits."""

    title = "This has moved on"


class Stale(Refused):
    """What was read is no longer what is known."""

    title = "Something changed since you read this"


class Invalid(Refused):
    """What came in cannot be true or cannot be read."""

    status = 422
    title = "Something needs another look"


class Expired(Refused):
    """A link whose time is over."""

    status = 410
    title = "This link has expired"


def insist(why_not: str | None, kind: type[Refused] = Denied) -> None:
    """Raise the sentence, if there is one."""
    if why_not:
        raise kind(why_not)


class Sentences:
    """Turns a refusal into a page with a sentence, the right status, and what was typed."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.answer(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, Refused):
            return refusal(request, error)
        logger.exception("could not answer %s %s", request.method, request.path)
        _call_a_person_if_a_dose_is_live(request)
        return None


def refusal(request: HttpRequest, error: Refused) -> HttpResponse:
    """The page for a refusal. Whatever the person had typed stands on it, to copy or send again."""
    hidden = {"csrfmiddlewaretoken", "once", "confirm", "password"}
    typed = [(k, v) for k, v in request.POST.items() if k not in hidden and v.strip()]
    shown = {"title": error.title, "sentence": str(error), "typed": typed, "back": request.path}
    return render(request, "errors/refused.html", shown, status=error.status)


def not_readable(request: HttpRequest, error: Exception | None = None) -> HttpResponse:
    """A request that cannot be read at all: far too long, or not a form. Nothing was taken from it."""
    if isinstance(error, RequestDataTooBig):
        most = settings.DATA_UPLOAD_MAX_MEMORY_SIZE // 1_000_000
        sentence = (
            f"That is more than {most} MB of text, so it was not read. Go back: what you wrote is"
            " still in the form. Shorten it and send it again."
        )
        return render(request, "errors/refused.html", _page("This is too long", sentence), status=413)
    sentence = "What was sent could not be read. Go back and send it again."
    return render(request, "errors/refused.html", _page("This could not be read", sentence), status=400)


def _page(title: str, sentence: str) -> dict[str, str]:
    return {"title": title, "sentence": sentence}


def form_too_old(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without a valid key: too old, or not ours."""
    return refusal(
        request,
        Denied("This form was open too long. Open the page again and send it once more."),
    )


def _call_a_person_if_a_dose_is_live(request: HttpRequest) -> None:
    """An error in a live dosing session is not only logged: the guide is called."""
    match = request.resolver_match
    if not match or "dosing" not in match.kwargs:
        return
    from tercet.clinic.dosing.actions import could_not_answer

    try:
        could_not_answer(match.kwargs["dosing"], now=request.now)
    except Exception:
        logger.exception("could not call a person about dosing %s", match.kwargs["dosing"])
