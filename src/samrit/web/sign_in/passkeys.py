"""Passkeys: sign in with one, list one's own, add one, remove one.  Only adding and using need JavaScript."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from samrit.apps.accounts import passkeys, queries
from samrit.apps.accounts.models import User
from samrit.apps.accounts.passkeys import Challenge, Site
from samrit.apps.ground.denied import Denied, NotNow
from samrit.base.issues import Refused
from samrit.web import pages
from samrit.web.components.forms import ErrorSummary, Field
from samrit.web.components.reading import Empty
from samrit.web.reader import Text
from samrit.web.sign_in import coming_in, fields, kept, ways
from samrit.web.sign_in.account import ACCOUNT, crumbs

WAITING = "samrit_passkey"
"""Where the session keeps a challenge until it is answered, once."""


@never_cache
@require_POST
def options(request: HttpRequest) -> HttpResponse:
    """What `passkey.js` hands to the browser; the session remembers the challenge."""
    challenge = passkeys.begin_signing_in(_site(request))
    request.session[WAITING] = dict(challenge.kept)
    return JsonResponse(dict(challenge.options))


@never_cache
@require_POST
def sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in with the browser's answer."""
    to, carried = ways.safe_next(request.POST.get("next", "")), kept.carried(request)
    if isinstance(request.user, User):
        return redirect(to) if carried is None else kept.ask_to_continue(request, carried)
    try:
        user = passkeys.user_of(site=_site(request), kept=_taken(request), answer=_answer(request))
    except Denied as refusal:
        return coming_in.refused_page(request, refusal, to=to, carried=carried)
    return ways.first_step_done(request, user, "passkey", to, carried)


@require_http_methods(["GET", "HEAD", "POST"])
@pages.signed_in
def mine(request: HttpRequest) -> HttpResponse:
    """One's passkeys; with a name and the password, the way to add one."""
    if request.method != "POST":
        return _mine(request)
    user, name = pages.person(request), request.POST.get("name", "")
    try:
        challenge = passkeys.begin_adding(
            by=user, user=user, site=_site(request), name=name, present=request.POST.get("present", "")
        )
    except Refused as refused:
        return _mine(request, refused, name, status=400)
    except NotNow as refusal:
        return _mine(request, told=fields.refused(refusal), name=name, status=429)
    request.session[WAITING] = dict(challenge.kept)
    return _ready(request, challenge)


@require_POST
@pages.signed_in
def add(request: HttpRequest) -> HttpResponse:
    """Keep the passkey that the browser made."""
    user = pages.person(request)
    try:
        passkeys.add(by=user, user=user, site=_site(request), kept=_taken(request), answer=_answer(request))
    except Refused as refused:
        return _mine(request, refused, status=400)
    messages.success(request, str(Text("เพิ่มพาสคีย์แล้ว ครั้งหน้าใช้เข้าใช้งานแทนรหัสผ่านได้",
                                       "The passkey is added: next time, sign in with it instead of the password")))  # fmt: skip
    return redirect("my-passkeys")


@require_POST
@pages.signed_in
def remove(request: HttpRequest, id: UUID) -> HttpResponse:
    """One passkey less."""
    user = pages.person(request)
    if passkeys.remove(by=user, user=user, id=id):
        messages.success(request, str(Text("ลบพาสคีย์แล้ว", "The passkey is removed")))
    return redirect("my-passkeys")


def _mine(
    request: HttpRequest, refused: Refused | None = None, name: str = "", told: Any = None, status: int = 200
) -> HttpResponse:  # fmt: skip
    user = pages.person(request)
    issues = refused.issues if refused else ()
    found = queries.passkeys(user, user)
    asked = [
        fields.with_problems(Field(name="name", label=Text("ชื่อเรียกพาสคีย์", "What to call it"), value=name[:60],
                                   hint=Text("เช่น โทรศัพท์ของฉัน", "For example: my phone")), issues),
    ]  # fmt: skip
    if user.has_usable_password():
        asked.append(fields.with_problems(fields.present(), issues))
    failed = next((issue for issue in issues if issue.place.file == "passkey"), None)
    return pages.page(
        request, "sign_in/passkeys.html", here=ACCOUNT, status=status, crumbs=crumbs(Text("พาสคีย์", "Passkeys")),
        passkeys=found, asked=asked, summary=ErrorSummary(asked), told=told, failed=failed and Text(failed.th, failed.en),
        cure=failed and Text(failed.cure_th, failed.cure_en), can_add=ways.site_of(request) is not None, empty=EMPTY,
    )  # fmt: skip


def _ready(request: HttpRequest, challenge: Challenge) -> HttpResponse:
    asked = json.dumps(dict(challenge.options))
    trail = crumbs(Text("เพิ่มพาสคีย์", "Add a passkey"))
    return pages.page(request, "sign_in/passkey_ready.html", here=ACCOUNT, crumbs=trail, options=asked)


def _site(request: HttpRequest) -> Site:
    site = ways.site_of(request)
    if site is None:
        raise Http404
    return site


def _taken(request: HttpRequest) -> dict[str, Any]:
    """The challenge that waits, which then waits no more."""
    found: dict[str, Any] = request.session.pop(WAITING, {})
    return found


def _answer(request: HttpRequest) -> dict[str, Any]:
    try:
        found = json.loads(request.POST.get("answer", "")[:20_000])
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


EMPTY = Empty(
    Text("ยังไม่มีพาสคีย์", "No passkey yet"),
    Text("พาสคีย์คือกุญแจในเครื่องของท่าน เปิดด้วยนิ้ว ใบหน้า หรือ PIN ไม่ต้องพิมพ์รหัสผ่าน และหลอกเอาไปไม่ได้",
         "A passkey is a key kept in your own device, opened by finger, face or PIN: no password to type, and none to be tricked out of you"),
)  # fmt: skip
