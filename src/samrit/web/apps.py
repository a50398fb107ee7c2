"""The pages: templates, elements and their style."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """No models; here so that Django finds the templates and the tags."""

    name = "samrit.web"
    label = "web"
