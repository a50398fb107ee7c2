"""Django's entry for this app."""

from django.apps import AppConfig


class Audit(AppConfig):
    name = "samrit.apps.audit"
    label = "audit"
    default_auto_field = "django.db.models.BigAutoField"
