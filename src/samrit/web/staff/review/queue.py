"""The queue: what waits for a person's decision, late and longest waiting first, with what to look at twice."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from samrit.apps.ground.clock import BANGKOK
from samrit.apps.orgs.models import Role
from samrit.apps.orgs.queries import UnitView
from samrit.apps.results.due import due_days
from samrit.apps.results.models import Report
from samrit.apps.results.timing import reports_of
from samrit.base.counting import counted
from samrit.web import wording
from samrit.web.components.forms import Field, Input, Option, Select
from samrit.web.components.reading import Button, Column, Empty, Link, Pagination, Status, Table, Words
from samrit.web.pages import Standing, page, signed_in, standing, unit_name
from samrit.web.reader import Text
from samrit.web.staff.review.doubts import Looked, look
from samrit.web.staff.review.line import ON_A_PAGE, Part, Wanted, count_of, ids_of, parts_of, units_of

LOOKED_AT = 200
"""How many reports are searched for doubts when the queue is to begin with the doubtful ones."""


@require_safe
@signed_in
def waiting(request: HttpRequest) -> HttpResponse:
    """A page of the queue, filtered by indicator, unit and round, by age or by doubt."""
    who = standing(request)
    parts = parts_of(who)
    chosen = {name: request.GET.get(name, "") for name in ("indicator", "unit", "round", "order")}
    wanted = Wanted(chosen["indicator"], chosen["round"], chosen["unit"])
    every = sum(one.count for one in parts)
    count = every if wanted == Wanted() else count_of(who, wanted)
    by_doubt = chosen["order"] == "doubt"
    pages = max(1, -(-count // ON_A_PAGE))
    number = _page_number(request.GET.get("page", ""), pages)
    skip = (number - 1) * ON_A_PAGE
    ids = ids_of(who, wanted, LOOKED_AT) if by_doubt else ids_of(who, wanted, ON_A_PAGE, skip)
    found = {one.id: one for one in reports_of(ids)} if ids else {}
    # one that was decided on in between is gone from the table
    reports = [found[key] for key in ids if key in found]
    looked = look(reports)
    if by_doubt:
        # a stable sort: among equally doubtful ones the queue's own order stays
        reports = sorted(reports, key=lambda one: -len(looked[one.id].doubts))[skip : skip + ON_A_PAGE]
    units = units_of(who) if parts else []
    names = who.names({*(one.assessment.unit_id for one in reports), *(units or ())})
    late = sum(one.late for one in parts)
    asked = urlencode({name: value for name, value in chosen.items() if value})
    return page(
        request,
        "staff/review_queue.html",
        here="/review/",
        lead=_lead(every, late),
        is_filtered=bool(asked),
        filters=_filters(parts, units, names, chosen) if parts else [],
        table=_table(reports, looked, names, who) if reports else None,
        empty=None if reports else _empty(who, bool(parts)),
        pagination=Pagination(number, pages, f"?{asked}&page={{page}}" if asked else "?page={page}") if pages > 1 else None,
        only_some=by_doubt and count > LOOKED_AT,
        looked_at=LOOKED_AT,
    )  # fmt: skip


def _page_number(text: str, pages: int) -> int:
    return min(pages, max(1, int(text))) if text.isascii() and text.isdecimal() and len(text) < 7 else 1


def _lead(count: int, late: int) -> Text:
    if not count:
        return Text("ไม่มีเรื่องรอท่าน", "Nothing waits for you.")
    tail_th, tail_en = (f" เลยกำหนด {late} เรื่อง", f", {late} of them late") if late else ("", "")
    return Text(f"รอท่าน {count} เรื่อง{tail_th}", f"{count} waiting for you{tail_en}.")


def _filters(
    parts: Sequence[Part], units: Sequence[UUID] | None, names: Mapping[UUID, UnitView], chosen: Mapping[str, str]
) -> list[Input]:
    """Choices among what the queue holds.  `units`: None where there are too many for a list."""

    def choice(name: str, label: Text, options: Iterable[tuple[str, Words]]) -> Select:
        every = Option("", Text("ทั้งหมด", "All"))
        return Select(name, label, options=[every, *(Option(value, word, is_chosen=chosen[name] == value) for value, word in options)])  # fmt: skip

    unit = Text("หน่วยงาน", "Unit")
    if units is None:
        hint = Text("บางส่วนของชื่อหน่วย", "a part of the unit's name")
        of_unit: Input = Field("unit", unit, hint, kind="search", value=chosen["unit"])
    else:
        by_name = sorted(units, key=lambda one: names[one].sort_key)
        of_unit = choice("unit", unit, [(str(one), unit_name(names[one])) for one in by_name])
    found: list[Input] = [
        choice(
            "indicator", Text("ตัวชี้วัด", "Indicator"), [(one, one) for one in _distinct(one.indicator for one in parts)]
        ),
        of_unit,
        choice("round", Text("รอบ", "Round"), [(one, one) for one in _distinct(one.round for one in parts)]),
    ]
    order = [
        Option("", Text("รอนานที่สุดก่อน", "Longest waiting first")),
        Option("doubt", Text("น่าสงสัยที่สุดก่อน", "Most doubtful first"), is_chosen=chosen["order"] == "doubt"),
    ]
    return [*found, Select("order", Text("เรียงตาม", "Order"), options=order)]


def _distinct(codes: Iterable[str]) -> list[str]:
    return sorted(set(codes), key=lambda code: [(len(part), part) for part in code.split(".")])


_COLUMNS = (
    Column(Text("ตัวชี้วัด", "Indicator")),
    Column(Text("หน่วยงาน", "Unit")),
    Column(Text("รอบ", "Round")),
    Column(Text("รอท่าน", "Waits for you to")),
    Column(Text("รอมา (วัน)", "Waiting (days)"), True),
    Column(Text("กำหนด", "Due")),
    Column(Text("ควรดูเป็นพิเศษ", "Look twice")),
)
_WAITS = {
    "submitted": Text("เห็นชอบ", "approve"),
    "under_review": Text("ตรวจยืนยัน", "verify"),
    "verified": Text("สรุปผล", "conclude"),
}


def _table(
    reports: Sequence[Report], looked: Mapping[UUID, Looked], names: Mapping[UUID, UnitView], who: Standing
) -> Table:
    dues = due_days(reports, who.off)
    rows = [_row(one, looked[one.id], names[one.assessment.unit_id], dues[one.id], who.on) for one in reports]
    return Table(Text("เรื่องที่รอท่านตัดสิน", "Waiting for your decision"), _COLUMNS, rows, is_compact=True)


def _row(report: Report, looked: Looked, unit: UnitView, due: date | None, on: date) -> tuple[object, ...]:
    doubts = looked.doubts
    said = Text(" · ".join(one.th for one in doubts), " · ".join(one.en for one in doubts))
    return (
        Link(wording.indicator(report), f"/reports/{report.id}/review/", hint=unit_name(unit)),
        unit_name(unit),
        wording.round_of(report),
        _WAITS[report.state],
        max(0, (on - report.changed_at.astimezone(BANGKOK).date()).days),
        _due(report, due, on),
        said if doubts else "–",
    )


def _due(report: Report, due: date | None, on: date) -> object:
    if due is None:
        return Text("ไม่กำหนด", "None set")
    if due < on:
        days = (on - due).days
        return Status("late", Text(f"เลยมา {days} วัน", f"{counted(days, 'day')} late"))
    day, more = wording.day(due), wording.moved(report)
    return Text(f"{day.th}{more.th}", f"{day.en}{more.en}")


def _empty(who: Standing, is_filtered: bool) -> Empty:
    if is_filtered:
        return Empty(
            Text("ไม่มีเรื่องที่ตรงกับตัวกรอง", "Nothing matches these filters"),
            Text("เรื่องอื่นยังรออยู่ในคิว", "Other reports still wait in the queue."),
            Button(Text("ล้างตัวกรอง", "Clear the filters"), href="/review/"),
        )
    if who.has(Role.HEAD, Role.VERIFIER, Role.EVALUATOR):
        return Empty(
            Text("ไม่มีเรื่องรอท่านตัดสิน", "Nothing waits for your decision"),
            Text(
                "เมื่อหน่วยส่งรายงานถึงท่าน เรื่องจะขึ้นที่นี่ พร้อมวันครบกำหนดและสิ่งที่ควรดูเป็นพิเศษ",
                "Reports that come to you stand here, with the day they are due and what to look at twice.",
            ),
            Button(Text("ดูการประเมินที่ท่านเห็นได้", "See the assessments open to you"), href="/assessments/"),
        )
    return Empty(
        Text("บัญชีนี้ไม่มีหน้าที่ตัดสินรายงาน", "This account decides on no reports"),
        Text(
            "คิวนี้เป็นของหัวหน้าหน่วย ผู้ตรวจยืนยัน และผู้ประเมิน",
            "This queue belongs to heads of units, verifiers and evaluators.",
        ),
        Button(Text("ดูว่าบัญชีนี้ทำอะไรได้", "See what this account may do"), href="/why/"),
    )
