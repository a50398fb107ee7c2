"""Django's entry for this app."""

from django.apps import AppConfig


class Accounts(AppConfig):
    name = "samrit.apps.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"
