"""The root of the URLs."""

from django.urls import URLPattern, URLResolver, include, path
from django.views.generic import RedirectView

from samrit.config.health import health

urlpatterns: list[URLPattern | URLResolver] = [
    path("health", health, name="health"),
    # until the pages for people stand, the component page is all there is to see
    path("", RedirectView.as_view(pattern_name="components"), name="start"),
    path("", include("samrit.web.urls")),
]
