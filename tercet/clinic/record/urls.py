"""Addresses of the record's ground: the knowledge in use, its rules and sources, the log."""

from django.urls import path

from tercet.clinic.record import views

urlpatterns = [
    path("knowledge/", views.knowledge_in_use, name="knowledge"),
    path("knowledge/rules/<slug:rule>/", views.rule, name="rule"),
    path("knowledge/sources/<slug:source>/", views.source, name="source"),
    path("patients/<int:patient>/log/", views.log, name="log"),
]
