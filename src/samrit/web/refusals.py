"""Refusals that no view answered itself, as a page in the reader's language: who may not, not now, somebody was faster.

And what the machine refuses: a full disk, and a database that is busy for longer than anybody should wait.
"""

from __future__ import annotations

import contextlib
from collections.abc import Mapping, Sequence
from errno import EDQUOT, ENOSPC

from django.contrib.auth.models import AnonymousUser
from django.db import Error, OperationalError, connection
from django.http import Http404, HttpRequest, HttpResponse

from samrit.apps.ground.denied import Denied, NotNow, Refusal, Stale
from samrit.base.issues import NOWHERE, Refused, define
from samrit.web.middleware import GetResponse
from samrit.web.pages import page
from samrit.web.reader import Text

NOT_TEXT = define(
    "WX001", "error",
    th="มีรหัส 0 (NUL) อยู่ในข้อความ จึงเก็บและค้นไม่ได้", en="the text holds a NUL sign, which can neither be kept nor searched for",
    cure_th="พิมพ์ข้อความใหม่ แทนการวางจากโปรแกรมอื่น", cure_en="type the text anew instead of pasting it from another program",
)  # fmt: skip
ANSWERS: dict[type[Refusal], tuple[Text, int]] = {
    Denied: (Text("ทำไม่ได้ด้วยบัญชีนี้", "Not with this account"), 403),
    NotNow: (Text("ตอนนี้ยังทำไม่ได้", "Not now"), 409),
    Stale: (Text("มีผู้อื่นแก้ไปก่อนแล้ว", "Somebody else changed it first"), 409),
}
"""What each kind of refusal is answered with: title and status."""
DISK_FULL = ("staff/disk_full.html", 507)
BUSY = ("staff/busy.html", 503)
SQLITE = {13: DISK_FULL, 5: BUSY, 6: BUSY}
"""SQLite's own numbers: full, busy, locked."""
POSTGRESQL = {"53100": DISK_FULL, "55P03": BUSY, "40P01": BUSY, "40001": BUSY, "53300": BUSY}
"""PostgreSQL's: disk full, a lock not given, two that waited for each other, a snapshot overtaken, too many connections."""


class Refusals:
    """Middleware: a `Refusal` or `Refused` that leaves a view becomes a page that says why and what to do."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: object, args: Sequence[object], kwargs: Mapping[str, object]
    ) -> HttpResponse | None:
        """Refuse what no database keeps, before any view looks for it; no keyboard types it."""
        if any("\x00" in one for one in kwargs.values() if isinstance(one, str)):
            raise Http404
        if request.path_info.startswith("/sign-in/"):
            return None  # it tidies what it is given by itself, and a password is never looked for
        given = (*request.GET.lists(), *request.POST.lists()) if request.method == "POST" else request.GET.lists()
        if any("\x00" in one for name, values in given for one in (name, *values)):
            return page(request, "staff/refused.html", status=400, issues=[NOT_TEXT.at(NOWHERE)])
        return None

    def process_exception(self, request: HttpRequest, problem: Exception) -> HttpResponse | None:
        """Django calls this before it would answer 500."""
        if isinstance(problem, Refused):
            return page(request, "staff/refused.html", status=400, issues=problem.issues)
        if isinstance(problem, (Denied, NotNow, Stale)):
            title, status = next(ANSWERS[kind] for kind in type(problem).__mro__ if kind in ANSWERS)
            return refusal_page(request, problem, title, status)
        return machine_page(request, problem)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's answer to Http404 and to an address nobody has: whoever is signed in keeps their menu."""
    if not hasattr(request, "user"):  # told before anybody asked who it is
        request.user = AnonymousUser()
    return page(request, "404.html", status=404)


def refusal_page(request: HttpRequest, problem: Refusal, title: Text, status: int) -> HttpResponse:
    """One refusal as a page."""
    reason, cure = Text(problem.th, problem.en), Text(problem.cure_th, problem.cure_en)
    return page(request, "staff/refusal.html", status=status, heading=title, reason=reason, cure=cure)


def machine_page(request: HttpRequest, problem: Exception) -> HttpResponse | None:
    """What the machine refused as a page; None where it is our mistake.  Whoever is told cannot have lost anything."""
    told = of_machine(problem)
    if told is None:
        return None
    template, status = told
    with contextlib.suppress(Error):
        if not connection.in_atomic_block:  # else the frame's questions would go to a transaction that is over
            return page(request, template, status=status)
    # the frame around a page asks the database, which may be what does not answer
    request.user = AnonymousUser()
    return page(request, template, status=status)


def of_machine(problem: Exception) -> tuple[str, int] | None:
    """The page for what a machine refuses, and its status; None for everything else."""
    if isinstance(problem, OSError) and problem.errno in (ENOSPC, EDQUOT):
        return DISK_FULL
    if isinstance(problem, OperationalError):
        cause = problem.__cause__
        number = getattr(cause, "sqlite_errorcode", None)
        return SQLITE.get(number & 0xFF) if number else POSTGRESQL.get(getattr(cause, "sqlstate", None) or "")
    return None
