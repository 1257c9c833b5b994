"""Every address of the clinic, room by room."""

from importlib.util import find_spec

from django.urls import include, path

from tercet.clinic.home import help_now, home

handler400 = "tercet.clinic.errors.not_readable"

ROOMS = [
    "people",
    "record",
    "alerts",
    "measures",
    "intake",
    "medicines",
    "treatment",
    "therapy",
    "dosing",
]

urlpatterns = [
    path("account/", include("allauth.account.urls")),
    path("account/two-factor/", include("allauth.mfa.urls")),
    path("", home, name="home"),
    path("help-now/", help_now, name="help-now"),
    *(
        path("", include(f"tercet.clinic.{room}.urls"))
        for room in ROOMS
        if find_spec(f"tercet.clinic.{room}.urls")
    ),
]
