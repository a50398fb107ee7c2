"""Rows of a table sorted into indicators, their parts, headings and totals, before any figure is read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from samrit.documents.reading.columns import Column, Head, heads, is_part_of_heading
from samrit.documents.reading.figures import Part, is_blank, tidy
from samrit.documents.reading.places import by_role_of, is_stray, rightmost, role_at, wide
from samrit.documents.reading.questions import Questions
from samrit.documents.reading.tables import Cell, Grid, Spot
from samrit.documents.reading.understood import Choice, Ignored, Said

TOTAL: Final = re.compile(r"^(คะแนน)?(ผล)?รวม(ทั้งสิ้น|ทั้งหมด|คะแนน|น้ำหนัก)?\b|^รวม|^total\b|^sum\b", re.IGNORECASE)
CONVERTED: Final = re.compile(r"แปลงคะแนน|ฐานคะแนนเต็ม|คะแนนเต็ม(เป็น)?\s*100|convert", re.IGNORECASE)
MULTIPLIER: Final = re.compile(
    r"(?:นำ|×|x|คูณ(?:ด้วย)?|multiply by|\()\s*([0-9]{1,4}(?:\.[0-9]+)?)\s*(?:มาคูณ|\)|$)?", re.IGNORECASE
)
CODED: Final = re.compile(
    r"(?:KPIs?|ตัวชี้วัด(?:ผลงาน)?(?:ที่)?|ตัวบ่งชี้(?:ที่)?|indicator)\s*\.?\s*([0-9]{1,3}(?:\.[0-9]{1,3})*)\s*[.:)]?\s*(.*)",
    re.IGNORECASE | re.DOTALL,
)
NUMBERED: Final = re.compile(r"\(?([0-9]{1,3}(?:\.[0-9]{1,3})+|[0-9]{1,3}(?=[.)]))[.)]?\s*([^0-9.\s].*)", re.DOTALL)
BARE: Final = re.compile(r"([0-9]{1,3}(?:\.[0-9]{1,3})*)[.)]?")
IN_TWO_CELLS: Final = re.compile(r"([0-9]{1,3}(?:\.[0-9]{1,3})*)\.?\n(.*)", re.DOTALL)
BULLET: Final = re.compile(r"^[-–—•·▪*o]\s+(?=\S)|^[-–—•·▪*](?=[^\s\d-])")
BAND: Final = re.compile(
    r"^(ยุทธศาสตร์|ประเด็นยุทธศาสตร์|เป้าหมายเชิง|เป้าหมายตาม|มิติ|เป้าประสงค์|ผลสัมฤทธิ์|ด้าน|ส่วนที่|หมวด|strateg|key result)",
    re.IGNORECASE,
)
SIGNING: Final = re.compile(r"ลงนาม|ลงชื่อ|^\s*วันที่|ตำแหน่ง")


@dataclass
class Entry:
    """An indicator while its rows are gathered: the cells of each role, row by row."""

    spot: Spot
    name: str
    code: str = ""
    bullet: bool = False
    key_result: str = ""
    lines: list[dict[str, Part]] = field(default_factory=list)
    parts: list[Entry] = field(default_factory=list)

    @property
    def has_levels(self) -> bool:
        """Whether any row of it holds something in a column of targets."""
        return any(role.startswith("level") for line in self.lines for role in line)


@dataclass
class Gathered:
    """All rows of the tables, sorted."""

    entries: list[Entry] = field(default_factory=list)
    total: dict[str, Part] = field(default_factory=dict)
    converted: dict[str, Part] = field(default_factory=dict)
    multiply: str = ""
    ignored: list[Ignored] = field(default_factory=list)
    columns: list[Column] = field(default_factory=list)
    remarks: list[Said] = field(default_factory=list)


@dataclass(frozen=True)
class Stretch:
    """Rows of one table under one header."""

    grid: Grid
    head: Head
    rows: range


def stretches(grids: Sequence[Grid]) -> Iterator[Stretch]:
    """The tables' rows with the header they stand under; a table without one goes on with the one before it."""
    before: Head | None = None
    width = 0
    for grid in grids:
        found = heads(grid)
        if not found and before is not None and grid.width == width and _goes_on(grid, before):
            yield Stretch(grid, Head(0, 0, before.columns), range(len(grid.rows)))
        if found and before is not None and grid.width == width and _goes_on(grid, before, found[0].first):
            yield Stretch(grid, Head(0, 0, before.columns), range(found[0].first))
        for nth, head in enumerate(found):
            end = found[nth + 1].first if nth + 1 < len(found) else len(grid.rows)
            yield Stretch(grid, head, range(head.after, end))
        if found:
            before, width = found[-1], grid.width


def gather(found: Sequence[Stretch], heads_: Sequence[Head], questions: Questions) -> Gathered:
    """Sort all rows; what cannot be placed is asked about."""
    gathered = Gathered()
    sorter = _Sorter(gathered, questions)
    for stretch, head in zip(found, heads_, strict=True):
        for row in stretch.rows:
            sorter.take(stretch.grid, row, head)
    return gathered


class _Sorter:
    """Takes rows from the top and keeps what the next row may belong to."""

    def __init__(self, gathered: Gathered, questions: Questions) -> None:
        self._all = gathered
        self._questions = questions
        self._last: Entry | None = None
        self._band = ""
        self._band_cell: Cell | None = None
        self._name_cell: Cell | None = None
        self._done = False
        self._total_cells: list[Cell] = []

    def take(self, grid: Grid, row: int, head: Head) -> None:
        """Sort one row."""
        cells = [cell for cell in grid.cells(row) if cell.text.strip() or cell.odd]
        fresh = [cell for cell in cells if cell.row == row]
        if not fresh or is_part_of_heading(grid, row, head):
            return
        by_role = by_role_of(cells, head, row)
        if self._closing(fresh, by_role):
            return
        if self._done and not self._reopened(by_role):
            self._ignore(fresh, _after_total)
            return
        self._ignore([cell for cell in fresh if is_stray(cell, cells, head)], _no_heading)
        self._note_key_result(cells, head)
        name = next((cell for cell in cells if role_at(head, cell.column) == "indicator"), None)
        if name is not None and name is self._name_cell and name.row < row:
            self._add_row(by_role, fresh)
        elif name is None or name.row < row:
            self._nameless(fresh, by_role, head)
        else:
            self._named(name, fresh, by_role, head)

    def _closing(self, fresh: list[Cell], by_role: dict[str, Part]) -> bool:
        """Whether the row is a total or its conversion."""
        if not self._all.entries:
            return False
        label = next((tidy(cell.text) for cell in fresh if not is_blank(cell.text)), "")
        if CONVERTED.search(label):
            self._all.converted = by_role if "weighted" in by_role else rightmost(fresh, by_role)
            found = MULTIPLIER.search(label)
            self._all.multiply = found[1] if found else ""
            self._done = True
            return True
        has_levels = any(role.startswith("level") for role in by_role)
        if TOTAL.match(label) and not has_levels and len(label) <= 60:
            self._all.total = by_role
            self._total_cells = fresh
            self._done = True
            return True
        return False

    def _reopened(self, by_role: dict[str, Part]) -> bool:
        """Whether indicators go on below a total: then it was the total of a section."""
        if "indicator" not in by_role or sum(role.startswith("level") for role in by_role) < 2:
            return False
        self._ignore(self._total_cells, _of_a_section)
        self._all.total, self._done = {}, False
        return True

    def _note_key_result(self, cells: list[Cell], head: Head) -> None:
        cell = next((cell for cell in cells if role_at(head, cell.column) == "key_result"), None)
        if cell is not None and cell is not self._band_cell and cell.across < wide(head):
            self._band, self._band_cell = " ".join(cell.text.split()), cell

    def _add_row(self, by_role: dict[str, Part], fresh: list[Cell]) -> None:
        """A further row of the indicator whose name reaches down into it."""
        if self._last is not None and by_role:
            self._last.lines.append(by_role)
        else:
            self._ignore(fresh, _no_place)

    def _nameless(self, fresh: list[Cell], by_role: dict[str, Part], head: Head) -> None:
        figures = {role: part for role, part in by_role.items() if role not in ("key_result", "code", "indicator")}
        only = fresh[0]
        if not figures:
            if role_at(head, only.column) == "key_result" or BAND.match(tidy(only.text)):
                self._band, self._band_cell = " ".join(only.text.split()), only
            else:
                self._ignore(fresh, _no_place)
            return
        last = self._last
        if last is None:
            self._ignore(fresh, _no_place)
            return
        # figures for what the indicator has got already are a second row of it: what to do with them is asked later
        last.lines.append(figures)
        self._all.remarks.append(
            Said(
                f"{only.spot.said('th')}: แถวนี้ไม่มีชื่อตัวชี้วัด อ่านเป็นอีกแถวของ “{brief(last.name)}”",
                f"{only.spot.said('en')}: this row names no indicator; read as another row of “{brief(last.name)}”",
            )
        )

    def _named(self, name: Cell, fresh: list[Cell], by_role: dict[str, Part], head: Head) -> None:
        text = tidy(by_role["indicator"].text if "indicator" in by_role else name.text)
        figures = {role: part for role, part in by_role.items() if role not in ("key_result", "code", "indicator")}
        code, rest, bullet = self._code(text, by_role)
        is_wide = name.across >= wide(head)
        has_own = self._all.entries and self._all.entries[-1].has_levels
        if not figures and not code and not (bullet and not has_own):
            if is_wide or BAND.match(text):
                self._band = " ".join(name.text.split())
                self._band_cell = name
            else:
                self._loose(name, fresh)
            return
        if SIGNING.search(text) and not code and not any(role.startswith("level") for role in figures):
            self._ignore(fresh, _no_place)
            return
        entry = Entry(name.spot, " ".join(rest.split()), code, bullet, self._band, [figures])
        self._last, self._name_cell = entry, name
        parent = self._parent(entry)
        (self._all.entries if parent is None else parent.parts).append(entry)

    def _code(self, text: str, by_role: dict[str, Part]) -> tuple[str, str, bool]:
        """The code, the name without it, and whether a bullet stands before it."""
        given = by_role.get("code")
        found = CODED.fullmatch(text) or NUMBERED.fullmatch(text) or IN_TWO_CELLS.fullmatch(text)
        if found and found[2].strip():
            return found[1], found[2], False
        if given is not None and (bare := BARE.fullmatch(tidy(given.text))):
            return bare[1], BULLET.sub("", text), False
        bullet = BULLET.match(text)
        if bullet:
            return "", text[bullet.end() :], True
        return "", text, False

    def _parent(self, entry: Entry) -> Entry | None:
        """The indicator that this one is a part of."""
        tops = self._all.entries
        if not tops:
            return None
        top = tops[-1]
        if entry.bullet:
            return top
        if "." in entry.code and top.code:
            return top if entry.code.rpartition(".")[0] == top.code else None
        return None

    def _loose(self, name: Cell, fresh: list[Cell]) -> None:
        """Words alone in the column of indicators: the rest of a name, a heading, or an indicator not yet filled."""
        why = Said(
            "แถวนี้มีแต่ข้อความในช่องตัวชี้วัด ไม่มีตัวเลข", "this row has only words in the column of indicators, no figures"
        )
        choices = [
            Choice("heading", Said("เป็นหัวข้อของตัวชี้วัดถัดไป", "a heading of the indicators below")),
            Choice("indicator", Said("เป็นตัวชี้วัดหนึ่งตัว (มีตัวย่อย)", "an indicator (with parts below)")),
            Choice("ignore", Said("ไม่ใช้", "leave it out")),
        ]
        if self._last is not None:
            joined = Said(
                f"ต่อท้ายชื่อตัวชี้วัด “{brief(self._last.name)}”", f"the rest of the name “{brief(self._last.name)}”"
            )
            choices.insert(0, Choice("join", joined))
        answer = self._questions.ask(name.spot, brief(name.text), why, choices)
        text = " ".join(tidy(name.text).split())
        if answer == "join" and self._last is not None:
            self._last.name = f"{self._last.name} {text}"
        elif answer == "heading":
            self._band, self._band_cell = text, name
        elif answer == "indicator":
            self._last, self._name_cell = Entry(name.spot, text, key_result=self._band, lines=[{}]), name
            self._all.entries.append(self._last)
        elif answer == "ignore":
            self._ignore(fresh, _as_answered)

    def _ignore(self, cells: list[Cell], why: Said) -> None:
        text = " | ".join(brief(cell.text) for cell in cells if not is_blank(cell.text))
        if text:
            self._all.ignored.append(Ignored(cells[0].spot, text, why))


_after_total = Said("อยู่ใต้แถวรวม", "it stands below the total")
_of_a_section = Said("ยอดรวมของตอนหนึ่ง ไม่ใช่ยอดรวมทั้งตาราง", "the total of a section, not of the table")
_no_heading = Said("อยู่ในคอลัมน์ที่ไม่มีหัว", "it stands in a column without a heading")
_no_place = Said("ไม่ใช่ตัวชี้วัด หัวข้อ หรือยอดรวม", "it is no indicator, heading or total")
_as_answered = Said("ตามคำตอบ", "as answered")


def brief(text: str, at_most: int = 60) -> str:
    """A text as reports repeat it, on one line."""
    one_line = " ".join(text.split())
    return one_line if len(one_line) <= at_most else one_line[:at_most] + "…"


def _goes_on(grid: Grid, head: Head, end: int | None = None) -> bool:
    """Whether a table without a header looks like more rows under `head`: figures in its columns of figures."""
    roles = head.roles()
    hits = 0
    for row in range(len(grid.rows) if end is None else end):
        figures = [
            cell
            for cell in grid.cells(row)
            if roles.get(cell.column, ("other", 0))[0] in ("level", "weight") and re.search(r"[0-9]", tidy(cell.text))
        ]
        hits += len(figures) >= 2
    return hits > 0
