"""Days that follow from a pack: its rounds in the fiscal year it is run for, its duties' deadlines, working days.

No database; plain values in and out.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from samrit.base import thai
from samrit.packs.model import Due, Duty, Pack
from samrit.packs.rules import Round
from samrit.packs.texts import Words

MOVED = Words(
    th="เอกสารไม่บอกว่าทำอย่างไรเมื่อวันครบกำหนดเป็นวันหยุด จึงถือวันทำการถัดไปตามหลักทั่วไปเรื่องระยะเวลา",
    en="the documents do not say what holds when the last day is no working day; by the general rule it is the next one",
)
"""Assumption: a deadline on a weekend or holiday moves to the next working day."""

MONTH_END = Words(
    th="เอกสารบอกเพียงว่าทุกเดือน จึงถือวันสุดท้ายของเดือน",
    en="the document only says every month; the last day of the month is taken",
)
ROUND_END = Words(
    th="เอกสารบอกเพียงรอบ จึงถือวันสุดท้ายของแต่ละรอบ",
    en="the document only names the rounds; the last day of each round is taken",
)
SATURDAY = 5


@dataclass(frozen=True)
class RoundDays:
    """A round in a fiscal year: its own first and last day, and the last day on which its results are taken."""

    round: Round
    starts: date
    ends: date
    last_day: date


@dataclass(frozen=True)
class DueDay:
    """One deadline of a duty: the month reported on, the day as the document has it, the working day it comes to.

    `readings` say how the day was found where the document cannot be followed to the letter.
    """

    duty: Duty
    reports_on: date
    stated: date
    day: date
    readings: tuple[Words, ...]


def rounds_in(pack: Pack, fiscal_year: int) -> list[RoundDays]:
    """The rounds of a pack, moved to the fiscal year (พ.ศ.) it is run for.

    Results are taken to the round's end, or to the deadline of its last month's report, whichever is later.
    """
    found = []
    years = fiscal_year - pack.framework.fiscal_year
    for one in pack.framework.rounds:
        starts, ends = years_later(one.starts, years), years_later(one.ends, years)
        reports = [due.stated for due in due_dates(pack, fiscal_year, ends.month)]
        found.append(RoundDays(one, starts, ends, max([ends, *reports])))
    return found


def due_dates(pack: Pack, fiscal_year: int, month: int, holidays: Collection[date] = ()) -> list[DueDay]:
    """The deadlines for reporting on a month (1-12) of a fiscal year, earliest first; one may fall in the next month."""
    first_day, last_day = thai.fiscal_year(fiscal_year)
    first = date(first_day.year if month >= first_day.month else last_day.year, month, 1)
    found: list[DueDay] = []
    for duty in pack.framework.duties:
        due = duty.due
        stated = None if due is None else _day_of(due, first, pack, fiscal_year)
        if due is None or stated is None:
            continue
        day = working_day(stated, holidays)
        found.append(DueDay(duty, first, stated, day, _readings(due, stated != day)))
    return sorted(found, key=lambda one: (one.day, one.duty.id))


def undated(pack: Pack) -> list[Duty]:
    """Duties with a rule from which no day follows ("every week", "once within May"): shown in the document's words."""
    return [one for one in pack.framework.duties if one.due and one.due.every not in ("month", "year")]


def working_day(day: date, holidays: Collection[date]) -> date:
    """The day itself, or the next that is neither on a weekend nor a holiday."""
    while day.weekday() >= SATURDAY or day in holidays:
        day += timedelta(days=1)
    return day


def lasts_until(day: date, holidays: Collection[date]) -> date:
    """The earliest deadline that still allows something on a day: what falls on days off just before lasts until then."""
    before = day - timedelta(days=1)
    while before.weekday() >= SATURDAY or before in holidays:
        day, before = before, before - timedelta(days=1)
    return day


def years_later(day: date, years: int) -> date:
    """The same day so many years later; the last day of February stays its last day."""
    month_ends = monthrange(day.year + years, day.month)[1]
    is_month_end = day.day == monthrange(day.year, day.month)[1]
    return date(day.year + years, day.month, month_ends if is_month_end else day.day)


def _day_of(due: Due, first: date, pack: Pack, fiscal_year: int) -> date | None:
    if due.every == "month":
        wanted = due.day or 31
        month = _month_end(first) + timedelta(days=1) if due.month == "following" else first
        # a month that has no 30th: its last day
        return min(month.replace(day=1) + timedelta(days=wanted - 1), _month_end(month))
    if due.every == "year" and due.day is None:
        years = fiscal_year - pack.framework.fiscal_year
        ends = {years_later(one.ends, years) for one in pack.framework.rounds}
        return _month_end(first) if _month_end(first) in ends else None
    return None


def _readings(due: Due, is_moved: bool) -> tuple[Words, ...]:
    found = []
    if due.reading is not None:
        found.append(due.reading)
    elif due.every == "month" and due.day is None:
        found.append(MONTH_END)
    elif due.every == "year":
        found.append(ROUND_END)
    return (*found, MOVED) if is_moved else tuple(found)


def _month_end(day: date) -> date:
    return day.replace(day=monthrange(day.year, day.month)[1])
