"""Make the fact workbook of a round: locked questions, yellow cells for the answers, rules in comments, its identity."""

from __future__ import annotations

import io
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time
from typing import Any, Final

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from samrit.base import thai
from samrit.base.figures import plain
from samrit.base.issues import NOWHERE
from samrit.documents.workbook.layout import (
    COLUMNS,
    DEED_WORDS,
    FACTS_SHEET,
    FORMAT,
    HEAD_ROWS,
    HELP_SHEET,
    IDENTITY_SHEET,
    NOT_APPLICABLE_WORD,
    Head,
    Layout,
    Line,
    layout_of,
)
from samrit.engine.facts import FactFile, unit_of
from samrit.packs.model import Input
from samrit.packs.rules import Round
from samrit.packs.terms import Terms

FONT: Final = "TH SarabunPSK"
WIDTHS: Final = (11, 20, 56, 22, 15, 18, 36)
"""Of the columns that are seen, in signs."""
SIGNS_PER_COLUMN: Final = 1.1
"""Thai signs of 14 pt that fit where a spreadsheet counts one: measured, and a little less because words stay whole."""
LINE: Final = 1.36
TABLE: Final = 3
"""Row of the headings, from 0; the unit and its kind stand above."""
VALUE, NOTE, KEY = (list(COLUMNS).index(one) for one in ("value", "note", "key"))

YELLOW: Final = "#FFF8DC"
GREY: Final = "#EDEDED"
BANDS: Final = ("#1F4E79", "#2F75B5", "#9DC3E6", "#DDEBF7", "#F2F7FC")
"""Fill of the headings by depth, from an indicator of the form down to a question of a survey."""

HELP: Final = (
    (
        "กรอกเฉพาะช่องสีเหลืองในแผ่น “ข้อมูล” ช่องอื่นล็อกไว้เพื่อไม่ให้เลื่อนโดยไม่ตั้งใจ",
        "Fill in the yellow cells of the sheet “ข้อมูล”; the others are locked so that nothing shifts by accident.",
    ),
    (
        "พิมพ์ 72.00 หรือ ๗๒.๐๐ ก็ได้ ร้อยละพิมพ์ 72 หรือ 72% ก็ได้",
        "72.00 and ๗๒.๐๐ both work; a percentage may be 72 or 72%.",
    ),
    (
        "ว่างไว้ = ยังไม่รายงาน ไม่ใช่ศูนย์ ถ้าไม่มีเลยให้พิมพ์ 0 หรือ ไม่มี ตามที่ข้อนั้นรับ",
        "Blank means not reported, never zero; where there was nothing, write 0, or ไม่มี where the line accepts it.",
    ),
    (
        "ข้อที่ทำแล้วหรือยังไม่ทำ เลือกจากรายการในช่อง",
        "For deeds choose ทำแล้ว (done) or ยังไม่ทำ (not done) from the list.",
    ),
    (
        "ชี้ที่มุมแดงของช่องเพื่ออ่านเกณฑ์ของข้อนั้น",
        "Point at the red corner of a cell to read its rule.",
    ),
    (
        "พิมพ์ค่า ไม่ใช่สูตร ถ้าคัดลอกมาจากที่อื่นให้วางแบบ “ค่า”",
        "Type values, not formulas; paste from elsewhere as values.",
    ),
    (
        "อย่าผสานเซลล์ แทรก ลบ หรือเรียงแถว และอย่าลบแผ่น “ตัวตน” ที่ซ่อนอยู่ เพิ่มแผ่นของตนเองได้ จะไม่ถูกอ่าน",
        "Do not merge cells or insert, delete or sort rows, and keep the hidden sheet “ตัวตน”. Sheets of your own are welcome and are not read.",
    ),
    (
        "เสร็จแล้วบันทึกเป็น .xlsx แล้วสั่ง  samrit score ไฟล์นี้.xlsx",
        "When done, save as .xlsx and run  samrit score THIS-FILE.xlsx",
    ),
)


@dataclass(frozen=True)
class Answer:
    """What is already known for one line."""

    text: str
    note: str = ""


@dataclass(frozen=True)
class ForWhom:
    """The unit that fills the workbook in, as far as it is known, and what it has reported already."""

    unit_name: str = ""
    unit_kind: str = ""
    under: tuple[str, ...] = ()
    answers: Mapping[tuple[str, str, str], Answer] = field(default_factory=dict)


def make(terms: Terms, round_id: str, whom: ForWhom | None = None) -> bytes:
    """The workbook as .xlsx; the same terms and answers give the same bytes."""
    whom = whom or ForWhom()
    chosen = next(one for one in terms.pack.framework.rounds if one.id == round_id)
    asker = FactFile("", round_id, whom.unit_name, whom.unit_kind, whom.under, (), NOWHERE)
    layout = layout_of(terms, round_id, unit_of(terms, asker) if whom.unit_kind else None)
    target = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(target, options) as book:
        # the only time in the file, so that nothing of the day it was made on is in it
        book.set_properties({"title": _title(terms, chosen), "created": datetime.combine(chosen.starts, time())})
        book.set_size(24_000, 14_000)
        ink = Ink(book)
        help_sheet = book.add_worksheet(HELP_SHEET)
        facts_sheet = book.add_worksheet(FACTS_SHEET)
        identity_sheet = book.add_worksheet(IDENTITY_SHEET)
        _help(help_sheet, ink, terms, chosen)
        lists = _identity(identity_sheet, ink, terms, chosen, layout)
        _facts(facts_sheet, ink, terms, chosen, layout, whom, lists)
    return target.getvalue()


class Ink:
    """Cell formats by name, each made once."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self._book = book
        self._made: dict[tuple[tuple[str, Any], ...], Format] = {}

    def __call__(self, **properties: Any) -> Format:
        base = {"font_name": FONT, "font_size": 14, "valign": "top", "text_wrap": True}
        key = tuple(sorted((base | properties).items()))
        if key not in self._made:
            self._made[key] = self._book.add_format(dict(key))
        return self._made[key]


def _title(terms: Terms, chosen: Round) -> str:
    return f"ข้อมูลผลการดำเนินงาน · {terms.pack.framework.short_name.th} · {chosen.name.th}"


# ── sheets ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def _help(sheet: Worksheet, ink: Ink, terms: Terms, chosen: Round) -> None:
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 5)
    sheet.set_column(1, 1, 110)
    sheet.write_string(0, 1, _title(terms, chosen), ink(bold=True, font_size=20, text_wrap=False))
    sheet.write_string(1, 1, terms.pack.framework.name.th, ink(font_size=16))
    sheet.set_row(0, 30)
    sheet.set_row(1, 24)
    for index, (th, en) in enumerate(HELP):
        row = 3 + 2 * index
        sheet.set_row(row, _height(th, 110, 16))
        sheet.set_row(row + 1, _height(en, 110) + 6)
        sheet.write_string(row, 0, f"{index + 1}.", ink(font_size=16, align="right"))
        sheet.write_string(row, 1, th, ink(font_size=16))
        sheet.write_string(row + 1, 1, en, ink(font_color="#595959"))
    _page(sheet, terms, chosen)
    sheet.protect("", {"format_columns": True, "format_rows": True})


def _identity(sheet: Worksheet, ink: Ink, terms: Terms, chosen: Round, layout: Layout) -> dict[str, str]:
    """What the workbook was made for, and the lists that its drop-downs offer: list → its range."""
    framework = terms.pack.framework
    says = {
        "format": FORMAT,
        "pack": framework.id,
        "version": framework.version,
        "pack_digest": terms.pack_digest,
        "terms_digest": terms.digest,
        "round": chosen.id,
        "layout": layout.digest,
        "lines": str(len(layout.lines)),
    }
    plain_ink = ink(text_wrap=False)
    for row, (key, value) in enumerate(says.items()):
        sheet.write_string(row, 0, key, plain_ink)
        sheet.write_string(row, 1, value, plain_ink)
    kinds = [(str(one.id), one.name.th) for one in framework.unit_kinds]
    bodies = [*kinds, *((str(one.id), one.name.th) for one in framework.posts)]
    ranges = {}
    for column, (name, listed) in enumerate((("unit_kind", kinds), ("under", bodies))):
        ids, names = 3 + 3 * column, 4 + 3 * column
        sheet.write_string(0, ids, name, plain_ink)
        for row, (one, said) in enumerate(listed, 1):
            sheet.write_string(row, ids, one, plain_ink)
            sheet.write_string(row, names, said, plain_ink)
        letter = chr(ord("A") + names)
        if listed:
            ranges[name] = f"='{IDENTITY_SHEET}'!${letter}$2:${letter}${1 + len(listed)}"
    sheet.protect("")
    sheet.hide()
    return ranges


def _facts(
    sheet: Worksheet, ink: Ink, terms: Terms, chosen: Round, layout: Layout, whom: ForWhom, lists: Mapping[str, str]
) -> None:
    for index, width in enumerate(WIDTHS):
        sheet.set_column(index, index, width)
    sheet.set_column(KEY, KEY, 12, None, {"hidden": True})
    _top(sheet, ink, terms, chosen, whom, lists)
    head = ink(bold=True, align="center", valign="vcenter", bg_color=BANDS[0], font_color="#FFFFFF", border=1)
    sheet.set_row(TABLE, 44)
    for index, (th, en) in enumerate(COLUMNS.values()):
        sheet.write_string(TABLE, index, f"{th}\n{en}" if en else th, head)
    for row, entry in enumerate(layout.entries, TABLE + 1):
        if isinstance(entry, Head):
            _band(sheet, ink, row, entry)
        else:
            _line(sheet, ink, row, entry, whom.answers.get(entry.identity, Answer("")))
    last = TABLE + len(layout.entries)
    # values are kept as text (below); without this each would carry a green corner
    sheet.ignore_errors({"number_stored_as_text": f"A1:H{last + 1}"})
    sheet.freeze_panes(TABLE + 1, 2)
    _page(sheet, terms, chosen)
    sheet.repeat_rows(TABLE)
    sheet.print_area(0, 0, last, NOTE)
    sheet.set_tab_color("#FFD966")
    # rows and columns may be made wider, nothing may be moved; no password, so that an agency can still mend it
    sheet.protect("", {"format_columns": True, "format_rows": True})


def _page(sheet: Worksheet, terms: Terms, chosen: Round) -> None:
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
    sheet.fit_to_pages(1, 0)
    framework = terms.pack.framework
    font = f'&"{FONT},Regular"&12'
    sheet.set_footer(f"&L{font}{framework.id} {framework.version} · {chosen.id}&R{font}หน้า &P/&N")


def _top(sheet: Worksheet, ink: Ink, terms: Terms, chosen: Round, whom: ForWhom, lists: Mapping[str, str]) -> None:
    framework = terms.pack.framework
    names: dict[str, str] = {one.id: one.name.th for one in framework.posts}
    names |= {one.id: one.name.th for one in framework.unit_kinds}
    label = ink(bold=True, text_wrap=False)
    answer = ink(bg_color=YELLOW, border=1, locked=False, num_format="@")
    for row, height in enumerate((28, 22, 22)):
        sheet.set_row(row, height)
    sheet.write_string(0, 0, _title(terms, chosen), ink(bold=True, font_size=18, text_wrap=False))
    sheet.write_string(1, 0, HEAD_ROWS["unit"], label)
    sheet.write_string(1, 2, whom.unit_name, answer)
    sheet.write_string(2, 0, HEAD_ROWS["pack"], label)
    sheet.write_string(2, 2, f"{framework.id} {framework.version}", ink(text_wrap=False))
    sheet.write_string(1, VALUE, HEAD_ROWS["unit_kind"], ink(bold=True, align="right", indent=1, text_wrap=False))
    sheet.write_string(1, NOTE, names.get(whom.unit_kind, whom.unit_kind), answer)
    sheet.write_string(2, VALUE, HEAD_ROWS["under"], ink(bold=True, align="right", indent=1, text_wrap=False))
    sheet.write_string(2, NOTE, "; ".join(names.get(one, one) for one in whom.under), answer)
    if "unit_kind" in lists:
        _choose(sheet, 1, NOTE, lists["unit_kind"], "stop", "เลือกประเภทหน่วยจากรายการ")
    if "under" in lists:
        # several bodies may be named, which a list cannot offer
        _choose(sheet, 2, NOTE, lists["under"], "information", "หลายหน่วยให้คั่นด้วย ;")


def _band(sheet: Worksheet, ink: Ink, row: int, head: Head) -> None:
    is_dark = head.depth < 2
    size = (16, 15, 14, 14, 14)[head.depth]
    band = ink(
        bold=head.depth < 4, font_size=size, bg_color=BANDS[head.depth], border=1, valign="vcenter",
        font_color="#FFFFFF" if is_dark else "#000000", indent=max(0, head.depth - 2),
    )  # fmt: skip
    sheet.set_row(row, 6 + _height(head.text, sum(WIDTHS), size))
    sheet.merge_range(row, 0, row, NOTE, "", band)
    sheet.write_string(row, 0, head.text, band)


def _height(text: str, columns: int, size: int = 14) -> float:
    """Points that a text takes when it is wrapped in a column: LibreOffice works out no heights of its own."""
    room = columns * 14 / size * SIGNS_PER_COLUMN
    return size * LINE * sum(math.ceil(thai.width(part) / room) or 1 for part in text.split("\n"))


def _line(sheet: Worksheet, ink: Ink, row: int, line: Line, answer: Answer) -> None:
    texts = (*line.asks, answer.text, answer.note)
    sheet.set_row(row, 3 + max(_height(text, width) for text, width in zip(texts, WIDTHS, strict=True)))
    for column, (name, text) in enumerate(zip(COLUMNS, line.asks, strict=False)):
        colour = "#808080" if name in line.repeats or not line.is_for_unit else "#000000"
        align = "center" if name in ("when", "counted_in") else "left"
        sheet.write_string(row, column, text, ink(border=1, font_color=colour, align=align))
    colour = YELLOW if line.is_for_unit else GREY
    is_deed = line.slot.spec.holds == "deed"
    # Kept as text: a spreadsheet makes a date of 3/5, cuts the zeros of 72.00 and the digits of a long figure.
    placed: dict[str, Any] = {"align": "center"} if is_deed else {"align": "right", "indent": 1}
    value = ink(border=1, bg_color=colour, locked=False, num_format="@", bold=True, **placed)
    note = ink(border=1, bg_color=colour, locked=False, num_format="@")
    sheet.write_string(row, VALUE, answer.text, value) if answer.text else sheet.write_blank(row, VALUE, None, value)
    sheet.write_string(row, NOTE, answer.note, note) if answer.note else sheet.write_blank(row, NOTE, None, note)
    sheet.write_string(row, KEY, line.key, ink(text_wrap=False, font_color="#808080"))
    _validate(sheet, row, line, is_deed)
    _comment(sheet, row, line)


def _validate(sheet: Worksheet, row: int, line: Line, is_deed: bool) -> None:
    if is_deed:
        offered = [*DEED_WORDS, *([NOT_APPLICABLE_WORD] if line.takes_not_applicable else [])]
        _choose(sheet, row, VALUE, offered, "stop", f"เลือก {' หรือ '.join(offered)}")
        return
    check = _check(line.slot.spec, f"{chr(ord('A') + VALUE)}{row + 1}")
    if check:
        # A warning and no bar: “ไม่มี”, N/A and figures that the formula cannot read are for the reader to judge.
        sheet.data_validation(
            row, VALUE, row, VALUE,
            {
                "validate": "custom", "value": check, "error_type": "warning", "ignore_blank": True,
                "error_title": "ตรวจตัวเลขอีกครั้ง", "error_message": line.rule.partition("\n")[0][:250],
            },
        )  # fmt: skip


def _check(spec: Input, cell: str) -> str:
    """A formula that is false for figures outside the limits, and true for whatever it cannot read as a figure."""
    demands = []
    if spec.least is not None:
        demands.append(f"VALUE({cell})>={plain(spec.least)}")
    if spec.most is not None:
        demands.append(f"VALUE({cell})<={plain(spec.most)}")
    if spec.whole:
        demands.append(f"VALUE({cell})=INT(VALUE({cell}))")
    return f"=IFERROR(AND({','.join(demands)}),TRUE)" if demands else ""


def _choose(sheet: Worksheet, row: int, column: int, offered: Sequence[str] | str, kind: str, message: str) -> None:
    sheet.data_validation(
        row, column, row, column,
        {
            "validate": "list", "source": offered, "error_type": kind, "ignore_blank": True,
            "error_title": "เลือกจากรายการ", "error_message": message,
        },
    )  # fmt: skip


def _comment(sheet: Worksheet, row: int, line: Line) -> None:
    text = line.rule if line.is_for_unit else f"ไม่ใช่ข้อของหน่วยประเภทนี้ เว้นว่างไว้\n{line.rule}"
    height = 30 + _height(text, 44) * 4 / 3
    sheet.write_comment(
        row, VALUE, text,
        {"font_name": FONT, "font_size": 14, "width": 330, "height": height, "author": "", "color": "#FFFFF0"},
    )  # fmt: skip
