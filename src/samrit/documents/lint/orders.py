"""Orders and announcements: one number and one date for one order, one subject for one number."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from itertools import combinations
from typing import Final

from samrit.base import thai
from samrit.base.issues import Kind, define
from samrit.documents.lint.finding import Finding, Options, found
from samrit.documents.lint.source import Document, Line
from samrit.packs.checks.dates import days_in
from samrit.packs.checks.reading import bare

TWO_NUMBERS = define(
    "DL013", "warning",
    th="คำสั่งเรื่องเดียวกันมีเลขที่ต่างกัน: ที่ {first} (ที่ {where}) และที่ {second}",
    en="one order has two numbers: {first} (at {where}) and {second}",
    cure_th="ตรวจกับคำสั่งที่ลงนาม แล้วใช้เลขเดียว", cure_en="check the signed order, and use its number",
)  # fmt: skip
TWO_SUBJECTS = define(
    "DL014", "warning",
    th="คำสั่งที่ {number} มีสองเรื่อง: “{first}” (ที่ {where}) และ “{second}”",
    en="order {number} has two subjects: “{first}” (at {where}) and “{second}”",
    cure_th="ตรวจกับคำสั่งที่ลงนามว่าเลขที่ใดเป็นของเรื่องใด", cure_en="check the signed orders for which number belongs to which",
)  # fmt: skip
TWO_DATES = define(
    "DL015", "warning",
    th="คำสั่งที่ {number} ลงวันที่ต่างกัน: {first_th} (ที่ {where}) และ {second_th}",
    en="order {number} has two dates: {first_en} (at {where}) and {second_en}",
    cure_th="ตรวจกับคำสั่งที่ลงนาม", cure_en="check the signed order",
)  # fmt: skip

ALIKE: Final = 0.9
UNLIKE: Final = 0.45
_NUMBER: Final = re.compile(r"(?<![ก-ฮ])ที่\s?(?P<number>[0-9๐-๙]{1,5}\s?/\s?[0-9๐-๙]{4})(?![0-9๐-๙])")
_BEFORE: Final = re.compile(r"(?P<kind>คำสั่ง|ประกาศ)(?!.*(?:คำสั่ง|ประกาศ))")
_SUBJECT: Final = re.compile(
    r"เรื่อง\s?(?P<subject>.+?)(?=\s?(?:ลงวันที่|สั่ง ณ|ลง ณ|ดังนี้|ด้วย\s|ตามที่|นั้น\s|เพื่อให้|[ก-ฮ]?ซึ่ง|และ(?:คำสั่ง|ประกาศ)|คำสั่ง\S* ?ที่ [0-9๐-๙])|$)"
)
_DATED: Final = re.compile(
    r"(?:ลงวันที่|สั่ง\s?ณ\s?วันที่)\s?(?P<date>[0-9๐-๙]{1,2}\s?(?:เดือน\s?)?[ก-๎.]{3,12}\s?(?:พ\.?\s?ศ\.?|พุทธศักราช)?\s?[0-9๐-๙]{4})"
)
_REPLACED: Final = re.compile(r"ยกเลิก|แทน|แก้ไข|เพิ่มเติม|ปรับปรุงคำสั่ง")
REACH: Final = 400
"""Letters after an order's number in which its subject and date are looked for."""


@dataclass(frozen=True)
class Mention:
    """One place that names an order: its kind and number, its subject and date where they are said."""

    kind: str
    number: str
    subject: str
    dated: date | None
    is_replaced: bool
    line: Line
    quote: str


def orders(document: Document, _: Options) -> Iterator[Finding]:
    """The same order goes by one number and date; a number belongs to one order."""
    told: set[tuple[str, str, str]] = set()
    for one, other in combinations(_mentions(document), 2):
        clash = _clash(one, other) if one.kind == other.kind else None
        if clash is None or (clash[0].code, one.number, other.number) in told:
            continue
        kind, words = clash
        told.add((kind.code, one.number, other.number))
        yield found(kind, document, other.line, other.quote, where=one.line, **words)


def _clash(one: Mention, other: Mention) -> tuple[Kind, dict[str, str]] | None:
    """How two mentions of orders cannot both be right, if they cannot."""
    alike = _likeness(one.subject, other.subject)
    if one.number != other.number:
        same_year = one.number[-4:] == other.number[-4:]
        is_replaced = one.is_replaced or other.is_replaced
        if same_year and alike >= ALIKE and not is_replaced and _fits_date(one, other):
            return TWO_NUMBERS, {"first": one.number, "second": other.number}
        return None
    if one.subject and other.subject and alike < UNLIKE:
        return TWO_SUBJECTS, {"number": one.number, "first": one.subject[:60], "second": other.subject[:60]}
    if one.dated and other.dated and one.dated != other.dated:
        said = {"first_th": thai.format_date(one.dated), "second_th": thai.format_date(other.dated)}
        english = {"first_en": one.dated.isoformat(), "second_en": other.dated.isoformat()}
        return TWO_DATES, {"number": one.number} | said | english
    return None


def _fits_date(one: Mention, other: Mention) -> bool:
    """Two dates tell two orders on the same matter apart, such as this quarter's and the last one's."""
    return one.dated is None or other.dated is None or one.dated == other.dated


def _likeness(one: str, other: str) -> float:
    if not one or not other or re.findall("[A-Za-z]{2,}", one)[:1] != re.findall("[A-Za-z]{2,}", other)[:1]:
        return 0.0
    a, b = bare(one)[:120], bare(other)[:120]
    shorter = min(len(a), len(b))
    if shorter > 20:  # a subject is often given in short: its beginning is enough
        a, b = a[:shorter], b[:shorter]
    return SequenceMatcher(None, a, b, autojunk=False).ratio()


def _mentions(document: Document) -> Iterator[Mention]:
    flow = document.flow
    for match in _NUMBER.finditer(flow.text):
        kind = _BEFORE.search(flow.text[max(0, match.start() - 150) : match.start()])
        if kind is None:
            continue
        end = min(len(flow.text), match.end() + REACH)
        following = _NUMBER.search(flow.text, match.end(), end)
        after = flow.text[match.end() : following.start() if following else end]
        subject = _SUBJECT.search(after)
        dated = _DATED.search(after)
        day = next(iter(days_in(dated["date"])), None) if dated else None
        around_it = flow.text[max(0, match.start() - 40) : match.end() + 15]
        yield Mention(
            kind["kind"],
            re.sub(r"\s", "", thai.arabic_digits(match["number"])),
            subject["subject"].strip() if subject else "",
            day,
            _REPLACED.search(around_it) is not None,
            flow.line_at(match.start()),
            flow.text[max(0, match.start() - 30) : match.end() + 40],
        )
