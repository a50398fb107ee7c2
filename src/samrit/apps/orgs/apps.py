"""Django's entry for this app."""

from django.apps import AppConfig


class Orgs(AppConfig):
    name = "samrit.apps.orgs"
    label = "orgs"
    default_auto_field = "django.db.models.BigAutoField"
