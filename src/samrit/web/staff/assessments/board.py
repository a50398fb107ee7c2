"""A round's score board: figures like the form, each a door to its explanation; what moved since, and the runs."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST, require_safe

from samrit.apps.assessments.models import Assessment
from samrit.apps.frameworks.kept import Kept
from samrit.apps.ground.prepared import prepared
from samrit.apps.results import services as results
from samrit.apps.results.permissions import check_can_open
from samrit.apps.rounds.models import RoundTime
from samrit.apps.rounds.queries import check_is_open
from samrit.apps.scoring import moments
from samrit.apps.scoring import queries as scores
from samrit.apps.scoring.changes import ChangedScore
from samrit.apps.scoring.models import ScoreRun
from samrit.apps.scoring.permissions import SCORING_ROLES
from samrit.base.counting import counted
from samrit.engine.score import Scorecard
from samrit.web import explaining, found
from samrit.web.components.drawing import Explanation
from samrit.web.components.reading import Breadcrumb, Button, Column, Empty, Link, Notice, Table
from samrit.web.pages import page, signed_in, standing, unit_name
from samrit.web.reader import Text
from samrit.web.staff.assessments.words import (
    MOMENTS,
    address,
    bottom_line,
    round_name,
    score_table,
    stale,
    titled,
)  # fmt: skip

MOST_RUNS = 50


@require_safe
@signed_in
def board(request: HttpRequest, id: UUID, round: str) -> HttpResponse:
    """The score of a round as it stands."""
    assessment, name = _round(request, id, round)
    who = standing(request)
    unit = unit_name(who.names([assessment.unit_id]).get(assessment.unit_id))
    heading = titled(assessment, unit)
    known = scores.board(assessment, round)
    may_ask = any(who.reach.may(role, assessment.unit_id) for role in SCORING_ROLES)
    context: dict[str, Any] = {
        "assessment": assessment, "round": round, "heading": heading, "name": name, "may_ask": may_ask,
        "breadcrumb": Breadcrumb(
            [Link(Text("การประเมิน", "Assessments"), "/assessments/"), Link(heading, f"/assessments/{assessment.id}/")], name
        ),
    }  # fmt: skip
    if known.run is None:
        return page(request, "staff/assessments_board.html", here="/assessments/", empty=_empty(assessment), **context)
    card = scores.scorecard_of(known.run)
    moved = stale(known.stale)
    context |= {
        "run": known.run,
        "table": score_table(card, known.run, Text("คะแนนรายตัวชี้วัด", "Scores by indicator")),
        "bottom": bottom_line(card),
        "stale": Notice("warn", moved, _cure(may_ask)) if moved.th else None,
        "previous": known.previous,
        "changed": [_changed(one) for one in known.changed],
        "explanations": _explained.get((known.run.id, moved), lambda: _explanations(card, moved)),
        "runs": _runs(_newest_runs(assessment.id, round)),
    }
    return page(request, "staff/assessments_board.html", here="/assessments/", **context)


@require_POST
@signed_in
def score_now(request: HttpRequest, id: UUID, round: str) -> HttpResponse:
    """Compute the score of what is submitted now.  Errors: `Denied`."""
    assessment, _ = _round(request, id, round)
    before = scores.current(assessment, round)
    run = moments.ask(assessment, round, by=standing(request).user)
    same = before is not None and before.id == run.id
    told = (
        Text("ไม่มีอะไรเปลี่ยนตั้งแต่คิดครั้งล่าสุด คะแนนเท่าเดิม", "Nothing changed since the last time; the score is the same.")
        if same
        else Text("คิดคะแนนจากข้อมูลที่ส่งแล้วเรียบร้อย", "The score was computed from what is submitted.")
    )  # fmt: skip
    messages.success(request, str(told))
    return HttpResponseRedirect(address(assessment, round))


@require_POST
@signed_in
def open_round(request: HttpRequest, id: UUID, round: str) -> HttpResponse:
    """Open the reports of a round.  Errors: `Denied`; `NotNow` out of its time."""
    assessment, _ = _round(request, id, round)
    time = RoundTime.objects.filter(year=assessment.year_id, round=round).first()
    if time is None:
        raise Http404
    # who comes before when: a stranger to the unit is not told its calendar
    check_can_open(standing(request).user, assessment)
    check_is_open(time, assessment.unit)
    reports = results.open_reports(assessment, round=round, by=standing(request).user)
    messages.success(
        request,
        str(
            Text(
                f"เปิดรายงาน {len(reports)} ตัวชี้วัดแล้ว", f"{counted(len(reports), 'report is open', 'reports are open')}."
            )
        ),
    )
    return HttpResponseRedirect(f"/assessments/{assessment.id}/")


_explained: Kept[tuple[UUID, Text], tuple[Explanation, ...]] = Kept(64)
"""A run never changes, and what explains it is made of it alone."""


def _explanations(card: Scorecard, moved: Text) -> tuple[Explanation, ...]:
    scored = (top.code for top in card.plan.tops if card.plan.scores(top.code))
    return tuple(explaining.explanation_of(card, code, stale=moved) for code in (*scored, explaining.TOTAL))


@prepared
def _newest_runs(assessment: UUID, round: str) -> QuerySet[ScoreRun]:
    runs = ScoreRun.objects.filter(assessment=assessment, round=round).select_related("by").defer("card")
    return runs.order_by("-at", "-id")[:MOST_RUNS]


def _round(request: HttpRequest, id: UUID, round: str) -> tuple[Assessment, Text]:
    assessment = found.assessment(request, id)
    name = round_name(assessment, round)
    if name is None:
        raise Http404
    return assessment, name


def _cure(may_ask: bool) -> Text:
    if may_ask:
        return Text("กด “คิดคะแนนตอนนี้” เพื่อคิดจากข้อมูลล่าสุด", "Press “Compute the score now” to use what is there now.")
    return Text("คะแนนจะคิดใหม่เมื่อมีการส่งหรือยืนยันครั้งถัดไป", "It is computed again at the next submission or verification.")


def _changed(one: ChangedScore) -> Text:
    return Text(one.said("th"), _sentence(one.said("en")))


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"


def _runs(runs: list[ScoreRun]) -> Table:
    columns = (
        Column(Text("เมื่อ", "When")),
        Column(Text("โอกาส", "Moment")),
        Column(Text("โดย", "By")),
        Column(Text("คะแนนรวม", "Total"), True),
        Column(Text("ดู", "See")),
    )
    rows = [
        (
            one.at, MOMENTS[one.moment], one.by.name if one.by else Text("ระบบ", "the installation"),
            one.total or Text("ยังไม่ครบ", "not complete"),
            Link(Text("เปิด", "Open"), f"/runs/{one.id}/", hint=MOMENTS[one.moment]),
        )
        for one in runs
    ]  # fmt: skip
    return Table(Text("การคิดคะแนนที่ผ่านมา", "Runs so far"), columns, rows, is_compact=True)


def _empty(assessment: Assessment) -> Empty:
    return Empty(
        Text("ยังไม่เคยคิดคะแนนของรอบนี้", "This round was not scored yet"),
        Text("คะแนนคิดให้ทุกครั้งที่มีการส่ง ยืนยัน หรือสรุปผล และทุกตัวเลขเปิดดูที่มาได้", "It is scored at every submission, verification and conclusion, and every figure can be opened."),
        Button(Text("ดูรายงานของรอบนี้", "See this round's reports"), "secondary", href=f"/assessments/{assessment.id}/"),
    )  # fmt: skip
