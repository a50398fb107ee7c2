"""The numbers that lines begin with: “๑.”, “2)”, “3.1”, “(ก)”, “ข้อ ๔”, “ตารางที่ 2”, “O12”, and the headings among them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from samrit.base import thai
from samrit.documents.lint.finding import number
from samrit.documents.lint.source import Document, Line

LETTERS: Final = "กขคงจฉชซฌญฎฏฐฑฒณดตถทธนบปผฝพฟภมยรลวศษสหฬอฮ"
HEADS: Final = (
    "ตัวชี้วัดย่อยที่", "ตัวชี้วัดที่", "ตัวชี้วัด", "KPI", "ตารางที่", "ภาพที่", "แผนภูมิที่", "แผนภาพที่", "รูปที่", "ภาคผนวก",
    "เอกสารแนบท้าย", "เอกสารแนบ", "เอกสารหมายเลข", "สิ่งที่ส่งมาด้วย", "ส่วนที่", "บทที่", "หมวดที่", "หมวด", "ยุทธศาสตร์ที่", "ขั้นตอนที่",
    "ผลผลิตที่", "มิติที่", "กลยุทธ์ที่", "องค์ประกอบที่", "ประเด็นที่", "แบบที่", "ข้อ",
)  # fmt: skip
"""Words that number things."""

N: Final = "[0-9๐-๙]"
_MARK: Final = re.compile(
    rf"(?P<open>[(\[]?)(?P<number>{N}{{1,3}}(?:\.{N}{{1,3}})*)(?P<close>\s?[.)\]](?!{N})|(?<=\.{N})(?=[\sก-ฮเ-ไ])|(?<=\.{N}{N})(?=[\sก-ฮเ-ไ]))\s*(?P<rest>.*)"
)
_LETTER: Final = re.compile(rf"(?P<open>\(?)(?P<letter>[{LETTERS}])(?P<close>[.)])\s*(?P<rest>(?![ก-ฮ]{{1,2}}\.).*)")
_HEAD: Final = re.compile(
    rf"(?P<head>{'|'.join(HEADS)})\s?(?P<number>{N}{{1,3}}(?:\.{N}{{1,3}})*|[{LETTERS}](?![ก-๎.]))\s*(?P<rest>.*)"
)
_UNITS: Final = re.compile(r"(?:หน่วย(?!งาน)|คะแนน|ล้าน|บาท|เปอร์เซ็นต์|ชั่วโมง|นาที|น\.|กม\.|เท่า|[%–—×=+/-])")


Series = tuple[str, str, tuple[int, ...]]
"""What numbers count on in: the same word, dress and upper figures."""


@dataclass(frozen=True)
class Mark:
    """A line's own number: its word (“ตารางที่”, or none), its dress, its figures, and what follows."""

    line: Line
    head: str
    dress: str
    figures: tuple[int, ...]
    said: str
    rest: str

    @property
    def series(self) -> Series:
        """The series it is one of."""
        return self.head, self.dress, self.figures[:-1]


def mark_of(line: Line) -> Mark | None:
    """The number that a line begins with, if it does."""
    text = line.text.lstrip("#* ")
    if (head := _HEAD.match(text)) is not None:
        said = head["number"]
        figures = (LETTERS.index(said) + 1,) if said in LETTERS else _figures(said)
        dress = "letter" if said in LETTERS else f"depth {len(figures)}"
        return Mark(line, head["head"], dress, figures, f"{head['head']} {said}", head["rest"])
    if (match := _MARK.match(text)) is not None:
        figures = _figures(match["number"])
        rest = match["rest"]
        if _UNITS.match(rest) and len(figures) > 1:
            return None  # “1.5 หน่วย” is a quantity
        if not re.search(r"[ก-ฮa-zA-Z“\"(\[<]", rest[:12]):
            return None  # a figure in a cell
        if re.match("[a-z]", text[match.end("close") :]):
            return None  # “5.settled” is a name of a program
        dress = match["open"] + ("." if len(figures) > 1 else match["close"].strip())
        return Mark(line, "", dress, figures, f"{match['open']}{match['number']}{match['close']}".strip(), rest)
    if (letter := _LETTER.match(text)) is not None:
        dress = f"{letter['open']}ก{letter['close']}"
        place = LETTERS.index(letter["letter"]) + 1
        return Mark(line, "", dress, (place,), f"{letter['open']}{letter['letter']}{letter['close']}", letter["rest"])
    return None


def marks_of(document: Document) -> list[Mark]:
    """Every line that begins with a number, in order."""
    return [mark for line in document.lines if (mark := mark_of(line)) is not None]


def is_thai(said: str) -> bool:
    """Whether a mark is written in Thai digits."""
    return re.search("[๐-๙]", said) is not None


def _figures(text: str) -> tuple[int, ...]:
    return tuple(number(part) for part in text.split("."))


@dataclass(frozen=True)
class Section:
    """The lines from one indicator's heading to the next: its code, its first line's place among the lines, and its end."""

    code: str
    start: int
    end: int


_INDICATOR: Final = re.compile(rf"(?:ตัวชี้วัดที่|ตัวชี้วัด|KPI)\s?(?P<code>{N}{{1,3}}(?:\.{N}{{1,3}})*)(?!{N})\s*(?P<rest>.*)")


def sections_of(document: Document) -> list[Section]:
    """The document cut at the headings of its indicators; what stands before the first is a section without a code."""
    starts = [(0, "")]
    for place, line in enumerate(document.lines):
        match = _INDICATOR.match(line.text)
        if match is not None:
            starts.append((place, thai.arabic_digits(match["code"])))
    ends = [*(start for start, _ in starts[1:]), len(document.lines)]
    return [Section(code, start, end) for (start, code), end in zip(starts, ends, strict=True)]
