"""A worksheet to write on: rows of a height in mm, columns with edges in mm, and letters or figures put into areas."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import pairwise

from xlsxwriter.worksheet import Worksheet

from samrit.base.issues import NOWHERE, Issue
from samrit.documents import office_texts
from samrit.documents.measure import CELL_MARGIN
from samrit.documents.paper import Line, Paper
from samrit.documents.xlsx.fields import Field, Looks, said

PIXELS = 96 / 25.4
"""Of a millimetre."""
_POINTS = 72 / 25.4
_HIGHEST = 140.0
"""Millimetres that a row may have: Excel ends at 409 points, so what is higher takes several rows."""
_INDENT = 2.6
"""Millimetres of one step of a cell's indent."""

Letters = list[tuple[str, bool, float]]
"""Texts with their weight and size."""


@dataclass(frozen=True)
class Area:
    """Rows and columns of a worksheet, each from the first to the one after the last."""

    top: int
    left: int
    below: int
    beyond: int


class Canvas:
    """A worksheet being written from the top; `problems` are what a workbook cannot hold."""

    def __init__(self, sheet: Worksheet, looks: Looks, paper: Paper, edges: list[float]) -> None:
        self.sheet, self.looks, self.paper, self.edges = sheet, looks, paper, edges
        self.row = 0
        self.high = 0.0
        self.problems: list[Issue] = []
        for column, (left, right) in enumerate(pairwise(edges)):
            sheet.set_column_pixels(column, column, round((right - left) * PIXELS))

    def add_rows(self, high: float) -> range:
        """Rows for something `high` mm; the range of their numbers."""
        count = max(1, -(-int(high * 1000) // int(_HIGHEST * 1000)))
        rows = range(self.row, self.row + count)
        for row in rows:
            self.sheet.set_row(row, round(max(high / count, 0.5) * _POINTS, 2))
        self.row += count
        self.high += high
        return rows

    def across(self, rows: range) -> Area:
        """The whole width of some rows."""
        return Area(rows.start, 0, rows.stop, len(self.edges) - 1)

    def room(self, area: Area) -> float:
        """Millimetres for text in an area."""
        return self.edges[area.beyond] - self.edges[area.left] - 2 * CELL_MARGIN

    def letters(self, lines: Iterable[Line], size: float, room: float, bold: bool, fitted: float = 1.0) -> Letters:
        """Lines as letters of one cell, each line in its size or `size`, all of them smaller by `fitted`."""
        letters: Letters = []
        for line in lines:
            points = int((line.size or size) * fitted * 2 + 0.001) / 2
            if letters:
                letters.append(("\n", letters[-1][1], letters[-1][2]))
            found = said(line.inlines, self.paper.digits, room - line.indent, points, bold or line.bold)
            letters += ((text, is_bold, points) for text, is_bold in found if text)
        return letters

    def merge(self, area: Area, field: Field) -> None:
        """Make an area one cell that looks as told."""
        look = self.looks.cell(field)
        if area.below - area.top > 1 or area.beyond - area.left > 1:
            self.sheet.merge_range(area.top, area.left, area.below - 1, area.beyond - 1, "", look)
        else:
            self.sheet.write_blank(area.top, area.left, None, look)

    def put(self, area: Area, letters: Letters, field: Field) -> None:
        """Letters into an area, as one text or, where weights and sizes differ, as a text of several parts."""
        text = "".join(piece for piece, _, _ in letters)
        if len(text) > office_texts.CELL_LIMIT:
            short, limit = office_texts.shortened(text), office_texts.CELL_LIMIT
            too_long = office_texts.TOO_LONG_FOR_A_CELL.at(NOWHERE, text=short, length=len(text), limit=limit)
            self.problems.append(too_long)
            return
        kinds = {(is_bold, size) for _, is_bold, size in letters}
        if len(kinds) == 1:
            (is_bold, size) = next(iter(kinds))
            field = replace(field, bold=is_bold, size=size)
        self.merge(area, field)
        if not letters:
            return
        look = self.looks.cell(field)
        # XlsxWriter takes a text in these marks for its own markup, unless it has marked it up itself
        like_markup = text.startswith("<r>") and text.endswith("</r>")
        if len(kinds) == 1 and not like_markup:
            self.sheet.write_string(area.top, area.left, text, look)
            return
        if len(letters) == 1:
            letters = [(text[:1], is_bold, size), (text[1:], is_bold, size)]
        parts = [part for piece, is_bold, size in letters for part in (self.looks.letters(size, is_bold), piece)]
        self.sheet.write_rich_string(area.top, area.left, *parts, look)


def steps(mm: float) -> int:
    """Millimetres as steps of a cell's indent."""
    return max(0, min(15, round(mm / _INDENT)))
