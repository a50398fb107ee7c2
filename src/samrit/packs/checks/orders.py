"""Orders that appoint committees: one number, one date, and a day on which offices are open."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date

from samrit.base import thai
from samrit.base.issues import Issue, define
from samrit.packs.checks.dates import days_in
from samrit.packs.checks.walk import texts, walk
from samrit.packs.model import Pack
from samrit.packs.plans import Committee

TWO_NUMBERS = define(
    "PK403", "warning",
    th="คำสั่งแต่งตั้ง {committee} มีเลขที่ {count} เลข: {numbers}",
    en="the order that appoints {committee} has {count} numbers: {numbers}",
    cure_th="ตรวจกับเอกสาร ถ้าพิมพ์ไว้เช่นนี้ให้เพิ่ม discrepancy ว่าใช้เลขใด",
    cure_en="check the document; if it is printed so, add a discrepancy that says which number is held",
)  # fmt: skip
TWO_DATES = define(
    "PK404", "warning",
    th="คำสั่งแต่งตั้ง {committee} มีวันที่ {count} วัน: {days_th}",
    en="the order that appoints {committee} has {count} dates: {days_en}",
    cure_th="ตรวจกับเอกสาร ถ้าพิมพ์ไว้เช่นนี้ให้เพิ่ม discrepancy ว่าใช้วันใด",
    cure_en="check the document; if it is printed so, add a discrepancy that says which date is held",
)  # fmt: skip
DAY_OFF = define(
    "PK405", "note",
    th="คำสั่งแต่งตั้ง {committee} ลงวันที่ {day_th} ซึ่งเป็น{why_th}",
    en="the order that appoints {committee} is dated {day_en}, {why_en}",
    cure_th="ถ้าเอกสารพิมพ์ไว้เช่นนี้ไม่ต้องแก้",
    cure_en="nothing to change if it is printed so",
)  # fmt: skip

_NUMBER = re.compile(r"ที่\s*([0-9]+\s*/\s*25[0-9]{2})(?![0-9])")
_SIGNED = ("ลงวันที่", "สั่ง ณ วันที่", "สั่งณวันที่")
_WEEKEND = {5: ("วันเสาร์", "a Saturday"), 6: ("วันอาทิตย์", "a Sunday")}


def numbers_of_orders(pack: Pack) -> Iterable[Issue]:
    """An order has one number, wherever it is named; numbers of other orders are told apart by their committee."""
    committees = pack.framework.committees
    own = {one.id: list(_numbers(one.order_number)) for one in committees}
    known = {number for numbers in own.values() for number in numbers}
    elsewhere = [number for number in _numbers_elsewhere(pack) if number not in known] if known else []
    for one in committees:
        numbers = list(dict.fromkeys([*own[one.id], *(elsewhere if len(committees) == 1 and own[one.id] else [])]))
        if len(numbers) > 1:
            said = ", ".join(f"“ที่ {number}”" for number in numbers)
            yield TWO_NUMBERS.at(one.at.of("order_number"), committee=one.id, numbers=said, count=len(numbers))


def dates_of_orders(pack: Pack) -> Iterable[Issue]:
    """An order has one date, and it is a working day as far as the calendar tells."""
    committees = pack.framework.committees
    elsewhere = [
        day
        for seen in (walk(pack) if committees else ())
        if not isinstance(seen.part, Committee)
        for _, text in texts(seen.part)
        if text.startswith(_SIGNED)
        for day in days_in(text)
    ]
    for one in committees:
        own = days_in(one.dated)
        days = list(dict.fromkeys([*own, *(elsewhere if len(committees) == 1 and own else [])]))
        if len(days) > 1:
            said = {
                "days_th": ", ".join(thai.format_date(day) for day in days),
                "days_en": ", ".join(day.isoformat() for day in days),
            }
            yield TWO_DATES.at(one.at.of("dated"), committee=one.id, count=len(days), **said)
        for day in own[:1]:
            why = _day_off(day)
            if why is not None:
                shown = {"day_th": thai.format_date(day), "day_en": day.isoformat()}
                yield DAY_OFF.at(one.at.of("dated"), committee=one.id, why_th=why[0], why_en=why[1], **shown)


def _day_off(day: date) -> tuple[str, str] | None:
    """Why offices are closed on that day, as far as every year's calendar tells: weekends and New Year."""
    reasons = [_WEEKEND[day.weekday()]] if day.weekday() in _WEEKEND else []
    if (day.month, day.day) == (1, 1):
        reasons.append(("วันขึ้นปีใหม่", "New Year's Day"))
    return ("และ".join(th for th, _ in reasons), " and ".join(en for _, en in reasons)) if reasons else None


def _numbers(text: str) -> Iterator[str]:
    for match in _NUMBER.findall(thai.arabic_digits(thai.normalise(text))):
        yield re.sub(r"\s", "", match)


def _numbers_elsewhere(pack: Pack) -> Iterator[str]:
    for seen in walk(pack):
        if not isinstance(seen.part, Committee):
            for _, text in texts(seen.part):
                if "/" in text:
                    yield from _numbers(text)
