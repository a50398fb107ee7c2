"""Results by milestone, version 1: one table per indicator and kind of unit, landscape, with room for each proof."""

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
    Figure,
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
    row,
)
from samrit.documents.templates.begin import begun
from samrit.documents.templates.demands import HANG, demand_lines
from samrit.documents.templates.wording import KEEP, said, sheet_name

if TYPE_CHECKING:
    from samrit.documents.forms.demands import Demand
    from samrit.documents.forms.guidelines import DemandedLevel, GuidelineSheet, Ladder

SIZE = 14.0
SMALL = 12.0
WIDTHS = (20.0, 64.0, 108.0, 55.0)


def layout(form: GuidelineSheet) -> Paper:
    """The sheet as a paper."""
    blocks: list[Block] = []
    for index, ladder in enumerate(form.ladders):
        if index:
            blocks.append(PageBreak(sheet_name(ladder.code, ladder.kind_name)))
        blocks += _ladder(form, ladder)
    first = form.ladders[0] if form.ladders else None
    return replace(
        begun(form, "guidelines", 1, form.title, blocks),
        landscape=True,
        margins=Margins(top=20, right=20, bottom=18, left=30),
        size=SIZE,
        corner=form.sheet.number,
        footer=" · ".join(one for one in (form.framework, form.unit) if one),
        pages="of",
        sheet=sheet_name(first.code, first.kind_name) if first else "",
        keep=(*(name for _, name in form.kinds), *KEEP),
    )


def _ladder(form: GuidelineSheet, ladder: Ladder) -> Iterator[Block]:
    th = form.sheet.language == "th"
    yield heading(form.title, align="center", size=18)
    yield Gap(2)
    yield Table(
        columns=(Column(34), Column(92), Column(32), Column(89)),
        rows=(
            Row(_field("ตัวชี้วัด" if th else "Indicator", Text(f"{ladder.code}  "), *said(ladder.name), across=3)),
            Row((*_field("หน่วยวัด" if th else "Measure unit", Text(ladder.measure_unit)), *_field("น้ำหนัก" if th else "Weight", Text(ladder.weight)))),
            Row((*_field("หน่วยงาน" if th else "Unit", _or_dots(form.unit)), *_field("ประเภทหน่วย" if th else "Kind of unit", _or_dots(ladder.kind_name)))),
            Row(_field("รอบการประเมิน" if th else "Round", _or_dots(form.round), across=3)),
        ),
        ruled=False,
        size=SIZE,
        about="หัวแบบ" if th else "Head of the form",
    )  # fmt: skip
    yield Gap(2)
    heads = (*form.headings, "หลักฐาน (เลขที่หนังสือ/วันที่)" if th else "Evidence (number and date of the letter)")
    yield Table(
        columns=(Column(WIDTHS[0], "center"), *(Column(mm) for mm in WIDTHS[1:])),
        head=(row(*(cell(one, align="center", middle=True, bold=True, shaded=True) for one in heads)),),
        rows=tuple(one for level in ladder.levels for one in _level(level, th)),
        size=SMALL + 1,
        about=f"{form.title} {ladder.code} {ladder.kind_name}".strip(),
    )
    yield Gap(2)
    yield _score(ladder, th)


def _field(label: str, *words: Inline, across: int = 1) -> tuple[Cell, Cell]:
    return cell(label, bold=True), Cell((Line(words),), across=across)


def _or_dots(text: str) -> Inline:
    return Text(text) if text else Dots()


def _score(ladder: Ladder, th: bool) -> Line:
    label = "คะแนนที่ได้" if th else "Score"
    score = Dots(30) if ladder.score is None else Figure(ladder.score, ladder.score_places, bold=True)
    return line(Text(f"{label}  ", bold=True), score, align="right", size=SIZE)


def _level(level: DemandedLevel, th: bool) -> Iterator[Row]:
    passed = line(Box(level.reached is True), " ถึงระดับนี้" if th else " reached", size=SMALL)
    rows = [one for demand in level.demands for one in _rows(demand, th, 0)]
    if not rows:
        rows = [(cell(line(level.without, size=SMALL)), cell())]
    points = line(Figure(level.points, bold=True), size=SIZE + 2)
    for index, (guideline, proof) in enumerate(rows):
        stays = index < len(rows) - 1 and index < 2
        if index:
            yield Row((guideline, proof), stays_with_next=stays)
        else:
            first = cell(points, passed, down=len(rows), align="center")
            yield Row((first, Cell((Line(said(level.text)),), down=len(rows)), guideline, proof), stays_with_next=stays)


def _rows(demand: Demand, th: bool, depth: int) -> Iterator[tuple[Cell, Cell]]:
    """A demand and its sub-steps: what must be done, and what proves it."""
    yield Cell(demand_lines(demand, th, depth)), Cell(tuple(_proofs(demand, th)))
    for step in demand.steps:
        yield from _rows(step, th, depth + 1)


def _proofs(demand: Demand, th: bool) -> Iterator[Line]:
    for proof in demand.evidence:
        yield Line((Box(demand.done is True), Text(" "), *said(proof)), indent=HANG, first=-HANG)
    if demand.ticked:
        number, dated = ("ที่ ", " ลงวันที่ ") if th else ("no. ", " dated ")
        yield line(number, Dots(18), dated, Dots(), size=SMALL)
