"""Dates that cannot be: days that no calendar has, years far from the others, ends before their beginnings."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Final

from samrit.base import thai
from samrit.base.issues import define
from samrit.documents.lint.finding import Finding, Options, around, found, number
from samrit.documents.lint.source import Document, Line

NO_SUCH_DAY = define(
    "DL029", "warning",
    th="“{text}” ไม่มีในปฏิทิน", en="“{text}” is in no calendar",
    cure_th="ตรวจวันและเดือน", cure_en="check the day and the month",
)  # fmt: skip
NOT_EVERY_MONTH = define(
    "DL030", "warning",
    th="“{text}” ทำตามไม่ได้ทุกเดือน: {months_th}ไม่มีวันที่ {day}", en="“{text}” cannot be followed every month: {months_en} has no day {day}",
    cure_th="เขียนว่า “ภายในวันสิ้นเดือน” หรือเลือกวันที่ไม่เกิน 28", cure_en="write “by the end of the month”, or a day up to 28",
)  # fmt: skip
ODD_YEAR = define(
    "DL032", "warning",
    th="ปี “{year}” ห่างจากปีอื่นในเอกสาร (ส่วนใหญ่ {usual})", en="the year “{year}” is far from the others of the document (mostly {usual})",
    cure_th="ตรวจเลขปี", cure_en="check the year",
)  # fmt: skip
TWO_DIGITS = define(
    "DL033", "warning",
    th="“{text}” มี พ.ศ. กับเลขสองหลัก อาจพิมพ์ผิดจากชื่อเดือน เช่น พ.ค.", en="“{text}” has an era before two digits; it may be a slip for a month's name, such as พ.ค.",
    cure_th="พิมพ์ปีให้ครบสี่หลัก หรือแก้เป็นชื่อเดือน", cure_en="write the year in four digits, or mend it to a month's name",
)  # fmt: skip
ENDS_BEFORE = define(
    "DL034", "warning",
    th="“{text}” สิ้นสุดก่อนเริ่ม", en="“{text}” ends before it begins",
    cure_th="ตรวจวันเริ่มและวันสิ้นสุด", cure_en="check the first and the last day",
)  # fmt: skip
START_WITHOUT_YEAR = define(
    "DL035", "note",
    th="“{text}” เดือนต้นไม่มีปี อ่านตามที่พิมพ์แล้วสิ้นสุดก่อนเริ่ม", en="“{text}” gives its first month no year, and so, as printed, ends before it begins",
    cure_th="ใส่ปีของเดือนแรก", cure_en="give the first month its year",
)  # fmt: skip
AFTER_THE_YEAR = define(
    "DL036", "warning",
    th="“{text}” อยู่นอกปีงบประมาณ {year} ที่ข้อความเดียวกันกำหนดไว้ ({from_th} – {to_th})",
    en="“{text}” is outside fiscal year {year}, within which the same text wants it ({from_en} to {to_en})",
    cure_th="ตรวจวันหรือปีงบประมาณ", cure_en="check the date or the fiscal year",
)  # fmt: skip
OTHER_WEEKDAY = define(
    "DL031", "warning",
    th="“{text}” ไม่ใช่วัน{said} แต่เป็นวัน{real}", en="“{text}” is not a {said_en} but a {real_en}",
    cure_th="ตรวจวันในสัปดาห์หรือวันที่", cure_en="check the weekday or the date",
)  # fmt: skip

FAR: Final = 15
"""Years away from the document's own before a date in a working paper is thought a slip."""

_N: Final = "[0-9๐-๙]"
_MONTH: Final = "|".join(re.escape(name) for name in (*thai.MONTHS, *thai.MONTHS_SHORT))
_ERA: Final = r"(?:พ\.?\s?ศ\.?|พุทธศักราช)"
_WORDED: Final = re.compile(
    rf"(?<!{_N})(?P<day>{_N}{{1,2}})\s?(?:เดือน\s?)?(?P<month>{_MONTH})(?:\s?(?:ปี\s?)?{_ERA}?\s?(?P<year>{_N}{{4}}|{_N}{{2}})(?!{_N}))?"
)
_NUMERIC: Final = re.compile(
    rf"(?<![{'0-9๐-๙'}/])(?P<day>{_N}{{1,2}})/(?P<month>{_N}{{1,2}})/(?P<year>2[45]{_N}{{2}}|๒[๔๕]{_N}{{2}})(?!{_N})"
)
_EVERY: Final = re.compile(
    rf"(?:ทุกวันที่\s?(?P<a>{_N}{{1,2}})(?!{_N})|วันที่\s?(?P<b>{_N}{{1,2}})\s?(?:ของ)?\s?ทุก(?:ๆ|\s)*เดือน)"
)
_WEEKDAYS: Final = (
    ("จันทร์", "Monday"), ("อังคาร", "Tuesday"), ("พุธ", "Wednesday"), ("พฤหัสบดี", "Thursday"),
    ("ศุกร์", "Friday"), ("เสาร์", "Saturday"), ("อาทิตย์", "Sunday"),
)  # fmt: skip
_WEEKDAY: Final = re.compile(rf"วัน(?P<weekday>{'|'.join(th for th, _ in _WEEKDAYS)})\s?ที่\s?(?P<date>{_WORDED.pattern})")
_YEAR_OF_WORK: Final = re.compile(rf"(?:ปีงบประมาณ|ประจำปี|{_MONTH})\s?(?:{_ERA}\s?)?(?P<year>{_N}{{4}})(?!{_N})")
_ERA_TWO: Final = re.compile(rf"พ\.\s?ศ\.\s?(?P<year>{_N}{{2}})(?!{_N}|[.,]{_N})")
_OLD: Final = re.compile(
    r"ระเบียบ|พระราช|พ\.?ร\.?บ|ประมวล|กฎ|ข้อบังคับ|รัฐธรรมนูญ|มติ|เกิด|บรรจุ|เกษียณ|ก่อตั้ง|สถาปนา|ประวัติ|ราชกิจจา|ฉบับที่|เดิม|ตั้งแต่|ยุทธศาสตร์|แผนแม่บท|อนาคต"
)
_DASH: Final = r"\s?(?:[-–—]|ถึง(?:วันที่)?|จนถึง(?:วันที่)?)\s?"
_DAY_RANGE: Final = re.compile(
    rf"(?P<from>{_N}{{1,2}}\s?(?:{_MONTH})(?:\s?{_ERA}?\s?(?:{_N}{{4}}|{_N}{{2}})(?!{_N}))?){_DASH}(?:วันที่\s?)?(?P<to>{_WORDED.pattern})"
)
_MONTH_RANGE: Final = re.compile(
    rf"(?<![0-9๐-๙])(?<![0-9๐-๙]\s)(?P<m1>{_MONTH})\s?(?:{_ERA}?\s?(?P<y1>{_N}{{4}}|{_N}{{2}})(?!{_N}))?{_DASH}(?:เดือน\s?)?(?P<m2>{_MONTH})\s?{_ERA}?\s?(?P<y2>{_N}{{4}}|{_N}{{2}})(?!{_N})"
)
_YEAR_RANGE: Final = re.compile(
    rf"(?<![0-9๐-๙/.])(?P<a>(?:2[45]|๒[๔๕]){_N}{{2}})\s?[-–—]\s?(?P<b>(?:2[45]|๒[๔๕]){_N}{{2}})(?![0-9๐-๙/.])"
)
_WITHIN_YEAR: Final = re.compile(rf"ภายใน(?:สิ้น)?ปีงบประมาณ\s?(?:{_ERA}\s?)?(?P<year>{_N}{{4}})(?!{_N})")


_KNOWN_SHORT: Final = re.compile("กุมภาพันธ์|วันสุดท้ายของเดือน|(?:วัน)?สิ้นเดือน")
"""A line that says itself what is done in a short month."""


def impossible_days(document: Document, _: Options) -> Iterator[Finding]:
    """Every date is in the calendar, on the weekday it is said to be, and a monthly day is in every month."""
    for line in document.lines:
        for match in [*_WORDED.finditer(line.text), *_NUMERIC.finditer(line.text)]:
            if _is_impossible(match):
                yield found(NO_SUCH_DAY, document, line, around(line.text, *match.span()), text=match[0])
        for match in _EVERY.finditer(line.text):
            day = number(match["a"] or match["b"])
            if day > 31:
                yield found(NO_SUCH_DAY, document, line, around(line.text, *match.span()), text=match[0])
            elif day > 28 and not _KNOWN_SHORT.search(line.text):
                months = ("ห้าเดือนในหนึ่งปี", "every second month") if day == 31 else ("เดือนกุมภาพันธ์", "February")
                words = {"text": match[0], "day": day, "months_th": months[0], "months_en": months[1]}
                yield found(NOT_EVERY_MONTH, document, line, around(line.text, *match.span()), **words)
        for match in _WEEKDAY.finditer(line.text):
            day_of = _parsed(match["date"])
            said = [th for th, _ in _WEEKDAYS].index(match["weekday"])
            if day_of is not None and match["year"] and day_of.weekday() != said:
                real = _WEEKDAYS[day_of.weekday()]
                words = {"text": match["date"], "said": match["weekday"], "said_en": _WEEKDAYS[said][1]}
                quote = around(line.text, *match.span())
                yield found(OTHER_WEEKDAY, document, line, quote, real=real[0], real_en=real[1], **words)


def _is_impossible(match: re.Match[str]) -> bool:
    day = number(match["day"])
    if match.re is _NUMERIC:
        month, year = number(match["month"]), number(match["year"]) - thai.BE_MINUS_CE
    else:
        names = [*thai.MONTHS, *thai.MONTHS_SHORT]
        month = names.index(match["month"]) % 12 + 1
        written = match["year"]
        if written is None:
            year = 2000  # a leap year: without its year, 29 กุมภาพันธ์ may be
        else:
            year = number(written) + (2500 if len(written) == 2 else 0) - thai.BE_MINUS_CE
            year = year if 1000 < year < 3000 else 2000
    try:
        date(year, month, day)
    except ValueError:
        return True
    return False


def _parsed(text: str) -> date | None:
    try:
        return thai.parse_date(text)
    except thai.ThaiTextError:
        return None


def years(document: Document, _: Options) -> Iterator[Finding]:
    """The years of work and of dates are near each other; พ.ศ. has four digits after it."""
    held = [
        (line, match, number(match["year"])) for line in document.lines for match in _YEAR_OF_WORK.finditer(line.text)
    ]
    usual = Counter(year for _, _, year in held if 2400 <= year < 2700).most_common(1)
    for line, match, year in held:
        before = line.text[max(0, match.start() - 60) : match.start()]
        if usual and usual[0][1] > 1 and abs(year - usual[0][0]) > FAR and not _OLD.search(before):
            # a C.E. year of a foreign matter is near when it is taken as one
            if (
                year < 2400
                and abs(year + thai.BE_MINUS_CE - usual[0][0]) <= FAR
                and "พ" not in match[0].split(match["year"])[0][-5:]
            ):
                continue
            quote = around(line.text, *match.span())
            yield found(ODD_YEAR, document, line, quote, year=match["year"], usual=usual[0][0])
    for line in document.lines:
        for match in _ERA_TWO.finditer(line.text):
            yield found(TWO_DIGITS, document, line, around(line.text, *match.span()), text=match[0])


def ranges(document: Document, _: Options) -> Iterator[Finding]:
    """A time ends after it begins, and what is due within a fiscal year is due in it."""
    for line in document.lines:
        for match in _DAY_RANGE.finditer(line.text):
            end = _parsed(match["to"])
            start = _parsed(match["from"]) or (_parsed(f"{match['from']} {match['year']}") if match["year"] else None)
            if start is not None and end is not None and end < start:
                own_year = _parsed(match["from"]) is not None
                kind = ENDS_BEFORE if own_year else START_WITHOUT_YEAR
                yield found(kind, document, line, around(line.text, *match.span()), text=match[0])
        for match in _MONTH_RANGE.finditer(line.text):
            yield from _month_range(document, line, match)
        for match in _YEAR_RANGE.finditer(line.text):
            if number(match["b"]) < number(match["a"]):
                yield found(ENDS_BEFORE, document, line, around(line.text, *match.span()), text=match[0])
        yield from _within_the_year(document, line)


def _month_range(document: Document, line: Line, match: re.Match[str]) -> Iterator[Finding]:
    names = [*thai.MONTHS, *thai.MONTHS_SHORT]
    first, last = (names.index(match[key]) % 12 for key in ("m1", "m2"))
    year = number(match["y2"]) % 100
    quote = around(line.text, *match.span())
    if match["y1"] is None:
        if first > last:
            yield found(START_WITHOUT_YEAR, document, line, quote, text=match[0])
    elif (number(match["y1"]) % 100, first) > (year, last):
        yield found(ENDS_BEFORE, document, line, quote, text=match[0])


def _within_the_year(document: Document, line: Line) -> Iterator[Finding]:
    within = _WITHIN_YEAR.search(line.text)
    if within is None:
        return
    year = number(within["year"])
    try:
        first, last = thai.fiscal_year(year)
    except thai.ThaiTextError:
        return
    for match in _WORDED.finditer(line.text):
        day = _parsed(match[0]) if match["year"] else None
        if (
            day is not None
            and not first <= day <= last
            and re.search(r"ภายใน|ไม่เกิน|แล้วเสร็จ|กำหนดส่ง", line.text[max(0, match.start() - 20) : match.start()])
        ):
            quote = around(line.text, *match.span())
            ends = {
                "from_th": thai.format_date(first),
                "to_th": thai.format_date(last),
                "from_en": first,
                "to_en": last,
            }
            yield found(AFTER_THE_YEAR, document, line, quote, text=match[0], year=year, **ends)
