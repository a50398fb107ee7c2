"""The text of a document with the place of every line: plain text, Word, Excel and PDF with a text layer."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Final

import pypdfium2
from lxml import etree

from samrit.base import thai
from samrit.base.issues import Place, Refused, define
from samrit.documents import office_files

SCANNED = define(
    "DL001", "error",
    th="PDF นี้เป็นภาพสแกน ไม่มีข้อความให้อ่าน ({pages} หน้า)", en="this PDF is a scan; there is no text in it ({pages} pages)",
    cure_th="ใช้ไฟล์ต้นฉบับ (Word, Excel) หรือแปลงด้วยโปรแกรมอ่านตัวอักษร (OCR) เป็น PDF ที่ค้นคำได้ก่อน",
    cure_en="use the file it was made from (Word, Excel), or turn it into a searchable PDF with an OCR program first",
)  # fmt: skip
LOCKED_PDF = define(
    "DL002", "error",
    th="PDF นี้ถูกล็อกด้วยรหัสผ่าน", en="this PDF is locked with a password",
    cure_th="เปิดด้วยรหัสผ่านแล้วพิมพ์เป็น PDF ใหม่ที่ไม่มีรหัส", cure_en="open it with the password and print it to a new PDF without one",
)  # fmt: skip
BROKEN_PDF = define(
    "DL003", "error",
    th="PDF นี้เสียหายหรือไม่ครบ", en="this PDF is damaged or incomplete",
    cure_th="ขอไฟล์ใหม่จากผู้ส่ง หรือดาวน์โหลดอีกครั้ง", cure_en="ask for it again, or download it once more",
)  # fmt: skip
NOT_TEXT = define(
    "DL004", "error",
    th="ไฟล์ข้อความนี้ไม่ใช่ UTF-8 และไม่ใช่รหัสไทยแบบเก่า (TIS-620)", en="this text file is neither UTF-8 nor the old Thai code (TIS-620)",
    cure_th="เปิดไฟล์แล้วบันทึกใหม่ เลือกการเข้ารหัส UTF-8", cure_en="open it and save it again as UTF-8",
)  # fmt: skip
NO_WORDS = define(
    "DL005", "error",
    th="ไฟล์นี้ไม่มีข้อความ", en="there is no text in this file",
    cure_th="ตรวจว่าเลือกไฟล์ถูก", cure_en="check that this is the file you meant",
)  # fmt: skip

ACCEPTED: Final[tuple[office_files.FileKind, ...]] = ("docx", "xlsx", "pdf")
LONGEST: Final = 4_000
"""Letters of a line that are read at once; no paragraph of a paper is longer."""
LEAST_ON_A_PAGE: Final = 8
"""Letters: a page with fewer is a picture with a number on it."""


@dataclass(frozen=True)
class Line:
    """A line of text, a paragraph or a cell: its number in reading order, what it says, and where a person finds it."""

    number: int
    raw: str
    field: str = ""
    cell: tuple[int, int, int] | None = None  # table, row, column of its grid, where it is in one

    @cached_property
    def text(self) -> str:
        """What it says, with its code points and spaces in order."""
        return thai.normalise(self.raw)


@dataclass(frozen=True)
class Document:
    """A document's lines in reading order."""

    file: str
    lines: tuple[Line, ...]
    numbered_by_itself: bool = field(default=False)
    """Whether Word numbers its lists, so that their numbers are not in the text."""
    marks_may_stray: bool = field(default=False)
    """Whether vowels and tones may have left their letters: a PDF places them one by one, and many readers lose which."""

    @cached_property
    def flow(self) -> Flow:
        """All lines as one text, for what runs over the end of a line."""
        return Flow(self.lines)


class Flow:
    """Lines joined with a space, and which line a position of the joined text is in."""

    def __init__(self, lines: tuple[Line, ...]) -> None:
        self._lines = lines
        self._starts: list[int] = []
        at = 0
        for line in lines:
            self._starts.append(at)
            at += len(line.text) + 1
        self.text = " ".join(line.text for line in lines)

    def line_at(self, position: int) -> Line:
        """The line that a position of the text is in."""
        return self._lines[max(0, bisect_right(self._starts, position) - 1)]


def read(path: Path) -> Document:
    """The text of a file; refused with advice where it has none that can be read."""
    data = office_files.bytes_of(path)
    kind = office_files.kind_of(data, str(path))
    name = str(path)
    if kind == "text":
        document = Document(name, tuple(_of_text(_decoded(data, name))))
    elif kind == "docx":
        package = office_files.open_zip(data, name, ("docx",))
        document = Document(name, tuple(_numbered(_of_word(package))), _numbers_itself(package))
    elif kind == "xlsx":
        document = Document(name, tuple(_numbered(_of_excel(office_files.open_zip(data, name, ("xlsx",))))))
    elif kind == "pdf":
        document = Document(name, tuple(_numbered(_of_pdf(data, name))), marks_may_stray=True)
    else:
        raise office_files.refusal(kind, name, ACCEPTED)
    if not any(line.text for line in document.lines):
        raise Refused([NO_WORDS.at(Place(name))])
    return document


def from_text(text: str, name: str = "") -> Document:
    """A document that is text already."""
    return Document(name, tuple(_of_text(text)))


def _numbered(parts: Iterator[tuple[str, str, tuple[int, int, int] | None]]) -> Iterator[Line]:
    for count, (raw, place, cell) in enumerate(parts, start=1):
        for piece in _pieces(raw):
            yield Line(count, piece, place, cell)


def _pieces(text: str) -> Iterator[str]:
    """A text in pieces that a check can read at once: what a scanning program left of a web page's tags parts it."""
    for part in _TAG.split(text) if "<" in text else [text]:
        if part.strip() or part == text:
            yield from _short_pieces(part)


_TAG: Final = re.compile(
    r"</?(?:p|ul|ol|li|br|input|div|span|table|thead|tbody|tr|td|th|b|i|u|strong|em)(?:\s[^<>]*)?/?>"
)


def _short_pieces(text: str) -> Iterator[str]:
    """A text in pieces of some length, parted at spaces where it has any."""
    while len(text) > LONGEST:
        cut = max(text.rfind(" ", LONGEST // 2, LONGEST), 0) or LONGEST
        yield text[:cut]
        text = text[cut:].lstrip("ะัาำิีึืฺุูๅ็่้๊๋์ํ๎")
    yield text


# ── plain text ──


def _decoded(data: bytes, name: str) -> str:
    encodings = ("utf-16",) if data.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-8-sig", "cp874")
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Refused([NOT_TEXT.at(Place(name))])


def _of_text(text: str) -> Iterator[Line]:
    for count, raw in enumerate(re.split(r"\r\n|[\n\r\f]", text), start=1):
        if raw.strip():
            yield from (Line(count, piece) for piece in _pieces(raw))


# ── Word ──

_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_Part = tuple[str, str, tuple[int, int, int] | None]


def _of_word(package: office_files.Package) -> Iterator[_Part]:
    body = package.xml("word/document.xml").find(f"{_W}body")
    counts = {"paragraph": 0, "table": 0}
    if body is not None:
        yield from _blocks(body, counts)
    for kind in ("header", "footer"):
        for member in package.members(rf"word/{kind}[0-9]*\.xml"):
            which = re.sub(r"\D", "", member) or "1"
            for paragraph in package.xml(member).iter(f"{_W}p"):
                yield _paragraph(paragraph), f"{kind} {which}", None


def _blocks(parent: etree._Element, counts: dict[str, int]) -> Iterator[_Part]:
    for child in parent:
        if child.tag == f"{_W}p":
            counts["paragraph"] += 1
            yield _paragraph(child), f"paragraph {counts['paragraph']}", None
        elif child.tag == f"{_W}tbl":
            counts["table"] += 1
            yield from _table(child, counts["table"])
        elif child.tag in (f"{_W}sdt", f"{_W}sdtContent", f"{_W}customXml", f"{_W}ins"):
            yield from _blocks(child, counts)


def _table(table: etree._Element, count: int) -> Iterator[_Part]:
    for row_number, row in enumerate(table.iter(f"{_W}tr"), start=1):
        at = 1 + _width(row, "trPr/{}gridBefore")
        for column, cell in enumerate(row.iter(f"{_W}tc"), start=1):
            # a person counts the cells of a row; what stands under what is told by the grid
            place = (f"table {count} row {row_number} column {column}", (count, row_number, at))
            at += _width(cell, "tcPr/{}gridSpan") or 1
            for paragraph in cell.iterchildren(f"{_W}p"):
                yield (_paragraph(paragraph), *place)


def _width(part: etree._Element, path: str) -> int:
    """Columns of the grid that a row leaves out, or a cell covers."""
    told = part.find(f"{_W}{path.format(_W)}")
    width = told.get(f"{_W}val") or "" if told is not None else ""
    return int(width) if re.fullmatch("[0-9]{1,3}", width) else 0


def _paragraph(paragraph: etree._Element) -> str:
    return "".join(_runs(paragraph))


def _runs(parent: etree._Element) -> Iterator[str]:
    for child in parent:
        if child.tag == f"{_W}t":
            yield child.text or ""
        elif child.tag in (f"{_W}tab", f"{_W}br", f"{_W}cr"):
            yield " "
        elif child.tag not in (f"{_W}del", f"{_W}pPr", f"{_W}rPr", f"{_W}instrText", _FALLBACK):
            yield from _runs(child)


def _numbers_itself(package: office_files.Package) -> bool:
    return next(package.xml("word/document.xml").iter(f"{_W}numPr"), None) is not None


# ── Excel ──

_S: Final = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_R: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"


def _of_excel(package: office_files.Package) -> Iterator[_Part]:
    shared = _shared_strings(package)
    for count, (name, member) in enumerate(_sheets(package), start=1):
        for row in office_files.events(package, member, (f"{_S}row",)):
            for cell in row.iterchildren(f"{_S}c"):
                text = _cell_text(cell, shared)
                at = re.fullmatch(r"([A-Z]{1,3})([0-9]{1,7})", cell.get("r") or "")
                if at is None:
                    continue
                for piece in text.splitlines():
                    if piece.strip():
                        yield piece, f"{name}!{at[0]}", (count, int(at[2]), _column(at[1]))
            row.clear()


def _sheets(package: office_files.Package) -> Iterator[tuple[str, str]]:
    """The visible sheets in order: name, and the member that holds it."""
    targets = {one.get("Id"): one.get("Target") or "" for one in package.xml("xl/_rels/workbook.xml.rels")}
    for sheet in package.xml("xl/workbook.xml").iter(f"{_S}sheet"):
        target = targets.get(sheet.get(f"{_R}id") or "", "")
        member = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        if sheet.get("state", "visible") == "visible" and member.startswith("xl/worksheets/") and package.has(member):
            yield sheet.get("name") or "", member


def _shared_strings(package: office_files.Package) -> list[str]:
    if not package.has("xl/sharedStrings.xml"):
        return []
    held: list[str] = []
    for one in office_files.events(package, "xl/sharedStrings.xml", (f"{_S}si",)):
        # the reading aid over a word (rPh) is not part of it
        held.append("".join(t.text or "" for t in one.iter(f"{_S}t") if not _is_phonetic(t)))
        one.clear()
    return held


def _is_phonetic(text: etree._Element) -> bool:
    parent = text.getparent()
    return parent is not None and parent.tag == f"{_S}rPh"


def _cell_text(cell: etree._Element, shared: list[str]) -> str:
    if cell.get("t") == "inlineStr":
        return "".join(text.text or "" for text in cell.iter(f"{_S}t"))
    value = cell.findtext(f"{_S}v") or ""
    if cell.get("t") == "s":
        return shared[int(value)] if value.isdecimal() and int(value) < len(shared) else ""
    return value


def _column(letters: str) -> int:
    total = 0
    for letter in letters:
        total = total * 26 + ord(letter) - 64
    return total


# ── PDF ──


def _of_pdf(data: bytes, name: str) -> Iterator[_Part]:
    try:
        pdf = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        kind = LOCKED_PDF if "password" in str(error).lower() else BROKEN_PDF
        raise Refused([kind.at(Place(name))]) from None
    try:
        pages = [_page_text(page) for page in pdf]
    except pypdfium2.PdfiumError:
        raise Refused([BROKEN_PDF.at(Place(name))]) from None
    finally:
        pdf.close()
    if not any(len(re.findall(r"\w", page)) >= LEAST_ON_A_PAGE for page in pages):
        raise Refused([SCANNED.at(Place(name), pages=len(pages))])
    for count, page in enumerate(pages, start=1):
        for line_number, line in enumerate(re.split(r"\r\n|[\r\n]", page), start=1):
            if line.strip():
                yield line, f"page {count} line {line_number}", None


def _page_text(page: pypdfium2.PdfPage) -> str:
    text_page = page.get_textpage()
    try:
        text: str = text_page.get_text_bounded()
    finally:
        text_page.close()
        page.close()
    # old Thai fonts keep their raised and lowered marks in a private range, and many PDFs part sara am from its letter
    text = text.translate(_PRIVATE_MARKS).replace("\ufffe", "").replace("\x02", "")
    return re.sub(r"(?<=[ก-ฮ่-๋]) (?=[ัำิ-ฺ็-๎])", "", text)


_PRIVATE_MARKS: Final = {
    0xF701: "ิ", 0xF702: "ี", 0xF703: "ึ", 0xF704: "ื", 0xF705: "่", 0xF706: "้", 0xF707: "๊", 0xF708: "๋", 0xF709: "์",
    0xF70A: "่", 0xF70B: "้", 0xF70C: "๊", 0xF70D: "๋", 0xF70E: "์", 0xF70F: "ญ", 0xF700: "ฐ", 0xF710: "ั", 0xF711: "ํ",
    0xF712: "็", 0xF713: "่", 0xF714: "้", 0xF715: "๊", 0xF716: "๋", 0xF717: "์", 0xF718: "ุ", 0xF719: "ู", 0xF71A: "ฺ",
}  # fmt: skip
