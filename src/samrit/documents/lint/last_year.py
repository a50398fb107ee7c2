"""Targets against last year's results, where the document prints both."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from samrit.base import thai
from samrit.base.figures import FigureError, d, plain
from samrit.base.issues import define
from samrit.documents.lint.finding import Finding, Options, around, found, number
from samrit.documents.lint.ladders import Ladder, ladders_of
from samrit.documents.lint.marks import N, sections_of
from samrit.documents.lint.source import Document, Line

UNDER_LAST_YEAR = define(
    "DL027", "warning",
    th="ค่าเป้าหมายระดับ 3 คือ {target} แย่กว่าเกณฑ์ค่ากลางปี {year} ({middle}, ที่ {where})",
    en="level 3 is {target}, worse than the middle criterion of {year} ({middle}, at {where})",
    cure_th="ตรวจว่าตั้งเป้าหมายต่ำกว่าผลปีก่อนโดยเจตนาหรือไม่ ถ้าใช่ให้บอกเหตุผล",
    cure_en="see whether the target was meant to be below last year's, and if so say why",
)  # fmt: skip
TARGET_UNDER_RESULT = define(
    "DL028", "warning",
    th="ค่าเป้าหมายปี {year} คือ {target} แย่กว่าผลปี {before} ({result})",
    en="the target of {year} is {target}, worse than the result of {before} ({result})",
    cure_th="ตรวจว่าตั้งเป้าหมายต่ำกว่าผลปีก่อนโดยเจตนาหรือไม่ ถ้าใช่ให้บอกเหตุผล",
    cure_en="see whether the target was meant to be below last year's result, and if so say why",
)  # fmt: skip

_F: Final = rf"{N}+(?:,{N}{{3}})*(?:\.{N}+)?"
_VALUE: Final = re.compile(rf"(?:ร้อยละ\s?)?(?P<figure>{_F})\s?%?")
_YEAR: Final = re.compile(r"(?:25[0-9]{2}|๒๕[๐-๙]{2})")
_HEAD: Final = re.compile(r"ค่ากลาง")
_HEAD_YEAR: Final = re.compile(rf"ปี\s?(?:พ\.\s?ศ\.\s?)?(?P<year>{_YEAR.pattern})")
_GAP: Final = r"[^0-9๐-๙]{0,40}?"
_RESULT: Final = re.compile(
    rf"(?<!เป้าหมาย)ผล(?:การดำเนินงาน|งาน|ที่ได้|การประเมิน)?(?:ใน)?\s?ปี(?:งบประมาณ)?\s?(?:พ\.\s?ศ\.\s?)?(?P<year>{_YEAR.pattern}){_GAP}(?P<figure>{_F})"
)
_TARGET: Final = re.compile(
    rf"(?:ค่า)?เป้าหมาย(?:ใน|ของ)?\s?ปี(?:งบประมาณ)?\s?(?:พ\.\s?ศ\.\s?)?(?P<year>{_YEAR.pattern}){_GAP}(?P<figure>{_F})"
)
_LESS_IS_BETTER: Final = re.compile(
    r"ลดลง|ลดจำนวน|การลด|ร้องเรียน|อุบัติเหตุ|อาชญากรรม|ผู้เสียชีวิต|ความสูญเสีย|ค้าง|ระยะเวลา|ต้นทุน|คดี"
)
REACH: Final = 400


@dataclass
class Series:
    """The middle criterion of the last year that a baseline gives for one thing."""

    year: int
    middle: Decimal
    line: Line


def middle_level(document: Document, _: Options) -> Iterator[Finding]:
    """Level 3 is no worse than last year's middle criterion."""
    for section in sections_of(document):
        ladders = [one for one in ladders_of(document, section.start, section.end) if 3 in one.targets]
        series = _series(document, section.start, section.end)
        if not ladders or len(ladders) != len(series):
            continue
        for ladder, held in zip(ladders, series, strict=True):
            target = ladder.targets[3]
            if held is not None and _is_worse(ladder, target, held.middle):
                line = ladder.lines[3]
                words = {"target": plain(target), "middle": plain(held.middle), "year": held.year}
                yield found(UNDER_LAST_YEAR, document, line, line.text, where=held.line, **words)


def _is_worse(ladder: Ladder, target: Decimal, middle: Decimal) -> bool:
    return target < middle if ladder.rises else target > middle


def _series(document: Document, start: int, end: int) -> list[Series | None]:
    """What the baseline table between two places gives, read cell by cell: years with figures, by the labels before them."""
    head = next(
        (
            place
            for place in range(start, end)
            if _HEAD.search(document.lines[place].text) and len(document.lines[place].text) < 60
        ),
        None,
    )
    if head is None:
        return []
    head_year = next(
        (
            number(match["year"])
            for place in range(max(start, head - 3), head + 1)
            if (match := _HEAD_YEAR.search(document.lines[place].text))
        ),
        None,
    )
    held: list[Series | None] = []
    best: Series | None = None
    year: int | None = None
    in_series = labelled = False
    for place in range(head + 1, end):
        line = document.lines[place]
        text = line.text
        if _YEAR.fullmatch(text):
            year, in_series, labelled = number(text), True, False
        elif (figure := _cell(text)) is not None or text in ("-", "–"):
            if year is not None or (labelled and head_year is not None):
                if figure is not None and (best is None or (year or head_year or 0) > best.year):
                    best = Series(year or head_year or 0, figure, line)
                year, labelled = None, False
                in_series = True
        elif re.search("[ก-ฮ]", text):
            if in_series:
                held.append(best)
                best, in_series = None, False
            if len(text) > 15 or text.startswith("-") or labelled:
                labelled = True
            if re.match(r"(?:เงื่อนไข|หมายเหตุ|เกณฑ์การให้คะแนน|แหล่งข้อมูล)", text):
                break
    if in_series:
        held.append(best)
    return held


def _cell(text: str) -> Decimal | None:
    match = _VALUE.fullmatch(text)
    return _figure(match["figure"]) if match else None


def _figure(text: str) -> Decimal | None:
    try:
        return d(thai.arabic_digits(text).replace(",", ""))
    except FigureError:
        return None


def prose(document: Document, _: Options) -> Iterator[Finding]:
    """“ผลปี 2565 ร้อยละ 90 … เป้าหมายปี 2566 ร้อยละ 85”: the target is no worse than the result before it."""
    flow = document.flow
    for result in _RESULT.finditer(flow.text):
        target = _TARGET.search(flow.text, result.end(), min(len(flow.text), result.end() + REACH))
        if target is None or number(target["year"]) != number(result["year"]) + 1:
            continue
        reached, wanted = _figure(result["figure"]), _figure(target["figure"])
        before = flow.text[max(0, result.start() - 200) : result.end()]
        if reached is None or wanted is None or _LESS_IS_BETTER.search(before) or wanted >= reached:
            continue
        words = {"year": target["year"], "before": result["year"], "target": plain(wanted), "result": plain(reached)}
        quote = around(flow.text, *target.span())
        yield found(TARGET_UNDER_RESULT, document, flow.line_at(target.start()), quote, **words)
