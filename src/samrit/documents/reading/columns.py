"""Which column is what: recognised by the words of its heading, over one to several header rows, in any order."""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from samrit.base import thai
from samrit.documents.reading.questions import Questions
from samrit.documents.reading.tables import Cell, Grid
from samrit.documents.reading.understood import Choice, Said

Role = Literal[
    "key_result", "indicator", "code", "levels", "level", "agency", "superior", "comment", "score", "weight",
    "weighted", "measure_unit", "result", "other",
]  # fmt: skip

CALLED: Final[dict[Role, Said]] = {
    "key_result": Said("ผลสัมฤทธิ์หลัก", "key result"),
    "indicator": Said("ตัวชี้วัด", "indicator"),
    "code": Said("ลำดับหรือรหัส", "number or code"),
    "levels": Said("ระดับค่าเป้าหมาย", "target levels"),
    "level": Said("ค่าเป้าหมายระดับ", "target of level"),
    "agency": Said("สอดคล้องกับคำรับรองของส่วนราชการ", "in line with the agency's agreement"),
    "superior": Said("สอดคล้องกับเป้าหมายผู้บังคับบัญชา", "in line with the superior's target"),
    "comment": Said("คะแนนตามความเห็น", "score in the commentator's opinion"),
    "score": Said("คะแนนที่ได้ (ก)", "score (first column of the sum)"),
    "weight": Said("น้ำหนัก (ข)", "weight"),
    "weighted": Said("รวมคะแนน (ค)", "score × weight"),
    "measure_unit": Said("หน่วยวัด", "measure unit"),
    "result": Said("ผลการดำเนินงาน", "result"),
    "other": Said("ไม่ได้ใช้", "not used"),
}

PATTERNS: Final[tuple[tuple[Role, re.Pattern[str]], ...]] = (
    ("comment", re.compile(r"ความเห็น|ที่ควรได้|opinion")),
    ("weighted", re.compile(r"ถ่วงน้ำหนัก|ก[x×*]ข|รวมคะแนน|คะแนน[x×*]น้ำหนัก|weighted|คะแนนรวม")),
    ("superior", re.compile(r"สอดคล้อง.*(ผู้บังคับ|หัวหน้า)|superior")),
    ("agency", re.compile(r"สอดคล้อง|inline")),
    ("levels", re.compile(r"ค่าเป้าหมาย|เกณฑ์การให้คะแนน|ระดับคะแนน|เกณฑ์การประเมิน|ค่าคะแนนตามระดับ|target")),
    ("weight", re.compile(r"น้ำหนัก|^\(ข\)$|weight")),
    ("measure_unit", re.compile(r"หน่วยวัด|หน่วยนับ|^หน่วย$|^unit")),
    ("result", re.compile(r"ผลการดำเนินงาน|ผลการปฏิบัติ(งาน|ราชการ)|ผลงานที่|ผลที่(ทำ)?ได้|^ผล(งาน)?(จริง)?$|^result|^actual")),
    ("score", re.compile(r"คะแนนที่ได้|ค่าคะแนน|ผลคะแนน|^คะแนน(ประเมิน)?(\([กa]\))?$|^\(ก\)$|^score")),
    ("indicator", re.compile(r"(ตัวชี้วัด|ตัวบ่งชี้|indicators?)(?!(ที่)?[0-9])|^kpis?(?![a-z0-9.])")),
    ("key_result", re.compile(r"ผลสัมฤทธิ์|kras?|ยุทธศาสตร์|^มิติ|เป้าประสงค์|^ด้าน$|keyresult")),
    ("code", re.compile(r"^(ที่|ลำดับ(ที่)?|ข้อ(ที่)?|รหัส|no\.?|code)$")),
    ("other", re.compile(r"หมายเหตุ|ผู้รับผิดชอบ|ผู้กำกับ|หลักฐาน|remark")),
)
PROPER: Final[dict[str, Role]] = {
    "ผลสัมฤทธิ์หลัก": "key_result", "ตัวชี้วัดผลงาน": "indicator", "ตัวชี้วัด": "indicator", "ระดับค่าเป้าหมาย": "levels",
    "คะแนนที่ได้": "score", "คะแนนที่ได้(ก)": "score", "น้ำหนัก": "weight", "น้ำหนัก(ข)": "weight", "รวมคะแนน(ค=กxข)": "weighted",
    "หน่วยวัด": "measure_unit", "ผลการดำเนินงาน": "result",
}  # fmt: skip
"""Headings as they should be, for those that a scanner or a hurried hand has spoilt."""
ALIKE: Final = 0.84
LONGEST: Final = 90  # letters of a heading, without spaces

LEVEL: Final = re.compile(r"(?:ค่าเป้าหมาย)?(?:ระดับ(?:ที่|คะแนน)?|คะแนน|level)?[(=]?([1-5])[).]?(?:=|คะแนน)?([^0-9]{0,40})")
LEVEL_NAMES: Final = {
    "ต้องปรับปรุง": 1, "ต่ำกว่าที่คาดหวัง": 2, "ต่ำกว่าเป้าหมาย": 2, "บรรลุตามที่คาดหวัง": 3, "ตามเป้าหมาย": 3,
    "เกินกว่าที่คาดหวัง": 4, "สูงกว่าเป้าหมาย": 4, "ดีเด่น": 5,
}  # fmt: skip
FIGURE: Final = re.compile(r"[-+0-9.,%]+")
LETTERS: Final = re.compile(r"\(?[กขค]\)?|\(?ค=กx?[x×*]?ข\)?")


@dataclass(frozen=True, slots=True)
class Column:
    """A column: the role it plays, its level where it holds targets, and the places of the grid it takes."""

    role: Role
    level: int
    heading: Cell
    text: str
    first: int
    last: int
    spoilt: bool = False


@dataclass(frozen=True)
class Head:
    """A table's header: the rows it takes and the columns it names."""

    first: int
    after: int
    columns: tuple[Column, ...]

    def roles(self) -> dict[int, tuple[Role, int]]:
        """Grid column → role and level."""
        return {
            at: (column.role, column.level) for column in self.columns for at in range(column.first, column.last + 1)
        }


def heads(grid: Grid) -> list[Head]:
    """All headers of a table from the top: the first, and those that come again on later pages."""
    found: list[Head] = []
    row = 0
    while row < len(grid.rows):
        head = _head_at(grid, row)
        if head is None:
            row += 1
        else:
            found.append(head)
            row = head.after
    return found


def is_part_of_heading(grid: Grid, row: int, head: Head) -> bool:
    """Whether a row only repeats some of the header (a header broken by the end of a page)."""
    roles = head.roles()
    cells = [cell for cell in grid.cells(row) if cell.text.strip()]
    texts = {compact(column.text) for column in head.columns}
    pieces = "".join(sorted(texts))
    if len(cells) < 2:
        return False
    for cell in cells:
        text = compact(cell.text)
        role = recognise(text)
        known = level_of(text) if role is None else None
        if any(sign.isdigit() for sign in text) and not (known and not text.isdigit()):
            return False
        here = roles.get(cell.column)
        if here is None or not (
            role == here[0] or ((known or role == "levels") and here[0] == "level") or text in pieces
        ):
            return False
    return True


def compact(text: str) -> str:
    """A heading without spaces, line ends, capitals and Thai digits, so that it can be compared."""
    return re.sub(r"\s+", "", thai.arabic_digits(thai.normalise(text)).lower())


def recognise(text: str) -> Role | None:
    """The role that a heading's words (made `compact`) name."""
    if not text or len(text) > LONGEST:
        return None
    return next((role for role, pattern in PATTERNS if pattern.search(text)), None)


def recognise_spoilt(text: str) -> Role | None:
    """The role of a heading that is nearly, but not quite, a known one."""
    if 5 <= len(text) <= 40 and not any(sign.isdigit() for sign in text):
        close = difflib.get_close_matches(text, PROPER, 1, ALIKE)
        return PROPER[close[0]] if close else None
    return None


def level_of(text: str) -> int | None:
    """The level that a heading (made `compact`) names by number or by its usual name."""
    match = LEVEL.fullmatch(text)
    if match:
        return int(match[1])
    return LEVEL_NAMES.get(text)


def settle(head: Head, questions: Questions) -> Head:
    """The header with one column per role; where two could be meant, the question which."""
    kept: list[Column] = []
    for role in dict.fromkeys((column.role, column.level) for column in head.columns):
        columns = [column for column in head.columns if (column.role, column.level) == role]
        if len(columns) == 1 or role[0] == "other":
            kept.extend(columns)
            continue
        chosen = _which(columns, questions)
        kept.extend(
            column if column is chosen else Column("other", 0, column.heading, column.text, column.first, column.last)
            for column in columns
        )
    return Head(head.first, head.after, tuple(sorted(kept, key=lambda one: one.first)))


def _which(columns: Sequence[Column], questions: Questions) -> Column | None:
    called = CALLED[columns[0].role]
    level = f" {columns[0].level}" if columns[0].role == "level" else ""
    choices = [
        Choice(one.heading.spot.id, Said(f"ใช้คอลัมน์ “{_brief(one.text)}”", f"use the column “{_brief(one.text)}”"))
        for one in columns
    ]
    why = Said(
        f"มี {len(columns)} คอลัมน์ที่อาจเป็น{called.th}{level}", f"{len(columns)} columns may be the {called.en}{level}"
    )
    seen = " | ".join(_brief(one.text) for one in columns)
    answer = questions.ask(columns[0].heading.spot, seen, why, choices, id_=f"column-{columns[0].role}{level.strip()}")
    return next((one for one in columns if one.heading.spot.id == answer), None)


def _brief(text: str) -> str:
    one_line = " ".join(text.split())
    return one_line if len(one_line) <= 40 else one_line[:40] + "…"


# ── finding a header ─────────────────────────────────────────────────────────────────────────────────────────────────


def _head_at(grid: Grid, row: int) -> Head | None:
    """The header that starts in a row, if one does."""
    if not _opens(grid, row):
        return None
    last = row
    while last + 1 < len(grid.rows) and last - row < 4:
        reaches = any(
            cell.row <= last and cell.row >= row and cell.row + cell.down - 1 > last for cell in grid.cells(last)
        )
        if not (_goes_on(grid, row, last + 1) or (reaches and _reached(grid, row, last + 1))):
            break
        last += 1
    columns = _columns(grid, row, last)
    roles = {column.role for column in columns}
    levels = sum(1 for column in columns if column.role == "level")
    named = len(roles & {"weight", "score", "weighted", "result", "measure_unit"})
    if "indicator" not in roles or not (levels >= 3 or named >= 2 or (levels and named)):
        return None
    return Head(row, last + 1, tuple(columns))


def _opens(grid: Grid, row: int) -> bool:
    """Whether a row may be the first of a header: headings, and nothing else, in two cells or more."""
    cells = [cell for cell in grid.cells(row) if cell.row == row and cell.text.strip()]
    texts = [compact(cell.text) for cell in cells]
    named = [recognise(text) or recognise_spoilt(text) for text in texts]
    if len(cells) == 1:
        return named == ["levels"] and cells[0].column > 0
    if any(FIGURE.fullmatch(text) and level_of(text) is None for text in texts):
        return False
    # the figures 1 to 5 alone are no headings: a row of targets may hold just these
    told = [role or (level_of(text) and not text.isdigit()) for role, text in zip(named, texts, strict=True)]
    fits = sum(1 for one, text in zip(told, texts, strict=True) if one or level_of(text))
    if "indicator" in named:
        # a column of the agency's own may stand among the known ones
        return sum(map(bool, told)) >= 2 and fits * 2 > len(cells)
    return "levels" in named and fits == len(cells)


def _reached(grid: Grid, first: int, row: int) -> bool:
    """Whether all that a row adds below a merged header is short enough to be headings, and no figures."""
    cells = [cell for cell in grid.cells(row) if cell.row == row and cell.text.strip()]
    covered = [cell for cell in grid.cells(row) if first <= cell.row < row]
    if not covered:
        return False
    return all(_is_fragment(compact(cell.text)) or not re.search(r"[0-9๐-๙]", cell.text) for cell in cells)


def _goes_on(grid: Grid, first: int, row: int) -> bool:
    """Whether a row goes on with the header above it."""
    cells = [cell for cell in grid.cells(row) if cell.row == row and cell.text.strip()]
    if not cells or any(cell.across > 2 and cell.across > grid.width // 2 for cell in cells):
        return False
    if not all(_is_fragment(compact(cell.text)) for cell in cells):
        return False
    bare = [cell for cell in cells if compact(cell.text).isdigit()]
    if not bare:
        return True
    # plain 1 2 3 4 5 are headings only where nothing above them has named the levels yet
    above = [compact(cell.text) for at in range(first, row) for cell in grid.cells(at)]
    is_named = any(level_of(text) for text in above)
    figures = [compact(cell.text) for cell in bare]
    is_run = figures in (["1", "2", "3", "4", "5"], ["5", "4", "3", "2", "1"])
    return is_run and not is_named and any(recognise(text) == "levels" for text in above)


def _is_fragment(text: str) -> bool:
    return bool(recognise(text) or level_of(text) or LETTERS.fullmatch(text))


def _columns(grid: Grid, first: int, last: int) -> list[Column]:
    found: list[Column] = []
    under_levels = False
    for at in range(grid.width):
        stack: list[Cell] = []
        for row in range(first, last + 1):
            cell = grid.at(row, at)
            if cell is not None and cell.text.strip() and (not stack or stack[-1] is not cell):
                stack.append(cell)
        top = compact(stack[0].text) if stack else ""
        if stack and recognise(top) == "levels":
            under_levels = True
        elif stack and stack[0].row == first and not level_of(compact(stack[-1].text)):
            under_levels = False
        column = _column(stack, at, under_levels)
        if column is None:
            continue
        before = found[-1] if found else None
        if before and before.last == at - 1 and before.heading is column.heading:
            found[-1] = Column(before.role, before.level, before.heading, before.text, before.first, at, before.spoilt)
        else:
            found.append(column)
    return found


def _column(stack: list[Cell], at: int, under_levels: bool) -> Column | None:
    if not stack:
        return None
    text = "\n".join(cell.text for cell in stack)
    deepest = stack[-1]
    joined = compact(text)
    level = level_of(compact(deepest.text)) or level_of(joined)
    top = recognise(compact(stack[0].text))
    if level and (under_levels or top in (None, "levels", "score")):
        return Column("level", level, deepest, text, at, at)
    role = recognise(joined) or recognise(compact(deepest.text))
    if role is None:
        spoilt = recognise_spoilt(joined) or recognise_spoilt(compact(deepest.text))
        return Column(spoilt or "other", 0, deepest, text, at, at, spoilt is not None)
    # a heading over both key result and indicator stands over indicators
    if role == "key_result" and re.search(r"ตัวชี้วัด|kpi", joined) and len(stack) == 1:
        role = "indicator"
    return Column(role, 0, deepest, text, at, at)
