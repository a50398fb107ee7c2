"""The page where a report is decided on: rule, claim and evidence side by side, the history, and one form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods

from samrit.apps.frameworks.kept import Kept
from samrit.apps.ground.denied import Denied, NotNow, Refusal, Stale
from samrit.apps.orgs import models as orgs
from samrit.apps.orgs.models import Role
from samrit.apps.orgs.queries import UnitView
from samrit.apps.results import draft, places
from samrit.apps.results.due import due_day
from samrit.apps.results.models import Report, State, Submission
from samrit.apps.results.permissions import what_can
from samrit.apps.results.queries import Moment, timeline
from samrit.apps.results.states import Action
from samrit.apps.results.timing import terms_for
from samrit.base.counting import counted
from samrit.base.issues import Refused
from samrit.engine import facts
from samrit.engine.methods import Unit
from samrit.engine.score import Scorecard, score
from samrit.packs.terms import Terms
from samrit.web import explaining, found, wording
from samrit.web.components.drawing import Explanation
from samrit.web.components.forms import Area, ErrorSummary
from samrit.web.components.reading import Breadcrumb, Link, Lock, Notice, Status
from samrit.web.pages import Standing, page, signed_in, standing, unit_name
from samrit.web.reader import Text
from samrit.web.staff.review import claim, deciding, rule
from samrit.web.staff.review.doubts import RETURNED, look
from samrit.web.staff.review.history import SAID, history
from samrit.web.staff.review.line import beside, turns


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def review(request: HttpRequest, id: UUID) -> HttpResponse:
    """A report beside its rule and its evidence; with the form sent, the decision, or why it was not taken."""
    # asked first: where the person acts for few units, it answers what is asked of units after it as well
    turns(standing(request))
    report = found.report(request, id)
    if request.method != "POST":
        return _page(request, report)
    asked = deciding.Asked.of(request.POST)
    try:
        deciding.decide(report, asked, standing(request).user)
    except Refused as refused:
        return _page(request, report, asked, error=_problem(refused), status=400)
    except Refusal as refusal:
        report = found.report(request, id)
        status = 403 if isinstance(refusal, Denied) else 409
        return _page(request, report, asked, refusal=refusal, status=status)
    report = found.report(request, id)
    messages.success(request, str(deciding.done(report, asked, standing(request).on)))
    return HttpResponseRedirect(request.path)


def _page(
    request: HttpRequest,
    report: Report,
    asked: deciding.Asked | None = None,
    *,
    error: Text | None = None,
    refusal: Refusal | None = None,
    status: int = 200,
) -> HttpResponse:
    who = standing(request)
    told = timeline(report)
    submissions = _submissions(told)
    day = places.day_of(report)
    terms = terms_for(report, day)
    near = places.around(report.assessment, day)
    can = what_can(who.user, report, who.on, who.reach, submissions)
    route = _route(report, can, day, near)
    units = {
        report.assessment.unit_id,
        report.with_unit_id,
        *(one.for_unit.id for one in told),
        *(one.id for one in route),
    }
    names = who.names(units)
    events = history(told, names)
    before, after, place, count = beside(who, report)
    remark = Area(
        "remark", Text("หมายเหตุ", "Remark"),
        hint=Text(
            "ถ้าส่งกลับ ต้องบอกว่าให้แก้อะไร ผู้รายงานจะเห็นข้อความนี้", "To return it, say what is to be corrected; the reporter reads this."
        ),
        error=error or "", value=asked.remark if asked else "",
    )  # fmt: skip
    context: dict[str, Any] = {
        "report": report,
        "heading": wording.indicator(report),
        "round": wording.round_of(report),
        "unit": unit_name(names.get(report.assessment.unit_id)),
        "stands": _status(report, who),
        "breadcrumb": Breadcrumb([Link(Text("รอตรวจ", "To review"), "/review/")], wording.indicator(report)),
        "where": _where(report, names, who),
        "timeline": events,
        "refusal": _refused(refusal, told, asked) if refusal else None,
        "remark": remark,
        "summary": ErrorSummary([remark]) if error else None,
        "buttons": deciding.buttons(report, can, [unit_name(names.get(one.id)) for one in route], told),
        "lock": _lock(report, can, names, who),
        "place": place, "count": count,
        "before": before and f"/reports/{before}/review/", "after": after and f"/reports/{after}/review/",
        "sees_assessment": who.reach.reaches(report.assessment.unit_id, Role),
        "is_reporter": who.reach.may(Role.REPORTER, report.assessment.unit_id, report.indicator) is not None,
    }  # fmt: skip
    if submissions:
        card, explained = _scored(
            report, submissions[-1], terms, places.scored_unit(report.assessment, terms, day, near)
        )
        node = explaining.node_of(card, report.indicator)
        looked = look(
            [report],
            {report.assessment_id: terms},
            {report.id: submissions[-1]},
            {report.id: _returns(told, submissions[-1])},
        )[report.id]
        pieces = claim.pieces(submissions[-1])
        context |= {
            "submission": submissions[-1],
            "ruled": rule.ruled(card, node),
            "claimed": claim.claimed(card, node, looked),
            "doubts": looked.doubts,
            "explanations": [
                replace(
                    told_of, evidence=claim.proofs(pieces, one.code, is_top=one is node),
                    history=events if one is node else (),
                )
                for one, told_of in zip(node.walk(), explained, strict=True)
            ],
            "changed": claim.changed(card, submissions[-1], submissions[-2]) if len(submissions) > 1 else None,
            "evidence": pieces,
        }  # fmt: skip
    return page(request, "staff/review_report.html", here="/review/", status=status, **context)


def _returns(told: Sequence[Moment], newest: Submission) -> int:
    return sum(one.what == RETURNED and one.number < newest.number for one in told)


def _submissions(told: Sequence[Moment]) -> list[Submission]:
    found_ = {one.submission.id: one.submission for one in told if one.decision is None}
    return sorted(found_.values(), key=lambda one: one.number)


def _scored(
    report: Report, submission: Submission, terms: Terms, unit: Unit
) -> tuple[Scorecard, tuple[Explanation, ...]]:  # fmt: skip
    """The score of what was submitted for this indicator, and what explains it; the others' facts do not move it."""

    def made() -> tuple[Scorecard, tuple[Explanation, ...]]:
        stored = sorted(
            (draft.from_stored(row) for row in submission.facts), key=lambda one: (one.indicator, one.input, one.window)
        )
        card = score(terms, facts.make(terms, report.round, unit, tuple(stored)))
        nodes = explaining.node_of(card, report.indicator).walk()
        return card, tuple(explaining.explanation_of(card, one.code) for one in nodes)

    return _explained.get((submission.id, terms.digest, unit), made)


_explained: Kept[tuple[UUID, str, Unit], tuple[Scorecard, tuple[Explanation, ...]]] = Kept(128)
"""What was submitted never changes; its score follows from it, the terms and the unit alone."""


def _route(report: Report, can: Mapping[Action, Refusal | None], day: date, near: places.Around) -> list[orgs.Unit]:
    """The units that verify it, asked only where the person may send it on."""
    if can[Action.APPROVE] is not None and can[Action.VERIFY] is not None:
        return []
    try:
        return [stop.unit for stop in places.route_of(report, day, near)]
    except NotNow:
        return []


def _status(report: Report, who: Standing) -> Status:
    due = due_day(report, who.off)
    if due is not None and due < who.on and State(report.state) not in (State.CLOSED, State.VERIFIED):
        days = (who.on - due).days
        return Status("late", Text(f"เลยกำหนด {days} วัน", f"{counted(days, 'day')} late"))
    return wording.status(report.state)


def _where(report: Report, names: Mapping[UUID, UnitView], who: Standing) -> Text:
    """Who has it now and until when."""
    here = unit_name(names.get(report.with_unit_id))
    home = unit_name(names.get(report.assessment.unit_id))
    th, en = {
        State.DRAFT: (f"ยังเป็นร่างอยู่ที่ {home.th}", f"It is a draft at {home.en or home.th}"),
        State.RETURNED: (f"อยู่กับผู้รายงานของ {home.th}", f"It is with the reporter of {home.en or home.th}"),
        State.SUBMITTED: (f"อยู่กับหัวหน้า {home.th}", f"It is with the head of {home.en or home.th}"),
        State.UNDER_REVIEW: (f"อยู่ที่ {here.th} เพื่อตรวจยืนยัน", f"It is with {here.en or here.th} to be verified"),
        State.VERIFIED: ("ยืนยันครบแล้ว รอผู้ประเมินสรุปผล", "It is verified and waits for the evaluator"),
        State.CLOSED: ("สรุปผลและปิดแล้ว ไม่ต้องทำอะไรต่อ", "It is concluded and closed; nothing is left to do"),
    }[State(report.state)]
    if report.due is None or report.state in (State.CLOSED, State.VERIFIED):
        return Text(th, en)
    due = wording.due_of(report, who.off, with_reason=True)
    return Text(f"{th} {due.th}", f"{en}, {due.en}")


def _refused(refusal: Refusal, told: Sequence[Moment], asked: deciding.Asked | None) -> Notice:
    """Why a decision was not taken; where somebody was faster, what he did."""
    th, en = refusal.th, refusal.en
    if isinstance(refusal, Stale) and told:
        last = told[-1]
        what = SAID[last.what]
        th = f"{th} ล่าสุด: {last.by.name} {what.th}"
        en = f"{en} The latest: {what.en} by {last.by.name}."
    kept = Text("ข้อความที่พิมพ์ยังอยู่ในช่องด้านล่าง", "What you typed is still in the field below.")
    cure = (
        Text(f"{refusal.cure_th} {kept.th}", f"{refusal.cure_en} {kept.en}")
        if asked and asked.remark
        else Text(refusal.cure_th, refusal.cure_en)
    )
    return Notice("bad", Text(th, en), cure)


def _lock(
    report: Report, can: Mapping[Action, Refusal | None], names: Mapping[UUID, UnitView], who: Standing
) -> Lock | None:
    """Why this person decides on nothing here now, where that is so."""
    if any(can[action] is None for action in deciding.ACTIONS):
        return None
    wanted = deciding.IN_STATE.get(State(report.state), ())
    refusal = next((can[action] for action in wanted if can[action] is not None), None)
    if refusal is None:
        return Lock(Text("ตอนนี้ไม่มีเรื่องให้ตัดสิน", "there is nothing to decide now"), _where(report, names, who))
    return Lock(
        Text(refusal.th, refusal.en),
        Text(refusal.cure_th, refusal.cure_en),
        Link(Text("ทำไมฉันทำไม่ได้", "Why may I not?"), f"/why/report/{report.id}/"),
    )


def _problem(refused: Refused) -> Text:
    told = [wording.problem(one) for one in refused.issues]
    return Text(" ".join(one.th for one in told), " ".join(one.en for one in told))
