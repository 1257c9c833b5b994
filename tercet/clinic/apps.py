"""The clinic as Django knows it."""

from django.apps import AppConfig


class Clinic(AppConfig):
    name = "tercet.clinic"
    label = "clinic"
    default_auto_field = "django.db.models.BigAutoField"
