"""Django's entry for this app."""

from django.apps import AppConfig


class Issuing(AppConfig):
    name = "samrit.apps.issuing"
    label = "issuing"
    default_auto_field = "django.db.models.BigAutoField"
