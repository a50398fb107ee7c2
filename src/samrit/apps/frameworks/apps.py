"""Django's entry for this app."""

from django.apps import AppConfig


class Frameworks(AppConfig):
    name = "samrit.apps.frameworks"
    label = "frameworks"
    default_auto_field = "django.db.models.BigAutoField"
