"""Calculation of scores from results, version 1: the levels, then one row per indicator and the total, portrait."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from samrit.documents.paper import (
    Block,
    Cell,
    Column,
    Dots,
    Figure,
    Gap,
    Line,
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
from samrit.documents.templates.wording import KEEP, said

if TYPE_CHECKING:
    from samrit.documents.forms.calculation import CalculationRow, CalculationSheet
    from samrit.documents.forms.reckoned import Amount

WIDTH = 160.0
WIDTHS: Final = {"weight": 20.0, "result": 26.0, "score": 24.0, "weighted": 26.0}
"""Of the columns that hold figures; the others share the rest."""
SMALL = 12.0


def layout(form: CalculationSheet) -> Paper:
    """The sheet as a paper."""
    return replace(
        begun(form, "calculation", 1, form.title, _blocks(form)),
        corner=form.sheet.number,
        footer=" · ".join(one for one in (form.framework, form.unit) if one),
        keep=KEEP,
    )


def _blocks(form: CalculationSheet) -> Iterator[Block]:
    th = form.sheet.language == "th"
    yield heading(form.title, align="center", size=18)
    yield Gap(2)
    unit = Text(form.unit) if form.unit else Dots()
    round_ = Text(form.round) if form.round else Dots()
    yield Table(
        columns=(Column(32), Column(128)),
        rows=(
            row(cell("หน่วยงาน" if th else "Unit", bold=True), cell(unit)),
            row(cell("รอบการประเมิน" if th else "Round", bold=True), cell(round_)),
        ),
        ruled=False,
        size=16,
        about="หัวแบบ" if th else "Head of the form",
    )
    yield Gap(2)
    if form.levels:
        yield line("เกณฑ์การให้คะแนน :" if th else "Scoring criteria:", bold=True, stays_with_next=True)
        yield _levels(form, th)
        yield Gap(4)
    yield line(f"{form.title} :" if th else f"{form.title}:", bold=True, stays_with_next=True)
    yield _table(form, th)
    yield from _notes(form)


def _levels(form: CalculationSheet, th: bool) -> Table:
    points = [
        Figure(points, suffix=" คะแนน" if th else (" point" if points == 1 else " points")) for _, points in form.levels
    ]
    return Table(
        columns=tuple(Column(WIDTH / len(form.levels), "center") for _ in form.levels),
        head=(row(*(cell(name, bold=True, shaded=True, align="center") for name, _ in form.levels)),),
        rows=(row(*(cell(line(one)) for one in points)),),
        about="เกณฑ์การให้คะแนน" if th else "Scoring criteria",
    )


def _table(form: CalculationSheet, th: bool) -> Table:
    wide = [one for one in form.columns if one.id not in WIDTHS]
    rest = WIDTH - sum(WIDTHS.get(one.id, 0) for one in form.columns)
    places = {"score": form.score_places, "weighted": form.weighted_places}
    columns = [
        Column(WIDTHS[one.id], "right", places.get(one.id)) if one.id in WIDTHS else Column(rest / len(wide))
        for one in form.columns
    ]
    rows = [Row(tuple(_cell(one, column.id) for column in form.columns)) for one in form.rows]
    if form.total_name:
        rows.append(Row(tuple(_total(form, column.id) for column in form.columns)))
    return Table(
        columns=tuple(columns),
        head=(row(*(cell(one.heading, bold=True, shaded=True, align="center", middle=True) for one in form.columns)),),
        rows=tuple(rows),
        about=form.title,
    )


def _cell(one: CalculationRow, column: str) -> Cell:
    if column == "indicator":
        why = (line(one.why, size=SMALL),) if one.why else ()
        return Cell((Line((Text(f"{one.code} "), *said(one.name))), *why))
    if column == "result":
        return cell() if one.result is None else cell(Figure(one.result), middle=True)
    amounts = {"weight": one.weight, "score": one.score, "weighted": one.weighted}
    return _amount(amounts[column], middle=True) if column in amounts else cell()


def _total(form: CalculationSheet, column: str) -> Cell:
    if column == "indicator":
        return cell(form.total_name, bold=True, align="right")
    amounts = {"weight": form.total_weight, "weighted": form.total}
    return _amount(amounts[column], bold=True) if column in amounts else cell()


def _amount(amount: Amount, bold: bool = False, middle: bool = False) -> Cell:
    """A figure, or an empty cell to write in."""
    if amount.value is None:
        return cell()
    figure = Figure(amount.value, amount.places, bold=bold)
    return cell(figure, middle=middle, key=amount.key, computed=amount.computed)


def _notes(form: CalculationSheet) -> Iterator[Line]:
    either = form.sheet.either
    if form.divisor is not None:
        # with the decimals it has in the table, where it stands there
        divisor = form.total_weight.value if form.total_weight.value == form.divisor else form.divisor
        yield line(
            either("หมายเหตุ : ค่าคะแนนถ่วงน้ำหนัก = ค่าคะแนนที่ได้ × น้ำหนัก ÷ ", "Note: weighted score = score × weight ÷ "),
            Figure(divisor),
            either(" (ผลรวมน้ำหนักที่นำมาคิด)", " (the sum of the weights that count)"),
            size=SMALL,
        )  # fmt: skip
    shown = [one.weighted.value for one in form.rows if one.weighted.value is not None]
    if form.total.value not in (None, sum(shown, Decimal(0))):
        yield line(
            either(
                "คะแนนรวมคิดจากค่าเต็มก่อนปัดเศษ จึงอาจต่างจากผลบวกของค่าที่แสดงในหลักสุดท้าย",
                "The total is made of exact values, so its last digit may differ from the sum of the figures shown.",
            ),
            size=SMALL,
        )
