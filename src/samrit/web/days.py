"""A day as it is typed into a form: how, for readers of either language, and what is said where it is none.

The year is พ.ศ. unless it stands first, as `parse_date` reads it; English texts give both ways, as "2013" and "2556"
meet on one page.
"""

from __future__ import annotations

from datetime import date

from samrit.base.thai import ThaiTextError
from samrit.web.elements import date_field
from samrit.web.reader import Text

_DAY = date(2013, 10, 1)


def such_as(day: date = _DAY) -> Text:
    """An example, to end a sentence with."""
    typed = date_field(day)
    return Text(f"เช่น {typed}", f"such as {day.isoformat()}, or {typed} (BE)")


HINT = Text(f"วัน/เดือน/ปี พ.ศ. {such_as().th}", such_as().en)


def no_day(wrong: ThaiTextError) -> Text:
    """Why a text is no day, and how to type one."""
    example, text = such_as(), wrong.text[:30]
    if wrong.reason == "empty":
        return Text(f"พิมพ์วันที่ {example.th}", f"Type a day, {example.en}.")
    if wrong.reason == "common_era_year":
        return Text(
            f"“{text}” เป็นปี ค.ศ. พิมพ์ปี พ.ศ. {example.th} หรือขึ้นต้นด้วยปี เช่น {_DAY.isoformat()}",
            f"“{text}” ends with a year of the Common Era. Type the year first, or the year of the Buddhist era: {example.en}.",
        )
    return Text(f"“{text}” ไม่ใช่วันที่ พิมพ์ {example.th}", f"“{text}” is no day. Type one {example.en}.")
