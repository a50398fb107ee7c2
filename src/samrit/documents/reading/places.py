"""Which cell of a row belongs to which column: merged ones, and figures whose decimals slipped into the next column."""

from __future__ import annotations

import re
from typing import Final

from samrit.documents.reading.columns import Column, Head
from samrit.documents.reading.figures import Part, part_of, tidy
from samrit.documents.reading.tables import Cell

DECIMALS: Final = re.compile(r"\.\s*[0-9]+")


def by_role_of(cells: list[Cell], head: Head, row: int) -> dict[str, Part]:
    """The row's cells by what their column holds; a cell over several levels is given to each of them."""
    found: dict[str, Part] = {}
    for column in head.columns:
        if column.role == "other":
            continue
        inside = [
            cell
            for cell in cells
            if _within(cell, column, head) and (cell.row == row or column.role in ("key_result", "indicator"))
        ]
        inside.extend(_split_off(cells, column, head))
        parts = [part for part in map(part_of, inside) if part is not None]
        if not parts:
            continue
        key = f"level{column.level}" if column.role == "level" else column.role
        joined = parts[0] if len(parts) == 1 else Part("\n".join(one.text for one in parts), parts[0].spot)
        found[key] = joined
    return found


def _split_off(cells: list[Cell], column: Column, head: Head) -> list[Cell]:
    """The decimals of a figure that were typed in the next column, which has no heading."""
    if column.role not in ("level", "score", "weight", "weighted", "result"):
        return []
    return [
        cell
        for cell in cells
        if cell.column == column.last + 1 and cell.column not in head.roles() and DECIMALS.fullmatch(tidy(cell.text))
    ]


def is_stray(cell: Cell, cells: list[Cell], head: Head) -> bool:
    """Whether a cell begins in a column that nothing is known of."""
    return cell.column not in head.roles() and not any(cell in _split_off(cells, one, head) for one in head.columns)


def _within(cell: Cell, column: Column, head: Head) -> bool:
    """Whether a cell stands in a column: it begins there, or, over several levels, reaches over it from another level."""
    if column.first <= cell.column <= column.last:
        return True
    reaches = cell.column < column.first <= cell.column + cell.across - 1
    return column.role == "level" and reaches and role_at(head, cell.column) == "level"


def role_at(head: Head, at: int) -> str:
    return head.roles().get(at, ("other", 0))[0]


def wide(head: Head) -> int:
    """How many places a cell takes that stands over the table and not in a column."""
    last = max(column.last for column in head.columns)
    return max(3, (last + 1) // 2)


def rightmost(fresh: list[Cell], by_role: dict[str, Part]) -> dict[str, Part]:
    part = part_of(fresh[-1]) if len(fresh) > 1 else None
    return by_role if part is None else {**by_role, "weighted": part}
