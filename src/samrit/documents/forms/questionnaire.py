"""Questionnaires to print: every survey of a pack as its respondents see it, without any field for a name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from samrit.base.figures import plain
from samrit.documents.forms import FormKind
from samrit.documents.forms.agreed import unit_of
from samrit.documents.forms.asked import parts_asked, said
from samrit.documents.sheet import Request, Sheet
from samrit.documents.templates.questionnaire import v1
from samrit.packs.model import FormColumn, Pack
from samrit.packs.survey import ChoiceScale, Question, Section, Survey

ID = "questionnaire"


@dataclass(frozen=True)
class Choice:
    """An answer column: its label, and the figure printed beside each box where the document prints one."""

    label: str
    figure: str


@dataclass(frozen=True)
class Asked:
    """One line of the table; without `answered` it only leads to the lines below it."""

    mark: str
    text: str
    depth: int
    answered: bool


@dataclass(frozen=True)
class Group:
    """Lines under one heading; no heading where the survey is not divided."""

    heading: str
    lines: tuple[Asked, ...]


@dataclass(frozen=True)
class Grid:
    """Lines that are answered with the same choices."""

    choices: tuple[Choice, ...]
    groups: tuple[Group, ...]


@dataclass(frozen=True)
class Questionnaire:
    """One survey; `warning` is what the agency must know before it is handed out."""

    id: str
    name: str
    topic: str
    level: str
    grids: tuple[Grid, ...]
    warning: str


@dataclass(frozen=True)
class Questionnaires:
    """The surveys asked for, each from its own page on."""

    sheet: Sheet
    unit: str
    surveys: tuple[Questionnaire, ...]


def fill(request: Request) -> Questionnaires:
    """The surveys asked for."""
    wanted = parts_asked(request, KIND.id, _parts(request.pack))
    surveys = tuple(_survey(request, survey) for survey in request.pack.surveys if survey.id in wanted)
    return Questionnaires(request.sheet, unit_of(request), surveys)


def _parts(pack: Pack) -> dict[str, str]:
    return {str(survey.id): survey.name.th for survey in pack.surveys}


def _survey(request: Request, survey: Survey) -> Questionnaire:
    either = request.sheet.either
    topic, level = (
        said(request, column.heading) if column else either(*ours)
        for column, ours in zip(
            _columns(request.pack, survey), (("ข้อคำถาม", "Question"), ("คำตอบ", "Answer")), strict=True
        )
    )
    return Questionnaire(
        id=survey.id,
        name=said(request, survey.name),
        topic=topic,
        level=level,
        grids=tuple(_grids(request, survey)),
        warning=said(request, survey.assumption),
    )


def _columns(pack: Pack, survey: Survey) -> tuple[FormColumn | None, FormColumn | None]:
    """The first two columns of the printed form that holds this survey."""
    for form in pack.forms:
        if len(form.columns) >= 2 and form.columns[0].holds.endswith(f"survey {survey.id}"):
            return form.columns[0], form.columns[1]
    return None, None


def _grids(request: Request, survey: Survey) -> Iterator[Grid]:
    """The questions in order, in a new table wherever the choices change."""
    marks = _marks(survey)
    asked = [(section, question) for section in survey.sections for question in section.questions]
    for scale, run in groupby(asked, key=lambda pair: pair[1].scale):
        groups = tuple(
            Group(_heading(request, survey, section), tuple(_lines(request, [pair[1] for pair in pairs], marks)))
            for section, pairs in groupby(run, key=lambda pair: pair[0])
        )
        yield Grid(_choices(request, survey.scales[scale]), groups)


def _choices(request: Request, scale: ChoiceScale) -> tuple[Choice, ...]:
    # values that the document does not print are not shown to respondents
    printed = scale.source is not None
    return tuple(Choice(said(request, one.label), _figure(one.value) if printed else "") for one in scale.choices)


def _figure(value: Decimal | None) -> str:
    return "" if value is None else plain(value)


def _heading(request: Request, survey: Survey, section: Section) -> str:
    return said(request, section.name) if len(survey.sections) > 1 else ""


def _marks(survey: Survey) -> dict[str, str]:
    """Question → its number, where the ids number the questions through (q1, q2 …); else a dash, as printed."""
    ids = [str(question.id) for section in survey.sections for question in section.questions]
    parts = [re.fullmatch(r"([a-z]+)(\d+)", one) for one in ids]
    if len({part[1] if part else one for one, part in zip(ids, parts, strict=True)}) > 1:
        return dict.fromkeys(ids, "-")
    return {one: f"{part[2]}." if part else "-" for one, part in zip(ids, parts, strict=True)}


def _lines(request: Request, questions: list[Question], marks: dict[str, str]) -> Iterator[Asked]:
    for question in questions:
        yield Asked(marks[str(question.id)], said(request, question.text), 0, not question.items)
        for item in question.items:
            yield Asked("-", said(request, item.text), 1, True)


KIND = FormKind(
    id=ID,
    th="แบบสอบถามสำหรับพิมพ์",
    en="Printable questionnaires",
    fill=fill,
    layouts={1: v1.layout},
    fits=lambda pack: bool(pack.surveys),
    parts=_parts,
)
