"""Addresses of the ground floor: a demo's way in, and whether the house answers."""

from django.urls import path

from tercet.clinic.people import views

urlpatterns = [
    path("demo/<str:token>/", views.demo_link, name="demo-link"),
    path("ready", views.ready, name="ready"),
]
