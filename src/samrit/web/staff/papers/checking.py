"""Exactly what will be issued, line by line, and why it cannot be where that is so."""

from __future__ import annotations

from datetime import date
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse

from samrit.apps.ground import clock
from samrit.apps.ground.denied import NotNow
from samrit.apps.issuing import permissions, services, states
from samrit.apps.issuing.papers import number_of
from samrit.apps.orgs.queries import UnitView
from samrit.apps.results.queries import state_of
from samrit.apps.rounds.naming import round_names
from samrit.apps.scoring.models import ScoreRun
from samrit.base import thai
from samrit.web import wording
from samrit.web.components.reading import Answer, Answers, Button, Link, Status
from samrit.web.components.reading import Lock as Locked
from samrit.web.reader import Text
from samrit.web.staff.blocks import Block, Form, told
from samrit.web.staff.papers.asked import DIGITS, LANGUAGES, Asked, agency_of
from samrit.web.staff.papers.reading import HERE, form_name, number
from samrit.web.staff.papers.whose import Whose


def check_page(request: HttpRequest, of: Whose, asked: Asked, run: ScoreRun, day: date) -> HttpResponse:
    """The page that is looked at before a paper is issued; its button issues just that."""
    serial, problem = _next(of, asked, day), _problem(of, asked, run, day)
    wanted = number_of(asked.typed["series"], serial, thai.to_be_year(day.year))
    change = f"{of.path}issue/?{urlencode(asked.typed)}"
    answers = [
        Answer(Text("แบบ", "Form"), form_name(asked.typed["form"]), change),
        Answer(Text("หน่วย", "Unit"), of.unit),
        Answer(Text("เลขที่ที่จะได้", "Number it will have"), wanted, change),
        Answer(Text("ลงวันที่", "Dated"), day, change),
        Answer(Text("รอบ", "Round"), _round_name(of, run.round), change),
        Answer(Text("คะแนนคิดเมื่อ", "Scored at"), run.at),
        Answer(Text("คะแนนรวม", "Total"), run.converted or run.total or Text("ยังไม่ครบ", "not complete")),
        Answer(Text("สถานะของคะแนน", "State of the score"), _state(problem)),
        Answer(Text("ตัวเลข", "Digits"), DIGITS[asked.typed["digits"]], change),
        Answer(Text("ภาษา", "Language"), LANGUAGES[asked.typed["language"]], change),
        Answer(Text("ตราบนเอกสาร", "Emblem on the paper"), _emblem(agency_of(request, of))),
    ]  # fmt: skip
    if asked.replaces is not None:
        answers.append(Answer(Text("ใช้แทนฉบับ", "Takes the place of"), number(asked.replaces)))
    after = Text(
        "ได้ไฟล์ PDF, DOCX และ XLSX ที่แก้ไม่ได้อีก เลขที่นี้จะไม่ถูกใช้ซ้ำ",
        "PDF, DOCX and XLSX are kept and never change; the number is not given again.",
    )
    things: list[object] = [] if problem is None else [Locked(Text(problem.th, problem.en), Text(problem.cure_th, problem.cure_en), Link(Text(
        "เปิดการประเมิน",
        "Open the assessment",
    ), f"/assessments/{of.assessment.pk}/"))]  # fmt: skip
    hidden = {**asked.typed, "serial": str(serial), "run": str(run.pk)}
    send = Form(
        f"{of.path}check/", buttons=[Button(Text(f"ออกเอกสารเลขที่ {wanted}", f"Issue no. {wanted}"))], hidden=hidden
    )
    blocks = [Block(
        Text("สิ่งที่จะออก", "What will be issued"),
        [*things, Answers(Text("ตรวจให้ครบ", "Check each line"), answers, after)], None if problem else send,
    )]  # fmt: skip
    heading = Text("ตรวจก่อนออกเอกสาร", "Check before issuing")
    crumbs = [*of.crumbs, Link(Text("ออกเอกสาร", "Issue a paper"), change)]
    return told(request, heading, blocks, here=HERE, crumbs=crumbs)


def _next(of: Whose, asked: Asked, day: date) -> int:
    root = permissions.root_of(of.assessment.unit)
    return services.next_serial(root.pk, asked.typed["series"], thai.to_be_year(day.year))


def _problem(of: Whose, asked: Asked, run: ScoreRun, day: date) -> NotNow | None:
    """Why it cannot be issued now, before anything is sent."""
    scored = run.at.astimezone(clock.BANGKOK).date()
    if not scored <= day <= clock.today():
        return NotNow(
            f"ลงวันที่นี้ไม่ได้ คะแนนคิดเมื่อ {thai.format_date(scored)}", f"it cannot be dated so: scored on {wording.day(scored).en}",
            "ใช้วันตั้งแต่วันที่คิดคะแนนถึงวันนี้", "use a day from then to today",
        )  # fmt: skip
    try:
        run.assessment = of.assessment
        states.check_may_be_issued(run, state_of(of.assessment, run.round))
    except NotNow as no:
        return no
    return None


def _emblem(agency: UnitView | None) -> Text:
    if agency is not None and agency.face.emblem:
        return Text("ตราของหน่วยงาน ตามที่เห็นบนหัวหน้านี้", "the agency's own, as on top of this page")
    return Text("ไม่มี ผู้ดูแลหน่วยงานเพิ่มได้", "none; the agency's administrator can add one")


def _state(problem: NotNow | None) -> Status:
    if problem is None:
        return Status("done", Text("ตรงกับข้อมูลล่าสุดที่ยืนยันแล้ว", "Follows from the verified results"))
    return Status("late", Text("ยังออกไม่ได้", "Cannot be issued yet"))


def _round_name(of: Whose, round_id: str) -> Text:
    found = round_names(of.assessment.year).get(round_id)
    return Text(round_id) if found is None else wording.text(found)
