"""The tables of a Word file, as its reader sees them: inserted text is there, deleted text is not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from lxml.etree import _Element as Element

from samrit.documents.office_files import Package
from samrit.documents.reading.tables import Builder, Content, Grid, check_number

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
FALLBACK: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
GONE: Final = frozenset({f"{W}del", f"{W}moveFrom", FALLBACK})
WRAPPERS: Final = frozenset(
    f"{W}{name}" for name in ("sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag", "hyperlink", "fldSimple")
)


def read(package: Package) -> Content:
    """The tables and lines of a DOCX."""
    body = package.xml("word/document.xml")
    grids: list[Grid] = []
    lines: list[str] = []
    has_numbers = False
    for element in _walk(body):
        if element.tag == f"{W}tbl":
            grids.append(_grid(element, len(grids) + 1, package.name))
        elif element.tag == f"{W}p" and not _in_table(element):
            text = _text(element)
            if text.strip():
                lines.append(text)
        has_numbers = has_numbers or element.tag == f"{W}numPr"
    check_number(grids, package.name)
    remarks: list[tuple[str, str]] = []
    if next(body.iter(f"{W}del", f"{W}ins"), None) is not None:
        remarks.append(
            (
                "ไฟล์มีการติดตามการแก้ไขที่ยังไม่ยอมรับ อ่านตามข้อความที่แก้แล้ว",
                "the file has tracked changes; it was read as if they were accepted",
            )
        )
    if has_numbers:
        remarks.append(
            (
                "บางย่อหน้าใช้เลขลำดับอัตโนมัติ ซึ่งไม่ได้เก็บเป็นข้อความ จึงอ่านเลขนั้นไม่ได้",
                "some paragraphs are numbered automatically; such numbers are not text and were not read",
            )
        )
    return Content(package.name, "docx", tuple(grids), tuple(lines), tuple(remarks))


def _walk(root: Element) -> Iterator[Element]:
    """All elements in order, without what was deleted or is a stand-in for old programs."""
    stack = [root]
    while stack:
        element = stack.pop()
        if element.tag in GONE:
            continue
        yield element
        stack.extend(reversed(element))


def _in_table(element: Element) -> bool:
    return next(element.iterancestors(f"{W}tbl"), None) is not None


def _children(element: Element, tag: str) -> Iterator[Element]:
    """Children of one tag, also those inside content controls and the like."""
    for child in element:
        if child.tag == tag:
            yield child
        elif child.tag in WRAPPERS:
            yield from _children(child, tag)


def _grid(table: Element, number: int, file: str) -> Grid:
    build = Builder(number, file)
    for row in _children(table, f"{W}tr"):
        properties = row.find(f"{W}trPr")
        if properties is not None and properties.find(f"{W}del") is not None:
            continue
        build.start_row()
        build.skip(_number(properties, "gridBefore", 0))
        for cell in _children(row, f"{W}tc"):
            shape = cell.find(f"{W}tcPr")
            across = max(1, _number(shape, "gridSpan", 1))
            merge = None if shape is None else shape.find(f"{W}vMerge")
            if merge is not None and merge.get(f"{W}val", "continue") == "continue":
                build.continue_above(across)
            else:
                build.add("\n".join(_paragraphs(cell)).strip(), across)
    return build.grid()


def _number(properties: Element | None, name: str, otherwise: int) -> int:
    element = None if properties is None else properties.find(f"{W}{name}")
    text = "" if element is None else element.get(f"{W}val", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else otherwise


def _paragraphs(cell: Element) -> list[str]:
    """The cell's own paragraphs; a table inside it is a table of its own."""
    return [_text(paragraph) for paragraph in _children(cell, f"{W}p")]


def _text(paragraph: Element) -> str:
    pieces: list[str] = []
    stack: list[Element] = list(reversed(paragraph))
    while stack:
        element = stack.pop()
        tag = element.tag
        # a drawing holds text boxes, whose paragraphs are found by themselves
        if tag in GONE or tag in (f"{W}drawing", f"{W}pict", f"{W}pPr", f"{W}rPr"):
            continue
        if tag == f"{W}t":
            pieces.append(element.text or "")
        elif tag in (f"{W}br", f"{W}cr"):
            pieces.append("\n")
        elif tag == f"{W}tab":
            pieces.append("\t")
        elif tag == f"{W}noBreakHyphen":
            pieces.append("-")
        else:
            stack.extend(reversed(element))
    return "".join(pieces)
