"""Addresses of the patient's evaluation."""

from django.urls import path

from tercet.clinic.intake import views

urlpatterns = [
    path("evaluation/", views.evaluation, name="evaluation"),
    path("evaluation/send/", views.evaluation_send, name="evaluation-send"),
    path("evaluation/<slug:section>/", views.evaluation_section, name="evaluation-section"),
    path("questions/", views.questions, name="questions"),
]
