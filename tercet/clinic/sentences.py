"""Turns what went wrong into a page with a sentence; in a live dosing session it calls a person."""

import logging
from collections.abc import Callable

from allauth.core import exceptions as sign_in
from django.core.exceptions import BadRequest, PermissionDenied, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError

from tercet.clinic.dosing.actions import could_not_answer
from tercet.clinic.errors import Refused, refusal

logger = logging.getLogger(__name__)

# Ordinary answers that Django or the sign-in library make themselves: nothing has failed.
ANSWERED = (
    Http404,
    PermissionDenied,
    BadRequest,
    SuspiciousOperation,
    MultiPartParserError,
    sign_in.ImmediateHttpResponse,
    sign_in.ReauthenticationRequired,
    sign_in.SignupClosedException,
    sign_in.RateLimited,
)


class Sentences:
    """Turns a refusal into a page with a sentence, the right status, and what was typed."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.answer(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, Refused):
            return refusal(request, error)
        if isinstance(error, ANSWERED):
            return None
        logger.exception("could not answer %s %s", request.method, request.path)
        _call_a_person_if_a_dose_is_live(request)
        return None


def _call_a_person_if_a_dose_is_live(request: HttpRequest) -> None:
    """An error in a live dosing session is not only logged: the guide is called."""
    match = request.resolver_match
    if not match or "dosing" not in match.kwargs:
        return
    try:
        could_not_answer(match.kwargs["dosing"], now=request.now)
    except Exception:
        logger.exception("could not call a person about dosing %s", match.kwargs["dosing"])
