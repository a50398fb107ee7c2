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
_UNITS: Final = re.compile(
    r"(?:หน่วย(?!งาน)|คะแนน|ล้าน|บาท|เปอร์เซ็นต์|ชั่วโมง|นาที|น\.|กม\.|เท่า|อยู่(?:ใน|ระหว่าง|ที่|ต่ำ|สูง)|(?:มาก|น้อย|สูง|ต่ำ)กว่า"
    r"|เกิน|ไม่ถึง|ขึ้นไป|ปัด|คิดเป็น|ได้\s?[0-9๐-๙]|[%–—×÷=+/-])"
)
"""What follows a quantity: “1.5 หน่วย”, “94.4 อยู่ระหว่างระดับ 3 กับ 4”."""
_BOX: Final = re.compile(rf"(?:\[[ xX✓/]?\]|\([ ✓/]\)|[☐☑☒✓✔□■Xx])\s+(?=[(\[]?{N})")
"""A box to tick before an item's number."""


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
    text = _unboxed(line.text)
    if (head := _HEAD.match(text)) is not None:
        said = head["number"]
        figures = (LETTERS.index(said) + 1,) if said in LETTERS else _figures(said)
        dress = "letter" if said in LETTERS else f"depth {len(figures)}"
        return Mark(line, head["head"], dress, figures, f"{head['head']} {said}", head["rest"])
    if (match := _MARK.match(text)) is not None:
        figures = _figures(match["number"])
        rest = match["rest"]
        if len(figures) > 1 and (_UNITS.match(rest) or 0 in figures):
            return None  # “1.5 หน่วย” and “100.00 …” are quantities
        if not re.search(r"[ก-ฮa-zA-Z“\"(\[<]", rest[:12]):
            return None  # a figure in a cell
        if len(figures) > 1 and re.match("และ|หรือ|ถึง", rest):
            return None  # “3.1 และ 3.2 …” goes on from the line before
        if re.match("[a-z]", text[match.end("close") :]):
            return None  # “5.settled” is a name of a program
        dress = match["open"] + ("." if len(figures) > 1 else match["close"].strip())
        return Mark(line, "", dress, figures, f"{match['open']}{match['number']}{match['close']}".strip(), rest)
    if (letter := _LETTER.match(text)) is not None:
        dress = f"{letter['open']}ก{letter['close']}"
        place = LETTERS.index(letter["letter"]) + 1
        return Mark(line, "", dress, (place,), f"{letter['open']}{letter['letter']}{letter['close']}", letter["rest"])
    return None


def _unboxed(text: str) -> str:
    text = text.lstrip("#* ")
    box = _BOX.match(text)
    return text[box.end() :] if box is not None else text


def mark_at(document: Document, place: int) -> Mark | None:
    """The number of its own that the line at a place begins with; none where a reference ran over the line's end."""
    line = document.lines[place]
    before = document.lines[place - 1] if place else None
    mark = mark_of(line)
    if mark is None or mark.head or len(mark.figures) == 1 or before is None or before.cell != line.cell:
        return mark
    return None if _RUNS_ON.search(before.text) is not None else mark


_RUNS_ON: Final = re.compile(rf"(?:(?<!{N})(?<!{N}\s)(?<!หัว)(?<!ละ)(?<!ทุก)ข้อ|{N}\s?(?:และ|หรือ|ถึง|[,–-]))\s?$")


def marks_of(document: Document) -> list[Mark]:
    """Every line that begins with a number, in order."""
    return [mark for place in range(len(document.lines)) if (mark := mark_at(document, place)) is not None]


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


_INDICATOR: Final = re.compile(
    rf"(?:ตัวชี้วัดที่|ตัวชี้วัด|KPI)\s?(?:(?P<code>{N}{{1,3}}(?:\.{N}{{1,3}})*)(?!{N})|(?P<letters>[A-Z]{{1,5}}{N}{{0,3}})\s?:)"
)
_CODE_AND_NAME: Final = re.compile(rf"(?P<code>{N}{{1,3}}(?:\.{N}{{1,3}})*)\s+[ก-ฮเ-ไA-Za-z]")
_UNDER: Final = re.compile(
    rf"(?P<code>(?P<upper>{N}{{1,3}}(?:\.{N}{{1,3}}){{2,}})\.{N}{{1,3}})\s+(?!และ|ถึง|หรือ)[ก-ฮเ-ไ]"
)
"""“3.1.22.1 ระดับความสำเร็จ…” after the heading of 3.1.22: a part of that indicator, not an item of a list."""


def sections_of(document: Document) -> list[Section]:
    """The document cut at the headings of its indicators; what stands before the first is a section without a code."""
    starts = [(0, "")]
    for place, line in enumerate(document.lines):
        code = _code(document, place)
        under = _UNDER.match(line.text) if code is None and starts[-1][1].count(".") > 1 else None
        if under is not None and thai.arabic_digits(under["upper"]) in {one for _, one in starts}:
            code = under["code"]
        if code is not None:
            starts.append((place, thai.arabic_digits(code)))
    ends = [*(start for start, _ in starts[1:]), len(document.lines)]
    return [Section(code, start, end) for (start, code), end in zip(starts, ends, strict=True)]


def _code(document: Document, place: int) -> str | None:
    """The code in a heading “ตัวชี้วัดที่ 3.1 …”, which a form may part into two cells of a row."""
    line = document.lines[place]
    match = _INDICATOR.match(line.text)
    if match is not None:
        return match["code"] or match["letters"]
    beside = document.lines[place + 1] if place + 1 < len(document.lines) else line
    if line.cell is None or beside.cell is None or line.cell[:2] != beside.cell[:2]:
        return None
    match = _CODE_AND_NAME.match(beside.text) if re.fullmatch(r"ตัวชี้วัด(?:ที่)?\s?:?", line.text) else None
    return match["code"] if match is not None else None
