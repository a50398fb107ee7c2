"""The assessments a person may see, by year and framework, with how far each has come."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from samrit.apps.assessments.models import Assessment
from samrit.apps.assessments.queries import visible_to
from samrit.apps.orgs.models import Role
from samrit.apps.orgs.queries import UnitView
from samrit.apps.results.models import Report, State
from samrit.apps.rounds.models import RoundTime
from samrit.apps.rounds.queries import last_days
from samrit.web import wording
from samrit.web.components.forms import Option, Select
from samrit.web.components.reading import Button, Column, Empty, Link, Pagination, Status, Table, Words
from samrit.web.pages import Standing, page, signed_in, standing, unit_name
from samrit.web.reader import Text
from samrit.web.staff.assessments.words import round_name

ON_A_PAGE = 20
_ORDER = (State.RETURNED, State.DRAFT, State.SUBMITTED, State.UNDER_REVIEW, State.VERIFIED, State.CLOSED)
Counted = Mapping[tuple[UUID, str], Mapping[str, int]]


@require_safe
@signed_in
def listing(request: HttpRequest) -> HttpResponse:
    """A page of them, filtered by year, framework and unit."""
    who = standing(request)
    every = visible_to(who.user, who.on, who.reach)
    names_of_packs = "year__fiscal_year", "year__pack__pack", "year__pack__name_th", "year__pack__name_en"
    rows = list(every.order_by().values_list("id", "unit_id", *names_of_packs))
    units = who.names({unit for _, unit, *_ in rows})
    chosen = {name: request.GET.get(name, "") for name in ("year", "framework", "unit")}
    kept = [
        (id, unit, year)
        for id, unit, year, pack, *_ in rows
        if chosen["year"] in ("", str(year)) and chosen["framework"] in ("", pack)
        and _named(units[unit], chosen["unit"])
    ]  # fmt: skip
    kept.sort(key=lambda one: (-one[2], units[one[1]].sort_key, str(one[0])))
    pages = max(1, -(-len(kept) // ON_A_PAGE))
    asked = request.GET.get("page", "")
    number = min(pages, max(1, int(asked))) if asked.isascii() and asked.isdecimal() and len(asked) < 7 else 1
    ids = [id for id, *_ in kept[(number - 1) * ON_A_PAGE : number * ON_A_PAGE]]
    found = {one.id: one for one in every.filter(id__in=ids)} if ids else {}
    shown = [found[id] for id in ids]
    query = urlencode({name: value for name, value in chosen.items() if value})
    return page(
        request, "staff/assessments_list.html", here="/assessments/",
        filters=_filters(rows, chosen) if rows else [], unit_text=chosen["unit"],
        table=_table(shown, units, who) if shown else None,
        empty=None if shown else _empty(who, bool(rows)),
        count=len(kept), is_filtered=bool(query),
        pagination=Pagination(number, pages, f"?{query}&page={{page}}" if query else "?page={page}") if pages > 1 else None,
    )  # fmt: skip


def _named(unit: UnitView, text: str) -> bool:
    wanted = text.strip().casefold()
    return not wanted or any(wanted in name.casefold() for name in (unit.name_th, unit.name_en, unit.short_th))


def _filters(rows: Sequence[tuple[object, ...]], chosen: Mapping[str, str]) -> list[Select]:
    every = Option("", Text("ทั้งหมด", "All"))
    years = sorted({str(row[2]) for row in rows}, reverse=True)
    packs = sorted({(str(row[3]), str(row[4]), str(row[5])) for row in rows})
    return [
        Select(
            "year", Text("ปีงบประมาณ", "Fiscal year"),
            options=[every, *(Option(one, one, is_chosen=chosen["year"] == one) for one in years)],
        ),
        Select(
            "framework", Text("กรอบการประเมิน", "Framework"),
            options=[every, *(Option(id, Text(th, en), is_chosen=chosen["framework"] == id) for id, th, en in packs)],
        ),
    ]  # fmt: skip


_COLUMNS = (
    Column(Text("หน่วยงาน", "Unit")),
    Column(Text("กรอบการประเมิน", "Framework")),
    Column(Text("ปีงบประมาณ", "Fiscal year")),
    Column(Text("รอบ", "Round")),
    Column(Text("วันสุดท้าย", "Last day")),
    Column(Text("รายงาน", "Reports")),
)


def _table(shown: Sequence[Assessment], units: Mapping[UUID, UnitView], who: Standing) -> Table:
    counted: dict[tuple[UUID, str], dict[str, int]] = defaultdict(dict)
    told = Report.objects.filter(assessment__in=shown).values_list("assessment_id", "round", "state")
    for id, its_round, state, count in told.annotate(count=Count("id")):
        counted[id, its_round][state] = count
    times: dict[UUID, list[RoundTime]] = defaultdict(list)
    for row in RoundTime.objects.filter(year__in={one.year_id for one in shown}).order_by("last_day", "round"):
        times[row.year_id].append(row)
    now = {one.id: _round_now(times[one.year_id], who) for one in shown}
    days = last_days([time for time in set(now.values()) if time is not None], list({one.unit for one in shown}))
    rows = []
    for one in shown:
        time = now[one.id]
        unit = unit_name(units[one.unit_id])
        label = (
            Text(f"{unit.th} · {one.post.name_th}", f"{unit.en or unit.th} · {one.post.name_th}") if one.post else unit
        )
        round: Words = Text("ยังไม่กำหนดรอบ", "no round set")
        last: object = "–"
        if time is not None:
            round = round_name(one, time.round) or time.round
            day = days[time.id, one.unit_id].day
            is_over = day < who.on and time.closed_at is None
            last = Status("closed", Text("ปิดรอบแล้ว", "Closed")) if time.closed_at else Text(
                f"{wording.day(day).th}{' (พ้นแล้ว)' if is_over else ''}", f"{wording.day(day).en}{' (past)' if is_over else ''}"
            )  # fmt: skip
        rows.append((
            Link(label, f"/assessments/{one.id}/"), wording.framework(one.year.pack), str(one.year.fiscal_year), round, last,
            _states(counted.get((one.id, time.round), {}) if time is not None else {}),
        ))  # fmt: skip
    return Table(Text("การประเมินที่ท่านเห็นได้", "Assessments open to you"), _COLUMNS, rows, is_compact=True)


def _round_now(times: Sequence[RoundTime], who: Standing) -> RoundTime | None:
    """The round that is open, else the next one, else the last."""
    running = [one for one in times if one.closed_at is None and one.opens <= who.on]
    coming = [one for one in times if one.closed_at is None and one.opens > who.on]
    return running[0] if running else coming[0] if coming else times[-1] if times else None


def _states(counts: Mapping[str, int]) -> Text:
    if not counts:
        return Text("ยังไม่เปิดรายงาน", "Reports not opened")
    told = [(wording.status(state).word, counts[state]) for state in _ORDER if state in counts]
    return Text(
        " · ".join(f"{word.th} {count}" for word, count in told if isinstance(word, Text)),
        " · ".join(f"{word.en}: {count}" for word, count in told if isinstance(word, Text)),
    )


def _empty(who: Standing, is_filtered: bool) -> Empty:
    if is_filtered:
        return Empty(
            Text("ไม่มีการประเมินที่ตรงกับตัวกรอง", "Nothing matches these filters"),
            Text("ลองเลือกปีหรือกรอบอื่น", "Try another year or framework."),
            Button(Text("ล้างตัวกรอง", "Clear the filters"), href="/assessments/"),
        )
    if who.has(Role.ORG_ADMIN):
        return Empty(
            Text("ยังไม่มีการประเมิน", "No assessments yet"),
            Text("เปิดปีงบประมาณและเลือกประเภทหน่วย การประเมินจะขึ้นที่นี่", "Open a fiscal year and choose kinds of units; their assessments stand here."),
            Button(Text("ไปที่ปีและเกณฑ์", "Go to years and frameworks"), href="/years/"),
        )  # fmt: skip
    return Empty(
        Text("ไม่มีการประเมินที่ท่านเห็นได้", "No assessment is open to you"),
        Text("เมื่อได้รับบทบาทในหน่วยที่รับการประเมิน จะเห็นคำรับรอง รายงาน และคะแนนที่นี่", "With a role at an assessed unit you find its agreement, reports and scores here."),
        Button(Text("ดูว่าต้องขอใคร", "See whom to ask"), href="/why/"),
    )  # fmt: skip
