"""A table of a paper in the rows of a worksheet: cells merged both ways, figures as numbers, what follows as formulas."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from samrit.documents import grid, measure
from samrit.documents.paper import Cell, Line, Row, Table, written
from samrit.documents.xlsx.canvas import Area, Canvas, steps
from samrit.documents.xlsx.fields import Field, is_exact, number_format
from samrit.documents.xlsx.formulas import Spot, formula
from samrit.documents.xlsx.sheets import table_edges

PADDING = 0.7
"""Millimetres of a row beside its text."""


def write_table(canvas: Canvas, table: Table) -> tuple[int, int, float] | None:
    """Write a table at the end of a worksheet; its head's first and last row and mm from the top to its end, if it has one."""
    return _TableWriter(canvas, table).write()


class _TableWriter:
    def __init__(self, canvas: Canvas, table: Table) -> None:
        self.canvas, self.table = canvas, table
        self.columns = table_edges(table, canvas.paper, canvas.edges)
        self.lined = self._lined()
        self.spots: dict[str, Spot] = {}
        self.computed: list[tuple[Area, Cell, Field]] = []

    def write(self) -> tuple[int, int, float] | None:
        canvas = self.canvas
        edges = [canvas.edges[column] for column in self.columns]
        widths = [beyond - left for left, beyond in pairwise(edges)]
        heights = measure.row_heights_in(self.table, widths, canvas.paper.digits)
        head: tuple[int, int, float] | None = None
        for rows, high in zip((self.table.head, self.table.rows), heights, strict=True):
            starts = self._starts(rows, high)
            if rows and rows is self.table.head:
                head = (starts[0], starts[-1] - 1, canvas.high)
            for placed in grid.place(rows, len(self.table.columns)):
                left, beyond = self.columns[placed.column], self.columns[placed.beyond]
                self._cell(placed, Area(starts[placed.row], left, starts[placed.below], beyond))
        # last, because a formula may point to cells below
        for area, cell, field in self.computed:
            self._formula(area, cell, field)
        return head

    def _starts(self, rows: Sequence[Row], high: Sequence[float]) -> list[int]:
        """The worksheet's row at which each row of the table begins, and the one after the last."""
        starts = [self.canvas.add_rows(one + PADDING).start for one in high[: len(rows)]]
        return [*starts, self.canvas.row]

    def _cell(self, placed: grid.Placed, area: Area) -> None:
        cell, table, canvas = placed.cell, self.table, self.canvas
        figure = cell.figure if cell.figure is not None and is_exact(cell.figure.value) else None
        if cell.key:
            if cell.key in self.spots:
                raise ValueError(f"two cells have the key {cell.key}")
            value = None if figure is None else figure.value
            self.spots[cell.key] = Spot(area.top, area.left, area.below - area.top, value, cell.computed)
        room = canvas.room(area)
        size = measure.fitted_size(cell, table.size, room, canvas.paper.digits, canvas.paper.keep)
        line = cell.lines[0] if cell.lines else Line(())
        align = line.align or cell.align or table.columns[placed.column].align
        field = Field(size, cell.bold, align, cell.middle, table.ruled, cell.shaded)
        if figure is None:
            letters = canvas.letters(cell.lines, table.size, room, cell.bold, size / table.size)
            canvas.put(area, letters, replace(field, indent=steps(line.indent + min(line.first, 0.0))))
            return
        places, spare = self.lined.get(placed.column, (None, 0)) if _is_lined(placed) else (None, 0)
        field = replace(
            field,
            size=line.size or size,
            bold=cell.bold or line.bold or figure.bold,
            align="right" if places is not None and align == "center" else align,
            number=number_format(figure, places, canvas.paper.digits, spare),
        )
        if cell.computed is not None:
            self.computed.append((area, cell, field))
            return
        canvas.merge(area, field)
        canvas.sheet.write_number(area.top, area.left, figure.value, canvas.looks.cell(field))

    def _formula(self, area: Area, cell: Cell, field: Field) -> None:
        assert cell.figure is not None
        assert cell.computed is not None
        ours = cell.figure.value
        self.canvas.merge(area, field)
        sheet, look = self.canvas.sheet, self.canvas.looks.cell(field)
        found = formula(cell.computed, self.spots, cell.figure)
        if found is None:
            sheet.write_number(area.top, area.left, ours, look)
        else:
            sheet.write_formula(area.top, area.left, found, look, ours)

    def _lined(self) -> dict[int, tuple[int, int]]:
        """For each column of figures: its decimals, and how many digits' room keeps it in the middle of the column."""
        found: dict[int, tuple[int, int]] = {}
        placed = [one for one in grid.place(self.table.rows, len(self.table.columns)) if _is_lined(one)]
        digit = measure.mm("0", self.table.size)
        for index, column in enumerate(self.table.columns):
            figures = [one.cell.figure for one in placed if one.column == index and one.cell.figure is not None]
            if column.places is None or not figures:
                continue
            halves = [written(replace(figure, suffix=""), "arabic").partition(".") for figure in figures]
            places = max(column.places, *(len(half[2]) for half in halves))
            wide = max(measure.mm(half[0], self.table.size) for half in halves) + digit * places
            room = self.canvas.room(Area(0, self.columns[index], 1, self.columns[index + 1]))
            spare = max(0, round((room - wide) / 2 / digit)) if column.align == "center" else 0
            found[index] = (places, spare)
        return found


def _is_lined(placed: grid.Placed) -> bool:
    """Whether a cell's figure stands under the others of its column, point under point."""
    return placed.cell.figure is not None and placed.cell.across == 1 and placed.cell.align is None
