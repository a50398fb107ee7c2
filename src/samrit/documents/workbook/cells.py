"""The cells of a workbook as they stand in the file: text, number, formula, format; row by row, without reading more.

openpyxl makes floats of numbers, needs two readings for formulas and their values, fills gaps between far rows one by
one, and fails on odd styles.  Here each number keeps its text, and a caller can stop after any row.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final, Literal

from lxml import etree
from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format

from samrit.documents.office_files import CHUNK, Package, events

CellKind = Literal["text", "number", "truth", "error", "date"]


@dataclass(frozen=True, slots=True)
class SheetCell:
    """One cell that holds something: what it shows, how it is kept, and its formula where it has one."""

    kind: CellKind
    text: str
    formula: str = ""
    is_percent: bool = False


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row that the file mentions: its number from 1, whether it is hidden, and its cells by column letter."""

    number: int
    hidden: bool
    cells: dict[str, SheetCell]


@dataclass(frozen=True)
class WorkSheet:
    """A worksheet's name and where it stands in the package."""

    name: str
    member: str


@dataclass
class Workbook:
    """A checked package read as a workbook."""

    package: Package
    sheets: tuple[WorkSheet, ...]
    rows_visited: int = field(default=0, init=False)
    """How many row elements were looked at, over all sheets."""

    def __post_init__(self) -> None:
        self._texts: list[str] | None = None
        self._formats: list[tuple[bool, bool]] | None = None

    def sheet(self, name: str) -> WorkSheet | None:
        """The worksheet of that name."""
        return next((one for one in self.sheets if one.name.strip() == name), None)

    def rows(self, sheet: WorkSheet) -> Iterator[SheetRow]:
        """The rows that the file mentions, from the top; nothing beyond the last one asked for is unpacked."""
        number = 0
        found = events(self.package, sheet.member, ("{*}row",))
        for element in found:
            self.rows_visited += 1
            number = self._number(element.get("r"), number)
            yield SheetRow(number, element.get("hidden") in _TRUE, self._cells(element))
            element.clear()
            # what has been read stays in the tree as an empty element, which a million rows would make heavy
            above = element.getparent()
            while above is not None and element.getprevious() is not None:
                del above[0]

    def merged(self, sheet: WorkSheet) -> list[str]:
        """Ranges of merged cells, such as “F12:F14”."""
        # they stand below the rows, of which there may be a million: looked for in the bytes, without parsing those
        found: list[str] = []
        rest = b""
        with self.package.stream(sheet.member) as stream:
            while chunk := stream.read(CHUNK):
                piece = rest + chunk
                found += [ref.decode() for ref in _MERGED.findall(piece)]
                rest = piece[piece.rfind(b"<") :] if b"<" in piece else b""
        return list(dict.fromkeys(found))

    def _number(self, written: str | None, before: int) -> int:
        if written is None:
            return before + 1
        if not written.isdecimal() or len(written) > 7:
            raise self.package.damaged("เลขแถวผิด", "a row number is wrong")
        return int(written)

    def _cells(self, row: etree._Element) -> dict[str, SheetCell]:
        cells: dict[str, SheetCell] = {}
        column = ""
        for element in row:
            reference = element.get("r") or ""
            letters = _LETTERS.match(reference)
            column = letters[0] if letters and letters[0] else next_letter(column)
            cell = self._cell(element)
            if cell is not None:
                cells[column] = cell
        return cells

    def _cell(self, element: etree._Element) -> SheetCell | None:
        kind, value, formula = element.get("t", "n"), "", ""
        for child in element:
            name = _local(child)
            if name == "v":
                value = child.text or ""
            elif name == "f":
                formula = f"={child.text or '…'}"
            elif name == "is":
                value = _rich_text(child)
        if not value and not formula:
            return None
        if kind == "s":
            return SheetCell("text", self._text(value), formula)
        if kind in ("str", "inlineStr"):
            return SheetCell("text", _unescaped(value), formula)
        if kind == "b":
            return SheetCell("truth", "true" if value.strip() in _TRUE else "false", formula)
        if kind in ("e", "d"):
            return SheetCell("error" if kind == "e" else "date", value, formula)
        is_date, is_percent = self._format(element.get("s", "0"))
        return SheetCell("date" if is_date else "number", value.strip(), formula, is_percent)

    def _text(self, index: str) -> str:
        if self._texts is None:
            part = next(iter(self.package.members(r"(?i)xl/sharedStrings\.xml")), "")
            self._texts = [_rich_text(one) for one in self.package.xml(part)] if part else []
        try:
            return self._texts[int(index)]
        except (ValueError, IndexError):
            raise self.package.damaged("ข้อความในสมุดงานไม่ครบ", "texts of the workbook are missing") from None

    def _format(self, style: str) -> tuple[bool, bool]:
        """Whether a cell style shows a date, and whether it shows a percentage."""
        if self._formats is None:
            self._formats = self._read_formats()
        index = int(style) if style.isdecimal() else 0
        return self._formats[index] if index < len(self._formats) else (False, False)

    def _read_formats(self) -> list[tuple[bool, bool]]:
        part = next(iter(self.package.members(r"(?i)xl/styles\.xml")), "")
        if not part:
            return []
        root = self.package.xml(part)
        own = {one.get("numFmtId", ""): one.get("formatCode", "") for one in root.iterfind(".//{*}numFmts/{*}numFmt")}
        codes = []
        for style in root.iterfind("{*}cellXfs/{*}xf"):
            number = style.get("numFmtId", "0")
            code = own.get(number) or BUILTIN_FORMATS.get(int(number) if number.isdecimal() else 0, "")
            # 27–36 and 50–58 are dates whose form depends on the language of the office program
            is_local_date = number.isdecimal() and (27 <= int(number) <= 36 or 50 <= int(number) <= 58)
            codes.append((is_local_date or bool(is_date_format(code)), "%" in _QUOTED.sub("", code)))
        return codes


_MERGED: Final = re.compile(rb"<(?:\w+:)?mergeCell\s[^<>]*?ref=[\"']([A-Z0-9:]{1,20})[\"'][^<>]*>")
_TRUE: Final = ("1", "true")
_LETTERS: Final = re.compile(r"[A-Z]*")
_QUOTED: Final = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
_ESCAPE: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")


def workbook_of(package: Package) -> Workbook:
    """The worksheets of a package, in the order of their tabs; charts and the like are left out."""
    main = _main_part(package)
    targets = _targets(package, main)
    sheets = []
    for element in package.xml(main).iterfind("{*}sheets/{*}sheet"):
        relation = next((value for key, value in element.attrib.items() if str(key).endswith("}id")), "")
        member = targets.get(str(relation), "")
        if package.has(member) and "chartsheet" not in member:
            sheets.append(WorkSheet(element.get("name", ""), member))
    if not sheets:
        raise package.damaged("ไม่มีแผ่นงาน", "it has no worksheet")
    return Workbook(package, tuple(sheets))


def _main_part(package: Package) -> str:
    if package.has("_rels/.rels"):
        for relation in package.xml("_rels/.rels"):
            if (relation.get("Type") or "").endswith("/officeDocument"):
                target = (relation.get("Target") or "").lstrip("/")
                if package.has(target):
                    return target
    return "xl/workbook.xml"


def _targets(package: Package, part: str) -> dict[str, str]:
    """Relation id → member, as a part of the package refers to others."""
    folder, _, name = part.rpartition("/")
    relations = f"{folder}/_rels/{name}.rels".lstrip("/")
    found = {}
    for relation in package.xml(relations) if package.has(relations) else ():
        target = relation.get("Target") or ""
        member = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
        found[relation.get("Id") or ""] = member
    return found


def _rich_text(element: etree._Element) -> str:
    """The text of a string item, its runs joined; readings above the line (phonetics) are no part of it."""
    pieces = []
    for child in element:
        name = _local(child)
        if name == "t":
            pieces.append(child.text or "")
        elif name == "r":
            pieces.extend(part.text or "" for part in child if _local(part) == "t")
    return _unescaped("".join(pieces))


def _unescaped(text: str) -> str:
    """Signs that XML cannot hold are written _x000D_; an underscore before such a word as _x005F_."""
    return _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


def _local(element: etree._Element) -> str:
    return str(element.tag).rpartition("}")[2]


def next_letter(column: str) -> str:
    """The column after: "" → A, Z → AA."""
    if not column:
        return "A"
    head, last = column[:-1], column[-1]
    return head + chr(ord(last) + 1) if last != "Z" else next_letter(head) + "A"
