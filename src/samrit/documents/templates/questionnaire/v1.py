"""The questionnaires, first layout: A4 upright, each survey from a new page on, a drawn box for every answer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from samrit.documents.paper import (
    Block,
    Box,
    Cell,
    Column,
    Dots,
    Gap,
    Inline,
    Line,
    Margins,
    PageBreak,
    Paper,
    Row,
    Table,
    Text,
    cell,
    heading,
    line,
)
from samrit.documents.templates.begin import begun
from samrit.documents.templates.wording import KEEP, inlines, marked

if TYPE_CHECKING:
    from samrit.documents.forms import questionnaire as data

MARGINS = Margins(top=20, right=17, bottom=18, left=20)
WIDTH = 210 - MARGINS.left - MARGINS.right
ANSWER = 17.0
MANY = 5
"""Answers beside which the column of questions stays wide; more of them share what is left."""
OPINION_LINES = 3


def layout(form: data.Questionnaires) -> Paper:
    """The paper of the questionnaires."""
    title = form.surveys[0].name if len(form.surveys) == 1 else form.sheet.either("แบบสอบถาม", "Questionnaires")
    return replace(
        begun(form, "questionnaire", 1, title, _blocks(form)),
        corner=form.sheet.number,
        margins=MARGINS,
        pages="none",
        sheet=form.surveys[0].name,
        keep=KEEP,
    )


def _blocks(form: data.Questionnaires) -> Iterator[Block]:
    for index, survey in enumerate(form.surveys):
        if index:
            yield PageBreak(survey.name)
        yield from _survey(form, survey)


def _survey(form: data.Questionnaires, survey: data.Questionnaire) -> Iterator[Block]:
    either = form.sheet.either
    yield heading(survey.name, level=1, align="center", size=18)
    if form.unit:
        yield line(form.unit, align="center", bold=True)
    yield Gap(1)
    yield line(
        Text(either("คำชี้แจง  ", "How to answer  "), bold=True),
        either("โปรดกาเครื่องหมายลงในช่อง ", "For each line mark one box, like this: "),
        Box(ticked=True),
        either(" ข้อละหนึ่งช่อง ให้ตรงกับความเห็นของท่าน ", ". "),
        either(
            "แบบสอบถามนี้ไม่ถามชื่อ คำตอบใช้เป็นผลรวมเท่านั้น",
            "No name is asked; answers are only used in total.",
        ),
        first=12,
    )
    for grid in survey.grids:
        yield Gap(2)
        yield _grid(survey, grid)
    yield Gap(2)
    yield line(either("ความเห็นและข้อเสนอแนะเพิ่มเติม", "Further opinions and suggestions"), bold=True, stays_with_next=True)
    for index in range(OPINION_LINES):
        yield line(Dots(), stays_with_next=index < OPINION_LINES)
    yield Gap(2)
    yield line(either("ขอขอบคุณที่สละเวลาตอบแบบสอบถาม", "Thank you for your answers"), align="center", bold=True)
    if survey.warning:
        yield Gap(2)
        lead = either("หมายเหตุถึงหน่วยงานก่อนใช้: ", "Note to the agency before use: ")
        yield Line((Text(lead, bold=True), *inlines(survey.warning)), size=12)


def _grid(survey: data.Questionnaire, grid: data.Grid) -> Table:
    answers = len(grid.choices)
    each = ANSWER if answers <= MANY else round(ANSWER * MANY / answers + 3.4, 1)
    columns = (Column(round(WIDTH - each * answers, 1)), *(Column(each, "center") for _ in grid.choices))
    head = (
        Row(
            (
                cell(survey.topic, down=2, align="center", middle=True, bold=True),
                cell(survey.level, across=answers, align="center", middle=True, bold=True),
            )
        ),
        Row(tuple(cell(line(one.label, size=13), align="center", middle=True, bold=True) for one in grid.choices)),
    )
    rows: list[Row] = []
    for group in grid.groups:
        if group.heading:
            rows.append(Row((cell(group.heading, across=answers + 1, bold=True, shaded=True),), stays_with_next=True))
        for asked in group.lines:
            text = marked(asked.mark, asked.text, indent=asked.depth * 5)
            if asked.answered:
                rows.append(Row((Cell((text,)), *(_answer(one) for one in grid.choices))))
            else:
                rows.append(Row((Cell((text,), across=answers + 1),), stays_with_next=True))
    return Table(columns, tuple(rows), head, size=15, about=survey.name)


def _answer(choice: data.Choice) -> Cell:
    box: tuple[Inline, ...] = (Box(), Text(f" {choice.figure}")) if choice.figure else (Box(),)
    return Cell((Line(box, align="center"),), align="center", middle=True)
