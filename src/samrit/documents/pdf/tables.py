"""Arrange a table: its cells in their places, its columns as wide as the page lets them, its figures on their point."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from samrit.documents import fonts, measure
from samrit.documents.grid import Placed, place
from samrit.documents.paper import SARABUN_SCALE, Figure, Table, written
from samrit.documents.pdf.fitting import Piece
from samrit.documents.pdf.setting import MM, Data, Setter

CELL_GAP = 0.3
"""Millimetres between a rule and the lines and below it; a line leaves room for its marks itself."""
TALL = 0.6
"""A row taller than this part of the page may be parted by its end."""


def arrange_table(table: Table, setter: Setter) -> Data:
    """A table as paper.typ draws it."""
    paper = setter.paper
    widths = measure.column_widths(table, paper.width)
    top, count = len(table.head), len(table.columns)
    placed = [
        *place(table.head, count),
        *(replace(one, row=one.row + top) for one in place(table.rows, count)),
    ]
    points = {
        x: _Points([one for one in placed if one.column == x and one.row >= top], setter)
        for x, column in enumerate(table.columns)
        if column.places is not None
    }
    page = (210 if paper.landscape else 297) - paper.margins.top - paper.margins.bottom
    head_heights, row_heights = measure.row_heights(table, paper.width, paper.digits)
    heights = [*head_heights, *row_heights]
    cells: list[Data] = []
    for one in placed:
        room = sum(widths[one.column : one.beyond]) - 2 * measure.CELL_MARGIN
        cells.append(_cell(one, table, setter, room, points.get(one.column) if one.row >= top else None))
        # a cell over several rows may be parted between them; `stays_with_next` holds those that must not
        cells[-1]["breakable"] = one.cell.down > 1 or heights[one.row] > page * TALL
    groups = [group for group in _groups(table) if sum(heights[y] for y in group) <= page * TALL]
    heads = [data for one, data in zip(placed, cells, strict=True) if one.row < top]
    return {
        # the last column has no width: its one cell beside a group is what holds the rows of the group together
        "columns": [*widths, *([0.0] if groups else [])],
        "ruled": table.ruled,
        "size": table.size,
        "inset": measure.CELL_MARGIN,
        "gap": CELL_GAP,
        "repeat": sum(heights[:top]) <= page * TALL,
        "head": heads,
        "cells": [*cells[len(heads) :], *(_hold(group, count) for group in groups)],
    }


def _cell(one: Placed, table: Table, setter: Setter, mm: float, points: _Points | None) -> Data:
    cell = one.cell
    size = measure.fitted_size(cell, table.size, mm, setter.paper.digits, setter.keep)
    lines = [setter.line(line, mm, size * (line.size or table.size) / table.size, cell.bold) for line in cell.lines]
    align = cell.align or table.columns[one.column].align
    if points is not None and cell.figure is not None and cell.align is None and cell.across == 1:
        left, right = points.around(cell.figure, cell.bold or cell.lines[0].bold)
        em = size * SARABUN_SCALE / MM
        if (points.left + points.right) * em <= mm:
            lines[0]["items"] = [*_skip(left if align != "right" else 0), *lines[0]["items"], *_skip(right)]
    return {
        "x": one.column, "y": one.row, "across": cell.across, "down": cell.down, "align": align, "middle": cell.middle,
        "shaded": cell.shaded, "bold": cell.bold, "lines": lines, "plain": len(lines) == 1 and _is_plain(lines[0]),
    }  # fmt: skip


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
            if one.cell.figure is not None and one.cell.align is None
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
    """The runs of body rows that no page end may part."""
    start = top = len(table.head)
    for y, row in enumerate(table.rows, top):
        if not row.stays_with_next or y == top + len(table.rows) - 1:
            if y > start:
                yield range(start, y + 1)
            start = y + 1


def _hold(group: range, x: int) -> Data:
    return {
        "x": x, "y": group[0], "across": 1, "down": len(group), "align": "left", "middle": False, "shaded": False,
        "bold": False, "lines": [], "plain": False, "breakable": False,
    }  # fmt: skip
