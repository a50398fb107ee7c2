"""References inside the document: “ตามข้อ 7”, “ตารางที่ 3”, “ตัวชี้วัดที่ 3.1.9” lead to something that is there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from samrit.base import thai
from samrit.base.issues import define
from samrit.documents.lint.finding import Finding, Options, around, found
from samrit.documents.lint.marks import HEADS, LETTERS, N, mark_at, marks_of, sections_of
from samrit.documents.lint.source import Document, Line

NOT_THERE = define(
    "DL012", "warning",
    th="อ้างถึง “{what}” ซึ่งไม่มีใน{scope_th} (มี {there})", en="“{what}” is referred to, but is not in {scope_en} (it has {there})",
    cure_th="ตรวจเลขที่อ้าง หรือแนบสิ่งที่อ้างถึง", cure_en="check the number, or attach what is meant",
)  # fmt: skip

FAR: Final = 20
"""An item so far beyond the last one is another paper's."""
_NUMBER: Final = rf"{N}{{1,3}}(?:\.{N}{{1,3}})*"
_MORE: Final = (
    rf"(?:\s?(?:,|และ|หรือ|ถึง|-|–)\s?(?:ข้อ\s?)?(?:{_NUMBER})(?!{N}|\s?(?:ข้อ|คน|แห่ง|เดือน|ปี|วัน|คะแนน|ครั้ง|ระดับ|ด้าน|ตัว)))*"
)
_ITEM: Final = re.compile(rf"(?<!หัว)(?<!แต่ละ)ข้อ\s?(?P<numbers>{_NUMBER}\)?{_MORE})(?!{N}|\.{N})")
_HEADED: Final = tuple(head for head in HEADS if head not in ("ข้อ", "ยุทธศาสตร์ที่", "ขั้นตอนที่", "หมวด", "กลยุทธ์ที่", "ผลผลิตที่", "มิติที่", "ตัวชี้วัด", "ประเด็นที่"))  # fmt: skip
_NAMED: Final = re.compile(
    rf"(?P<head>{'|'.join(_HEADED)})\s?(?P<numbers>{_NUMBER}{_MORE}|[{LETTERS}](?![ก-๎.]))(?!{N}|\.{N})"
)
_ELSEWHERE_BEFORE: Final = re.compile(
    r"(?:ระเบียบ|ประกาศ|กฎ|พระราช|พ\.?ร\.?บ|ข้อบังคับ|หนังสือ|คำสั่ง|มติ|มาตรา|สัญญา|หลักเกณฑ์|คู่มือ|ประมวล|แผนแม่บท|ยุทธศาสตร์ชาติ|กรอบ)(?:[^.]|พ\.\s?ศ\.){0,70}$"
)
_ELSEWHERE_AFTER: Final = re.compile(
    r"^\)?\s?(?:ของ|แห่ง|ใน|ตาม|ท้าย)\s?(?:ระเบียบ|ประกาศ|กฎ|พระราช|พ\.?ร\.?บ|ข้อบังคับ|หนังสือ|คำสั่ง|สัญญา|หลักเกณฑ์|คู่มือ|ประมวล|แผน|คำรับรอง)"
)


def items(document: Document, _: Options) -> Iterator[Finding]:
    """“ตามข้อ 3.2” leads to an item of its own indicator, or of the document where it has no such numbers."""
    if document.numbered_by_itself:
        return
    numbers = [_defined(document, place) for place in range(len(document.lines))]
    everywhere = {figures for figures in numbers if figures is not None}
    sections = sections_of(document)
    own: dict[str, set[tuple[int, ...]]] = {}
    for section in sections:
        own.setdefault(section.code, set()).update(one for one in numbers[section.start : section.end] if one)
    for section in sections:
        held = {figures for figures in numbers[section.start : section.end] if figures is not None}
        for line in document.lines[section.start : section.end]:
            if _TOLD.search(line.text):
                continue
            named_here = [thai.arabic_digits(code) for code in _CODES.findall(line.text)]
            if any(code not in own for code in named_here):
                continue  # an indicator of another paper
            there = set().union(*(own[code] for code in named_here)) if named_here else held
            yield from _items_of(document, line, there, everywhere, bool(section.code))


_CODES: Final = re.compile(rf"(?<![\d.๐-๙])(?:{N}{{1,3}}\.){{3,}}{N}{{1,3}}(?![\d๐-๙]|\.{N})")
"""Codes of indicators too long to be items: what is said of “3.1.22.2 ข้อ 4.1” is looked for there."""
_TOLD: Final = re.compile(r"(?:ไม่มี|มีเพียง|ขาด)\s?ข้อ|ข้อ\s?[0-9๐-๙.]+\s?(?:ซึ่ง|ที่)?(?:ไม่มี|หายไป|ขาดหาย)")
"""A text that says itself that an item is not there."""


def _defined(document: Document, place: int) -> tuple[int, ...] | None:
    """The number that a line gives to what it says; a level may stand alone in a cell: “1”, “2”."""
    text = document.lines[place].text
    if re.fullmatch(rf"{N}{{1,2}}", text):
        return (int(thai.arabic_digits(text)),)
    mark = mark_at(document, place)
    if mark is None or (mark.head == "ข้อ" and len(mark.figures) > 1):
        return None  # “ข้อ 1.2 ให้…” speaks of it
    return mark.figures if mark.head in ("", "ข้อ") else None


def _items_of(
    document: Document, line: Line, held: set[tuple[int, ...]], everywhere: set[tuple[int, ...]], is_indicator: bool
) -> Iterator[Finding]:
    for match in _ITEM.finditer(line.text):
        if match.start() == 0 and line.text.startswith("ข้อ"):
            continue  # a heading of its own
        before, after = line.text[: match.start()], line.text[match.end() :]
        if _ELSEWHERE_BEFORE.search(before) or _ELSEWHERE_AFTER.search(after):
            continue
        for said in re.findall(_NUMBER, match["numbers"]):
            figures = tuple(int(part) for part in thai.arabic_digits(said).split("."))
            beside = sorted(other for other in (held if is_indicator else everywhere) if _is_beside(other, figures))
            if figures in held or not beside or (not is_indicator and figures in everywhere):
                continue
            if not _is_list(beside):
                continue
            if len(figures) == 1 and (figures in everywhere or figures[0] > beside[-1][0] + FAR):
                continue
            there = ", ".join(".".join(map(str, one)) for one in beside[:8])
            scope = ("ตัวชี้วัดนี้", "this indicator") if is_indicator and len(figures) > 1 else ("เอกสารนี้", "this document")
            quote = around(line.text, *match.span())
            yield found(
                NOT_THERE, document, line, quote, what=f"ข้อ {said}", there=there, scope_th=scope[0], scope_en=scope[1]
            )


def _is_list(numbers: list[tuple[int, ...]]) -> bool:
    """Whether these are the items of a list from its first: 1, 2, 3 and perhaps on, or 4.1 and perhaps on."""
    return numbers[0][-1] == 1 if len(numbers[0]) > 1 else {(1,), (2,), (3,)} <= set(numbers)


def _is_beside(other: tuple[int, ...], figures: tuple[int, ...]) -> bool:
    return len(other) == len(figures) and other[:-1] == figures[:-1]


def named(document: Document, _: Options) -> Iterator[Finding]:
    """“ตารางที่ 3” leads to a table, where the document numbers its tables at all."""
    defined: dict[str, set[str]] = {}
    for mark in marks_of(document):
        # a heading names one thing; “แบบที่ 1 … แบบที่ 2 …” is a sentence on two
        if mark.head and not _GOES_ON.match(mark.rest) and mark.head not in mark.rest:
            defined.setdefault(_kin(mark.head), set()).add(thai.arabic_digits(mark.said.split(" ")[-1]))
    dead: dict[str, list[tuple[str, str, Line, str]]] = {}
    for line in document.lines:
        for match in _NAMED.finditer(line.text):
            kin = _kin(match["head"])
            before, after = line.text[: match.start()], line.text[match.end() :]
            is_heading = match.start() == 0 and not _GOES_ON.match(after.strip())
            if is_heading or kin not in defined or _ELSEWHERE_AFTER.search(after):
                continue
            if _ELSEWHERE_BEFORE.search(before) and kin != "ตัวชี้วัด":
                continue
            for said in _said(match["numbers"]):
                if thai.arabic_digits(said) not in defined[kin]:
                    quote = around(line.text, *match.span())
                    dead.setdefault(kin, []).append((f"{match['head']} {said}", thai.arabic_digits(said), line, quote))
    for kin, held in dead.items():
        # where more is missing than there is, the document is about another one, which has them
        if len({one[1] for one in held}) > len(defined[kin]) or (kin == "ตัวชี้วัด" and len(defined[kin]) < 2):
            continue
        for what, _number, line, quote in held:
            scope = {"scope_th": "เอกสารนี้", "scope_en": "this document"}
            yield found(NOT_THERE, document, line, quote, what=what, there=_listed(defined[kin]), **scope)


_GOES_ON: Final = re.compile(rf"(?:[-–,]|และ|ถึง|หรือ|ใช้|มี|ไม่|ได้|ให้|ที่|นี้|is\b|are\b|and\b|[a-z])\s?{N}*")


def _kin(head: str) -> str:
    """KPI and ตัวชี้วัดที่ number the same things; so do the ways of naming what is attached."""
    if head in ("KPI", "ตัวชี้วัดที่", "ตัวชี้วัด", "ตัวชี้วัดย่อยที่"):
        return "ตัวชี้วัด"
    return "เอกสารแนบ" if head in ("เอกสารแนบท้าย", "เอกสารหมายเลข", "สิ่งที่ส่งมาด้วย") else head


def _said(numbers: str) -> list[str]:
    return re.findall(_NUMBER, numbers) or [numbers]


def _listed(there: set[str]) -> str:
    ordered = sorted(there, key=lambda one: ([int(part) for part in one.split(".") if part.isdecimal()], one))
    return ", ".join(ordered[:8]) + (" …" if len(ordered) > 8 else "")
