"""The performance agreement, first layout: A4 upright, clauses and two signatures, then the table of indicators."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from samrit.documents.paper import (
    Block,
    Cell,
    Column,
    Dots,
    Figure,
    Gap,
    Line,
    Margins,
    PageBreak,
    Paper,
    Row,
    Signature,
    Signatures,
    Table,
    Text,
    cell,
    heading,
    line,
)
from samrit.documents.templates.begin import begun

if TYPE_CHECKING:
    from samrit.documents.forms import agreement as data
    from samrit.documents.forms.agreed import Target

MARGINS = Margins()
WIDTH = 210 - MARGINS.left - MARGINS.right
CODE, MEASURE_UNIT, WEIGHT, LEVEL = 15.0, 17.0, 16.0, 13.4
SMALL = 14.0
FIRST = 25.0
"""How far a clause's first line stands in, as in official letters."""
KEEP = ("ผู้ชม", "ผู้ฟัง", "เผยแพร่", "ความคิดเห็น", "ผลผลิต", "เนื้อหา", "บริหารจัดการ", "จัดการ", "วางแผน", "มุ่งเน้น", "ผู้มีส่วนได้ส่วนเสีย",
        "ความสามารถ", "ลายมือชื่อ", "ค่าเป้าหมาย")  # fmt: skip


def layout(form: data.Agreement) -> Paper:
    """The paper of an agreement."""
    return replace(
        begun(form, "agreement", 1, form.title, _blocks(form)),
        margins=MARGINS,
        corner=form.number,
        sheet=form.sheet.either("คำรับรอง", "Agreement"),
        keep=KEEP,
    )


def _blocks(form: data.Agreement) -> Iterator[Block]:
    yield heading(form.title, align="center", size=20)
    yield line(*_or_dots(form.unit, 90), align="center", bold=True, size=18)
    yield line(form.year, align="center", bold=True, size=18)
    yield Gap(5)
    for clause in form.clauses:
        yield line(f"{clause.number}  {clause.text}", first=FIRST)
        for nth, party in enumerate(clause.parties):
            if nth:
                yield line(form.labels.and_, indent=FIRST + 5, stays_with_next=True)
            yield from _party(form, party)
        yield Gap(2)
    yield Gap(8)
    yield Signatures(tuple(Signature(party.role, party.name, party.post) for party in form.signing))
    yield PageBreak(form.sheet.either("ตารางแนบท้าย", "Annex"))
    yield heading(form.annex, align="center", level=2, size=18)
    yield line(form.framework, align="center", size=SMALL)
    yield Gap(3)
    yield _table(form)
    if form.notes:
        yield Gap(1.5)
        yield from (line(note, size=SMALL) for note in form.notes)


def _party(form: data.Agreement, party: data.Party) -> Iterator[Line]:
    indent = FIRST + 5
    yield line(
        f"{form.labels.name}  ", *_or_dots(party.name, 70), f"  {party.role}", indent=indent, stays_with_next=True
    )
    yield line(f"{form.labels.post}  ", *_or_dots(party.post, 95), indent=indent, stays_with_next=True)
    if party is form.clauses[0].parties[0]:
        yield line(f"{form.labels.unit}  ", *_or_dots(party.unit, 95), indent=indent)


def _or_dots(text: str, mm: float) -> tuple[Text | Dots, ...]:
    return (Text(text),) if text else (Dots(mm),)


# ── the annex ────────────────────────────────────────────────────────────────────────────────────────────────────────


def _table(form: data.Agreement) -> Table:
    labels, levels = form.labels, len(form.points)
    top = [
        cell(title, down=2, align="center", middle=True, bold=True, shaded=True)
        for title in (labels.code, labels.indicator, labels.measure_unit, labels.weight)
    ]
    return Table(
        columns=tuple(_columns(form)),
        rows=(*_rows(form), _total(form)),
        head=(
            Row((*top, cell(labels.levels, across=levels, align="center", middle=True, bold=True, shaded=True))),
            Row(tuple(cell(point, align="center", bold=True, shaded=True) for point in form.points)),
        ),
        size=SMALL,
        about=form.annex,
    )


def _columns(form: data.Agreement) -> Iterator[Column]:
    places = max((entry.weight.places or 0 for entry in form.entries), default=0)
    figures = [f"{target.figure:f}" for entry in form.entries for target in entry.targets if target.figure is not None]
    level = max((len(figure.partition(".")[2]) for figure in figures), default=0)
    yield Column(CODE, "center")
    yield Column(WIDTH - CODE - MEASURE_UNIT - WEIGHT - LEVEL * len(form.points))
    yield Column(MEASURE_UNIT, "center")
    yield Column(WEIGHT, "center", places or None)
    yield from (Column(LEVEL, "center", level or None) for _ in form.points)


def _rows(form: data.Agreement) -> Iterator[Row]:
    for entry, after in zip(form.entries, (*form.entries[1:], None), strict=True):
        yield Row(
            (
                cell(entry.code, align="center"),
                cell(line(entry.name, indent=4 * entry.depth)),
                cell(entry.measure_unit, align="center"),
                _weight(entry),
                *(_target(target) for target in entry.targets),
            ),
            # an indicator stays together with its parts, and the last one with the total
            stays_with_next=after is None or after.depth > 0,
        )


def _weight(entry: data.Entry) -> Cell:
    if entry.weight.value is None:
        return cell(entry.weight_text, align="center")
    return cell(Figure(entry.weight.value, entry.weight.places), align="center", key=entry.weight.key)


def _target(target: Target) -> Cell:
    if target.figure is not None:
        return cell(Figure(target.figure), align="center")
    return cell(target.text.replace(" (", "\n("), align="center")


def _total(form: data.Agreement) -> Row:
    total = form.total_weight
    assert total.value is not None
    figure = Figure(total.value, total.places, bold=True)
    return Row(
        (
            cell(form.labels.total, across=3, align="center", bold=True),
            cell(figure, align="center", key=total.key, computed=total.computed),
            cell(across=len(form.points)),
        )
    )
