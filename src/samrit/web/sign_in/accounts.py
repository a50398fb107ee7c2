"""The accounts an administrator looks after: who there is, a new one, and what can be done to one."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from samrit.apps.accounts import permissions, queries, second_step, services
from samrit.apps.accounts.models import User
from samrit.apps.accounts.queries import Account
from samrit.apps.ground.denied import Denied, Refusal, allows
from samrit.base.issues import Issue, Refused
from samrit.web import pages
from samrit.web.components.forms import Choices, ErrorSummary, Field, Input, Option
from samrit.web.components.reading import Breadcrumb, Column, Link, Notice, Pagination, Status, Table, Words
from samrit.web.reader import Text
from samrit.web.refusals import refusal_page
from samrit.web.sign_in import fields

ACCOUNTS = "/accounts/"
Args = ParamSpec("Args")


def administrators_only(
    view: Callable[Concatenate[HttpRequest, Args], HttpResponse],
) -> Callable[Concatenate[HttpRequest, Args], HttpResponseBase]:
    """Let only administrators through; others read why not, and learn of no account."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: Args.args, **kwargs: Args.kwargs) -> HttpResponseBase:
        try:
            permissions.check_can_see_accounts(pages.person(request))
        except Denied as refusal:
            if args or kwargs:  # a single account, which is not theirs to know of
                raise Http404 from None
            return refusal_page(request, refusal, Text("หน้านี้สำหรับผู้ดูแลระบบ", "This page is for administrators"), 403)
        return view(request, *args, **kwargs)

    return pages.signed_in(guarded)


@require_safe
@administrators_only
def accounts(request: HttpRequest) -> HttpResponse:
    """Every account, or those whose name holds what was searched for."""
    words = request.GET.get("q", "")[:100]
    asked = request.GET.get("page", "1")
    page = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 8 else 1
    found = queries.find_accounts(pages.person(request), words, page)
    columns = [Column(Text("ชื่อผู้ใช้", "Username")), Column(Text("ชื่อ", "Name")), Column(Text("สถานะ", "State")),
               Column(Text("หน้าที่", "Duty"))]  # fmt: skip
    rows = [
        (
            Link(one.user.username, f"{ACCOUNTS}{one.user.id}/"), one.user.name, status_of(one),
            Text("ผู้ดูแลระบบ", "Administrator") if one.user.is_administrator else "",
        )
        for one in found.accounts
    ]  # fmt: skip
    href = f"?{urlencode({'q': words}).replace('{', '%7B').replace('}', '%7D')}&page={{page}}"
    return pages.page(
        request, "sign_in/accounts.html", here=ACCOUNTS, found=found, words=words,
        table=Table(Text("บัญชีผู้ใช้", "Accounts"), columns, rows),
        search=Field(name="q", label=Text("ค้นชื่อหรือชื่อผู้ใช้", "Find a name or username"), kind="search", value=words),
        pagination=Pagination(found.page, found.pages, href) if found.pages > 1 else None,
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@administrators_only
def new(request: HttpRequest) -> HttpResponse:
    """Make an account, then hand over the link by which its owner sets the password."""
    by, given = pages.person(request), request.POST
    issues: tuple[Issue, ...] = ()
    if request.method == "POST":
        try:
            user = services.create_user(
                by=by, username=given.get("username", ""), name=given.get("name", ""), email=given.get("email", ""),
                language=given.get("language", "th"), is_administrator=given.get("is_administrator") == "yes",
            )  # fmt: skip
        except Refused as refused:
            issues = refused.issues
        else:
            return _link(request, user, services.invite(by=by, user=user))
    asked: list[Input] = [
        Field(name="username", label=Text("ชื่อผู้ใช้", "Username"), value=given.get("username", "")[:80],
              hint=Text("อักษรอังกฤษ ตัวเลขอารบิก . _ - ขึ้นต้นด้วยตัวอักษร", "a–z 0–9 . _ - beginning with a letter")),
        Field(name="name", label=Text("ยศ ชื่อ นามสกุล", "Rank and name"), value=given.get("name", "")[:250],
              hint=Text("พิมพ์บนเอกสารทางการตามนี้", "Printed on official papers as it stands")),
        Field(name="email", label=Text("อีเมล (ถ้ามี)", "E-mail, if there is one"), kind="email", value=given.get("email", "")[:254]),
        Choices(name="language", label=Text("ภาษาของหน้าเว็บ", "Language of the pages"),
                options=[Option(value, word, is_chosen=given.get("language", "th") == value) for value, word in (("th", "ไทย"), ("en", "English"))]),
        Choices(name="is_administrator", label=Text("หน้าที่", "Duty"), are_several=True,
                options=[Option("yes", Text("ผู้ดูแลระบบ", "Administrator"), Text("ดูแลบัญชี เกณฑ์ และการสำรองข้อมูล ไม่มีสิทธิ์ในผลหรือคะแนนใด ๆ",
                         "Looks after accounts, packs and backups; has no say over any result"), is_chosen=bool(given.get("is_administrator")))]),
    ]  # fmt: skip
    asked = [fields.with_problems(field, issues) for field in asked]
    return pages.page(
        request, "sign_in/new_account.html", here=ACCOUNTS, status=400 if issues else 200, asked=asked,
        summary=ErrorSummary(asked), crumbs=crumbs(Text("สร้างบัญชี", "New account")),
    )  # fmt: skip


@require_safe
@administrators_only
def account(request: HttpRequest, id: UUID) -> HttpResponse:
    """One account, and what can be done to it."""
    return _account(request, id)


@require_POST
@administrators_only
def act(request: HttpRequest, id: UUID, action: str) -> HttpResponse:
    """Do one of the things there are; refused ones say why, on the same page."""
    by, user = pages.person(request), _user(request, id)
    try:
        if action == "invite":
            return _link(request, user, services.invite(by=by, user=user))
        run, said = ACTIONS[action]
        run(by, user)
    except KeyError:
        raise Http404 from None
    except Refusal as refusal:
        return _account(request, id, fields.refused(refusal), 403 if isinstance(refusal, Denied) else 409)
    messages.success(request, str(said))
    return redirect("one-account", id=id)


ACTIONS: dict[str, tuple[Callable[[User, User], object], Text]] = {
    "deactivate": (lambda by, user: services.deactivate(by=by, user=user), Text("ระงับบัญชีแล้ว", "The account is deactivated")),
    "reactivate": (lambda by, user: services.reactivate(by=by, user=user), Text("เปิดใช้บัญชีแล้ว", "The account is active again")),
    "unlock": (lambda by, user: services.unlock(by=by, user=user), Text("ยกเลิกการพักแล้ว", "Sign-in is unpaused")),
    "sign-out": (lambda by, user: services.end_sessions(by=by, user=user), Text("ให้ออกจากระบบทุกเครื่องแล้ว", "Signed out everywhere")),
    "reset-second-step": (lambda by, user: second_step.reset(by=by, user=user),
                          Text("ล้างการยืนยันขั้นที่สองแล้ว และแจ้งเจ้าของบัญชีแล้ว", "The second step is reset, and the owner is told")),
    "make-administrator": (lambda by, user: services.set_administrator(by=by, user=user, is_administrator=True), Text("ตั้งเป็นผู้ดูแลระบบแล้ว", "Now an administrator")),
    "no-administrator": (lambda by, user: services.set_administrator(by=by, user=user, is_administrator=False), Text("พ้นจากผู้ดูแลระบบแล้ว", "No longer an administrator")),
}  # fmt: skip


def crumbs(here: Words) -> Breadcrumb:
    """The way from the home page to a page about accounts."""
    return Breadcrumb([Link(Text("หน้าแรก", "Home"), "/"), Link(Text("บัญชีผู้ใช้", "Accounts"), ACCOUNTS)], here)


def status_of(one: Account) -> Status:
    """How an account stands, in a word."""
    if not one.user.is_active:
        return Status("closed", Text("ระงับ", "Deactivated"))
    if one.locked_until is not None:
        return Status("late", Text("พักการเข้าใช้งาน", "Sign-in paused"))
    if not one.has_password:
        return Status("todo", Text("ยังไม่ตั้งรหัสผ่าน", "No password yet"))
    return Status("done", Text("ใช้งานได้", "Active"))


def _user(request: HttpRequest, id: UUID) -> User:
    found = queries.account(pages.person(request), id)
    if found is None:
        raise Http404
    return found.user


def _account(request: HttpRequest, id: UUID, told: Notice | None = None, status: int = 200) -> HttpResponse:
    by = pages.person(request)
    found = queries.account(by, id)
    if found is None:
        raise Http404
    return pages.page(
        request, "sign_in/one_account.html", here=ACCOUNTS, status=status, crumbs=crumbs(found.user.username),
        account=found, state=status_of(found), told=told,
        is_own=not allows(permissions.check_can_deactivate, by, found.user),
    )  # fmt: skip


def _link(request: HttpRequest, user: User, token: str) -> HttpResponse:
    address = request.build_absolute_uri(reverse("invitation", args=[token]))
    return pages.page(
        request, "sign_in/invited.html", here=ACCOUNTS, crumbs=crumbs(user.username), invited=user, address=address,
        days=services.INVITATION_LASTS.days,
    )  # fmt: skip
