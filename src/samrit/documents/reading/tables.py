"""Tables as one plain model, whatever file they came from: cells, what they cover, and where a reader finds them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from samrit.base.issues import Language, Place, Refused, define

TOO_LARGE = define(
    "RD001", "error",
    th="{what_th}มีเกิน {limit} จึงไม่ใช่แบบฟอร์มที่อ่านได้", en="more than {limit} {what_en}: this is not a form",
    cure_th="คัดลอกเฉพาะตารางตัวชี้วัดลงในไฟล์ใหม่", cure_en="copy only the table of indicators into a new file",
)  # fmt: skip

MAX_TABLES: Final = 300
MAX_ROWS: Final = 3_000  # of one table
MAX_COLUMNS: Final = 120
MAX_TEXT: Final = 20_000  # of one cell
MAX_CELLS: Final = 100_000  # of the whole file


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a cell stands, as a reader counts: table, row and cell from 1, or a worksheet and a cell such as F7."""

    table: int
    row: int
    column: int
    sheet: str = ""
    ref: str = ""

    @property
    def id(self) -> str:
        """A short name that stays the same while the file does."""
        if self.ref:
            return self.ref if self.table == 1 else f"S{self.table}.{self.ref}"
        return f"T{self.table}R{self.row}C{self.column}"

    def said(self, language: Language) -> str:
        """The place in the reader's words."""
        if self.ref:
            return f"{self.sheet}!{self.ref}"
        if language == "th":
            return f"ตาราง {self.table} แถว {self.row} ช่อง {self.column}"
        return f"table {self.table} row {self.row} cell {self.column}"


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: its text, the first row and column it takes (from 0) and how many, and what a reader would not see.

    `shown`: what a workbook shows where that is less than it holds.  `odd`: "date" or "error" where a workbook holds
    that instead of what was typed.  `formula`: the figure was computed there.
    """

    text: str
    spot: Spot
    row: int
    column: int
    across: int = 1
    down: int = 1
    shown: str = ""
    odd: str = ""
    formula: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """One table; each place holds the cell that covers it, or None."""

    number: int
    rows: tuple[tuple[Cell | None, ...], ...]
    name: str = ""

    @property
    def width(self) -> int:
        """How many columns it has."""
        return max((len(row) for row in self.rows), default=0)

    def at(self, row: int, column: int) -> Cell | None:
        """The cell that covers a place."""
        line = self.rows[row] if 0 <= row < len(self.rows) else ()
        return line[column] if 0 <= column < len(line) else None

    def cells(self, row: int) -> Iterator[Cell]:
        """The cells seen in a row, from the left, each once; those that reach down into it too."""
        last: Cell | None = None
        for one in self.rows[row]:
            if one is not None and one is not last:
                yield one
            last = one


@dataclass(frozen=True, slots=True)
class Content:
    """What was found in a file: its tables, the lines outside them, and remarks on how it was read (Thai, English)."""

    name: str
    kind: str
    grids: tuple[Grid, ...]
    lines: tuple[str, ...]
    remarks: tuple[tuple[str, str], ...] = ()


def content_of(source: Path | bytes, name: str = "") -> Content:
    """The tables of a DOCX, XLSX or ODT; refuses every other file with advice."""
    from samrit.documents.office_files import open_zip
    from samrit.documents.reading import odt_tables, sheet_tables, word_tables

    package = open_zip(source, name, ("docx", "xlsx", "odt"))
    read = {"docx": word_tables.read, "xlsx": sheet_tables.read, "odt": odt_tables.read}[package.kind]
    return read(package)


@dataclass(slots=True)
class _Drafted:
    """A cell while the table grows: how far it reaches down is known only at the end."""

    text: str
    spot: Spot
    row: int
    column: int
    across: int
    down: int = 1

    def covers(self, row: int, column: int) -> bool:
        return self.row <= row < self.row + self.down and self.column <= column < self.column + self.across


class Builder:
    """Lays the cells of a text document's table out, row by row, minding what reaches down from above."""

    def __init__(self, number: int, file: str) -> None:
        self._number = number
        self._file = file
        self._rows: list[list[_Drafted | None]] = []
        self._places = 0

    def start_row(self) -> None:
        """Begin the next row."""
        if len(self._rows) >= MAX_ROWS:
            raise too_large(self._file, MAX_ROWS, "แถวในตาราง", "rows in a table")
        self._rows.append([])

    def skip(self, count: int) -> None:
        """Leave places empty."""
        self._take(count)
        self._rows[-1].extend([None] * count)

    def add(self, text: str, across: int = 1, down: int = 1, covered_follow: bool = False) -> None:
        """Put a cell at the next place; `covered_follow`: the other places it takes are told one by one with `cover`."""
        self._take(across)
        row, here = self._rows[-1], len(self._rows) - 1
        seen = sum(1 for at, one in enumerate(row) if one is not None and (at == 0 or row[at - 1] is not one))
        spot = Spot(self._number, here + 1, seen + 1)
        made = _Drafted(text[:MAX_TEXT], spot, here, len(row), across, down)
        row.extend([made] * (1 if covered_follow else across))

    def continue_above(self, across: int) -> None:
        """Let the cell above reach down into these places (Word says so in each row)."""
        here, column = len(self._rows) - 1, len(self._rows[-1])
        above = self._at(here - 1, column)
        if above is None or above.column != column:
            self.add("", across)
            return
        self._take(across)
        above.down = here - above.row + 1
        self._rows[-1].extend([above] * across)

    def cover(self, count: int) -> None:
        """Places that another cell covers (OpenDocument marks them)."""
        self._take(count)
        here = len(self._rows) - 1
        for column in range(len(self._rows[-1]), len(self._rows[-1]) + count):
            neighbours = (self._at(here, column - 1), self._at(here - 1, column))
            by = next((one for one in neighbours if one is not None and one.covers(here, column)), None)
            self._rows[-1].append(by)

    def grid(self) -> Grid:
        """The table; rows that are shorter are filled up."""
        width = max((len(row) for row in self._rows), default=0)
        done: dict[int, Cell] = {}
        rows: list[tuple[Cell | None, ...]] = []
        for row in self._rows:
            cells = [None if one is None else done.setdefault(id(one), _finished(one, len(self._rows))) for one in row]
            rows.append((*cells, *[None] * (width - len(row))))
        return Grid(self._number, tuple(rows))

    def _at(self, row: int, column: int) -> _Drafted | None:
        return self._rows[row][column] if row >= 0 and 0 <= column < len(self._rows[row]) else None

    def _take(self, more: int) -> None:
        if len(self._rows[-1]) + more > MAX_COLUMNS:
            raise too_large(self._file, MAX_COLUMNS, "คอลัมน์ในตาราง", "columns in a table")
        self._places += more
        if self._places > MAX_CELLS:
            raise too_large(self._file, MAX_CELLS, "ช่องตาราง", "table cells")


def _finished(one: _Drafted, rows: int) -> Cell:
    return Cell(one.text, one.spot, one.row, one.column, one.across, min(one.down, rows - one.row))


def too_large(file: str, limit: int, what_th: str, what_en: str) -> Refused:
    """The refusal of something that no form has so many of, to be raised."""
    return Refused([TOO_LARGE.at(Place(file), limit=f"{limit:,}", what_th=what_th, what_en=what_en)])


def check_number(grids: Sequence[Grid], file: str) -> None:
    """Refuse a file with more tables, or cells, than any form has."""
    if len(grids) > MAX_TABLES:
        raise too_large(file, MAX_TABLES, "ตาราง", "tables")
    if sum(len(grid.rows) * grid.width for grid in grids) > MAX_CELLS:
        raise too_large(file, MAX_CELLS, "ช่องตาราง", "table cells")
