"""Signing in at the agency's provider and coming back."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from samrit.apps.accounts import identities
from samrit.apps.accounts.models import User
from samrit.apps.ground import clock
from samrit.apps.ground.denied import Denied
from samrit.web.sign_in import coming_in, ways
from samrit.web.sign_in.provider import Problem, Provider, Waiting

WAITING = "samrit_provider"
LASTS = timedelta(minutes=10)
LOG = logging.getLogger("samrit.sign_in")


@never_cache
@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Send the browser to the provider."""
    to = ways.safe_next(request.POST.get("next", ""))
    if isinstance(request.user, User):
        return redirect(to)
    try:
        url, waiting = _provider(request).way_there()
    except Problem as problem:
        return _refused(request, problem, to)
    request.session[WAITING] = {**vars(waiting), "at": clock.now().isoformat(), "to": to}
    return HttpResponseRedirect(url)


@never_cache
@require_safe
def back(request: HttpRequest) -> HttpResponse:
    """The provider's answer, good once."""
    provider = _provider(request)
    if isinstance(request.user, User):
        return redirect("/")
    kept = request.session.pop(WAITING, None)
    to = kept["to"] if kept else "/"
    try:
        if kept is None or datetime.fromisoformat(kept["at"]) + LASTS <= clock.now():
            raise Problem("state")
        waiting = Waiting(kept["state"], kept["nonce"], kept["verifier"])
        claims = provider.person(request.GET.dict(), waiting)
    except Problem as problem:
        return _refused(request, problem, to)
    claim = settings.OIDC["claim"]
    value = claims.get(claim)
    if claim == "email" and claims.get("email_verified") is not True:
        value = None  # an address that nobody checked may be anybody's
    try:
        user = identities.user_of(
            issuer=provider.issuer, subject=str(claims["sub"])[:255], claim=claim, value=value if isinstance(value, str) else ""
        )  # fmt: skip
    except Denied as refusal:
        return coming_in.refused_page(request, refusal, to=to)
    return ways.first_step_done(request, user, "provider", to)


def _provider(request: HttpRequest) -> Provider:
    if not settings.OIDC:
        raise Http404
    back_here = request.build_absolute_uri(reverse("sign-in-provider-back"))
    return Provider(settings.OIDC["issuer"], settings.OIDC["client"], settings.OIDC["secret"], back_here)


def _refused(request: HttpRequest, problem: Problem, to: str) -> HttpResponse:
    LOG.warning("sign-in provider: %s", problem.kind, extra={"fields": {"kind": problem.kind}})
    return coming_in.refused_page(request, WORDS.get(problem.kind, FAILED), to=to)


CANCELLED = Denied(
    "ยกเลิกการเข้าใช้งานที่ผู้ให้บริการ", "sign-in was cancelled at the provider",
    "กดปุ่มอีกครั้ง หรือใช้ชื่อผู้ใช้กับรหัสผ่าน", "press its button again, or use your username and password",
)  # fmt: skip
UNREACHABLE = Denied(
    "ติดต่อผู้ให้บริการเข้าใช้งานไม่ได้", "the sign-in provider cannot be reached",
    "รอสักครู่แล้วลองใหม่ หรือใช้ชื่อผู้ใช้กับรหัสผ่าน", "wait a moment and try again, or use your username and password",
)  # fmt: skip
OUT_OF_ORDER = Denied(
    "คำตอบจากผู้ให้บริการไม่ตรงกับที่เริ่มไว้ หรือเกิน 10 นาที", "the provider's answer does not belong to what was begun here, or came after 10 minutes",
    "เริ่มใหม่จากปุ่มในหน้านี้", "begin again with the button on this page",
)  # fmt: skip
FAILED = Denied(
    "คำตอบจากผู้ให้บริการเข้าใช้งานเชื่อถือไม่ได้", "the sign-in provider's answer cannot be trusted",
    "ลองใหม่อีกครั้ง ถ้ายังเป็นอยู่ แจ้งผู้ดูแลระบบพร้อมเวลาที่เกิด", "try again; if it stays, tell your administrator when it happened",
)  # fmt: skip
WORDS = {"cancelled": CANCELLED, "unreachable": UNREACHABLE, "state": OUT_OF_ORDER}
