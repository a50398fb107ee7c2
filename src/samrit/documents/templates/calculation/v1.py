"""Calculation of scores from results, version 1: the levels, then one row per indicator and the total, portrait."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import ROUND_UP, Context, Decimal
from typing import TYPE_CHECKING, Final

from samrit.documents.paper import (
    Block,
    Cell,
    Column,
    Computed,
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
from samrit.documents.sheet import as_json
from samrit.documents.templates.guidelines.v1 import KEEP, said

if TYPE_CHECKING:
    from samrit.documents.forms.calculation import CalculationRow, CalculationSheet

WIDTH = 160.0
WIDTHS: Final = {"weight": 20.0, "result": 26.0, "score": 24.0, "weighted": 26.0}
"""Of the columns that hold figures; the others share the rest."""
SMALL = 12.0


def layout(form: CalculationSheet) -> Paper:
    """The sheet as a paper."""
    return Paper(
        form="calculation",
        version=1,
        title=form.title,
        language=form.language,
        issued=form.issued,
        blocks=tuple(_blocks(form)),
        digits=form.digits,
        corner=form.number,
        footer=" · ".join(one for one in (form.framework, form.unit) if one),
        keep=KEEP,
        data=as_json(form),
    )


def _blocks(form: CalculationSheet) -> Iterator[Block]:
    th = form.language == "th"
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
    yield from _notes(form, th)


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
    rows = [Row(tuple(_cell(form, one, column.id) for column in form.columns)) for one in form.rows]
    if form.total_name:
        rows.append(Row(tuple(_total(form, column.id) for column in form.columns)))
    return Table(
        columns=tuple(columns),
        head=(row(*(cell(one.heading, bold=True, shaded=True, align="center", middle=True) for one in form.columns)),),
        rows=tuple(rows),
        about=form.title,
    )


def _cell(form: CalculationSheet, one: CalculationRow, column: str) -> Cell:
    key = f"{one.code}/{column}"
    if column == "indicator":
        why = (line(one.why, size=SMALL),) if one.why else ()
        return Cell((Line((Text(f"{one.code} "), *said(one.name))), *why))
    if column == "weight":
        return _figure(one.weight, None, key)
    if column == "result":
        return _figure(one.result, None, key)
    if column == "score":
        return _figure(one.score, form.score_places, key)
    if column == "weighted":
        return _figure(one.weighted, form.weighted_places, key, _weighing(form, one))
    return cell()


def _figure(value: Decimal | None, places: int | None, key: str, computed: Computed | None = None) -> Cell:
    """A figure, or an empty cell to write in."""
    if value is None:
        return cell()
    return cell(Figure(value, places), middle=True, key=key, computed=computed)


def _weighing(form: CalculationSheet, one: CalculationRow) -> Computed | None:
    if one.divided_by is None:
        return None
    # upwards in the 28th digit: an exact half that is divided by 3 is not rounded down for it
    times = Context(prec=28, rounding=ROUND_UP).divide(Decimal(1), one.divided_by)
    return Computed("product", (f"{one.code}/score", f"{one.code}/weight"), times, form.weighted_places)


def _total(form: CalculationSheet, column: str) -> Cell:
    def summed(of: str) -> tuple[str, ...]:
        return tuple(f"{one.code}/{of}" for one in form.rows if getattr(one, of) is not None)

    if column == "indicator":
        return cell(form.total_name, bold=True, align="right")
    if column == "weight" and form.total_weight is not None:
        figure = Figure(form.total_weight, bold=True)
        return cell(figure, key="total/weight", computed=Computed("sum", summed("weight")))
    if column == "weighted" and form.total is not None:
        # shown figures that are already rounded need not add up to the total; a formula that differs is not written
        computed = Computed("sum", summed("weighted"), places=form.total_places) if form.sums_up else None
        return cell(Figure(form.total, form.total_places, bold=True), key="total/weighted", computed=computed)
    return cell()


def _notes(form: CalculationSheet, th: bool) -> Iterator[Line]:
    def said_(in_thai: str, in_english: str) -> str:
        return in_thai if th else in_english

    divisors = {one.divided_by for one in form.rows if one.divided_by is not None}
    if len(divisors) == 1:
        (divisor,) = divisors
        before = said_("หมายเหตุ : ค่าคะแนนถ่วงน้ำหนัก = ค่าคะแนนที่ได้ × น้ำหนัก ÷ ", "Note: weighted score = score × weight ÷ ")
        after = said_(" (ผลรวมน้ำหนักที่นำมาคิด)", " (the sum of the weights that count)")
        if form.total_weight == divisor:
            divisor = form.total_weight  # with the decimals it has in the table
        yield line(before, Figure(divisor), after, size=SMALL)
    if form.total is not None and not form.sums_up:
        yield line(
            said_(
                "คะแนนรวมคิดจากค่าเต็มก่อนปัดเศษ จึงอาจต่างจากผลบวกของค่าที่แสดงในหลักสุดท้าย",
                "The total is made of exact values, so its last digit may differ from the sum of the figures shown.",
            ),
            size=SMALL,
        )
