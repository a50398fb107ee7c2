"""What is too large is refused before it is read: by the length that the browser announces, with a page that says the limit.

What breaks off on the way, and what finds no room on this machine, is answered here too: the body is read before any view.
"""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.shortcuts import render

from samrit.web import reader
from samrit.web.refusals import of_machine

FORM_BYTES = 1_000_000
"""Room for the fields of a form beside its files."""


def refuse_too_large(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: stands before anything that reads the body (the check of the form's token does)."""

    def middleware(request: HttpRequest) -> HttpResponse:
        announced = request.META.get("CONTENT_LENGTH") or "0"
        most = settings.INSTALLATION.upload_bytes + FORM_BYTES
        if announced.isascii() and announced.isdigit() and int(announced) <= most:
            return _not_arrived(request) or get_response(request)
        with reader.reading(reader.of(request)):
            context = {
                "limit": settings.INSTALLATION.upload_bytes,
                "announced": int(announced) if announced.isascii() and announced.isdigit() else 0,
            }
            response = render(request, "staff/too_large.html", context, status=413)
        # the rest of the body is not worth waiting for
        response.headers["Connection"] = "close"
        return response

    return middleware


def _not_arrived(request: HttpRequest) -> HttpResponse | None:
    """Read a form with files; the answer where it broke off or found no room, None where it is there."""
    if request.method != "POST" or request.content_type != "multipart/form-data":
        return None
    try:
        request.POST  # noqa: B018 - reads the body
    except UnreadablePostError:
        _forget(request)
        return HttpResponse("the request broke off", status=400, content_type="text/plain; charset=utf-8")
    except OSError as problem:
        _forget(request)
        told = of_machine(problem)
        if told is None:
            raise
        with reader.reading(reader.of(request)):
            return render(request, told[0], status=told[1])
    return None


def _forget(request: HttpRequest) -> None:
    """Take away what had arrived so far."""
    for handler in request.upload_handlers:
        handler.upload_interrupted()
