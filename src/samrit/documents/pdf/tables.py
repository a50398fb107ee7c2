"""Arrange a table: its cells in their places, its columns as wide as the page lets them, its figures on their point."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from samrit.documents import fonts, measure
from samrit.documents.fitting import Piece
from samrit.documents.grid import Placed, place
from samrit.documents.paper import SARABUN_SCALE, Cell, Figure, Line, Table, Text, written
from samrit.documents.pdf.setting import MM, Data, Setter

CELL_GAP = 0.3
"""Millimetres between a rule and the lines and below it; a line leaves room for its marks itself."""
TALL = 0.25
"""A row taller than this part of the page may be parted by its end."""
HELD = 0.6
"""Rows that belong together are held on one page while they take no more than this part of it."""
HELD_TO_SIGN = 0.8
"""The same for the last rows and the places to sign under them, which must not stand alone."""
BANDS = 0.25
"""Bands higher than this part of the page are no bands."""


def arrange_table(table: Table, setter: Setter, foot: Sequence[tuple[str, Any]] = (), foot_mm: float = 0) -> Data:
    """A table as paper.typ draws it; `foot`, about `foot_mm` high, are the blocks drawn under its last rows."""
    paper = setter.paper
    widths = measure.column_widths(table, paper.width)
    top, count = len(table.head), len(table.columns)
    placed = [
        *place(table.head, count),
        *(replace(one, row=one.row + top) for one in place(table.rows, count)),
    ]
    points = {
        x: _Points([one for one in placed if one.column == x and one.row >= top and _on_point(one, table)], setter)
        for x, column in enumerate(table.columns)
        if column.places is not None
    }
    page = (210 if paper.landscape else 297) - paper.margins.top - paper.margins.bottom
    head_heights, row_heights = measure.row_heights(table, paper.width, paper.digits)
    heights = [*head_heights, *row_heights]
    groups = _Groups(table, [height / page for height in heights], foot_mm / page if foot else 0)
    cells: list[Data] = []
    for one in placed:
        room = sum(widths[one.column : one.beyond]) - 2 * measure.CELL_MARGIN
        cells.append(_cell(one, table, setter, room, points.get(one.column) if one.row >= top else None))
        # a cell over several rows may be parted between them; `stays_with_next` holds those that must not
        cells[-1]["breakable"] = one.cell.down > 1 or heights[one.row] > page * TALL
        if cells[-1]["breakable"]:
            _keep_together(cells[-1]["lines"], one.cell, room, table.size)
    body = [data for one, data in zip(placed, cells, strict=True) if one.row >= top]
    return {
        # the last column has no width: its one cell beside a group is what holds the rows of the group together
        "columns": [*widths, *([0.0] if groups.held else [])],
        "ruled": table.ruled,
        "size": table.size,
        "inset": measure.CELL_MARGIN,
        "gap": CELL_GAP,
        "repeat": sum(heights[:top]) <= page * HELD,
        "head": cells[: len(cells) - len(body)],
        "bands": [[one for one in body if one["y"] in band] for band in groups.bands],
        "cells": [
            *(one for one in body if not any(one["y"] in band for band in groups.bands)),
            *(_hold(group, count) for group in groups.held),
        ],
        "foot": [{"y": len(heights), "across": count, "mm": paper.width, "blocks": list(foot)}] if foot else [],
    }


class _Groups:
    """Which rows the end of a page must not part: `held` in one piece, or `bands` with the first lines of the next row.

    Heights are parts of a page; `foot` is what is drawn under the last row, 0 for nothing.
    """

    def __init__(self, table: Table, heights: list[float], foot: float) -> None:
        self.held: list[range] = []
        self.bands: list[range] = []
        top, end = len(table.head), len(heights)
        groups = list(_groups(table))
        if foot:
            groups, last = _with_foot(groups, heights, foot)
            self.held += [last] if last else []
        crossed = {
            one.row + top + y
            for one in place(table.rows, len(table.columns))
            for y in range(one.cell.down)
            if one.cell.down > 1
        }
        for group in groups:
            band = range(group[0], group[-1])
            alone = not any(y in crossed for y in band) and sum(heights[y] for y in band) <= BANDS
            if group[-1] < end and len(band) and alone and heights[group[-1]] > TALL:
                self.bands.append(band)
            elif len(group) > 1 and sum(heights[y] for y in group) <= HELD:
                self.held.append(group)


def _with_foot(groups: list[range], heights: list[float], foot: float) -> tuple[list[range], range | None]:
    """The groups before, and the last rows with the foot under them: two rows at least, or one where two are too high."""
    for least in (2, 1):
        start, rows = len(groups), 0
        while start and rows < least:
            start -= 1
            rows += len(groups[start])
        last = range(groups[start].start, len(heights) + 1)
        if sum(heights[y] for y in last if y < len(heights)) + foot <= HELD_TO_SIGN:
            return groups[:start], last
    return groups, None


def _keep_together(lines: list[Data], cell: Cell, room: float, size: float) -> None:
    """In a cell that may be parted a bold line stays with what it heads, and one line is left alone on neither side."""
    alone = {
        at
        for at in {0, len(lines) - 1}.intersection(range(len(lines)))
        if measure.lines_taken(_words(cell.lines[at]), room - cell.lines[at].indent, cell.lines[at].size or size) < 2
    }
    for at, line in enumerate(lines[:-1]):
        heads = _is_bold(cell.lines[at]) and not _is_bold(cell.lines[at + 1])
        if heads or (at == 0 and 0 in alone) or (at == len(lines) - 2 and at + 1 in alone):
            line["sticky"] = True


def _words(line: Line) -> str:
    return measure.spoken(line.inlines, "printed")


def _is_bold(line: Line) -> bool:
    words = [inline for inline in line.inlines if isinstance(inline, Text | Figure)]
    return line.bold or (bool(words) and all(inline.bold for inline in words))


def _cell(one: Placed, table: Table, setter: Setter, mm: float, points: _Points | None) -> Data:
    cell = one.cell
    size = measure.fitted_size(cell, table.size, mm, setter.paper.digits, setter.keep)
    lines = [setter.line(line, mm, size * (line.size or table.size) / table.size, cell.bold) for line in cell.lines]
    align = cell.align or table.columns[one.column].align
    if points is not None and cell.figure is not None and _on_point(one, table):
        left, right = points.around(cell.figure, cell.bold or cell.lines[0].bold)
        em = size * SARABUN_SCALE / MM
        if (points.left + points.right) * em <= mm:
            lines[0]["items"] = [*_skip(left if align != "right" else 0), *lines[0]["items"], *_skip(right)]
    return {
        "x": one.column, "y": one.row, "across": cell.across, "down": cell.down, "align": align, "middle": cell.middle,
        "shaded": cell.shaded, "bold": cell.bold, "lines": lines, "plain": len(lines) == 1 and _is_plain(lines[0]),
    }  # fmt: skip


def _on_point(one: Placed, table: Table) -> bool:
    """Whether a cell is aligned as its column is, so that its figure stands on the column's point."""
    return one.cell.across == 1 and one.cell.align in (None, table.columns[one.column].align)


def _is_plain(line: Data) -> bool:
    """Whether a line is only its words, set as its cell is."""
    return bool(line["items"]) and not (line["indent"] or line["first"] or line["align"] or line["bold"])


class _Points:
    """Where the decimal points of a column stand: how far its figures reach to the left and to the right of theirs."""

    def __init__(self, placed: list[Placed], setter: Setter) -> None:
        self.digits = setter.paper.digits
        reaches = [
            self._reach(one.cell.figure, one.cell.bold or one.cell.lines[0].bold)
            for one in placed
            if one.cell.figure is not None
        ]
        self.left = max((left for left, _ in reaches), default=0.0)
        self.right = max((right for _, right in reaches), default=0.0)

    def around(self, figure: Figure, bold: bool) -> tuple[float, float]:
        """The ems to leave free on both sides of a figure."""
        left, right = self._reach(figure, bold)
        return self.left - left, self.right - right

    def _reach(self, figure: Figure, bold: bool) -> tuple[float, float]:
        whole, point, rest = written(figure, self.digits).partition(".")
        if not point:
            # a suffix hangs to the right like decimals, so that the ones stand under each other
            number = whole.removesuffix(figure.suffix) if figure.suffix else whole
            whole, rest = number, whole[len(number) :]
        bold = bold or figure.bold
        return fonts.width(whole, bold), fonts.width(point + rest, bold)


def _skip(ems: float) -> list[Piece]:
    return [["skip", ems]] if ems > 0 else []


def _groups(table: Table) -> Iterator[range]:
    """The body rows, each with those that stay with it."""
    start = top = len(table.head)
    for y, row in enumerate(table.rows, top):
        if not row.stays_with_next or y == top + len(table.rows) - 1:
            yield range(start, y + 1)
            start = y + 1


def _hold(group: range, x: int) -> Data:
    return {
        "x": x, "y": group[0], "across": 1, "down": len(group), "align": "left", "middle": False, "shaded": False,
        "bold": False, "lines": [], "plain": False, "breakable": False,
    }  # fmt: skip
