"""The tables of an OpenDocument text: repeated rows and covered cells laid out, notes and deleted text left out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from lxml.etree import _Element as Element

from samrit.documents.office_files import Package
from samrit.documents.reading.tables import MAX_COLUMNS, MAX_ROWS, Builder, Content, Grid, check_number, too_large

OFFICE: Final = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TABLE: Final = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
TEXT: Final = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
DRAW: Final = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
UNSEEN: Final = frozenset(
    {f"{OFFICE}annotation", f"{TEXT}note", f"{TEXT}tracked-changes", f"{TEXT}sequence-decls", f"{DRAW}frame"}
)


def read(package: Package) -> Content:
    """The tables and lines of an ODT."""
    root = package.xml("content.xml")
    body = root.find(f"{OFFICE}body/{OFFICE}text")
    if body is None:
        raise package.damaged("ไม่มีเนื้อความ", "it has no text")
    grids: list[Grid] = []
    lines: list[str] = []
    for element in body.iter(f"{TABLE}table", f"{TEXT}p", f"{TEXT}h"):
        if _is_unseen(element):
            continue
        if element.tag == f"{TABLE}table":
            grids.append(_grid(element, len(grids) + 1, package.name))
        elif next(element.iterancestors(f"{TABLE}table"), None) is None:
            text = _text(element)
            if text.strip():
                lines.append(text)
    check_number(grids, package.name)
    remarks: list[tuple[str, str]] = []
    if next(body.iter(f"{OFFICE}annotation"), None) is not None:
        remarks.append(("ไม่ได้อ่านข้อคิดเห็นข้างกระดาษ", "comments in the margin were not read"))
    return Content(package.name, "odt", tuple(grids), tuple(lines), tuple(remarks))


def _is_unseen(element: Element) -> bool:
    return any(one.tag in UNSEEN and one.tag != f"{DRAW}frame" for one in element.iterancestors())


def _grid(table: Element, number: int, file: str) -> Grid:
    build = Builder(number, file)
    for row in _rows(table):
        times = _count(row, "number-rows-repeated")
        if times > MAX_ROWS:
            if any(_paragraphs(cell) for cell in row):
                raise too_large(file, MAX_ROWS, "แถวในตาราง", "rows in a table")
            times = 1
        for _ in range(times):
            build.start_row()
            _fill(build, row, file)
    return build.grid()


def _rows(element: Element) -> Iterator[Element]:
    for child in element:
        if child.tag == f"{TABLE}table-row":
            yield child
        elif child.tag in (f"{TABLE}table-header-rows", f"{TABLE}table-rows", f"{TABLE}table-row-group"):
            yield from _rows(child)


def _fill(build: Builder, row: Element, file: str) -> None:
    for cell in row:
        times = _count(cell, "number-columns-repeated")
        if cell.tag == f"{TABLE}covered-table-cell":
            build.cover(times)
        elif cell.tag == f"{TABLE}table-cell":
            if times > MAX_COLUMNS:
                raise too_large(file, MAX_COLUMNS, "คอลัมน์ในตาราง", "columns in a table")
            across, down = _count(cell, "number-columns-spanned"), _count(cell, "number-rows-spanned")
            text = "\n".join(_paragraphs(cell)).strip()
            for _ in range(times):
                build.add(text, across, down, covered_follow=True)


def _count(element: Element, name: str) -> int:
    text = element.get(f"{TABLE}{name}", "1")
    return max(1, int(text)) if text.isascii() and text.isdigit() and len(text) < 10 else 1


def _paragraphs(cell: Element) -> list[str]:
    found: list[str] = []
    for child in cell:
        if child.tag in (f"{TEXT}p", f"{TEXT}h"):
            found.append(_text(child))
        elif child.tag in (f"{TEXT}list", f"{TEXT}list-item", f"{TEXT}section"):
            found.extend(_paragraphs(child))
    return found


def _text(element: Element) -> str:
    pieces = [element.text or ""]
    for child in element:
        if child.tag == f"{TEXT}s":
            count = child.get(f"{TEXT}c", "1")
            pieces.append(" " * min(int(count) if count.isdigit() and len(count) < 5 else 1, 200))
        elif child.tag == f"{TEXT}tab":
            pieces.append("\t")
        elif child.tag == f"{TEXT}line-break":
            pieces.append("\n")
        elif child.tag not in UNSEEN and child.tag != f"{TABLE}table":
            pieces.append(_text(child))
        pieces.append(child.tail or "")
    return "".join(pieces)
