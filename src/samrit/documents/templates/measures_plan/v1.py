"""The plan of measures, first layout: A4 landscape, the head in sections, the plan table as wide as the page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import permutations
from typing import TYPE_CHECKING

from samrit.base.thai import width
from samrit.documents.paper import (
    Block,
    Cell,
    Column,
    Gap,
    Line,
    Margins,
    PageBreak,
    Paper,
    Row,
    Signature,
    Signatures,
    Table,
    cell,
    heading,
)
from samrit.documents.templates.begin import begun
from samrit.documents.templates.wording import KEEP, dotted, hanging, inlines, marked

if TYPE_CHECKING:
    from samrit.documents.forms import measures_plan as data

MARGINS = Margins(top=20, right=15, bottom=15, left=20)
WIDTH = 297 - MARGINS.left - MARGINS.right


def layout(form: data.MeasuresPlan) -> Paper:
    """The paper of a plan."""
    return replace(
        begun(form, "measures-plan", 1, form.title, _blocks(form)),
        corner=form.sheet.number,
        landscape=True,
        margins=MARGINS,
        sheet=form.sheet.either("ความนำ", "Head") if form.order else form.tables[0].id,
        keep=KEEP,
    )


def _blocks(form: data.MeasuresPlan) -> Iterator[Block]:
    either = form.sheet.either
    with_head = form.order is not None or bool(form.opening)
    if with_head:
        yield heading(*inlines(form.unit), f"\n{form.title}", level=1, align="center", size=18)
        yield Gap(3)
        for text in form.opening:
            yield Line(inlines(text), first=25)
        yield from _section(form.order)
        yield from _section(form.study)
        if form.issues:
            yield _issues(form)
        yield PageBreak(either("แผน", "Plan"))
        yield from _section(form.measures)
    for index, table in enumerate(form.tables):
        if index:
            yield PageBreak(table.id)
        if not with_head:
            yield heading(table.name, level=1, align="center", size=18)
        yield Gap(2)
        yield _plan(table)
        for note in table.notes:
            yield from _lines((note,), 0)
    yield from _section(form.closing)
    if form.signer is not None:
        yield Gap(6)
        yield Signatures((Signature("", form.signer.name, dotted(form.signer.post), dated=False),))


def _section(section: data.Section | None) -> Iterator[Block]:
    if section is None:
        return
    yield Gap(2)
    yield heading(f"{section.mark} ", *inlines(section.title), level=2)
    if section.text:
        yield Line(inlines(section.text), first=25)


def _issues(form: data.MeasuresPlan) -> Table:
    rows: list[Row] = []
    group = ""
    for one in form.issues:
        if one.group != group:
            group = one.group
            rows.append(Row((cell(one.group, across=2, bold=True, shaded=True),), stays_with_next=True))
        rows.append(Row((cell(one.indicator), Cell(tuple(_lines(one.entries, 0))))))
    head = Row(tuple(cell(text, align="center", middle=True, bold=True) for text in form.issue_headings))
    about = form.sheet.either("ประเด็นที่ต้องปรับปรุง แยกตามตัวชี้วัด", "Issues to improve, by indicator")
    return Table((Column(62), Column(WIDTH - 62)), tuple(rows), (head,), size=15, about=about)


def _plan(table: data.Table) -> Table:
    head = Row(tuple(cell(text, align="center", middle=True, bold=True, shaded=True) for text in table.headings))
    return Table(tuple(Column(mm) for mm in _widths(table)), tuple(_rows(table)), (head,), size=14, about=table.name)


def _rows(table: data.Table) -> Iterator[Row]:
    """Rows whose first cells say the same are one cell down, as printed: the indicator, then the issue within it."""
    for index, row in enumerate(table.rows):
        cells = []
        for column, entries in enumerate(row):
            if column < 2 and entries and index and _same(table, index - 1, index, column):
                continue
            down = 1
            while column < 2 and entries and _same(table, index, index + down, column):
                down += 1
            cells.append(Cell(tuple(_lines(entries, 0)), down=down))
        yield Row(tuple(cells))


def _same(table: data.Table, one: int, other: int, column: int) -> bool:
    return other < len(table.rows) and table.rows[one][: column + 1] == table.rows[other][: column + 1]


def _lines(entries: tuple[data.Entry, ...], indent: float) -> Iterator[Line]:
    for entry in entries:
        yield marked(entry.mark, entry.text, indent, dots=20)
        yield from _lines(entry.entries, indent + (hanging(entry.mark) if entry.mark else 0))


# ── how wide the columns are ──

NARROWEST = 24.0
STEP = 2.0
LEAST = 0.05
"""Lines that a step must save."""
LETTER = 1.85
"""Millimetres of a letter at 14 points, on the average."""
LOST = 7.0
"""What a line of a column loses, on the average: to rules, and because a word does not fit any more."""
HEADS = 4
"""As many rows as the heading counts, since it stands on every page."""


def _widths(table: data.Table) -> list[float]:
    """The widths that make the table shortest: millimetres move from column to column as long as that saves height."""
    wanted = [[_wanted(table, row, column) for column in range(len(table.headings))] for row in range(len(table.rows))]
    wanted += [[(width(text) * LETTER * 1.1, 0.5) for text in table.headings]] * HEADS
    widths = [WIDTH / len(table.headings)] * len(table.headings)
    best = _height(wanted, widths)
    improved = True
    while improved:
        improved = False
        for giver, taker in permutations(range(len(widths)), 2):
            moved = list(widths)
            moved[giver] -= STEP
            moved[taker] += STEP
            if moved[giver] >= NARROWEST and (height := _height(wanted, moved)) < best - LEAST:
                widths, best, improved = moved, height, True
    widths = [round(one, 1) for one in widths]
    widths[-1] = round(WIDTH - sum(widths[:-1]), 1)
    return widths


def _wanted(table: data.Table, row: int, column: int) -> tuple[float, float]:
    """Millimetres of text in a cell, and the half line that each of its texts leaves empty at its end."""
    entries = table.rows[row][column]
    rows = 1
    if column < 2 and entries:
        # the cells of one indicator are one cell down, so each row bears its share of it
        rows = sum(
            1 for other in range(len(table.rows)) if table.rows[other][: column + 1] == table.rows[row][: column + 1]
        )
    texts = list(_texts(entries))
    return sum(width(text) for text in texts) * LETTER / rows, len(texts) / 2 / rows


def _height(wanted: list[list[tuple[float, float]]], widths: list[float]) -> float:
    """The lines of the tallest cells; what the other cells take counts a little, so that ties are decided."""
    total = 0.0
    for row in wanted:
        lines = [text / (mm - LOST) + left for (text, left), mm in zip(row, widths, strict=True)]
        total += max(lines) + sum(lines) / 50
    return total


def _texts(entries: tuple[data.Entry, ...]) -> Iterator[str]:
    for entry in entries:
        yield f"{entry.mark} {entry.text}"
        yield from _texts(entry.entries)
