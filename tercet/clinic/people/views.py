"""Signing in by a demo's link, and a plain word for whoever asks whether the house answers."""

from django.contrib.auth import login
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from tercet.clinic.guards import public
from tercet.clinic.people.actions import follow_sign_in_link

WAY_IN = "allauth.account.auth_backends.AuthenticationBackend"


@public
@never_cache
@require_safe
def demo_link(request: HttpRequest, token: str) -> HttpResponse:
    """Sign in as the one of the cast whose link this is. Only a demo has such links."""
    person = follow_sign_in_link(token, now=request.now)
    login(request, person, backend=WAY_IN)
    return redirect("home")


@public
@never_cache
@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """“ok”, after one question to PostgreSQL."""
    with connection.cursor() as cursor:
        cursor.execute("select 1")
    return HttpResponse("ok", content_type="text/plain")
