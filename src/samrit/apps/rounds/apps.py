"""Django's entry for this app."""

from django.apps import AppConfig


class Rounds(AppConfig):
    name = "samrit.apps.rounds"
    label = "rounds"
    default_auto_field = "django.db.models.BigAutoField"
