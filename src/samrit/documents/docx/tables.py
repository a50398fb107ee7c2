"""Tables and places to sign as Word tables: head repeated, rows whole, cells merged both ways, figures on their point."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from samrit.documents import grid, measure, signing
from samrit.documents.docx.look import Look, twips, w
from samrit.documents.docx.paragraphs import (
    Where,
    half_point,
    line_blocks,
    nothing_block,
    paragraph_properties,
    style_of,
    table_grid,
    table_properties,
)
from samrit.documents.docx.runs import set_line
from samrit.documents.measure import CELL_MARGIN, mm, printed
from samrit.documents.paper import Cell, Figure, Line, Paper, Signatures, Table

_SHADE = "E6E6E6"
_TALL = 0.25
"""A head taller than this part of the page is not repeated, and a row taller than it may be parted."""
_CELL_GAP = 0.3
"""Millimetres above and below the text of a cell; its line leaves room for marks."""


def table_block(table: Table, paper: Paper, look: Look) -> Any:
    """A table, its head marked to be repeated on every page."""
    frame = _Frame(table, tuple(measure.column_widths(table, paper.width)), look, paper.keep)
    page = (210 if paper.landscape else 297) - paper.margins.top - paper.margins.bottom
    heights = measure.row_heights(table, paper.width, paper.digits)
    rows: list[Any] = []
    for is_head, section, high in zip((True, False), (table.head, table.rows), heights, strict=True):
        repeats = is_head and sum(high) <= page * _TALL
        points = {} if is_head else _point_places(frame)
        placed = sorted(grid.place(section, len(table.columns)), key=lambda one: one.column)
        for index, row in enumerate(section):
            cells = [
                _cell(one, one.row == index, frame, points.get(one.column), keeps=repeats or row.stays_with_next)
                for one in placed
                if one.row <= index < one.below
            ]
            # what is read across stays on one page, unless that would leave most of a page empty
            whole = w("cantSplit") if high[index] <= page * _TALL else None
            rows.append(w("tr", w("trPr", whole, w("tblHeader") if repeats else None), *cells))
    widths = [twips(width) for width in frame.widths]
    sides = (CELL_MARGIN,) * 2 if table.ruled else (0.0, 2 * CELL_MARGIN)
    properties = table_properties(
        table.ruled, sum(widths), sides, table.about, height=_CELL_GAP if table.ruled else 0.0
    )
    return w("tbl", properties, table_grid(widths), *rows)


def signatures_block(block: Signatures, paper: Paper, look: Look) -> Any:
    """Places to sign side by side, in a table without rules whose one row no page's end parts."""
    share = paper.width / len(block.people)
    room = signing.room(paper.width, len(block.people))
    # dots lead to the end of a cell, so one wider than a place to sign is narrowed from both sides
    spare = twips((share - room) / 2)
    width = twips(share)
    cells: list[Any] = []
    for person in block.people:
        lines = signing.lines(person, paper.language, room, paper.size)
        paragraphs: list[Any] = []
        for inlines in lines:
            paragraphs += line_blocks(Line(inlines), look, Where(room, paper.size, "center"))
        margins = w("tcMar", w("left", w=spare, type="dxa"), w("right", w=spare, type="dxa"))
        cells.append(w("tc", w("tcPr", w("tcW", w=width, type="dxa"), margins), *paragraphs))
    widths = [width] * len(cells)
    row = w("tr", w("trPr", w("cantSplit")), *cells)
    return w("tbl", table_properties(False, sum(widths), (0.0, 0.0)), table_grid(widths), row)


@dataclass(frozen=True)
class _Frame:
    """A table, how wide its columns are, mm, and how it looks."""

    table: Table
    widths: tuple[float, ...]
    look: Look
    keep: tuple[str, ...]

    def room(self, placed: grid.Placed) -> float:
        """Between the margins of a cell."""
        return sum(self.widths[placed.column : placed.beyond]) - 2 * CELL_MARGIN


def _cell(placed: grid.Placed, begins: bool, frame: _Frame, point: float | None, keeps: bool) -> Any:
    cell, table, look = placed.cell, frame.table, frame.look
    room = frame.room(placed)
    properties = w(
        "tcPr",
        w("tcW", w=sum(twips(width) for width in frame.widths[placed.column : placed.beyond]), type="dxa"),
        w("gridSpan", val=cell.across) if cell.across > 1 else None,
        (w("vMerge", val="restart") if begins else w("vMerge")) if cell.down > 1 else None,
        w("shd", val="clear", color="auto", fill=_SHADE) if cell.shaded else None,
        w("vAlign", val="center") if cell.middle else None,
    )
    if not begins or not cell.lines:
        return w("tc", properties, w("p", paragraph_properties(style_of(table.size, look), keeps)))
    fitted = measure.fitted_size(cell, table.size, room, look.digits, frame.keep) / table.size
    align = cell.align or table.columns[placed.column].align
    where = Where(room, table.size, align, cell.bold, keeps, fitted=fitted)
    if cell.figure is not None and point is not None and _is_aligned(placed):
        return w("tc", properties, _aligned_figure(cell, look, where, point))
    content = [element for line in cell.lines for element in line_blocks(line, look, where)]
    if str(content[-1].tag).endswith("}tbl"):
        content.append(nothing_block())  # Word calls a cell that ends in a table broken
    return w("tc", properties, *content)


def _is_aligned(placed: grid.Placed) -> bool:
    return placed.cell.figure is not None and placed.cell.across == 1 and placed.cell.align is None


def _point_places(frame: _Frame) -> dict[int, float]:
    """For each column of figures, how far from the right edge of its text the points stand, mm."""
    table = frame.table
    placed = [one for one in grid.place(table.rows, len(table.columns)) if _is_aligned(one)]
    places: dict[int, float] = {}
    for index, column in enumerate(table.columns):
        halves = [_halves(one.cell, frame.look, table.size) for one in placed if one.column == index]
        if column.places is None or not halves:
            continue
        before, after = (max(side) for side in zip(*halves, strict=True))
        spare = frame.widths[index] - 2 * CELL_MARGIN - before - after
        if spare >= 0:
            places[index] = after + {"left": spare, "center": spare / 2, "right": 0.0}[column.align]
    return places


def _halves(cell: Cell, look: Look, size: float) -> tuple[float, float]:
    """How wide its figure is before the point and from it on, where a suffix counts like decimals."""
    figure = cell.figure
    assert isinstance(figure, Figure)
    line = cell.lines[0]
    text = printed(figure, look.digits)
    number = text[: len(text) - len(figure.suffix)]
    whole = number.partition(".")[0]
    points, bold = line.size or size, cell.bold or line.bold or figure.bold
    return mm(whole, points, bold), mm(text[len(whole) :], points, bold)


def _aligned_figure(cell: Cell, look: Look, where: Where, point: float) -> Any:
    # Set to the right, with so much room left there that the points stand under each other.  A decimal tab would do it
    # too, but Word looks for the point by the clerk's regional settings, and behind digits it knows: not surely Thai ones.
    line = cell.lines[0]
    size = line.size or where.size
    right = max(point - _halves(cell, look, where.size)[1], 0.0)
    fitted = half_point(size * where.fitted)
    runs = set_line(line.inlines, look, fitted, line.bold or where.bold, 0, where.room, fitted != size).runs
    properties = paragraph_properties(style_of(size, look), where.keeps, align="right", right=right)
    return w("p", properties, *runs)
