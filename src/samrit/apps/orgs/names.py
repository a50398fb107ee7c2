"""Names as they are taken in: tidied, and refused where they would deceive a reader, a page or a spreadsheet."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

from samrit.base.issues import Issue, Place, define
from samrit.base.thai import normalise

EMPTY = define(
    "OG001", "error",
    th="ช่อง “{field}” ว่าง", en="“{field}” is empty",
    cure_th="ใส่ค่าในช่องนี้", cure_en="fill it in",
)  # fmt: skip
TOO_LONG = define(
    "OG002", "error",
    th="ช่อง “{field}” ยาวเกิน {limit} ตัวอักษร", en="“{field}” is longer than {limit} letters",
    cure_th="ใช้ชื่อที่สั้นลง", cure_en="use a shorter one",
)  # fmt: skip
MARKUP = define(
    "OG003", "error",
    th="ช่อง “{field}” มีเครื่องหมายของโปรแกรม ({sign})", en="“{field}” holds a sign of program text ({sign})",
    cure_th="พิมพ์เป็นข้อความธรรมดา ไม่มี < > และไม่ขึ้นต้นด้วย = + - @", cure_en="type plain text, without < or >, that does not begin with = + - or @",
)  # fmt: skip
HIDDEN = define(
    "OG004", "error",
    th="ช่อง “{field}” มีอักขระที่มองไม่เห็นหรือสลับทิศการอ่าน ({sign})", en="“{field}” holds a sign that is invisible or turns the reading direction ({sign})",
    cure_th="พิมพ์ใหม่ทั้งช่องแทนการคัดลอก", cure_en="type it anew instead of copying it",
)  # fmt: skip

LENGTHS: Final = {"name_th": 300, "name_en": 300, "short_th": 60, "kind": 40, "code": 40, "post": 200, "name": 200}

_MARKUP: Final = re.compile(r"[<>]|&(?:#|[a-zA-Z]+;)|^[=+@-]|javascript:", re.IGNORECASE)
_PILE: Final = re.compile(r"[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0300-\u036f]{5,}")
_TURNS: Final = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_NEVER: Final = frozenset({"Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp"})


def tidy(text: str) -> str:
    """A name in one line and one spelling; letters that change the reading direction stay, to be refused."""
    return normalise(text.replace("\r", " ").replace("\n", " "))


def problems(place: Place, field: str, raw: str, *, required: bool = False) -> Iterator[Issue]:
    """What is wrong with a name; none where it can be taken."""
    text = tidy(raw)
    if required and not text:
        yield EMPTY.at(place, field=field)
    if len(text) > LENGTHS[field]:
        yield TOO_LONG.at(place, field=field, limit=LENGTHS[field])
    if found := _MARKUP.search(text):
        yield MARKUP.at(place, field=field, sign=found[0])
    # of the tidied text, so that the word breaks some programs put between Thai words do no harm
    hidden = _TURNS.search(raw) or _PILE.search(text)
    sign = hidden[0][0] if hidden else next((one for one in text if unicodedata.category(one) in _NEVER), "")
    if sign:
        yield HIDDEN.at(place, field=field, sign=f"U+{ord(sign):04X}")
