"""The form of a paper: which one, on which score, under which series, dated when; or why there is none yet."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse

from samrit.apps.frameworks.queries import unpacked
from samrit.apps.ground.denied import NotNow
from samrit.apps.rounds.naming import round_names
from samrit.documents import catalogue
from samrit.documents.make import FORMATS
from samrit.web import days, wording
from samrit.web.components.forms import Choices, ErrorSummary, Field, Option, Select
from samrit.web.components.reading import Button, Empty, Notice, Prose
from samrit.web.components.reading import Lock as Locked
from samrit.web.reader import Text
from samrit.web.staff.blocks import Block, Form, told
from samrit.web.staff.papers.asked import DIGITS, LANGUAGES, Asked
from samrit.web.staff.papers.reading import HERE, number
from samrit.web.staff.papers.whose import Whose


def form(request: HttpRequest, of: Whose, asked: Asked, status: int = 200) -> HttpResponse:
    """The page with the form; with another status, what was wrong stands at its field."""
    heading = Text("ออกเอกสาร หรือดูร่าง", "Issue a paper, or see a draft")
    if not asked.scored:
        blocks = [Block(things=[_no_score_yet(of)])]
        return told(request, heading, blocks, here=HERE, crumbs=of.crumbs, lead=of.unit, status=status)
    errors = asked.errors if status != 200 else {}
    fields = _fields(of, asked, errors)
    buttons = [Button(Text("ตรวจก่อนออก", "Check before issuing"))] if of.may_issue else []
    things: list[object] = [ErrorSummary(fields)] if errors else []
    if not of.may_issue:
        things.append(Locked(
            Text("ผู้ออกเอกสารได้คือหัวหน้าหน่วย หรือผู้ดูแลของหน่วยงาน", "only the head of the unit or the agency's administrator issues papers"),
            Text("ดูร่างได้จากหน้านี้", "Drafts can be seen from this page."),
        ))  # fmt: skip
    if asked.replaces is not None:
        things.append(
            Notice(
                "info",
                Text(f"ฉบับนี้จะใช้แทน {number(asked.replaces)}", f"It will take the place of {number(asked.replaces)}"),
            )
        )
    hidden = {"replaces": asked.typed["replaces"]} if asked.typed["replaces"] else {}
    buttons += [
        Button(Text(f"ดูร่าง {one.upper()}", f"See the draft ({one.upper()})"), "secondary", name="draft", value=one)
        for one in FORMATS
    ]
    note = Text(
        "ร่างมีคำว่า “ร่าง” ตรงที่เลขที่ และไม่ถูกเก็บไว้",
        "A draft says DRAFT where its number would stand, and is not kept.",
    )
    action = f"{of.path}check/" if of.may_issue else f"{of.path}issue/"
    blocks = [
        Block(
            Text("เลือก", "Choose") if of.may_issue else Text("แบบและรอบ", "Form and round"),
            [*things, Prose([note])], Form(action, fields, buttons, hidden, "get"),
        )
    ]  # fmt: skip
    return told(request, heading, blocks, here=HERE, crumbs=of.crumbs, lead=of.unit, status=status)


def no_score() -> NotNow:
    """That there is nothing to print, and what to do."""
    return NotNow(
        "ยังไม่มีคะแนนของรอบนี้ จึงไม่มีอะไรให้พิมพ์", "this round has no score yet, so there is nothing to print",
        "ส่งรายงาน หรือสั่งคิดคะแนนในหน้าการประเมิน", "submit a report, or have it scored on the page of the assessment",
    )  # fmt: skip


def _fields(of: Whose, asked: Asked, errors: Mapping[str, Text]) -> list[Choices | Select | Field]:
    typed, pack = asked.typed, unpacked(of.assessment.year.pack)
    kinds = catalogue.of_pack(pack)
    unscored = Text("ยังไม่มีคะแนน", "no score yet")
    fields: list[Choices | Select | Field] = [
        Choices(
            name="form", label=Text("แบบ", "Form"), error=errors.get("form", ""),
            options=[Option(kind.id, Text(kind.th, kind.en), is_chosen=kind.id == typed["form"]) for kind in kinds],
        ),
        Choices(
            name="round", label=Text("รอบ", "Round"), error=errors.get("round", ""),
            options=[
                Option(id, wording.text(name), is_chosen=id == typed["round"], reason="" if id in asked.scored else unscored)
                for id, name in round_names(of.assessment.year).items()
            ],
        ),
        Choices(name="digits", label=Text("ตัวเลขในเอกสาร", "Digits on the paper"), options=_options(DIGITS, typed["digits"])),
        Choices(name="language", label=Text("ภาษาของเอกสาร", "Language of the paper"), options=_options(LANGUAGES, typed["language"])),
    ]  # fmt: skip
    if of.may_issue:
        fields[2:2] = [
            Field(
                name="series", label=Text("ชุดเลขที่", "Series of numbers"), value=typed["series"], error=errors.get("series", ""),
                hint=Text("เลขที่ออกเรียงต่อกันในชุดเดียวกันทุกปี เช่น กปส 0212", "Numbers follow one another within a series and year, such as PRD 0212."),
            ),
            Field(
                name="on", label=Text("ลงวันที่", "Dated"), kind="date", value=typed["on"], error=errors.get("on", ""),
                hint=Text(f"ตั้งแต่วันที่คิดคะแนนถึงวันนี้ {days.such_as().th}", f"From the day of the score to today, {days.such_as().en}."),
            ),
        ]  # fmt: skip
    return fields


def _options(words: Mapping[str, Text], chosen: str) -> list[Option]:
    return [Option(key, word, is_chosen=key == chosen) for key, word in words.items()]


def _no_score_yet(of: Whose) -> Empty:
    problem = no_score()
    return Empty(
        Text(problem.th, problem.en), Text(problem.cure_th, problem.cure_en),
        Button(Text("เปิดการประเมิน", "Open the assessment"), href=f"/assessments/{of.assessment.pk}/"),
    )  # fmt: skip
