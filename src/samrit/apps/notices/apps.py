"""Django's entry for this app."""

from django.apps import AppConfig


class Notices(AppConfig):
    name = "samrit.apps.notices"
    label = "notices"
    default_auto_field = "django.db.models.BigAutoField"
