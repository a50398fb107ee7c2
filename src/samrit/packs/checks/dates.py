"""Days that do not exist, dates written twice, and data older than the time they are for."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from samrit.base import thai
from samrit.base.issues import Issue, define
from samrit.packs.checks.reading import digit_styles
from samrit.packs.model import Pack

NOT_IN_EVERY_MONTH = define(
    "PK350", "warning",
    th="“{verbatim}” ทำตามไม่ได้ทุกเดือน: {months_th}ไม่มีวันที่ {day}",
    en="“{verbatim}” cannot be followed every month: {months_en} has no day {day}",
    cure_th="ใส่ due.reading ว่าเดือนนั้นถือวันใด และเพิ่ม discrepancy",
    cure_en="say in `due.reading` which day is taken then, and add a discrepancy",
)  # fmt: skip
DATED_TWICE = define(
    "PK351", "note",
    th="เอกสาร {document} พิมพ์วันเดียวกันด้วยเลขต่างแบบ: “{first}” และ “{second}”",
    en="document {document} prints one date in different digits: “{first}” and “{second}”",
    cure_th="ไม่ต้องแก้ เก็บไว้ตามที่พิมพ์",
    cure_en="nothing to change; both are kept as printed",
)  # fmt: skip
DATED_BEFORE_THE_END = define(
    "PK352", "note",
    th="เอกสาร {document} พิมพ์ “{dated}” ซึ่งอยู่ก่อนสิ้น{what_th} ({ends_th})",
    en="document {document} prints “{dated}”, before {what_en} ends ({ends_en})",
    cure_th="ตรวจว่าตัวเลขในเอกสารเป็นเป้าหมาย ไม่ใช่ผลของช่วงที่ยังไม่จบ",
    cure_en="see that its figures are targets, not results of a time that was not over",
)  # fmt: skip

SUM_BEFORE_ITS_PARTS = define(
    "PK353", "warning",
    th="{summary} ต้องเสร็จวันที่ {day} ของเดือน ก่อน {report} ที่ต้องใช้ ซึ่งกำหนดส่งวันที่ {report_day}",
    en="{summary} is due on day {day} of the month, before {report}, which it rests on, on day {report_day}",
    cure_th="ใส่ due.month และ due.reading ว่าหมายถึงเดือนใด และเพิ่ม discrepancy",
    cure_en="say in `due.month` and `due.reading` which month is meant, and add a discrepancy",
)  # fmt: skip

_MONTHS = "|".join(re.escape(name) for name in (*thai.MONTHS, *thai.MONTHS_SHORT))
_YEAR = r"\s?(?:ปี\s?)?(?:พ\.?\s?ศ\.?|พุทธศักราช|ค\.?\s?ศ\.?)?\s?[0-9]{2,4}(?![0-9])"
_WORDED_MONTH = re.compile(rf"(?:{_MONTHS}){_YEAR}")
_WORDED_DAY = re.compile(rf"(?<![0-9])[0-9]{{1,2}}\s?(?:เดือน\s?)?(?:{_MONTHS}){_YEAR}")
_AS_OF = re.compile(r"(?:ข้อมูล)?\s*ณ\s*(?=วันที่|[0-9])")


def impossible_days(pack: Pack) -> Iterable[Issue]:
    """A monthly duty falls on a day that every month has."""
    for duty in pack.framework.duties:
        due = duty.due
        if due is None or due.every != "month" or due.day is None or due.day < 29:
            continue
        months = {"months_th": "เดือนกุมภาพันธ์", "months_en": "February"}
        if due.day == 31:
            months = {"months_th": "ห้าเดือนในหนึ่งปี", "months_en": "every second month"}
        yield NOT_IN_EVERY_MONTH.at(due.at.of("day"), duty.indicators, verbatim=due.verbatim, day=due.day, **months)


def summaries_after_reports(pack: Pack) -> Iterable[Issue]:
    """Who sums up monthly reports does so after they are due, as far as the printed days go."""
    monthly = [(duty, duty.due) for duty in pack.framework.duties if duty.due and duty.due.every == "month"]
    for summary, due in monthly:
        for report, report_due in monthly:
            if not set(summary.by) & set(report.to) or due.day is None or report_due.day is None:
                continue
            # “following” without a reading is what the document says itself
            said = due.month == "following" and due.reading is None
            if due.day < report_due.day and not said and set(summary.indicators) & set(report.indicators):
                days = {"day": due.day, "report_day": report_due.day}
                ids = {"summary": summary.id, "report": report.id}
                yield SUM_BEFORE_ITS_PARTS.at(due.at.of("day"), summary.indicators, **days, **ids)


def document_dates(pack: Pack) -> Iterable[Issue]:
    """Dates printed on a document, against each other and against the times it is about."""
    ends = [
        (one.ends, {"what_th": f"รอบ “{one.name.th}”", "what_en": f"round “{one.name.said('en')}”"})
        for one in pack.framework.rounds
    ]
    ends += [
        (one.ends, {"what_th": f"ช่วง “{one.name.th}”", "what_en": f"“{one.name.said('en')}”"})
        for one in pack.framework.windows
    ]
    for document in pack.framework.documents:
        place = document.at.of("dated")
        first: dict[date, str] = {}
        for text in document.dated:
            day = day_in(text)
            if day is None:
                continue
            before = first.setdefault(day, text)
            if before != text and digit_styles(before) != digit_styles(text):
                yield DATED_TWICE.at(place, document=document.id, first=before, second=text)
        if first and ends:
            last, words = max(ends, key=lambda end: end[0])
            day = min(first)
            if day < last:
                said = {"ends_th": thai.format_date(last), "ends_en": last.isoformat()}
                yield DATED_BEFORE_THE_END.at(place, document=document.id, dated=first[day], **said, **words)


def days_in(text: str) -> list[date]:
    """Every day that a text names with its month in words: “ลงวันที่ ๑ มกราคม พ.ศ. ๒๕๖๖”."""
    found: list[date] = []
    for match in _WORDED_DAY.findall(thai.arabic_digits(thai.normalise(text))):
        try:
            found.append(thai.parse_date(match))
        except thai.ThaiTextError:
            continue
    return list(dict.fromkeys(found))


def months_in(text: str) -> list[tuple[int, int]]:
    """Every month of a year that a text names: (C.E. year, month)."""
    found: list[tuple[int, int]] = []
    for match in _WORDED_MONTH.findall(thai.arabic_digits(thai.normalise(text))):
        try:
            found.append(thai.parse_month(match))
        except thai.ThaiTextError:
            continue
    return list(dict.fromkeys(found))


def day_in(text: str) -> date | None:
    """The day that a printed date such as “ข้อมูล ณ วันที่ ๒๐ มิ.ย. ๕๖” means, if it is one."""
    try:
        return thai.parse_date(_AS_OF.sub("", thai.arabic_digits(thai.normalise(text))).strip())
    except thai.ThaiTextError:
        return None
