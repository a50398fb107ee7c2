"""What the pages of signing in share: where one came from, whose browser it is, and the state between two steps."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.crypto import constant_time_compare
from django.utils.http import url_has_allowed_host_and_scheme

from samrit.apps.accounts import second_step, signing
from samrit.apps.accounts.models import User
from samrit.apps.accounts.passkeys import Site
from samrit.apps.ground import clock
from samrit.web.sign_in import kept
from samrit.web.sign_in.kept import Kept

HALF = "samrit_half_signed"
HALF_LASTS = timedelta(minutes=5)
NOT_TO = ("/sign-in/", "/sign-out/", "/invitation/")
"""Nobody wants to come back to these after signing in."""


@dataclass(frozen=True)
class Half:
    """Somebody whose first step was right and whose second is still asked for."""

    user: User
    way: signing.Way
    to: str


def safe_next(value: str) -> str:
    """The page to go on to: one of our own, whatever a link claims; else the start."""
    ours = value.startswith("/") and value.isprintable() and url_has_allowed_host_and_scheme(value, None)
    return "/" if not ours or value.startswith(NOT_TO) else value


def address_of(request: HttpRequest) -> str:
    """The caller's address; config/proxy.py has made sure that it is not just claimed."""
    return str(request.META.get("REMOTE_ADDR", ""))


def site_of(request: HttpRequest) -> Site | None:
    """Where a passkey of this page would be good; None where browsers offer none (unencrypted, or a bare address)."""
    host = request.get_host()
    name = urlsplit(f"//{host}").hostname or ""
    if name != "localhost" and not (request.is_secure() and _is_a_name(name)):
        return None
    return Site(name, f"{request.scheme}://{host}")


def first_step_done(
    request: HttpRequest, user: User, way: signing.Way, to: str, carried: Kept | None = None
) -> HttpResponse:
    """Ask for the second step where there is one, else let them in.  A passkey is both steps in one."""
    if way != "passkey" and second_step.is_set(user):
        _half_sign(request, user, way, to)
        if carried is None:
            return redirect("sign-in-code")
        from samrit.web.sign_in import coming_in

        return coming_in.code_page(request, carried)
    return come_in(request, user, way, to, carried)


def come_in(
    request: HttpRequest, user: User, way: signing.Way, to: str, carried: Kept | None = None
) -> HttpResponse:  # fmt: skip
    """Begin the session and go on to where they wanted to be, with what they had typed."""
    request.session.pop(HALF, None)
    signing.sign_in(request, user, way)
    return redirect(to) if carried is None else kept.ask_to_continue(request, carried)


def half_signed(request: HttpRequest) -> Half | None:
    """Who is between the two steps; None after five minutes, or when the password was changed meanwhile."""
    found = request.session.get(HALF)
    if found is None:
        return None
    user = User.objects.filter(id=found["user"], is_active=True).first()
    late = datetime.fromisoformat(found["at"]) + HALF_LASTS <= clock.now()
    if user is None or late or not constant_time_compare(found["hash"], user.get_session_auth_hash()):
        forget_half(request)
        return None
    return Half(user, found["way"], found["to"])


def forget_half(request: HttpRequest) -> None:
    """Begin again with the first step."""
    request.session.flush()


def _half_sign(request: HttpRequest, user: User, way: signing.Way, to: str) -> None:
    request.session.cycle_key()
    now = clock.now().isoformat()
    half = {"user": str(user.id), "hash": user.get_session_auth_hash(), "at": now, "way": way, "to": to}
    request.session[HALF] = half


def _is_a_name(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return "." in host
    return False
