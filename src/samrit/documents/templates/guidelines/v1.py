"""Results by milestone, version 1: one table per indicator and kind of unit, landscape, with room for each proof.

`said` and `demand_lines` also lay out words and demands for the sheets of indicators.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
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
from samrit.documents.sheet import as_json

if TYPE_CHECKING:
    from samrit.documents.forms.guidelines import Demand, DemandedLevel, GuidelineSheet, Ladder, Said

SIZE = 14.0
SMALL = 12.0
STEP = 5.0
"""How far each depth of sub-steps is moved."""
KEEP = ("องค์กร", "องค์การ", "ถ่วงน้ำหนัก", "ส่วนได้ส่วนเสีย", "ผลสัมฤทธิ์")
"""Compounds that no sheet about an indicator parts at a line's end."""
HANG = 4.5
"""Room of a box and its space: words beside a box wrap beside it."""
WIDTHS = (20.0, 64.0, 108.0, 55.0)


def layout(form: GuidelineSheet) -> Paper:
    """The sheet as a paper."""
    blocks: list[Block] = []
    for index, ladder in enumerate(form.ladders):
        if index:
            blocks.append(PageBreak(sheet_name(ladder.code, ladder.kind_name)))
        blocks += _ladder(form, ladder)
    first = form.ladders[0] if form.ladders else None
    return Paper(
        form="guidelines",
        version=1,
        title=form.title,
        language=form.language,
        issued=form.issued,
        blocks=tuple(blocks),
        digits=form.digits,
        landscape=True,
        margins=Margins(top=20, right=20, bottom=18, left=30),
        size=SIZE,
        corner=form.number,
        footer=" · ".join(one for one in (form.framework, form.unit) if one),
        pages="of",
        sheet=sheet_name(first.code, first.kind_name) if first else "",
        keep=(*(name for _, name in form.kinds), *KEEP),
        data=as_json(form),
    )


def sheet_name(code: str, name: str) -> str:
    """A worksheet's name: without the marks a workbook forbids, and short."""
    bare = re.sub(r"[\[\]:*?/\\]", "-", f"{code} {name.partition(' (')[0]}").strip()
    return bare[:31].strip()


def said(words: Said, bold: bool = False) -> tuple[Inline, ...]:
    """Words with their blanks: filled ones as text, open ones as dots."""
    return tuple(Dots(one.mm) if one.blank and not one.text else Text(one.text, bold) for one in words)


def _ladder(form: GuidelineSheet, ladder: Ladder) -> Iterator[Block]:
    th = form.language == "th"
    yield heading(form.title, align="center", size=18)
    yield Gap(2)
    left = [
        ("ตัวชี้วัด" if th else "Indicator", (Text(f"{ladder.code}  "), *said(ladder.name))),
        ("หน่วยวัด" if th else "Measure unit", (Text(ladder.measure_unit),)),
        ("น้ำหนัก" if th else "Weight", (Text(ladder.weight),)),
        ("หน่วยงาน" if th else "Unit", (Text(form.unit) if form.unit else Dots(),)),
        ("ประเภทหน่วย" if th else "Kind of unit", (Text(ladder.kind_name) if ladder.kind_name else Dots(),)),
        ("รอบการประเมิน" if th else "Round", (Text(form.round) if form.round else Dots(),)),
    ]
    yield Table(
        columns=(Column(34), Column(92), Column(32), Column(89)),
        rows=(
            Row((_label(left[0][0]), Cell((Line(left[0][1]),), across=3))),
            *(Row((_label(a[0]), Cell((Line(a[1]),)), _label(b[0]), Cell((Line(b[1]),)))) for a, b in zip(left[1::2], left[2::2], strict=False)),
            Row((_label(left[5][0]), Cell((Line(left[5][1]),), across=3))),
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


def _label(text: str) -> Cell:
    return cell(text, bold=True)


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


def demand_lines(demand: Demand, th: bool, depth: int) -> tuple[Line, ...]:
    """What must be done, with a box where it is reported by itself; for whom, how much and what was reported below."""
    box: tuple[Inline, ...] = (Box(demand.done is True), Text(" ")) if demand.ticked else ()
    number = (Text(f"{demand.number} ", True),) if demand.number else ()
    hang = HANG if demand.ticked else 0
    indent = depth * STEP + hang
    found = [Line((*box, *number, *said(demand.text)), indent=indent, first=-hang)]
    notes = [one for one in (demand.asks, demand.concerns) if one]
    if notes:
        found.append(line(f"({' · '.join(notes)})", indent=indent, size=SMALL))
    if demand.reported is not None:
        label = "รายงานแล้ว " if th else "Reported: "
        figure = Figure(demand.reported, suffix=f" {demand.reported_unit}" if demand.reported_unit else "")
        found.append(line(label, figure, indent=indent, size=SMALL))
    return tuple(found)


def _proofs(demand: Demand, th: bool) -> Iterator[Line]:
    for proof in demand.evidence:
        yield Line((Box(demand.done is True), Text(" "), *said(proof)), indent=HANG, first=-HANG)
    if demand.ticked:
        number, dated = ("ที่ ", " ลงวันที่ ") if th else ("no. ", " dated ")
        yield line(number, Dots(18), dated, Dots(), size=SMALL)
