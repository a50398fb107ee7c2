"""The document's own unit, and names of other units where its own is expected."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from samrit.base import thai
from samrit.base.issues import define
from samrit.documents.lint.finding import Finding, Options, around, found
from samrit.documents.lint.source import Document, Line
from samrit.documents.lint.words import words_of

OTHER_UNIT = define(
    "DL010", "warning",
    th="“{name}” ไม่ใช่หน่วยของเอกสารนี้ (“{own}” พบ {count} แห่ง)", en="“{name}” is not the unit of this document (“{own}”, {count} times)",
    cure_th="ตรวจว่าคัดลอกมาจากเอกสารของหน่วยอื่นหรือพิมพ์ชื่อผิด แล้วใช้ชื่อหน่วยของตน",
    cure_en="see whether it was copied from another unit's document, or is the own name misspelt, and write the own name",
)  # fmt: skip
NAME_IN_BLANK = define(
    "DL011", "warning",
    th="ข้อความนี้ระบุ “{name}” ขณะที่ที่อื่นเว้นช่องว่างให้เติมชื่อหน่วย ({count} แห่ง)",
    en="this text names “{name}”, while elsewhere a blank is left for the unit's name ({count} times)",
    cure_th="เว้นช่องว่างเหมือนที่อื่น หรือเติมชื่อหน่วยให้ครบทุกแห่ง", cure_en="leave the blank here too, or fill it everywhere",
)  # fmt: skip

USUAL: Final = 3
"""Times that a name must stand in the document before it is taken as its own unit's."""
SHARE: Final = 0.6
"""Of the names of that kind, the own one's part at least."""
LONGEST: Final = 16
WHOLE: Final = 4
"""Letters from which what stands before a space is taken as a whole name."""


@dataclass(frozen=True)
class Family:
    """Units of one kind: how their names begin, in a text without spaces, and whether a number is the name."""

    heads: str
    by_number: bool = False


FAMILIES: Final = (
    Family(r"สถานีตำรวจ(?:นครบาล|ภูธร)|(?<![ก-ฮ])ส[นภ]\.|^นครบาล"),
    Family(r"สำนักประชาสัมพันธ์เขต(?:ที่)?|(?<![ก-ฮ])สปข\.", by_number=True),
    Family(r"สำนักงานประชาสัมพันธ์จังหวัด"),
    Family(r"กองบังคับการตำรวจ(?:นครบาล|ภูธรจังหวัด)|ตำรวจภูธรจังหวัด"),
    Family(r"องค์การบริหารส่วนตำบล|(?<![ก-ฮ])อบต\."),
    Family(r"องค์การบริหารส่วนจังหวัด|(?<![ก-ฮ])อบจ\."),
    Family(r"เทศบาล(?:ตำบล|เมือง|นคร)"),
    Family(r"โรงพยาบาลส่งเสริมสุขภาพตำบล|(?<![ก-ฮ])รพ\.สต\."),
    Family(r"ที่ว่าการอำเภอ|ที่ทำการปกครองอำเภอ"),
)
"""Kinds of units that fill in the same papers, so that one's paper may hold another's name."""

_COMMON: Final = frozenset({
    "ประจำ", "ทุก", "ทั่ว", "แห่ง", "ของ", "และ", "หรือ", "ที่", "ใน", "ให้", "ได้", "มี", "เป็น", "จะ", "ต้อง", "ตาม",
    "โดย", "เพื่อ", "จึง", "ทั้ง", "ซึ่ง", "กับ", "แก่", "ต่อ", "คน", "ระดับ", "อื่น", "อื่นๆ", "ใด", "นั้น", "นี้",
    "กำหนด", "ดำเนินการ", "ทำหน้าที่", "ประเมิน", "รายงาน", "ลง", "จาก", "ไป", "มา", "ว่า", "คือ", "ดังนี้", "ปี",
    "ปีงบประมาณ", "เรื่อง", "ณ", "ไม่", "สามารถ", "ขอ", "ควร", "เมื่อ", "หาก", "ถ้า", "แล้ว", "ก็", "ด้วย", "ตั้งแต่",
    "จำนวน", "ต่างๆ", "ดังกล่าว", "เดียวกัน", "พร้อม", "รวม", "ทั้งหมด", "โทร", "โทรศัพท์", "จัดทำ", "ตลอด", "ร่วม", "ผลิต",
    "รับ", "ส่ง", "เช่น", "เสนอ", "พิจารณา", "เทียบ", "ปรับปรุง", "ตรวจ", "สรุป", "ประกาศ", "เท่ากับ", "แต่",
    "กรณี", "เดือน", "ประชาชน", "ข้าราชการ", "หน้า",
})  # fmt: skip
_LONG_COMMON: Final = tuple(sorted(word for word in _COMMON if len(word) > 2))
_NOT_OWN: Final = re.compile(
    r"(?:เช่น|เทียบ|ร่วมกับ|ประสาน|ข้างเคียง|ใกล้เคียง|ส่งต่อ|ย้าย|โอน|ยืม|(?<!เนื่อง)จาก|ตัวอย่าง|ดูงาน|ระหว่าง|ไปยัง|และ|หรือ)[^.]{0,14}$"
)
_BLANK: Final = re.compile(r"\s?(?:\.{3,}|…)")


@dataclass(frozen=True)
class Named:
    """A unit's name at a place of the text: as printed, without head and spaces, what follows the head, where it stands."""

    said: str
    name: str
    after: str
    line: Line
    place: int
    quote: str
    before: str


def other_units(document: Document, options: Options) -> Iterator[Finding]:
    """Where one's own unit is expected no other of its kind stands."""
    squeezed = [(line, *_squeezed_with_origins(line.text)) for line in document.lines]
    for family in FAMILIES:
        named, blanks = _names(squeezed, family)
        own, count = _own(family, named, options)
        if own:
            called = _called(family, own, named, options)
            for one in named:
                if not _is_own(one, own) and not _is_expected_elsewhere(one, named) and not _is_quoted(one):
                    yield found(OTHER_UNIT, document, one.line, one.quote, name=one.said, own=called, count=count)
        elif blanks >= USUAL and blanks > 2 * len({one.name for one in named}):
            for one in named:
                in_place = _is_expected_elsewhere(one, named) or _is_quoted(one)
                if not in_place and not one.line.text.startswith(one.said):
                    yield found(NAME_IN_BLANK, document, one.line, one.quote, name=one.said, count=blanks)


def _own(family: Family, named: list[Named], options: Options) -> tuple[str, int]:
    told = _squeezed(options.unit)
    match = re.match(family.heads, told)
    if match is not None:
        own = thai.arabic_digits(told[match.end() :])
        return own, sum(_is_own(one, own) for one in named)
    counts = Counter(one.name for one in named)
    if not counts:
        return "", 0
    own, count = counts.most_common(1)[0]
    return (own, count) if count >= USUAL and count >= SHARE * len(named) else ("", 0)


def _called(family: Family, own: str, named: list[Named], options: Options) -> str:
    """The own unit as the reader told it, or as the document mostly writes it."""
    if re.match(family.heads, _squeezed(options.unit)):
        return options.unit
    return Counter(one.said for one in named if one.name == own).most_common(1)[0][0]


def _is_own(one: Named, own: str) -> bool:
    """Whether it is the own name, or the beginning of it where a page or cell cuts it."""
    if own.isdecimal():
        return one.name == own
    return one.after.startswith(own) or own.startswith(one.after)


def _is_expected_elsewhere(one: Named, named: list[Named]) -> bool:
    """Whether other units are in place there: a list of several, or a word that says so before it."""
    near = {other.name for other in named if abs(other.place - one.place) <= 3 and other.name != one.name}
    beside = {other.name for other in named if other.line is one.line}
    listed = len(beside) > 2 or (len(near) > 1 and one.line.text.strip() == one.said.strip())
    return listed or _NOT_OWN.search(one.before) is not None


def _is_quoted(one: Named) -> bool:
    """Whether the name is quoted, as in “พิมพ์ “สถานี…” ค้างไว้”: it is spoken of, not used."""
    return re.search('[“"][^”"]*$', one.before) is not None


def _names(squeezed: list[tuple[Line, str, list[int]]], family: Family) -> tuple[list[Named], int]:
    """The names of that kind in the text, and how many blanks stand for one."""
    held: list[Named] = []
    blanks = 0
    for place, (line, text, origins) in enumerate(squeezed):
        for match in re.finditer(family.heads, text):
            after = text[match.end() :]
            if _BLANK.match(after):
                blanks += 1
                continue
            spaced = bool(after) and origins[match.end()] > origins[match.end() - 1] + 1
            name = _number(after) if family.by_number else _name(after, origins[match.end() :], spaced)
            if not name or (spaced and not family.by_number and not match[0].endswith(".")):
                continue  # “ของสถานีตำรวจนครบาล ประจำปี…” speaks of all of them
            start, end = origins[match.start()], origins[match.end() + len(name) - 1] + 1
            said = _with_place_name(line.text, start, end) if family.by_number else line.text[start:end]
            quote, before = around(line.text, start, end), line.text[max(0, start - 30) : start]
            name, after = thai.arabic_digits(name), thai.arabic_digits(after)
            held.append(Named(said, name, after, line, place, quote, before))
    return held, blanks


def _number(after: str) -> str:
    """The number that is the name; none of a span such as “1-8” or “1 ถึง 8”."""
    match = re.match(r"[0-9๐-๙]{1,2}(?![0-9๐-๙]|[-–—/,]|ถึง|และ)", after)
    return match[0] if match else ""


def _with_place_name(text: str, start: int, end: int) -> str:
    match = re.match(r"\s?[ก-๎]{3,12}(?=\s|$)", text[end:])
    return text[start : end + match.end()] if match else text[start:end]


def _name(after: str, origins: list[int], spaced: bool) -> str:
    """The name at the beginning of a text without spaces: its words up to one that no name has, or to a space."""
    letters = re.match(r"[ก-๎]*", after)
    run = letters[0][: 2 * LONGEST] if letters else ""
    spaces = [count for count in range(1, len(run)) if origins[count] > origins[count - 1] + 1]
    name = ""
    for word in words_of(run)[:6]:
        if word in _COMMON or word.startswith(_LONG_COMMON) or len(name + word) > LONGEST:
            break
        name += word
    # a column may part a name after its first syllable, hardly after its second
    end = next((count for count in spaces if WHOLE <= count < len(name)), len(name))
    name = name[:end]
    if spaced and len(name) not in (*spaces, len(run)):
        return ""  # “สน. เจ้าหน้าที่…”: the abbreviation alone, and running text
    return name if len(name) > 1 else ""


def _squeezed(text: str) -> str:
    return re.sub(r"\s", "", thai.normalise(text))


def _squeezed_with_origins(text: str) -> tuple[str, list[int]]:
    """A text without its spaces, which a table's narrow columns put inside names, and where each letter stood."""
    origins = [place for place, letter in enumerate(text) if not letter.isspace()]
    return "".join(text[place] for place in origins), origins
