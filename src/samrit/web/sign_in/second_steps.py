"""Setting up the second step: a QR code for the app on the phone, a first code, recovery codes shown once."""

from __future__ import annotations

import io

import segno
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from samrit.apps.accounts import queries, second_step
from samrit.apps.ground.denied import Denied, NotNow
from samrit.base.issues import Issue, Refused
from samrit.web import pages
from samrit.web.components.forms import ErrorSummary, Field
from samrit.web.components.reading import Notice
from samrit.web.reader import Text
from samrit.web.sign_in import fields
from samrit.web.sign_in.account import ACCOUNT, crumbs

TITLE = Text("การยืนยันขั้นที่สอง", "Second step")


@require_http_methods(["GET", "HEAD", "POST"])
@pages.signed_in
def second_step_page(request: HttpRequest) -> HttpResponse:
    """How it stands; POST begins to set it up."""
    if request.method == "POST":
        user = pages.person(request)
        try:
            second_step.begin(by=user, user=user)
        except NotNow as refusal:
            return _page(request, told=fields.refused(refusal), status=409)
        return redirect("second-step")
    return _page(request)


@require_POST
@pages.signed_in
def confirm(request: HttpRequest) -> HttpResponse:
    """The first code: from now on one is asked for.  Answers with the recovery codes, this once."""
    user = pages.person(request)
    try:
        made = second_step.confirm(by=user, user=user, code=request.POST.get("code", "")[:100])
    except Refused as refused:
        return _page(request, refused.issues, status=400)
    except (NotNow, Denied) as refusal:
        return _page(request, told=fields.refused(refusal), status=409)
    return _codes(request, made)


@require_POST
@pages.signed_in
def renew(request: HttpRequest) -> HttpResponse:
    """New recovery codes, for the password."""
    user = pages.person(request)
    try:
        made = second_step.renew_recovery_codes(by=user, user=user, present=request.POST.get("present", ""))
    except Refused as refused:
        return _page(request, refused.issues, status=400)
    except NotNow as refusal:
        return _page(request, told=fields.refused(refusal), status=409)
    return _codes(request, made)


@require_POST
@pages.signed_in
def remove(request: HttpRequest) -> HttpResponse:
    """Ask for no code any more, for the password."""
    user = pages.person(request)
    try:
        second_step.remove(by=user, user=user, present=request.POST.get("present", ""))
    except Refused as refused:
        return _page(request, refused.issues, status=400)
    except NotNow as refusal:
        return _page(request, told=fields.refused(refusal), status=409)
    messages.success(request, str(Text("เลิกใช้การยืนยันขั้นที่สองแล้ว", "The second step is removed")))
    return redirect("second-step")


@require_safe
@pages.signed_in
def qr(request: HttpRequest) -> HttpResponse:
    """The secret as a picture for the phone's camera, while it waits for its first code."""
    user = pages.person(request)
    codes = second_step.begun(by=user, user=user)
    if codes is None:
        raise Http404
    picture = io.BytesIO()
    made = segno.make(codes.provisioning_uri(issuer_name="Samrit"), error="m", micro=False)
    made.save(picture, kind="svg", scale=5, border=4, light="#ffffff", dark="#000000", svgclass=None, lineclass=None)
    return HttpResponse(picture.getvalue(), content_type="image/svg+xml")


def _page(
    request: HttpRequest, issues: tuple[Issue, ...] = (), told: Notice | None = None, status: int = 200
) -> HttpResponse:  # fmt: skip
    user = pages.person(request)
    step = queries.second_step(user, user)
    codes = second_step.begun(by=user, user=user) if step.begun else None
    code = fields.with_problems(
        Field(name="code", label=Text("รหัสหกหลักที่แอปแสดง", "The six digits the app shows"), kind="code", autocomplete="one-time-code"),
        issues,
    )  # fmt: skip
    present = fields.with_problems(fields.present(), issues)
    return pages.page(
        request, "sign_in/second_step.html", here=ACCOUNT, status=status, crumbs=crumbs(TITLE), step=step, told=told,
        secret=_in_fours(codes.secret) if codes else "", code=code, present=present, username=user.username,
        asks_password=user.has_usable_password(), summary=ErrorSummary([code, present]),
    )  # fmt: skip


def _codes(request: HttpRequest, made: list[str]) -> HttpResponse:
    trail = crumbs(Text("รหัสสำรอง", "Recovery codes"))
    return pages.page(request, "sign_in/recovery_codes.html", here=ACCOUNT, crumbs=trail, codes=made)


def _in_fours(secret: str) -> str:
    return " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))
