"""What a cell of the fact workbook says, as the text a clerk would have typed; or why that cannot be told."""

from __future__ import annotations

import math
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from openpyxl.utils.datetime import from_excel

from samrit.base import thai
from samrit.base.figures import plain
from samrit.base.issues import Issue, Place, define
from samrit.documents.workbook.cells import SheetCell
from samrit.engine.facts import brief
from samrit.engine.read_facts import LONG_CELL, MAX_CELL

FORMULA = define(
    "WB020", "error",
    th="ช่อง {cell} เป็นสูตร ({formula}) ไม่ใช่ค่า", en="the cell {cell} holds a formula ({formula}), not a value",
    cure_th="คัดลอกช่องนั้น แล้ววางแบบ “ค่า” ทับที่เดิม", cure_en="copy the cell and paste it over itself as a value",
)  # fmt: skip
DATE = define(
    "WB021", "error",
    th="ช่อง {cell} เป็นวันที่ ({shown}) ไม่ใช่ตัวเลข โปรแกรมตารางอาจแปลงให้เอง",
    en="the cell {cell} holds a date ({shown}), not a figure; the spreadsheet may have made it one",
    cure_th="ตั้งรูปแบบช่องเป็น “ข้อความ” แล้วพิมพ์ค่าอีกครั้ง", cure_en="format the cell as Text and type the value again",
)  # fmt: skip
PERCENT = define(
    "WB022", "warning",
    th="ช่อง {cell} ตั้งรูปแบบเป็นร้อยละ จึงอ่าน {held} เป็น {read}", en="the cell {cell} is formatted as a percentage, so {held} was read as {read}",
    cure_th="ตรวจว่าเป็นค่าที่ตั้งใจ", cure_en="check that this is what was meant",
)  # fmt: skip
MANY_DIGITS = define(
    "WB023", "note",
    th="ช่อง {cell} เก็บค่า {held} ซึ่งมีหลักเกินที่โปรแกรมตารางแสดง จึงอ่านเป็น {read}",
    en="the cell {cell} keeps {held}, more digits than a spreadsheet shows; it was read as {read}",
    cure_th="ถ้าต้องการค่าอื่น ให้พิมพ์ค่านั้นลงไป", cure_en="type the value if another was meant",
)  # fmt: skip

DIGITS: Final = 15
"""How many significant digits a spreadsheet shows at most."""


def value_text(cell: SheetCell | None, place: Place, issues: list[Issue]) -> str:
    """The text of a value cell; a formula, a date and a text beyond all measure are refused."""
    if cell is None:
        return ""
    where = place.field
    if cell.formula:
        issues.append(FORMULA.at(place, cell=where, formula=brief(cell.formula)))
        return ""
    if cell.kind == "date":
        issues.append(DATE.at(place, cell=where, shown=_shown_date(cell.text)))
        return ""
    if cell.kind == "number":
        return _number(cell, place, issues)
    return _limited(cell.text, place, issues)


def note_text(cell: SheetCell | None, place: Place, issues: list[Issue]) -> str:
    """The text of a note: whatever stands there, tidied."""
    if cell is None:
        return ""
    text = _shown_date(cell.text) if cell.kind == "date" else cell.text
    return thai.normalise(_limited(text, place, issues))


def _limited(text: str, place: Place, issues: list[Issue]) -> str:
    if len(text) > MAX_CELL:
        issues.append(LONG_CELL.at(place, limit=MAX_CELL))
        return ""
    return text


def _number(cell: SheetCell, place: Place, issues: list[Issue]) -> str:
    """A number as text: binary floats as a spreadsheet shows them, a percentage with its sign."""
    try:
        held = float(cell.text)
    except ValueError:
        return brief(cell.text)
    if not math.isfinite(held):
        return brief(cell.text)
    # the file may say 72.099999999999994 for what was typed, and is shown, as 72.1
    value = Decimal(int(held)) if held == int(held) else Decimal(f"{held:.{DIGITS}g}")
    text = plain(value)
    if float(value) != held:
        issues.append(MANY_DIGITS.at(place, cell=place.field, held=repr(held), read=text))
    if cell.is_percent:
        text, before = f"{plain(_tidy(value * 100))}%", text
        issues.append(PERCENT.at(place, cell=place.field, held=before, read=text))
    return text


def _tidy(value: Decimal) -> Decimal:
    """Without zeros that only the shift by a hundred made: 0.72 × 100 is 72, not 72.00."""
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()


def _shown_date(text: str) -> str:
    """A date cell's day; the number it is kept as where that is none."""
    try:
        day = from_excel(float(text))
    except (ValueError, OverflowError, TypeError):
        return brief(text)
    if isinstance(day, datetime):
        day = day.date()
    return day.isoformat() if isinstance(day, date) else brief(text)
