"""Addresses of the questionnaires."""

from django.urls import path

from tercet.clinic.measures import views

urlpatterns = [path("measures/<slug:instrument>/", views.measure, name="measure")]
