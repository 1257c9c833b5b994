"""Addresses of the way to a signed plan: the patients, the decision, the signatures."""

from django.urls import path

from tercet.clinic.treatment import views

ONE = "patients/<int:patient>"

urlpatterns = [
    path("patients/", views.patients, name="patients"),
    path(f"{ONE}/", views.patient, name="patient"),
    path(f"{ONE}/evaluation/", views.decision, name="decision"),
    path(f"{ONE}/evaluation/ask/", views.decision_ask, name="decision-ask"),
    path(f"{ONE}/evaluation/answer/", views.decision_answer, name="decision-answer"),
    path(f"{ONE}/evaluation/again/", views.decision_again, name="decision-again"),
    path(f"{ONE}/sign/<int:decision>/", views.sign_course, name="sign-course"),
    path(f"{ONE}/decline/<int:decision>/", views.decline, name="decline"),
    path(f"{ONE}/order/", views.order, name="order"),
    path("law/", views.law, name="law"),
]
