"""The worksheets of a workbook as tables: figures exact, percentages as shown, and what a reader cannot see told."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction
from typing import Final

from lxml.etree import _Element as Element

from samrit.base.figures import FigureError, d, plain, round_half_up
from samrit.documents.office_files import Package, events
from samrit.documents.reading.tables import (
    MAX_CELLS,
    MAX_COLUMNS,
    MAX_ROWS,
    MAX_TEXT,
    Cell,
    Content,
    Grid,
    Spot,
    check_number,
    too_large,
)

S: Final = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
R: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
LAST_ROW: Final = 20_000
"""Rows below this are not looked at: forms are shorter, and a formatted empty column is a million rows long."""
BUILT_IN: Final = {2: "0.00", 4: "#,##0.00", 9: "0%", 10: "0.00%", **dict.fromkeys((*range(14, 23), 45, 46, 47), "d")}
REFERENCE: Final = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
QUOTED: Final = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')


@dataclass
class _Sheet:
    """What is gathered of one worksheet."""

    name: str
    cells: dict[tuple[int, int], Cell] = field(default_factory=dict)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden: bool = False


def read(package: Package) -> Content:
    """The worksheets of an XLSX, hidden ones left out and told."""
    remarks: list[tuple[str, str]] = []
    texts = _shared_texts(package)
    formats = _formats(package)
    grids: list[Grid] = []
    for name, member, is_hidden in _sheets(package):
        if is_hidden:
            remarks.append((f"ไม่ได้อ่านแผ่นงานที่ซ่อนไว้ “{name}”", f"the hidden worksheet “{name}” was not read"))
            continue
        sheet = _gather(package, member, _Sheet(name), texts, formats, len(grids) + 1)
        if sheet.hidden:
            remarks.append(
                (
                    f"แผ่นงาน “{name}” มีแถวหรือคอลัมน์ที่ซ่อนไว้ อ่านด้วย",
                    f"the worksheet “{name}” has hidden rows or columns; they were read too",
                )
            )
        grids.append(_grid(sheet, len(grids) + 1, package.name))
        check_number(grids, package.name)
    return Content(package.name, "xlsx", tuple(grids), (), tuple(remarks))


def _sheets(package: Package) -> list[tuple[str, str, bool]]:
    """Name, member and hiddenness of each worksheet, in order."""
    relations = {one.get("Id"): one.get("Target", "") for one in package.xml("xl/_rels/workbook.xml.rels")}
    found: list[tuple[str, str, bool]] = []
    for sheet in package.xml("xl/workbook.xml").iter(f"{S}sheet"):
        target = relations.get(sheet.get(f"{R}id"), "")
        member = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        if package.has(member) and "worksheets/" in member:
            found.append((sheet.get("name", ""), member, sheet.get("state", "visible") != "visible"))
    return found


def _shared_texts(package: Package) -> list[str]:
    if not package.has("xl/sharedStrings.xml"):
        return []
    texts: list[str] = []
    for item in events(package, "xl/sharedStrings.xml", (f"{S}si",)):
        texts.append(_text(item))
        item.clear()
    return texts


def _text(item: Element) -> str:
    """A text in its runs, without the phonetic guide of East Asian words."""
    runs = (one for one in item.iter(f"{S}t") if next(one.iterancestors(f"{S}rPh"), None) is None)
    return "".join(run.text or "" for run in runs)[:MAX_TEXT]


def _formats(package: Package) -> list[str]:
    """The number format of each cell style."""
    if not package.has("xl/styles.xml"):
        return []
    root = package.xml("xl/styles.xml")
    own = {one.get("numFmtId"): one.get("formatCode", "") for one in root.iter(f"{S}numFmt")}
    styles = root.find(f"{S}cellXfs")
    ids = [] if styles is None else [one.get("numFmtId", "0") for one in styles]
    return [own.get(id_) or BUILT_IN.get(int(id_) if id_.isdigit() else 0, "") for id_ in ids]


def _gather(package: Package, member: str, sheet: _Sheet, texts: list[str], formats: list[str], number: int) -> _Sheet:
    next_row = 0
    for element in events(package, member, (f"{S}row", f"{S}mergeCell", f"{S}col")):
        if element.tag == f"{S}mergeCell":
            _merge(element, sheet)
        elif element.tag == f"{S}col":
            sheet.hidden = sheet.hidden or element.get("hidden") in ("1", "true")
        else:
            given = element.get("r", "")
            row = int(given) - 1 if given.isdigit() and len(given) < 8 else next_row
            next_row = row + 1
            if row < LAST_ROW:
                _gather_row(element, row, sheet, texts, formats, number, package.name)
        # rows already read would otherwise stay in memory as empty shells
        parent = element.getparent()
        element.clear()
        if element.tag == f"{S}row" and parent is not None:
            while element.getprevious() is not None:
                del parent[0]
    return sheet


def _gather_row(
    element: Element, row: int, sheet: _Sheet, texts: list[str], formats: list[str], number: int, file: str
) -> None:
    column = -1
    has_cells = False
    for cell in element.iter(f"{S}c"):
        found = REFERENCE.fullmatch(cell.get("r", ""))
        column = _column(found[1]) if found else column + 1
        made = _cell(cell, row, column, sheet.name, texts, formats, number)
        if made is None:
            continue
        has_cells = True
        if column >= MAX_COLUMNS:
            raise too_large(file, MAX_COLUMNS, "คอลัมน์ในตาราง", "columns in a table")
        if len(sheet.cells) >= MAX_CELLS:
            raise too_large(file, MAX_CELLS, "ช่องตาราง", "table cells")
        sheet.cells[row, column] = made
    if has_cells and element.get("hidden") in ("1", "true"):
        sheet.hidden = True


def _column(letters: str) -> int:
    value = 0
    for letter in letters:
        value = value * 26 + ord(letter) - 64
    return value - 1


def _letters(column: int) -> str:
    text = ""
    column += 1
    while column:
        column, left = divmod(column - 1, 26)
        text = chr(65 + left) + text
    return text


def _cell(
    cell: Element, row: int, column: int, sheet: str, texts: list[str], formats: list[str], number: int
) -> Cell | None:
    kind = cell.get("t", "n")
    value = cell.find(f"{S}v")
    raw = "" if value is None else (value.text or "")
    formula = cell.find(f"{S}f") is not None
    spot = Spot(number, row + 1, column + 1, sheet, f"{_letters(column)}{row + 1}")
    made = Cell("", spot, row, column, formula=formula)
    if kind == "s":
        at = int(raw) if raw.isdigit() and len(raw) < 9 else -1
        made = replace(made, text=texts[at] if 0 <= at < len(texts) else "")
    elif kind == "inlineStr":
        made = replace(made, text=_text(cell))
    elif kind == "e":
        made = replace(made, text=raw, odd="error")
    elif kind == "n" and raw:
        style = cell.get("s", "")
        made = _figure(made, raw, formats[int(style)] if style.isdigit() and int(style) < len(formats) else "")
    else:
        made = replace(made, text=raw[:MAX_TEXT])
    if not made.text.strip():
        # a formula that was never computed holds nothing to read, but is not an empty cell
        return replace(made, odd="uncomputed") if formula and not raw and kind == "n" else None
    return made


def _figure(cell: Cell, raw: str, style: str) -> Cell:
    """A number as its reader sees it, exact: programs store 72.42 as 72.420000000000002, but show 15 digits at most."""
    try:
        value = d(f"{float(raw):.15g}" if len(raw) > 15 else raw)
    except (FigureError, ValueError, OverflowError):
        return replace(cell, text=raw[:MAX_TEXT], odd="error")
    bare = QUOTED.sub("", style.partition(";")[0])
    if re.search(r"[dmyhs]", bare, re.IGNORECASE) and "general" not in bare.lower():
        return replace(cell, text=plain(value), odd="date")
    is_percent = "%" in bare
    value = value * 100 if is_percent else value
    text = plain(value)
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    zeros = re.search(r"[0#?]\.(0*)", bare)
    places = len(zeros[1]) if zeros else (0 if re.search(r"[0#]", bare) else None)
    shown = ""
    if places is not None:
        rounded = plain(round_half_up(Fraction(value), min(places, 15)))
        if Decimal(rounded) == value:
            text = rounded
        else:
            shown = rounded + ("%" if is_percent else "")
    return replace(cell, text=text + ("%" if is_percent else ""), shown=shown)


def _merge(element: Element, sheet: _Sheet) -> None:
    first, _, last = element.get("ref", "").partition(":")
    start, end = REFERENCE.fullmatch(first), REFERENCE.fullmatch(last)
    if start and end:
        sheet.merges.append((int(start[2]) - 1, _column(start[1]), int(end[2]) - 1, _column(end[1])))


def _grid(sheet: _Sheet, number: int, file: str) -> Grid:
    """The used part of a worksheet; rows with nothing in them between are kept, so places stay right."""
    last_row = max((row for row, _ in sheet.cells), default=-1)
    last_column = max((column for _, column in sheet.cells), default=-1)
    if last_row >= MAX_ROWS:
        # what stands far below the rest is not part of a form
        raise too_large(file, MAX_ROWS, "แถวในตาราง", "rows in a table")
    for top, left, bottom, right in sheet.merges:
        if top <= last_row and left <= last_column:
            last_column = max(last_column, min(right, MAX_COLUMNS - 1))
            last_row = max(last_row, min(bottom, MAX_ROWS - 1))
    if (last_row + 1) * (last_column + 1) > MAX_CELLS:
        raise too_large(file, MAX_CELLS, "ช่องตาราง", "table cells")
    rows: list[list[Cell | None]] = [[None] * (last_column + 1) for _ in range(last_row + 1)]
    for (row, column), cell in sheet.cells.items():
        rows[row][column] = cell
    for top, left, bottom, right in sheet.merges:
        bottom, right = min(bottom, last_row), min(right, last_column)
        if top > bottom or left > right:
            continue
        spot = Spot(number, top + 1, left + 1, sheet.name, f"{_letters(left)}{top + 1}")
        held = rows[top][left] or Cell("", spot, top, left)
        held = replace(held, across=right - left + 1, down=bottom - top + 1)
        for row in range(top, bottom + 1):
            for column in range(left, right + 1):
                rows[row][column] = held
    return Grid(number, tuple(tuple(row) for row in rows), sheet.name)
