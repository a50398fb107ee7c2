"""Where the cells of a table stand, once those that reach down or across have taken their places."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from samrit.documents.paper import Cell, Row


@dataclass(frozen=True, slots=True)
class Placed:
    """A cell and its place: `row` and `column` count from 0."""

    row: int
    column: int
    cell: Cell

    @property
    def below(self) -> int:
        """The row after its last one."""
        return self.row + self.cell.down

    @property
    def beyond(self) -> int:
        """The column after its last one."""
        return self.column + self.cell.across


def place(rows: Sequence[Row], columns: int) -> tuple[Placed, ...]:
    """The cells of `rows` with their places, by row and column; a place that no cell takes gets an empty one.

    Errors: ValueError when a cell reaches out of the table - the template is wrong, not the reader's data.
    """
    taken: dict[tuple[int, int], Placed] = {}
    for index, row in enumerate(rows):
        column = 0
        for cell in row.cells:
            while (index, column) in taken:
                column += 1
            placed = Placed(index, column, cell)
            if placed.beyond > columns or placed.below > len(rows):
                raise ValueError(f"cell {column} of row {index} reaches out of {columns} columns, {len(rows)} rows")
            for spot in ((r, c) for r in range(index, placed.below) for c in range(column, placed.beyond)):
                if spot in taken:
                    raise ValueError(f"cell {column} of row {index} runs into a cell from above")
                taken[spot] = placed
            column = placed.beyond
    for spot in ((r, c) for r in range(len(rows)) for c in range(columns)):
        taken.setdefault(spot, Placed(*spot, Cell()))
    return tuple(taken[spot] for spot in sorted(taken) if (taken[spot].row, taken[spot].column) == spot)
