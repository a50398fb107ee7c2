"""What somebody had typed when their session had ended: carried through the sign-in, and sent only when they say so.

It travels in the page itself, as one hidden field, and is never stored: the text may be nobody's yet.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import Resolver404, resolve, reverse
from django.utils.http import url_has_allowed_host_and_scheme

from samrit.web import pages

LARGEST = 256 * 1024
NEVER = {"password", "present", "code", "answer", "kept"}
"""Fields that are not written into a page: whoever typed a password types it again."""


@dataclass(frozen=True)
class Kept:
    """Fields that wait to be sent `to` an address; `files` that could not be kept."""

    to: str
    fields: tuple[tuple[str, str], ...]
    files: int = 0

    @property
    def text(self) -> str:
        """As one hidden field carries it."""
        return json.dumps([self.to, self.fields, self.files], ensure_ascii=False)


def ask_to_sign_in(request: HttpRequest) -> HttpResponse:
    """For whoever is not signed in: the sign-in page, which leads back here, with what they had typed."""
    if pages.is_part(request):
        # a part of a page is not replaced; the text in its form stays, and sending the form leads here again
        return HttpResponse("sign in first", status=401, content_type="text/plain; charset=utf-8")
    if request.method != "POST":
        return redirect(f"{reverse('sign-in')}?{urlencode({'next': request.get_full_path()})}")
    from samrit.web.sign_in import coming_in

    found = _found(request)
    back = found.to if found is not None else _page_before(request)
    return coming_in.sign_in_page(request, to=back, carried=found, lost=found is None, status=401)


def carried(request: HttpRequest) -> Kept | None:
    """What the sign-in form carries, if it is as we wrote it."""
    text = request.POST.get("kept", "")
    if not text or len(text) > 2 * LARGEST:
        return None
    try:
        to, fields, files = json.loads(text)
        pairs = tuple((str(name), str(value)) for name, value in fields)
    except (ValueError, TypeError, RecursionError):
        return None
    return Kept(to, pairs, int(files)) if isinstance(to, str) and isinstance(files, int) and _is_ours(to) else None


def ask_to_continue(request: HttpRequest, waiting: Kept) -> HttpResponse:
    """Signed in: say what waits and where it would go, and let the person send it, with a fresh form token."""
    return pages.page(request, "sign_in/continue.html", waiting=waiting)


def _found(request: HttpRequest) -> Kept | None:
    names = [name for name in request.POST if name != "csrfmiddlewaretoken"]
    if NEVER & set(names):
        return None
    fields = tuple((name, value) for name in names for value in request.POST.getlist(name))
    if sum(len(name.encode()) + len(value.encode(errors="replace")) for name, value in fields) > LARGEST:
        return None
    files = sum(len(request.FILES.getlist(name)) for name in request.FILES)
    return Kept(request.get_full_path(), fields, files)


def _page_before(request: HttpRequest) -> str:
    """The page whose form was sent, for its address answers a visit; the start where the browser does not say."""
    seen = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(seen, {request.get_host()}, require_https=request.is_secure()):
        return "/"
    parts = urlsplit(seen)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path or "/"


def _is_ours(to: str) -> bool:
    if not (to.startswith("/") and to.isprintable() and url_has_allowed_host_and_scheme(to, None)):
        return False
    try:
        resolve(urlsplit(to).path)
    except Resolver404:
        return False
    return True
