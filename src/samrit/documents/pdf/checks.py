"""Refuse a paper that cannot be drawn: letters the typeface has not, an emblem that is no picture."""

from __future__ import annotations

import dataclasses
import struct
from collections.abc import Iterator
from typing import Any

from samrit.base.issues import Issue, Place, Refused, define
from samrit.documents import fonts
from samrit.documents.paper import Computed, Paper

CANNOT_DRAW = define(
    "DO001", "error",
    th="แบบอักษรของเอกสารไม่มีอักขระ {letters} ซึ่งอยู่ในข้อความ “{text}”",
    en="The typeface of the papers has no {letters}, which stands in the text “{text}”",
    cure_th="ลบหรือพิมพ์อักขระนั้นใหม่ด้วยอักษรไทย อักษรละติน หรือเครื่องหมายทั่วไป (อักขระควบคุมที่มองไม่เห็นมักติดมากับการคัดลอกจากเว็บหรือ PDF)",
    cure_en="Delete it or write it with Thai or Latin letters or common signs (invisible controls often come with text copied from the web or a PDF)",
)  # fmt: skip

NO_PICTURE = define(
    "DO002", "error",
    th="ไฟล์ตราสัญลักษณ์ของหน่วยงานใช้ไม่ได้: {reason_th}",
    en="The agency's emblem cannot be used: {reason_en}",
    cure_th="ใช้ไฟล์ PNG หรือ JPEG ที่เปิดดูได้ ขนาดไม่เกิน {mb} MB และไม่เกิน {pixels:,} × {pixels:,} จุด",
    cure_en="Use a PNG or JPEG file that opens in a viewer, of at most {mb} MB and {pixels:,} × {pixels:,} pixels",
)  # fmt: skip

LARGEST_MB = 5
MOST_PIXELS = 4000
"""A picture is unpacked to be drawn: a small file can hold a gigabyte of white."""
_NOT_WHOLE = ("ไม่ใช่ภาพ PNG หรือ JPEG ที่สมบูรณ์", "it is not a whole PNG or JPEG picture")
_NOT_PRINTED = {"data", "form", "language", "digits", "pages", "align", "key", "sheet", "keep", "op", "places"}
_AROUND = 20


def check(paper: Paper) -> None:
    """Refuse the paper with everything that keeps it from being drawn."""
    place = Place(f"{paper.form} v{paper.version}")
    issues = [
        CANNOT_DRAW.at(place, letters=", ".join(sorted(map(_named, missing))), text=_excerpt(text, missing))
        for text in dict.fromkeys(_texts(paper))
        if (missing := fonts.missing(text))
    ]
    if paper.emblem is not None and (reason := _unfit(paper.emblem)):
        issues.append(no_picture(paper, reason))
    if issues:
        raise Refused(issues)


def no_picture(paper: Paper, reason: tuple[str, str] = _NOT_WHOLE) -> Issue:
    """The emblem cannot be drawn, for a reason in Thai and English."""
    place = Place(f"{paper.form} v{paper.version}", field="emblem")
    return NO_PICTURE.at(place, reason_th=reason[0], reason_en=reason[1], mb=LARGEST_MB, pixels=MOST_PIXELS)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from _texts(item)
    elif dataclasses.is_dataclass(value) and not isinstance(value, Computed):
        for one in dataclasses.fields(value):
            if one.name not in _NOT_PRINTED:
                yield from _texts(getattr(value, one.name))


def _named(letter: str) -> str:
    code = f"U+{ord(letter):04X}"
    return f"{code} ({letter})" if letter.isprintable() else code


def _excerpt(text: str, missing: set[str]) -> str:
    """The text around the first such letter; controls are named, so that they cannot act on the reader's screen."""
    first = min(text.index(letter) for letter in missing)
    start, end = max(0, first - _AROUND), first + _AROUND
    shown = "".join(letter if letter.isprintable() else f"⟨U+{ord(letter):04X}⟩" for letter in text[start:end])
    return ("…" if start else "") + shown + ("…" if end < len(text) else "")


def _unfit(picture: bytes) -> tuple[str, str] | None:
    """Why a picture cannot be drawn, in Thai and English."""
    if len(picture) > LARGEST_MB * 2**20:
        return "ไฟล์ใหญ่เกินไป", "the file is too large"
    size = _pixels(picture)
    if size is None:
        return _NOT_WHOLE
    if not all(0 < side <= MOST_PIXELS for side in size):
        return f"ภาพมี {size[0]:,} × {size[1]:,} จุด", f"the picture has {size[0]:,} × {size[1]:,} pixels"
    return None


def _pixels(picture: bytes) -> tuple[int, int] | None:
    """Width and height as the file says."""
    if picture.startswith(b"\x89PNG\r\n\x1a\n") and picture[12:16] == b"IHDR" and picture[-8:-4] == b"IEND":
        width, height = struct.unpack(">II", picture[16:24])
        return width, height
    if picture.startswith(b"\xff\xd8"):
        at = 2
        while at + 9 <= len(picture) and picture[at] == 0xFF:
            marker, length = picture[at + 1], struct.unpack(">H", picture[at + 2 : at + 4])[0]
            if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
                height, width = struct.unpack(">HH", picture[at + 5 : at + 9])
                return width, height
            at += 2 + length
    return None
