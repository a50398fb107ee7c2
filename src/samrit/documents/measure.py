"""How much room texts take, where a format has to be told: heights of rows, shares of dots, words too wide for a cell."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from samrit.documents import fitting, fonts
from samrit.documents.grid import place
from samrit.documents.paper import (
    LINE_PITCH,
    SARABUN_SCALE,
    Box,
    Cell,
    Digits,
    Dots,
    Figure,
    Fraction,
    Inline,
    Line,
    Table,
    Text,
    in_digits,
    written,
)

MM_PER_POINT = 25.4 / 72
CELL_MARGIN = 1.2
"""Millimetres between a rule and the text beside it."""
_RAGGED = 1.06
"""Lines end at words, so a text takes more of them than its width says."""


def mm(text: str, points: float, bold: bool = False) -> float:
    """How wide a text is in one line, at points of TH Sarabun."""
    return fonts.width(text, bold) * points * SARABUN_SCALE * MM_PER_POINT


def printed(inline: Text | Figure, digits: Digits) -> str:
    """A text or figure as it is printed."""
    return written(inline, digits) if isinstance(inline, Figure) else in_digits(inline.text, digits)


def column_widths(table: Table, room: float) -> list[float]:
    """The widths of its columns, made smaller together where they are wider than `room`."""
    whole = sum(column.mm for column in table.columns)
    return [column.mm * min(1.0, room / whole) for column in table.columns] if whole else []


def fitted_size(cell: Cell, size: float, room: float, digits: Digits, keep: tuple[str, ...]) -> float:
    """The size a cell is set in, so that its widest word fits: `size`, or down to three quarters of it."""
    part = 1.0
    for line in cell.lines:
        ems = (room - line.indent) / ((line.size or size) * SARABUN_SCALE * MM_PER_POINT)
        for inline in line.inlines:
            if isinstance(inline, Text | Figure):
                bold = cell.bold or line.bold or inline.bold
                part = min(part, fitting.shrunk(printed(inline, digits), ems, bold, keep))
    return size if part == 1.0 else math.floor(size * part * 2) / 2


def lines_taken(text: str, room: float, points: float, bold: bool = False) -> int:
    """About how many lines a text takes where `room` mm are free."""
    taken = 0
    for piece in text.split("\n"):
        wide = mm(piece, points, bold)
        taken += 1 if wide <= room else math.ceil(wide * _RAGGED / max(room, 1.0))
    return taken


def height(lines: Sequence[Line], room: float, size: float, digits: Digits, bold: bool = False) -> float:
    """About how high lines are, mm."""
    total = 0.0
    for line in lines:
        points = line.size or size
        text = spoken(line.inlines, digits)
        total += lines_taken(text, room - line.indent, points, bold or line.bold) * points * LINE_PITCH * MM_PER_POINT
        if any(isinstance(inline, Fraction) for inline in line.inlines):
            total += points * LINE_PITCH * MM_PER_POINT
    return total


def row_heights(table: Table, room: float, digits: Digits) -> tuple[list[float], list[float]]:
    """About how high the rows of head and body are where `room` mm are free, mm."""
    return row_heights_in(table, column_widths(table, room), digits)


def row_heights_in(table: Table, widths: Sequence[float], digits: Digits) -> tuple[list[float], list[float]]:
    """The same in columns of these widths; cells that reach down share theirs out."""
    sections: list[list[float]] = []
    for rows in (table.head, table.rows):
        heights = [table.size * LINE_PITCH * MM_PER_POINT] * len(rows)
        for one in place(rows, len(widths)):
            inner = sum(widths[one.column : one.beyond]) - 2 * CELL_MARGIN
            share = height(one.cell.lines, inner, table.size, digits, one.cell.bold) / one.cell.down
            for row in range(one.row, one.below):
                heights[row] = max(heights[row], share)
        sections.append(heights)
    return sections[0], sections[1]


def spoken(inlines: Iterable[Inline], digits: Digits) -> str:
    """The words of a line, without what is drawn."""
    return "".join(_said(inline, digits) for inline in inlines)


def _said(inline: Inline, digits: Digits) -> str:
    if isinstance(inline, Text | Figure):
        return printed(inline, digits)
    if isinstance(inline, Fraction):
        return max(in_digits(inline.above, digits), in_digits(inline.below, digits), key=len)
    if isinstance(inline, Box):
        return "MM"
    assert isinstance(inline, Dots)
    return in_digits(inline.filled, digits) or "." * int((inline.mm or 0) / mm(".", 16))
