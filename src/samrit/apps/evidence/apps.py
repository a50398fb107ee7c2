"""Django's entry for this app."""

from django.apps import AppConfig


class Evidence(AppConfig):
    name = "samrit.apps.evidence"
    label = "evidence"
    default_auto_field = "django.db.models.BigAutoField"
