"""Django's entry for this app."""

from django.apps import AppConfig


class Assessments(AppConfig):
    name = "samrit.apps.assessments"
    label = "assessments"
    default_auto_field = "django.db.models.BigAutoField"
