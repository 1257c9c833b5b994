"""Who may open an address: every view carries one of these marks, and a house test looks for it."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse

from tercet.clinic.errors import Denied
from tercet.clinic.people.models import Person

View = Callable[..., HttpResponse]

NAMES = {
    Person.Role.PATIENT: "the patient",
    Person.Role.SUPPORT: "the support person",
    Person.Role.GUIDE: "a guide",
    Person.Role.PRESCRIBER: "a prescriber",
    Person.Role.THERAPIST: "a therapist",
    Person.Role.OUTSIDE: "an outside clinician",
    Person.Role.COORDINATOR: "a coordinator",
    Person.Role.DIRECTOR: "the clinical director",
}

# Whoever looks after patients, outside clinicians among them; after whom, `visible_to` says.
READERS = (
    Person.Role.GUIDE,
    Person.Role.PRESCRIBER,
    Person.Role.THERAPIST,
    Person.Role.OUTSIDE,
    Person.Role.COORDINATOR,
    Person.Role.DIRECTOR,
)


def only(*roles: str) -> Callable[[View], View]:
    """Only these roles, signed in; without any named, everyone who is signed in.

    Which rows they may see is another question: `visible_to` and PostgreSQL answer it.
    """

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                return _not_signed_in(request)
            if roles and request.user.role not in roles:
                raise Denied(f"This page is for {_either(roles)}.")
            return view(request, *args, **kwargs)

        guarded.guard = frozenset(roles) or frozenset({"anyone signed in"})  # type: ignore[attr-defined]
        return guarded

    return guard


def public(view: View) -> View:
    """Anyone may open this, signed in or not."""
    view.guard = frozenset({"public"})  # type: ignore[attr-defined]
    return view


def _not_signed_in(request: HttpRequest) -> HttpResponse:
    """To the sign-in page; but what was sent is shown again: it would be lost on the way."""
    if request.method == "POST":
        raise Denied("You were signed out, so this was not kept. Sign in, then send it again.")
    return redirect_to_login(request.get_full_path())


def _either(roles: tuple[str, ...]) -> str:
    said = [NAMES.get(role, role) for role in roles]
    return said[0] if len(said) == 1 else f"{', '.join(said[:-1])} or {said[-1]}"
