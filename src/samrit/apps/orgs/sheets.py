"""The rows of a CSV or XLSX file with units or people, under the columns they stand in; nothing is judged yet."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, field
from typing import Final

from samrit.base.issues import Issue, Place, Refused, define
from samrit.documents.office_files import kind_of, open_zip, refusal
from samrit.documents.workbook.cells import next_letter, workbook_of

NO_COLUMNS = define(
    "OG005", "error",
    th="ไม่พบคอลัมน์ของหน่วยหรือของคนในแถวแรก", en="the first row names neither the columns of units nor those of people",
    cure_th="แถวแรกต้องมี code, parent, kind, name_th (หน่วย) หรือ username, name, unit (คน)",
    cure_en="the first row needs code, parent, kind, name_th (units) or username, name, unit (people)",
)  # fmt: skip
NOT_THAI_TEXT = define(
    "OG006", "error",
    th="อ่านตัวอักษรในไฟล์นี้ไม่ได้", en="the letters of this file cannot be read",
    cure_th="บันทึกเป็น CSV UTF-8 หรือ XLSX", cure_en="save it as CSV UTF-8 or as XLSX",
)  # fmt: skip
TOO_MANY = define(
    "OG007", "error",
    th="ไฟล์มีเกิน {limit} แถว", en="the file has more than {limit} rows",
    cure_th="แบ่งเป็นหลายไฟล์", cure_en="part it into several files",
)  # fmt: skip
COMPUTED = define(
    "OG008", "error",
    th="ช่อง “{field}” เป็นสูตรหรือค่าผิดพลาด", en="“{field}” is a formula or an error value",
    cure_th="คัดลอกแล้ววางเป็นค่า", cure_en="copy it and paste it as a value",
)  # fmt: skip
TWICE_NAMED = define(
    "OG009", "error",
    th="คอลัมน์ “{field}” มีสองครั้ง", en="the column “{field}” stands there twice",
    cure_th="ลบคอลัมน์ที่ไม่ใช้", cure_en="remove the one that is not used",
)  # fmt: skip

MOST_ROWS: Final = 50_000

COLUMNS: Final[dict[str, tuple[str, ...]]] = {
    "code": ("code", "unit id", "unit_id", "id", "รหัส", "รหัสหน่วย"),
    "parent": ("parent", "superior", "หน่วยเหนือ", "รหัสหน่วยเหนือ"),
    "kind": ("kind", "ประเภท", "ประเภทหน่วย"),
    "name_th": ("name_th", "ชื่อหน่วย", "ชื่อไทย"),
    "name_en": ("name_en", "ชื่ออังกฤษ"),
    "short_th": ("short", "short_th", "ชื่อย่อ"),
    "username": ("username", "ชื่อผู้ใช้"),
    "name": ("name", "ชื่อ-สกุล", "ชื่อ"),
    "unit": ("unit", "หน่วย", "สังกัด"),
    "post": ("post", "ตำแหน่ง"),
    "role": ("role", "บทบาท"),
}
UNITS: Final = ("code", "parent", "kind", "name_th", "name_en", "short_th")
PEOPLE: Final = ("username", "name", "unit", "post", "role")
_NEEDED: Final = {UNITS: {"code", "parent", "kind", "name_th"}, PEOPLE: {"username", "name", "unit"}}
_CALLED: Final = {called: column for column, names in COLUMNS.items() for called in names}


@dataclass(frozen=True)
class Row:
    """One row as it stands in the file: its place, and the texts by column ("" where the file has none)."""

    place: Place
    texts: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.texts.get(column, "")


@dataclass
class Rows:
    """The rows of a file: of units, and of people."""

    units: list[Row] = field(default_factory=list)
    people: list[Row] = field(default_factory=list)
    problems: list[Issue] = field(default_factory=list)


def read(data: bytes, name: str) -> Rows:
    """The rows of a CSV or XLSX file; refuses a file that is neither, or that names no known columns."""
    rows = Rows()
    kind = kind_of(data, name)
    if kind == "xlsx":
        _workbook(data, name, rows)
    elif kind in ("text", "unknown"):
        _take(_csv(data, name), name, rows)
    else:
        raise refusal(kind, name, ("xlsx",))
    if not rows.units and not rows.people and not rows.problems:
        raise Refused([NO_COLUMNS.at(Place(name, 1))])
    return rows


def _workbook(data: bytes, name: str, rows: Rows) -> None:
    book = workbook_of(open_zip(data, name, ("xlsx",)))
    for sheet in book.sheets:
        lines: list[tuple[int, list[str]]] = []
        for row in book.rows(sheet):
            texts: list[str] = []
            letter = ""
            for column in row.cells:
                while letter != column and len(texts) < 64:
                    letter = next_letter(letter)
                    texts.append("")
                if letter == column:
                    cell = row.cells[column]
                    # a formula stays visible as such, and is refused where its column is used
                    texts[-1] = cell.formula or ("#" if cell.kind == "error" else cell.text)
            lines.append((row.number, texts))
            if len(lines) > MOST_ROWS + 1:
                raise Refused([TOO_MANY.at(Place(name), limit=MOST_ROWS)])
        _take(lines, name, rows, sheet.name)


def _csv(data: bytes, name: str) -> list[tuple[int, list[str]]]:
    for encoding in ("utf-8-sig", "cp874"):
        try:
            text = data.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise Refused([NOT_THAI_TEXT.at(Place(name))])
    if "\0" in text:
        raise Refused([NOT_THAI_TEXT.at(Place(name))])
    head = text.split("\n", 1)[0]
    separator = max(",;\t", key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    lines: list[tuple[int, list[str]]] = []
    try:
        for texts in reader:
            lines.append((reader.line_num, texts))
            if len(lines) > MOST_ROWS + 1:
                raise Refused([TOO_MANY.at(Place(name), limit=MOST_ROWS)])
    except csv.Error:
        raise Refused([NOT_THAI_TEXT.at(Place(name, reader.line_num))]) from None
    return lines


def _take(lines: list[tuple[int, list[str]]], name: str, rows: Rows, sheet: str = "") -> None:
    """Sort a sheet's rows under their columns; a sheet that names none of ours (notes, a legend) is passed over."""
    if not lines:
        return
    number, head = lines[0]
    columns = [_CALLED.get(text.strip().casefold(), "") for text in head]
    wanted = next((one for one in (PEOPLE, UNITS) if _NEEDED[one] <= set(columns)), None)
    if wanted is None:
        return
    into = rows.people if wanted is PEOPLE else rows.units
    twice = {column for column in columns if column in wanted and columns.count(column) > 1}
    rows.problems += [TWICE_NAMED.at(_place(name, number, sheet), field=column) for column in sorted(twice)]
    for number, texts in lines[1:]:
        found = {column: text for column, text in zip(columns, texts, strict=False) if column in wanted}
        if any(text.strip() for text in found.values()):
            place = _place(name, number, sheet)
            into.append(Row(place, found))
            rows.problems += [
                COMPUTED.at(place, field=column) for column, text in found.items() if sheet and text[:1] in ("=", "#")
            ]


def _place(name: str, number: int, sheet: str) -> Place:
    return Place(f"{name} {sheet}" if sheet else name, number)
