"""Django's entry for this app."""

from django.apps import AppConfig


class Scoring(AppConfig):
    name = "samrit.apps.scoring"
    label = "scoring"
    default_auto_field = "django.db.models.BigAutoField"
