"""Addresses of the medicines."""

from django.urls import path

from tercet.clinic.medicines import views

urlpatterns = [
    path("medicines/", views.my_medicines, name="my-medicines"),
    path("patients/<int:patient>/medicines/", views.medicines, name="medicines"),
]
