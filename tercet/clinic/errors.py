"""The few ways a request fails, and how each is said: one mapping for every page."""

from django.conf import settings
from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


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


def refusal(request: HttpRequest, error: Refused, back: str = "") -> HttpResponse:
    """The page for a refusal. Whatever the person had typed stands on it, to copy or send again.

    `back` is where to look again; without one, the page that was asked for.
    """
    if isinstance(error, Expired):
        shown = {"sentence": str(error)}
        return render(request, "errors/expired.html", shown, status=error.status)
    hidden = {"csrfmiddlewaretoken", "once", "confirm", "password"}
    typed = [(k, v) for k, v in request.POST.items() if k not in hidden and v.strip()]
    shown = {
        "title": error.title,
        "sentence": str(error),
        "typed": typed,
        "back": back or request.path,
    }
    return render(request, "errors/refused.html", shown, status=error.status)


def not_readable(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """A request that cannot be read: far too long, or not a form. Nothing was taken from it."""
    if isinstance(exception, RequestDataTooBig):
        most = settings.DATA_UPLOAD_MAX_MEMORY_SIZE // 1_000_000
        sentence = (
            f"That is more than {most} MB of text, so it was not read. Go back: what you wrote is"
            " still in the form. Shorten it and send it again."
        )
        return render(
            request, "errors/refused.html", _page("This is too long", sentence), status=413
        )
    sentence = "What was sent could not be read. Go back and send it again."
    return render(
        request, "errors/refused.html", _page("This could not be read", sentence), status=400
    )


def _page(title: str, sentence: str) -> dict[str, str]:
    return {"title": title, "sentence": sentence}


def form_too_old(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without a valid key: too old, or not ours."""
    return refusal(
        request,
        Denied("This form was open too long. Open the page again and send it once more."),
    )
