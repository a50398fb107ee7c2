"""What office files cannot hold, found before one is written: letters XML forbids, over-long texts, bad pictures."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from samrit.base.issues import NOWHERE, Issue, Refused, define
from samrit.documents.paper import (
    Block,
    Cell,
    Dots,
    Figure,
    Fraction,
    Heading,
    Inline,
    Line,
    Paper,
    Signatures,
    Table,
    Text,
)

FORBIDDEN_LETTER = define(
    "DO020", "error",
    th="ข้อความ “{text}” มีอักขระควบคุม U+{letter} ซึ่งไฟล์ Word และ Excel เก็บไม่ได้",
    en="the text “{text}” holds the control character U+{letter}, which Word and Excel files cannot hold",
    cure_th="ลบอักขระนั้นจากข้อความต้นทาง (มักติดมากับการคัดลอกจากโปรแกรมอื่น)",
    cure_en="delete it where the text comes from (it often comes along when text is copied from another program)",
)  # fmt: skip
BAD_PICTURE = define(
    "DO021", "error",
    th="ไฟล์ตราของหน่วยงานไม่ใช่ภาพ PNG หรือ JPEG ที่เปิดได้", en="the agency's emblem is not a PNG or JPEG picture that can be opened",
    cure_th="บันทึกภาพตราใหม่เป็น PNG หรือ JPEG", cure_en="save the emblem again as PNG or JPEG",
)  # fmt: skip
TOO_LONG_FOR_A_CELL = define(
    "DO022", "error",
    th="ข้อความ “{text}” ยาว {length} ตัวอักษร เกินที่ช่องของ Excel รับได้ ({limit})", en="the text “{text}” is {length} letters long, more than a cell of Excel takes ({limit})",
    cure_th="แบ่งข้อความเป็นหลายย่อหน้า", cure_en="part the text into several paragraphs",
)  # fmt: skip

CELL_LIMIT = 32_767
_QUOTED = 40
# XML 1.0 has only these below the space; a carriage return it turns into a line feed, so it would not come back as it
# was.  Lone surrogates and the two non-characters cannot be written either.
_FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")


def check(paper: Paper) -> None:
    """Refuse a paper whose texts or picture an office file cannot hold, naming each.  Errors: Refused."""
    problems: list[Issue] = []
    for text in texts(paper):
        problems += (
            FORBIDDEN_LETTER.at(NOWHERE, text=shortened(text), letter=f"{ord(letter):04X}")
            for letter in sorted(set(_FORBIDDEN.findall(text)))
        )
    if paper.emblem is not None and picture_size(paper.emblem) is None:
        problems.append(BAD_PICTURE.at(NOWHERE))
    if problems:
        raise Refused(problems)


def texts(paper: Paper) -> Iterator[str]:
    """Every text of a paper, in order: what is printed, then what only programs read."""
    for block in paper.blocks:
        yield from _of_block(block)
    yield from (paper.corner, paper.footer, paper.title, paper.sheet)


def shortened(text: str) -> str:
    """The beginning of a text to quote in a message, where control characters show as their codes."""
    short = text if len(text) <= _QUOTED else text[: _QUOTED - 1] + "…"
    return _FORBIDDEN.sub(lambda found: f"⟨{ord(found.group()):04X}⟩", short)


def picture_size(picture: bytes) -> tuple[int, int] | None:
    """Width and height of a PNG or JPEG in dots; None when it is neither."""
    if picture[:8] == b"\x89PNG\r\n\x1a\n" and picture[12:16] == b"IHDR":
        size = int.from_bytes(picture[16:20], "big"), int.from_bytes(picture[20:24], "big")
        return size if all(size) else None
    return _jpeg_size(picture) if picture[:2] == b"\xff\xd8" else None


def emblem_said(paper: Paper) -> str:
    """What the emblem is, for a reader who cannot see it."""
    return "ตราสัญลักษณ์ของหน่วยงาน" if paper.language == "th" else "The emblem of the agency"


def _jpeg_size(picture: bytes) -> tuple[int, int] | None:
    at = 2
    while at + 9 < len(picture) and picture[at] == 0xFF:
        marker, length = picture[at + 1], int.from_bytes(picture[at + 2 : at + 4], "big")
        # C0-CF start a frame, which tells the size, except the three that hold tables
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = (int.from_bytes(picture[at + n : at + n + 2], "big") for n in (5, 7))
            return (width, height) if width and height else None
        at += 2 + length
    return None


def _of_block(block: Block) -> Iterator[str]:
    if isinstance(block, Line | Heading):
        yield from _of_inlines(block.inlines)
    elif isinstance(block, Table):
        yield block.about
        for row in (*block.head, *block.rows):
            yield from _of_cells(row.cells)
    elif isinstance(block, Signatures):
        for person in block.people:
            yield from (person.label, person.name, person.post)


def _of_cells(cells: Iterable[Cell]) -> Iterator[str]:
    for cell in cells:
        for line in cell.lines:
            yield from _of_inlines(line.inlines)


def _of_inlines(inlines: Iterable[Inline]) -> Iterator[str]:
    for inline in inlines:
        if isinstance(inline, Text):
            yield inline.text
        elif isinstance(inline, Figure):
            yield inline.suffix
        elif isinstance(inline, Dots):
            yield inline.filled
        elif isinstance(inline, Fraction):
            yield from (inline.above, inline.below)
