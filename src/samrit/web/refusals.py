"""Refusals that no view answered itself, as a page in the reader's language: who may not, not now, somebody was faster."""

from __future__ import annotations

from errno import EDQUOT, ENOSPC

from django.http import HttpRequest, HttpResponse

from samrit.apps.ground.denied import Denied, NotNow, Refusal, Stale
from samrit.base.issues import Refused
from samrit.web.middleware import GetResponse
from samrit.web.pages import page
from samrit.web.reader import Text

ANSWERS: dict[type[Refusal], tuple[Text, int]] = {
    Denied: (Text("ทำไม่ได้ด้วยบัญชีนี้", "Not with this account"), 403),
    NotNow: (Text("ตอนนี้ยังทำไม่ได้", "Not now"), 409),
    Stale: (Text("มีผู้อื่นแก้ไปก่อนแล้ว", "Somebody else changed it first"), 409),
}
"""What each kind of refusal is answered with: title and status."""


class Refusals:
    """Middleware: a `Refusal` or `Refused` that leaves a view becomes a page that says why and what to do."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, problem: Exception) -> HttpResponse | None:
        """Django calls this before it would answer 500."""
        if isinstance(problem, Refused):
            return page(request, "staff/refused.html", status=400, issues=problem.issues)
        if isinstance(problem, (Denied, NotNow, Stale)):
            title, status = next(ANSWERS[kind] for kind in type(problem).__mro__ if kind in ANSWERS)
            return refusal_page(request, problem, title, status)
        if isinstance(problem, OSError) and problem.errno in (ENOSPC, EDQUOT):
            return page(request, "staff/disk_full.html", status=507)
        return None


def refusal_page(request: HttpRequest, problem: Refusal, title: Text, status: int) -> HttpResponse:
    """One refusal as a page."""
    reason, cure = Text(problem.th, problem.en), Text(problem.cure_th, problem.cure_en)
    return page(request, "staff/refusal.html", status=status, heading=title, reason=reason, cure=cure)
