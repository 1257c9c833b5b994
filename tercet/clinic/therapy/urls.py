"""Addresses of talk therapy."""

from django.urls import path

from tercet.clinic.therapy import views

urlpatterns = [path("patients/<int:patient>/therapy/", views.therapy, name="therapy")]
