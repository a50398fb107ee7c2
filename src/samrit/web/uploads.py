"""What is too large is refused before it is read: by the length that the browser announces, with a page that says the limit.

What breaks off on the way, and what finds no room on this machine, is answered here too: the body is read before any view.
"""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from samrit.web import reader

FORM_BYTES = 1_000_000
"""Room for the fields of a form beside its files."""


def refuse_too_large(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: stands before anything that reads the body (the check of the form's token does)."""

    def middleware(request: HttpRequest) -> HttpResponse:
        announced = request.META.get("CONTENT_LENGTH") or "0"
        most = settings.INSTALLATION.upload_bytes + FORM_BYTES
        if announced.isdigit() and int(announced) <= most:
            return get_response(request)
        with reader.reading(reader.of(request)):
            context = {
                "limit": settings.INSTALLATION.upload_bytes,
                "announced": int(announced) if announced.isdigit() else 0,
            }
            response = render(request, "staff/too_large.html", context, status=413)
        # the rest of the body is not worth waiting for
        response.headers["Connection"] = "close"
        return response

    return middleware
