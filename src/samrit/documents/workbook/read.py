"""Read a filled fact workbook back: by the key of each line, wherever it now stands, and only as what it was made for.

What can be told for certain is read and said (a moved column, a sorted sheet); what could be another question's answer
is refused with its cell.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from samrit.base import thai
from samrit.base.issues import Issue, Place, Refused, define, errors
from samrit.documents import office_files
from samrit.documents.workbook.cells import SheetRow, Workbook, WorkSheet, workbook_of
from samrit.documents.workbook.identity import FilledWorkbook, Identity, Lists, identity_of
from samrit.documents.workbook.layout import COLUMNS, FACTS_SHEET, HELP_SHEET, IDENTITY_SHEET, layout_digest
from samrit.documents.workbook.table import KEY_COLUMN, Table
from samrit.engine.facts import brief
from samrit.engine.read_facts import DIFFERS, NO_FACTS

SHEET_GONE = define(
    "WB030", "error",
    th="ไม่พบแผ่น “{sheet}” ที่มีตารางข้อมูล แผ่นที่มี: {others}", en="the sheet “{sheet}” with the table is not there; the sheets are: {others}",
    cure_th="ใช้ไฟล์ที่ samrit template ทำ หรือทำใหม่แล้วย้ายค่ามา",
    cure_en="use the file that `samrit template` made, or make a new one and copy the values over",
)  # fmt: skip
SEVERAL_TABLES = define(
    "WB031", "error",
    th="มีตารางข้อมูลหลายแผ่น: {sheets} ไม่รู้ว่าจะอ่านแผ่นใด", en="several sheets hold the table: {sheets}; which one is meant?",
    cure_th="เหลือไว้แผ่นเดียว ตั้งชื่อว่า “{sheet}”", cure_en="keep one of them and call it “{sheet}”",
)  # fmt: skip
RENAMED = define(
    "WB032", "warning",
    th="แผ่น “{sheet}” ถูกเปลี่ยนชื่อเป็น “{now}” อ่านจากแผ่นนั้น", en="the sheet “{sheet}” is now called “{now}”; it was read there",
    cure_th="ตั้งชื่อกลับเป็น “{sheet}”", cure_en="give it back its name “{sheet}”",
)  # fmt: skip
SHIFTED = define(
    "WB034", "warning",
    th="ตารางถูกย้าย ({what_th}) อ่านตามรหัสที่ซ่อนไว้ของแต่ละแถว", en="the table was rearranged ({what_en}); each row was read by its hidden key",
    cure_th="ตรวจว่าค่าในผลคะแนนตรงกับที่กรอก", cure_en="check in the scorecard that the figures are where they belong",
)  # fmt: skip
ROWS_GONE = define(
    "WB035", "warning",
    th="แถวหายไป {gone} จาก {lines} แถว ถือว่ายังไม่รายงาน", en="{gone} of {lines} lines are gone; they are taken as not reported",
    cure_th="ถ้าไม่ได้ตั้งใจ ทำแบบใหม่ที่ยกค่าเดิมมา: samrit template --facts ไฟล์นี้",
    cure_en="if that was not meant, make a new workbook with these figures: samrit template --facts THIS",
)  # fmt: skip
NOT_READ = define(
    "WB041", "note",
    th="ไม่ได้อ่าน{what_th}", en="{what_en} not read",
    cure_th="ถ้ามีค่าที่ต้องใช้ ให้ย้ายมาใส่ช่องสีเหลืองในแผ่น “{sheet}”",
    cure_en="if they hold figures that matter, put those into the yellow cells of the sheet “{sheet}”",
)  # fmt: skip

HEADINGS_BY: Final = 60
"""The row of headings stands above this one."""


def read(
    source: Path | bytes, name: str = "", *, pack: str = "", round_id: str = "", unit: str = ""
) -> tuple[FilledWorkbook, list[Issue]]:
    """The figures of a filled workbook, with warnings; raises `Refused` with every problem.

    `pack` and `round_id` are what was asked for and must agree; `unit` stands in where the workbook names none.
    """
    name = name or (str(source) if isinstance(source, Path) else "workbook.xlsx")
    package = office_files.open_zip(source, name, accept=("xlsx",))
    return read_book(workbook_of(package), name, pack=pack, round_id=round_id, unit=unit)


def read_book(
    book: Workbook, name: str, *, pack: str = "", round_id: str = "", unit: str = ""
) -> tuple[FilledWorkbook, list[Issue]]:
    """As `read`, from a workbook that is open."""
    issues: list[Issue] = []
    identity, lists = identity_of(book, name)
    _agrees(("ชุดเกณฑ์", "pack"), identity.pack, pack, Place(name), issues)
    _agrees(("รอบ", "round"), identity.round, thai.arabic_digits(round_id), Place(name), issues)
    if issues:
        raise Refused(issues)
    table = Table(book, _facts_sheet(book, name, issues), name, issues)
    table.read()
    if not table.columns:
        raise Refused([SHEET_GONE.at(Place(name), sheet=FACTS_SHEET, others=_listed(book.sheets))])
    said = table.head
    unit = _agrees(("หน่วย", "unit"), thai.normalise(said["unit"][0]), thai.normalise(unit), said["unit"][1], issues)
    if table.is_whole:
        _arranged(table, identity, name, issues)
    _not_read(book, table, name, issues)
    if not table.rows and not errors(issues):
        issues.append(NO_FACTS.at(Place(name)))
    if errors(issues):
        raise Refused(issues)
    file = FilledWorkbook(
        pack=identity.pack,
        round=identity.round,
        unit_name=unit,
        unit_kind=_known(said["unit_kind"][0], lists["unit_kind"]),
        under=tuple(_several(said["under"][0], lists["under"])),
        rows=tuple(table.rows),
        place=Place(name),
        places={key: place for key, (_, place) in said.items()},
        identity=identity,
        keys=tuple(table.keys),
    )
    return file, issues


def _agrees(what: tuple[str, str], written: str, given: str, place: Place, issues: list[Issue]) -> str:
    if written and given and written != given:
        words = {"written": brief(written), "given": brief(given)}
        issues.append(DIFFERS.at(place, what_th=what[0], what_en=what[1], **words))
    return written or given


def _known(said: str, listed: Lists) -> str:
    """The id of what was chosen by its name; an id or an unknown word as it stands."""
    tidy = thai.normalise(said)
    return next((one for one, called in listed if thai.normalise(called) == tidy), tidy)


def _several(said: str, listed: Lists) -> Iterator[str]:
    """The ids of bodies with ; between them, or commas."""
    for part in re.split(r"[;\n]", said):
        known = _known(part, listed)
        ids = {one for one, _ in listed}
        yield from (piece for piece in ([known] if known in ids else map(str.strip, known.split(","))) if piece)


# ── which sheet, which columns ───────────────────────────────────────────────────────────────────────────────────────


def _facts_sheet(book: Workbook, name: str, issues: list[Issue]) -> WorkSheet:
    """The sheet with the table, under its own name or, if that is gone, the only one that has such a table."""
    named = book.sheet(FACTS_SHEET)
    if named is not None:
        return named
    found = [sheet for sheet in book.sheets if _heading_row(book, sheet) is not None]
    if len(found) == 1:
        issues.append(RENAMED.at(Place(name), sheet=FACTS_SHEET, now=brief(found[0].name)))
        return found[0]
    if found:
        raise Refused([SEVERAL_TABLES.at(Place(name), sheets=_listed(found), sheet=FACTS_SHEET)])
    raise Refused([SHEET_GONE.at(Place(name), sheet=FACTS_SHEET, others=_listed(book.sheets))])


def _heading_row(book: Workbook, sheet: WorkSheet) -> SheetRow | None:
    for row in book.rows(sheet):
        if row.number > HEADINGS_BY:
            return None
        if any(cell.text.strip() == KEY_COLUMN for cell in row.cells.values()):
            return row
    return None


def _listed(sheets: list[WorkSheet] | tuple[WorkSheet, ...]) -> str:
    return ", ".join(f"“{brief(sheet.name)}”" for sheet in sheets[:12])


def _arranged(table: Table, identity: Identity, name: str, issues: list[Issue]) -> None:
    """Say what was moved, and how many lines are gone."""
    keys = list(dict.fromkeys(table.keys))
    gone = identity.lines - len(keys)
    if gone > 0:
        issues.append(ROWS_GONE.at(Place(name), gone=gone, lines=identity.lines))
    what = []
    if gone <= 0 and layout_digest(iter(keys)) != identity.layout:
        what.append(("แถวเรียงลำดับใหม่", "rows in another order"))
    letters = [table.columns[one] for one in COLUMNS]
    if letters != [chr(ord("A") + index) for index in range(len(COLUMNS))]:
        what.append(("คอลัมน์ย้ายที่", "columns moved"))
    if what:
        words = {"what_th": " ".join(th for th, _ in what), "what_en": ", ".join(en for _, en in what)}
        issues.append(SHIFTED.at(Place(name), **words))


def _not_read(book: Workbook, table: Table, name: str, issues: list[Issue]) -> None:
    """Say which sheets and cells of the user's own were left alone."""
    own = [one for one in book.sheets if one != table.sheet and one.name.strip() not in (HELP_SHEET, IDENTITY_SHEET)]
    if own:
        listed = _listed(own)
        words = {"what_th": f"แผ่น {listed}", "what_en": f"the sheets {listed} were"}
        issues.append(NOT_READ.at(Place(name), **words, sheet=FACTS_SHEET))
    if table.beside:
        listed = ", ".join(table.beside)
        words = {"what_th": f"ช่องนอกตาราง ({listed})", "what_en": f"cells outside the table ({listed}) were"}
        issues.append(NOT_READ.at(Place(name), **words, sheet=FACTS_SHEET))
