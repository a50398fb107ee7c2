"""One run, read-only, with the explanation of each of its figures; and one figure as a page of its own."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from samrit.apps.results.models import Report
from samrit.apps.results.permissions import READERS
from samrit.apps.results.queries import timeline
from samrit.apps.scoring import queries as scores
from samrit.apps.scoring.models import ScoreRun
from samrit.engine.score import Scorecard
from samrit.web import explaining, found
from samrit.web.components.reading import Answer, Answers, Breadcrumb, Event, Link
from samrit.web.elements import moment
from samrit.web.pages import page, signed_in, standing, unit_name
from samrit.web.reader import Text
from samrit.web.staff.assessments.words import MOMENTS, address, bottom_line, round_name, score_table, titled
from samrit.web.staff.review import claim
from samrit.web.staff.review.history import history as history_of


@require_safe
@signed_in
def run(request: HttpRequest, id: UUID) -> HttpResponse:
    """What was computed at one moment, from which terms and facts."""
    kept = found.run(request, id)
    card = scores.scorecard_of(kept)
    tops = [top.code for top in card.plan.tops if card.plan.scores(top.code)]
    return page(
        request, "staff/assessments_run.html", here="/assessments/",
        run=kept, about=_about(kept), bottom=bottom_line(card),
        breadcrumb=_way(request, kept, _titled(kept)), heading=_titled(kept),
        table=score_table(card, kept, Text("คะแนนรายตัวชี้วัด", "Scores by indicator")),
        explanations=[explaining.explanation_of(card, code) for code in (*tops, explaining.TOTAL)],
    )  # fmt: skip


@require_safe
@signed_in
def figure(request: HttpRequest, id: UUID, code: str) -> HttpResponse:
    """How one figure of a run came about."""
    kept = found.run(request, id)
    card = scores.scorecard_of(kept)
    if code != explaining.TOTAL and code not in card.outcomes:
        raise Http404
    history, evidence = _behind(request, kept, card, code)
    explanation = explaining.explanation_of(card, code, history=history, evidence=evidence, is_open=True)
    way = _way(request, kept, explanation.name)
    way = Breadcrumb([*way.links, Link(_titled(kept), f"/runs/{kept.id}/")], explanation.name)
    return page(
        request, "staff/assessments_figure.html", here="/assessments/",
        run=kept, heading=explanation.name, breadcrumb=way, explanation=explanation, about=_titled(kept),
        parts=[Link(_named(card, part), f"/runs/{kept.id}/{part}/") for part in _parts(card, code)],
    )  # fmt: skip


def _behind(request: HttpRequest, kept: ScoreRun, card: Scorecard, code: str) -> tuple[list[Event], list[Link]]:
    """What the report behind a figure went through until the run, and its evidence; nothing for who may not read it."""
    who, unit = standing(request), kept.assessment.unit_id
    top = next((one.code for one in card.plan.tops if any(node.code == code for node in one.walk())), None)
    if top is None or not who.reach.bases(READERS, [unit], top)[unit]:
        return [], []
    report = Report.objects.filter(assessment=kept.assessment_id, round=kept.round, indicator=top).first()
    if report is None:
        return [], []
    report.assessment = kept.assessment
    told = [one for one in timeline(report) if one.at <= kept.at]
    sent = [one.submission for one in told if one.decision is None]
    names = who.names({unit, *(one.for_unit.id for one in told)})
    given = claim.pieces(sent[-1]) if sent else []
    return history_of(told, names), claim.proofs(given, code, is_top=code == top)


def _titled(kept: ScoreRun) -> Text:
    word = MOMENTS[kept.moment]
    at = moment(kept.at)
    return Text(f"การคิดคะแนน {at} {word.th}", f"Scored {at}, {word.en}")


def _way(request: HttpRequest, kept: ScoreRun, here: Text | object) -> Breadcrumb:
    assessment = kept.assessment
    unit = unit_name(standing(request).names([assessment.unit_id]).get(assessment.unit_id))
    return Breadcrumb(
        [
            Link(Text("การประเมิน", "Assessments"), "/assessments/"),
            Link(titled(assessment, unit), f"/assessments/{assessment.id}/"),
            Link(round_name(assessment, kept.round) or kept.round, address(assessment, kept.round)),
        ],
        here if isinstance(here, Text) else str(here),
    )


def _about(kept: ScoreRun) -> Answers:
    return Answers(
        Text("การคิดคะแนนนี้", "This run"),
        (
            Answer(Text("เมื่อ", "When"), kept.at),
            Answer(Text("โอกาส", "Moment"), MOMENTS[kept.moment]),
            Answer(Text("โดย", "By"), kept.by.name if kept.by else Text("ระบบ", "the installation")),
            Answer(Text("โปรแกรมคิดคะแนนรุ่น", "Engine"), kept.engine),
            Answer(Text("ลายนิ้วมือของเกณฑ์ที่ตกลง", "Fingerprint of the terms"), kept.terms_id),
            Answer(Text("ลายนิ้วมือของข้อมูล", "Fingerprint of the facts"), kept.facts_digest),
        ),
    )


def _parts(card: Scorecard, code: str) -> list[str]:
    if code == explaining.TOTAL:
        return [str(top.code) for top in card.plan.tops if card.plan.scores(top.code)]
    return [str(part.code) for part in explaining.node_of(card, code).parts]


def _named(card: Scorecard, code: str) -> Text:
    name = explaining.node_of(card, code).indicator.name
    return Text(f"{code} {name.th}", f"{code} {name.said('en')}")
