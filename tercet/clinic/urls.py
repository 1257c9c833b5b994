"""Every address of the clinic, room by room."""

from django.urls import include, path

from tercet.clinic.home import help_now, home

handler400 = "tercet.clinic.errors.not_readable"

urlpatterns = [
    path("account/", include("allauth.account.urls")),
    path("account/two-factor/", include("allauth.mfa.urls")),
    path("", home, name="home"),
    path("help-now/", help_now, name="help-now"),
    path("", include("tercet.clinic.people.urls")),
    path("", include("tercet.clinic.record.urls")),
    path("", include("tercet.clinic.alerts.urls")),
    path("", include("tercet.clinic.measures.urls")),
    path("", include("tercet.clinic.intake.urls")),
    path("", include("tercet.clinic.medicines.urls")),
    path("", include("tercet.clinic.treatment.urls")),
    path("", include("tercet.clinic.therapy.urls")),
    path("", include("tercet.clinic.dosing.urls")),
    path("", include("tercet.clinic.asking.urls")),
    path("", include("tercet.clinic.diary.urls")),
    path("", include("tercet.clinic.outcomes.urls")),
]
