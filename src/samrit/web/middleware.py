"""What every answer gets: the reader's language and digits, and headers that allow no foreign or inline script or style."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from samrit.web import reader

GetResponse = Callable[[HttpRequest], HttpResponse]


def policy(sign_in_at: str = "") -> str:
    """The Content-Security-Policy; `sign_in_at` is the one other place to which a form may lead, single sign-on."""
    return "; ".join(
        (
            "default-src 'none'",
            "style-src 'self'",
            "font-src 'self'",
            "img-src 'self'",
            "script-src 'self'",
            "connect-src 'self'",
            f"form-action 'self' {sign_in_at}".strip(),
            "frame-ancestors 'none'",
            "base-uri 'none'",
        )
    )


CONTENT_SECURITY_POLICY = policy()
PERMISSIONS = (
    "camera=(), microphone=(), geolocation=(), publickey-credentials-get=(self), publickey-credentials-create=(self)"
)


def for_reader(get_response: GetResponse) -> GetResponse:
    """Render for whoever asks; stands after the sign-in middleware, for an account may have its own wishes."""

    def middleware(request: HttpRequest) -> HttpResponse:
        asking = reader.of(request)
        with reader.reading(asking):
            response = get_response(request)
        response.headers.setdefault("Content-Language", asking.language)
        return response

    return middleware


def nothing_inline(get_response: GetResponse) -> GetResponse:
    """Forbid whatever our pages do not use; a view that needs less (an evidence file) sets its own policy first."""
    ours = policy(getattr(settings, "SIGN_IN_ORIGIN", ""))

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Content-Security-Policy", ours)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        return response

    return middleware
