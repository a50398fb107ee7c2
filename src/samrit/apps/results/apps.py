"""Django's entry for this app."""

from django.apps import AppConfig


class Results(AppConfig):
    name = "samrit.apps.results"
    label = "results"
    default_auto_field = "django.db.models.BigAutoField"
