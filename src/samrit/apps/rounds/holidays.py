"""Read a list of holidays: one a line, a date and its name, as typed or copied from a table."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date

from samrit.base import thai
from samrit.base.issues import Issue, Place, Refused, define

NOT_A_DAY = define(
    "YR001", "error",
    th="“{text}” ไม่ใช่วันที่", en="“{text}” is not a date",
    cure_th="เขียนเช่น 13/4/2569 หรือ 13 เม.ย. 2569", cure_en="write for example 2026-04-13, or 13/4/2569 (BE)",
)  # fmt: skip
NO_NAME = define(
    "YR002", "error",
    th="วันหยุดนี้ไม่มีชื่อ", en="this holiday has no name",
    cure_th="เขียนชื่อวันหยุดหลังวันที่ คั่นด้วยจุลภาค", cure_en="write its name after the date and a comma",
)  # fmt: skip
DAY_TWICE = define(
    "YR003", "error",
    th="วันที่ {day} มีมากกว่าหนึ่งบรรทัด", en="{day} stands on more than one line",
    cure_th="เหลือไว้บรรทัดเดียว", cure_en="keep one of them",
)  # fmt: skip


@dataclass(frozen=True)
class NamedDay:
    """A holiday."""

    day: date
    name_th: str
    name_en: str = ""


def read_holidays(text: str, name: str = "holidays.csv") -> list[NamedDay]:
    """Lines of date, Thai name and, if given, English name; blank lines count for nothing.  Refuses all faults at once."""
    issues: list[Issue] = []
    found: dict[date, NamedDay] = {}
    for number, row in enumerate(csv.reader(text.lstrip("\ufeff").splitlines()), 1):
        cells = [thai.normalise(cell).strip() for cell in [*row, "", "", ""][:3]]
        place = Place(name, number)
        if not any(cells):
            continue
        try:
            day = thai.parse_date(cells[0])
        except thai.ThaiTextError:
            issues.append(NOT_A_DAY.at(place, text=cells[0]))
            continue
        if not cells[1]:
            issues.append(NO_NAME.at(place))
        if day in found:
            issues.append(DAY_TWICE.at(place, day=day.isoformat()))
        found[day] = NamedDay(day, cells[1], cells[2])
    if issues:
        raise Refused(issues)
    return list(found.values())
