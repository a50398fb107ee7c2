"""The addresses of these tests: those of signing in, a start, and a protected form to come back to."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from samrit.web import pages, views_components


@pages.signed_in
def start(request: HttpRequest) -> HttpResponse:
    return pages.page(request, "samrit/page.html", here="/")


@pages.signed_in
def form(request: HttpRequest) -> HttpResponse:
    """Says what reached it."""
    sent = [f"{name}={value}" for name in request.POST for value in request.POST.getlist(name) if "csrf" not in name]
    return HttpResponse("\n".join([request.method or "", *sent]), content_type="text/plain; charset=utf-8")


urlpatterns = [
    path("", start),
    path("form/", form),
    path("reader/", views_components.choose, name="reader"),
    path("colour/<str:colour>.css", views_components.colour_sheet, name="colour"),
    path("", include("samrit.web.sign_in.urls")),
]
