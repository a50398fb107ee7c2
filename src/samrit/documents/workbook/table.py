"""The data sheet of a fact workbook, read from the top: what stands above the table, its headings, its lines."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from samrit.base import thai
from samrit.base.issues import Issue, Place, Refused, define
from samrit.documents.workbook.cells import SheetCell, SheetRow, Workbook, WorkSheet
from samrit.documents.workbook.layout import ASKED, COLUMNS, HEAD_ROWS, key_of
from samrit.documents.workbook.values import note_text, value_text
from samrit.engine.facts import MANY, MORE_PROBLEMS, Reported, brief
from samrit.engine.inputs import WHOLE
from samrit.engine.read_facts import TOO_MANY_ROWS

COLUMN_GONE = define(
    "WB033", "error",
    th="ไม่พบคอลัมน์ “{column}” ในแถวหัวตาราง ({cell})", en="the row of headings ({cell}) lacks the column “{column}”",
    cure_th="ใส่หัวคอลัมน์กลับที่เดิม หรือทำแบบใหม่แล้วย้ายค่ามา", cure_en="put the heading back, or make a new workbook and copy the values over",
)  # fmt: skip
WORDS_CHANGED = define(
    "WB036", "error",
    th="ข้อความที่ล็อกไว้ในแถว {row} ถูกแก้ (รหัส {code}) จึงไม่รู้ว่าค่า “{value}” ตอบคำถามใด",
    en="the locked words of row {row} were changed (code {code}), so what “{value}” answers is not known",
    cure_th="ใส่ข้อความกลับตามเดิม หรือทำแบบใหม่แล้วย้ายค่ามา", cure_en="put the words back, or make a new workbook and copy the values over",
)  # fmt: skip
BAD_KEY = define(
    "WB037", "error",
    th="รหัสที่ซ่อนไว้ของแถวอ่านไม่ออก (“{text}”)", en="the row's hidden key cannot be read (“{text}”)",
    cure_th="ใส่รหัสกลับตามเดิม หรือทำแบบใหม่แล้วย้ายค่ามา", cure_en="put it back, or make a new workbook and copy the values over",
)  # fmt: skip
LOOSE_VALUE = define(
    "WB038", "error",
    th="ช่อง {cell} มี “{text}” แต่แถวนี้ไม่ใช่ข้อที่ถาม", en="the cell {cell} holds “{text}”, but this row asks nothing",
    cure_th="ย้ายไปแถวของข้อนั้น หรือลบออก", cure_en="move it to the row it belongs to, or delete it",
)  # fmt: skip
MERGED = define(
    "WB039", "error",
    th="เซลล์ {cells} ถูกผสาน ไม่รู้ว่าค่าเป็นของแถวใด", en="the cells {cells} are merged, so which row the value is for is not known",
    cure_th="ยกเลิกการผสานเซลล์ แล้วพิมพ์ค่าในแต่ละแถว", cure_en="unmerge them and type the value in each row",
)  # fmt: skip
HIDDEN = define(
    "WB040", "warning",
    th="แถว {row} ถูกซ่อนแต่มีค่า “{value}” ค่านี้ถูกอ่าน", en="row {row} is hidden but holds “{value}”, which was read",
    cure_th="เลิกซ่อนแถว แล้วตรวจค่า", cure_en="show the row and check it",
)  # fmt: skip

EMPTY_RUN: Final = 1_000
"""Empty rows after which nothing more is looked for: programs leave a million of them behind a table."""
MAX_ROWS: Final = 20_000
KEY_COLUMN: Final = COLUMNS["key"][0]


@dataclass
class Table:
    """The data sheet while it is read, from the top."""

    book: Workbook
    sheet: WorkSheet
    name: str
    issues: list[Issue]
    head: dict[str, tuple[str, Place]] = field(init=False)
    columns: dict[str, str] = field(default_factory=dict, init=False)
    rows: list[Reported] = field(default_factory=list, init=False)
    keys: list[str] = field(default_factory=list, init=False)
    key_rows: dict[int, str] = field(default_factory=dict, init=False)
    beside: list[str] = field(default_factory=list, init=False)
    is_whole: bool = field(default=False, init=False)
    """Whether it was read to its end."""

    def read(self) -> None:
        """Head, headings, lines; stops at a long run of empty rows."""
        self.head = {key: ("", Place(self.name)) for key in HEAD_ROWS}
        seen = 0
        last = 0
        for row in self.book.rows(self.sheet):
            if not row.cells:
                if row.number - last > EMPTY_RUN:
                    break
                continue
            last = row.number
            seen += 1
            if seen > MAX_ROWS:
                self.issues.append(TOO_MANY_ROWS.at(Place(self.name, row.number), limit=MAX_ROWS))
                return
            if len(self.issues) >= MANY:
                self.issues.append(MORE_PROBLEMS.at(Place(self.name, row.number), limit=MANY))
                return
            if self.columns:
                self._line(row)
            elif any(cell.text.strip() == KEY_COLUMN for cell in row.cells.values()):
                self._headings(row)
            else:
                self._head_row(row)
        if not self.columns:
            return
        self.rows = _without_blanks(self.rows)
        self._merged()
        self.is_whole = True

    def place(self, column: str, row: int) -> Place:
        return Place(self.name, row, f"{self.sheet.name}!{column}{row}")

    def _head_row(self, row: SheetRow) -> None:
        labels = {label: key for key, label in HEAD_ROWS.items()}
        waiting, since = "", 0
        for column, cell in sorted(row.cells.items(), key=lambda item: _number_of(item[0])):
            label = labels.get(thai.normalise(cell.text).rstrip(" :"))
            if label is not None:
                waiting, since = label, _number_of(column)
            elif waiting and _number_of(column) - since <= 2:
                place = self.place(column, row.number)
                self.head[waiting] = (value_text(cell, place, self.issues), place)
                waiting = ""

    def _headings(self, row: SheetRow) -> None:
        written = {thai.normalise(cell.text.partition("\n")[0]): column for column, cell in row.cells.items()}
        for name, (heading, _) in COLUMNS.items():
            if heading in written:
                self.columns[name] = written[heading]
            else:
                place = self.place("A", row.number)
                self.issues.append(COLUMN_GONE.at(place, column=heading, cell=place.field))
        if len(self.columns) < len(COLUMNS):
            raise Refused(self.issues)

    def _line(self, row: SheetRow) -> None:
        value, note = (row.cells.get(self.columns[one]) for one in ("value", "note"))
        place = self.place(self.columns["value"], row.number)
        key = row.cells.get(self.columns["key"])
        self.beside += [
            f"{column}{row.number}"
            for column in row.cells
            if column not in self.columns.values() and len(self.beside) < 3
        ]
        if key is None:
            self._loose(row, (value, note))
            return
        parts = thai.normalise(key.text).split("|")
        if len(parts) != 4 or not _DIGEST.fullmatch(parts[3]):
            self.issues.append(BAD_KEY.at(self.place(self.columns["key"], row.number), text=brief(key.text)))
            return
        text = value_text(value, place, self.issues)
        identity = (parts[0], parts[1], parts[2])
        self.keys.append("|".join(parts))
        self.key_rows[row.number] = text
        asks = tuple(cell.text if (cell := row.cells.get(self.columns[one])) else "" for one in ASKED)
        if text and key_of(identity, asks) != self.keys[-1]:
            words = {"row": row.number, "code": parts[0], "value": brief(text)}
            self.issues.append(WORDS_CHANGED.at(place, (parts[0],), **words))
            return
        if text and row.hidden:
            self.issues.append(HIDDEN.at(place, (parts[0],), row=row.number, value=brief(text)))
        said = note_text(note, self.place(self.columns["note"], row.number), self.issues)
        if text or said:
            fields = {
                part: f"{self.sheet.name}!{self.columns[column]}{row.number}"
                for part, column in (("indicator", "code"), ("input", "input"), ("window", "when"))
            }
            self.rows.append(Reported(*identity, text, place, said, fields))

    def _loose(self, row: SheetRow, cells: tuple[SheetCell | None, SheetCell | None]) -> None:
        for name, cell in zip(("value", "note"), cells, strict=True):
            if cell is not None and (cell.text.strip() or cell.formula):
                place = self.place(self.columns[name], row.number)
                words = {"cell": place.field, "text": brief(cell.text or cell.formula)}
                self.issues.append(LOOSE_VALUE.at(place, **words))

    def _merged(self) -> None:
        value = _number_of(self.columns["value"])
        for cells in self.book.merged(self.sheet):
            corners = _RANGE.fullmatch(cells)
            if corners is None or not _number_of(corners[1]) <= value <= _number_of(corners[3]):
                continue
            rows = range(int(corners[2]), int(corners[4]) + 1)
            touched = [row for row in self.key_rows if row in rows]
            if touched:
                self.issues.append(MERGED.at(self.place(self.columns["value"], touched[0]), cells=cells))


_DIGEST: Final = re.compile(r"[0-9a-f]{8}")
_RANGE: Final = re.compile(r"([A-Z]{1,3})([0-9]{1,7}):([A-Z]{1,3})([0-9]{1,7})")


def _number_of(column: str) -> int:
    number = 0
    for letter in column:
        number = 26 * number + ord(letter) - 64
    return number


def _without_blanks(rows: list[Reported]) -> list[Reported]:
    """The rows without those that hold a note alone, where they would clash: a blank month beside a whole, and so on."""
    filled = {(row.indicator, row.input, row.window == WHOLE) for row in rows if row.text}
    noted = {(row.indicator, row.input) for row in rows if row.window != WHOLE}
    return [
        row
        for row in rows
        if row.text
        or (
            (row.indicator, row.input, row.window != WHOLE) not in filled
            and (row.window != WHOLE or (row.indicator, row.input) not in noted)
        )
    ]
