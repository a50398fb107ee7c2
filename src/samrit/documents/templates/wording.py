"""How form texts become lines: blanks that nobody filled are dotted, numbers and bullets hang before their text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from samrit.documents.paper import Dots, Inline, Line, Text

if TYPE_CHECKING:
    from samrit.documents.forms.wording import Said

KEEP = (
    "การรับรู้", "การปฏิบัติหน้าที่", "ความสะดวก", "จัดทำ", "เผยแพร่", "หัวหน้างาน", "ความคืบหน้า", "กำกับ", "แล้วเสร็จ", "ให้เสร็จ",
    "เสร็จสิ้น", "ได้แก่", "ภายใน", "ภายนอก", "หน้าที่", "รับผิดชอบ", "ดำเนินงาน", "ดำเนินการ", "ปฏิบัติการ", "ปฏิบัติงาน", "ชัดเจน",
    "ผู้รับบริการ", "ไม่ถามชื่อ", "น้อยที่สุด", "มากที่สุด", "ทุกหน่วย", "ระยะเวลา", "แลกกับ", "ตร.", "บช.", "บก.", "กก.", "สน.", "สภ.",
    "ผกก.", "ธร.", "องค์กร", "องค์การ", "ถ่วงน้ำหนัก", "ส่วนได้ส่วนเสีย", "ผลสัมฤทธิ์",
)  # fmt: skip
"""Words of these papers that a line end would part wrongly."""

_BLANK = re.compile(r"\{[a-z][a-z0-9_]*\}")


def inlines(text: str, bold: bool = False, dots: float = 45) -> tuple[Inline, ...]:
    """A text with dots, `dots` mm long, in the place of each {blank}."""
    pieces: list[Inline] = []
    end = 0
    for blank in _BLANK.finditer(text):
        pieces += [Text(text[end : blank.start()], bold), Dots(dots)]
        end = blank.end()
    pieces.append(Text(text[end:], bold))
    return tuple(piece for piece in pieces if not (isinstance(piece, Text) and not piece.text))


def dotted(text: str) -> str:
    """A text with typed dots for its blanks, where only words can stand (below a signature)."""
    return _BLANK.sub("." * 40, text)


def sheet_name(code: str, name: str) -> str:
    """A worksheet's name: without the marks a workbook forbids, and short."""
    bare = re.sub(r"[\[\]:*?/\\]", "-", f"{code} {name.partition(' (')[0]}").strip()
    return bare[:31].strip()


def said(words: Said, bold: bool = False) -> tuple[Inline, ...]:
    """Words with their blanks: filled ones as text, open ones as dots."""
    return tuple(Dots(one.mm) if one.blank and not one.text else Text(one.text, bold) for one in words)


def marked(mark: str, text: str, indent: float = 0, dots: float = 45) -> Line:
    """A line whose number or bullet hangs before its text."""
    if not mark:
        return Line(inlines(text, dots=dots), indent=indent)
    hang = hanging(mark)
    return Line((Text(f"{mark} "), *inlines(text, dots=dots)), indent=indent + hang, first=-hang)


def hanging(mark: str) -> float:
    """About how wide a number or bullet is with the space behind it, at 14 points."""
    return round(1.2 + sum(1.9 if one.isalnum() else 1.0 for one in mark), 1)
