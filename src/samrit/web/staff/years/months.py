"""The calendar of a month: what must be sent by when, on working days, and how each day was found."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from samrit.apps.frameworks.queries import unpacked
from samrit.apps.ground import clock
from samrit.apps.rounds.calendar import DueDay, due_dates, undated
from samrit.apps.rounds.models import Holiday
from samrit.base import thai
from samrit.packs.model import Pack
from samrit.web import wording
from samrit.web.components.reading import Column, Empty, Fold, Link, Prose, Table, Tabs
from samrit.web.pages import signed_in
from samrit.web.reader import Text
from samrit.web.staff.blocks import Block, told
from samrit.web.staff.years.frameworks import due_of, joined
from samrit.web.staff.years.whose import HERE, year

MONTHS = (10, 11, 12, 1, 2, 3, 4, 5, 6, 7, 8, 9)
SHORT = (
    "ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย.", "ก.ค.", "ส.ค.", "ก.ย.", "ต.ค.", "พ.ย.", "ธ.ค.",
)  # fmt: skip
ENGLISH = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@require_safe
@signed_in
def calendar(request: HttpRequest, id: UUID) -> HttpResponse:
    """The deadlines for reporting on a month, with the duties from which no day follows below."""
    of = year(request, id)
    pack, asked = unpacked(of.year.pack), request.GET.get("month", "")
    month = int(asked) if asked.isascii() and asked.isdigit() and 1 <= int(asked[:4]) <= 12 else clock.today().month
    rows = Holiday.objects.filter(root=of.year.root).order_by("day")
    named = {one.day: Text(one.name_th, one.name_en) for one in rows}
    due = due_dates(pack, of.year.fiscal_year, month, set(named))
    tabs = Tabs(
        Text("เดือนที่รายงาน", "Month reported on"),
        [Link(Text(SHORT[one - 1], ENGLISH[one - 1]), f"{of.path}calendar/?month={one}") for one in MONTHS],
        f"{of.path}calendar/?month={month}",
    )  # fmt: skip
    what: list[object] = [_table(due, pack, named)] if due else [Empty(
        Text("ไม่มีกำหนดส่งของเดือนนี้", "Nothing is due for this month"), Text("เลือกเดือนอื่นด้านบน", "Choose another month above."),
    )]  # fmt: skip
    blocks = [
        Block(Text("ผลของเดือน", "Month reported on"), [tabs]),
        Block(_month_name(of.year.fiscal_year, month), what),
    ]
    others = undated(pack)
    if others:
        posts = {one.id: one.name for one in pack.framework.posts}
        table = Table(
            Text("หน้าที่ที่เอกสารไม่ได้กำหนดเป็นวันที่", "Duties for which the documents name no date"),
            [Column(Text("หน้าที่", "Duty")), Column(Text("ผู้ทำ", "By")), Column(Text("เมื่อใด", "When"))],
            [(wording.text(one.what), joined([posts[post] for post in one.by if post in posts]), due_of(one)) for one in others],
        )  # fmt: skip
        blocks.append(Block(Text("อื่น ๆ ตลอดปี", "Others through the year"), [table]))
    return told(
        request, Text("ปฏิทินกำหนดส่ง", "Calendar of deadlines"), blocks, here=HERE, crumbs=of.crumbs, lead=of.name
    )


def _table(due: list[DueDay], pack: Pack, holidays: dict[date, Text]) -> Table:
    posts = {one.id: one.name for one in pack.framework.posts}
    rows = []
    for one in due:
        readings = [wording.text(words) for words in one.readings]
        if one.stated in holidays:
            day = holidays[one.stated]
            readings.append(Text(f"วันหยุด: {day.th}", f"holiday: {day.en or day.th}"))
        how = (
            Fold(Text("ทำไมเป็นวันนี้", "Why this day"), [Prose([due_of(one.duty), *readings])])
            if readings
            else due_of(one.duty)
        )
        stated = one.stated if one.stated != one.day else Text("ตามนั้น", "the same")
        rows.append(
            (
                one.day,
                wording.text(one.duty.what),
                joined([posts[post] for post in one.duty.by if post in posts]),
                stated,
                how,
            )
        )
    heads = [
        Text("ส่งภายใน", "By"), Text("หน้าที่", "Duty"), Text("ผู้ทำ", "Who"), Text("วันตามเอกสาร", "Day as stated"), Text("ที่มา", "From"),
    ]  # fmt: skip
    return Table(Text("วันทำการที่ครบกำหนด", "Working days on which it is due"), [Column(one) for one in heads], rows)


def _month_name(be_year: int, month: int) -> Text:
    first, last = thai.fiscal_year(be_year)
    ce = first.year if month >= first.month else last.year
    return Text(f"ผลของ {SHORT[month - 1]} {thai.to_be_year(ce)}", f"For {ENGLISH[month - 1]} {ce}")
