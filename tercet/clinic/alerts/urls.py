"""Addresses of alerts."""

from django.urls import path

from tercet.clinic.alerts import views

urlpatterns = [
    path("alerts/", views.alerts, name="alerts"),
    path("alerts/rows/", views.alerts_rows, name="alerts-rows"),
    path("alerts/<int:alert>/acknowledge/", views.acknowledge, name="acknowledge"),
]
