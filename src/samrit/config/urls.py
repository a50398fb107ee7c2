"""The root of the URLs."""

from django.urls import URLPattern, URLResolver, include, path

from samrit.config.health import health

urlpatterns: list[URLPattern | URLResolver] = [
    path("health", health, name="health"),
    path("", include("samrit.web.urls")),
]

handler404 = "samrit.web.refusals.not_found"
