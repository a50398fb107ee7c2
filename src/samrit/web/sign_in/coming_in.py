"""Signing in with a username and a password, the second step, and signing out."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from samrit.apps.accounts import second_step, signing
from samrit.apps.accounts.models import User
from samrit.apps.ground.denied import NotNow, Refusal
from samrit.web import pages, reader
from samrit.web.components.forms import Field
from samrit.web.components.reading import Notice
from samrit.web.reader import Text
from samrit.web.sign_in import fields, kept, ways
from samrit.web.sign_in.kept import Kept

SIGNED_OUT = Notice("good", Text("ออกจากระบบแล้ว", "You are signed out"))
TOO_LATE = Notice(
    "warn", Text("เกิน 5 นาทีแล้ว เริ่มใหม่อีกครั้ง", "More than 5 minutes have passed: begin again"),
)  # fmt: skip
PASSWORD_SET = Notice(
    "good", Text("ตั้งรหัสผ่านแล้ว เข้าใช้งานได้เลย", "The password is set: sign in with it"),
)  # fmt: skip
TOLD = {"out": SIGNED_OUT, "late": TOO_LATE, "set": PASSWORD_SET}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Username and password."""
    to = ways.safe_next(request.POST.get("next", "") or request.GET.get("next", ""))
    carried = kept.carried(request)
    if isinstance(request.user, User):
        return redirect(to) if carried is None else kept.ask_to_continue(request, carried)
    if request.method != "POST":
        return sign_in_page(request, to=to, told=TOLD.get(request.GET.get("told", "")))
    username, password = request.POST.get("username", ""), request.POST.get("password", "")
    try:
        user = signing.check_password(username=username, password=password, address=ways.address_of(request))
    except Refusal as refusal:
        return refused_page(request, refusal, to=to, carried=carried, username=username)
    return ways.first_step_done(request, user, "password", to, carried)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def code(request: HttpRequest) -> HttpResponse:
    """The code of the app, or a recovery code."""
    carried = kept.carried(request)
    half = ways.half_signed(request)
    if half is None:
        if carried is not None:
            return sign_in_page(request, to="/", carried=carried, told=TOO_LATE, status=401)
        return redirect("/" if isinstance(request.user, User) else "/sign-in/?told=late")
    if request.method != "POST":
        return code_page(request)
    try:
        given = request.POST.get("code", "")[:100]
        second_step.check(user=half.user, code=given, address=ways.address_of(request))
    except Refusal as refusal:
        return code_page(request, carried, refusal)
    return ways.come_in(request, half.user, half.way, half.to, carried)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session; nothing stays in the browser for the next person at this machine."""
    if request.method != "POST":
        if not isinstance(request.user, User):
            return redirect("sign-in")
        return pages.page(request, "sign_in/sign_out.html")
    signing.sign_out(request)
    response = redirect("/sign-in/?told=out")
    reader.forget(response)
    return response


def sign_in_page(
    request: HttpRequest,
    *,
    to: str,
    carried: Kept | None = None,
    lost: bool = False,
    told: Notice | None = None,
    username: str = "",
    status: int = 200,
) -> HttpResponse:
    """The sign-in page; `lost` says that what was sent could not be kept."""
    if request.method == "GET" and request.GET.get("next") and told is None:
        told = Notice(
            "info", Text("เข้าใช้งานก่อน แล้วจะกลับไปหน้าที่ต้องการ", "Sign in first, then you go on to the page you wanted")
        )
    context: dict[str, Any] = {
        "to": to,
        "carried": carried,
        "lost": lost,
        "told": told,
        "username": Field(
            name="username", label=Text("ชื่อผู้ใช้", "Username"), value=username[:60], autocomplete="username"
        ),
        "password": Field(
            name="password", label=Text("รหัสผ่าน", "Password"), kind="password", autocomplete="current-password"
        ),
        "has_passkeys": ways.site_of(request) is not None,
        "provider": provider_name(),
    }
    return pages.page(request, "sign_in/sign_in.html", status=status, **context)


def refused_page(
    request: HttpRequest, refusal: Refusal, *, to: str, carried: Kept | None = None, username: str = ""
) -> HttpResponse:
    """The sign-in page again, with why not."""
    status = 429 if isinstance(refusal, NotNow) else 403
    told = fields.refused(refusal)
    return sign_in_page(request, to=to, carried=carried, told=told, username=username, status=status)


def code_page(request: HttpRequest, carried: Kept | None = None, refusal: Refusal | None = None) -> HttpResponse:
    """The page that asks for the second step."""
    field = Field(
        name="code", label=Text("รหัสหกหลักจากแอป หรือรหัสสำรอง", "Six digits from your app, or a recovery code"),
        kind="text", autocomplete="one-time-code",
        hint=Text("แอปยืนยันตัวตนในโทรศัพท์แสดงรหัสใหม่ทุก 30 วินาที", "The authenticator app on your phone shows a new code every 30 seconds"),
    )  # fmt: skip
    told = None if refusal is None else fields.refused(refusal)
    status = 200 if refusal is None else 429 if isinstance(refusal, NotNow) else 403
    return pages.page(request, "sign_in/code.html", status=status, code=field, told=told, carried=carried)


def provider_name() -> Text | str:
    """What the button of the sign-in provider says; "" where there is none."""
    if not settings.OIDC:
        return ""
    return settings.OIDC["name"] or Text("บัญชีกลางของหน่วยงาน", "your agency's account")
