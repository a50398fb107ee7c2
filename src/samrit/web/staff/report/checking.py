"""Check one's answers before they are sent, send them once however often the button is pressed, take them back."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST, require_safe

from samrit.apps.ground.denied import Refusal
from samrit.apps.ground.ids import new_id
from samrit.apps.results.models import Report
from samrit.apps.results.problems import StaleReport
from samrit.apps.results.queries import contents_for
from samrit.apps.results.states import Action
from samrit.apps.scoring import moments
from samrit.base.issues import Refused
from samrit.web import asking, found, wording
from samrit.web.pages import page, person, signed_in, standing
from samrit.web.reader import Text
from samrit.web.staff.report import form, showing, working


@require_safe
@signed_in
def check(request: HttpRequest, id: UUID) -> HttpResponse:
    """Everything that is about to be sent, on one printable page, with a way to change each."""
    report = found.report(request, id)
    may = showing.may(request, report)
    if may[Action.SUBMIT] is not None and may[Action.SAVE] is not None:
        return HttpResponseRedirect(working.address(report))
    return _checked(request, report, may[Action.SUBMIT])


@require_POST
@signed_in
def send(request: HttpRequest, id: UUID) -> HttpResponse:
    """Send what was checked; the same form sent twice sends once."""
    report = found.report(request, id)
    version, remark = request.POST.get("version", ""), request.POST.get("remark", "")
    if not version.isascii() or not version.isdigit() or len(version) > 8:
        return _checked(request, report, StaleReport(report.version), remark=remark, status=409)
    try:
        moments.submit(
            report, by=person(request), key=request.POST.get("key", "")[:64], version=int(version), remark=remark
        )
    except Refusal as refusal:
        report.refresh_from_db()
        return _checked(request, report, refusal, remark=remark, status=409)
    except Refused as refused:
        return _checked(request, report, None, refused, remark, status=422)
    messages.success(
        request, str(Text("ส่งแล้ว ดูด้านล่างว่าอยู่กับใครและต้องทำอะไรต่อ", "Sent. Below: who has it now and what happens next."))
    )
    return HttpResponseRedirect(working.address(report))


@require_POST
@signed_in
def take_back(request: HttpRequest, id: UUID) -> HttpResponse:
    """Take a submission back before the head has decided."""
    report = found.report(request, id)
    moments.withdraw(report, by=person(request))
    messages.success(
        request, str(Text("ถอนคืนมาเป็นร่างแล้ว แก้แล้วส่งใหม่ได้", "Taken back as a draft; correct it and send it again."))
    )
    return HttpResponseRedirect(working.address(report))


def _checked(
    request: HttpRequest, report: Report, refusal: Refusal | None, refused: Refused | None = None, remark: str = "",
    status: int = 200,
) -> HttpResponse:  # fmt: skip
    contents = contents_for(report)
    parts = asking.parts_of(report, contents)
    short = working.is_short(parts)
    values = form.held(contents, report)
    preview = moments.preview(report, contents=contents)
    changes = {one.code: working.address(report, "" if short else one.code) for one in parts}
    wrong = [*(refused.issues if refused else ()), *(one for told in preview.issues.values() for one in told)]
    return page(
        request, "staff/report_check.html", here="/", status=status,
        report=report, heading=wording.indicator(report), lead=showing.lead(report, standing(request)),
        answers=[showing.answers(one, values, changes[one.code]) for one in parts],
        evidence=[one.evidence for one in report.attachments.select_related("evidence").order_by("at")],
        panel=showing.panel(report, preview, [], is_open=False), refusal=refusal, problems=[wording.problem(one) for one in dict.fromkeys(wrong)],
        key=str(new_id()), remark=remark, back=working.address(report), after=_after(report),
    )  # fmt: skip


def _after(report: Report) -> Text:
    """Who gets it when the button is pressed."""
    return Text(
        "หัวหน้าหน่วยของท่านจะได้รับแจ้งให้เห็นชอบ แล้วส่งต่อตามเส้นทางรายงาน ท่านถอนคืนได้จนกว่าหัวหน้าจะตัดสิน",
        "The head of your unit is told and approves it; then it goes along the reporting route. You may take it back until the head decides.",
    )
