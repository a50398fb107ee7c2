"""The assessments a person may see, by year and framework, with how far each has come."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.db import connection
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Collate
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from samrit.apps.assessments.models import Assessment
from samrit.apps.assessments.queries import seen_by, visible, whole
from samrit.apps.ground.prepared import prepared
from samrit.apps.orgs.models import Placement, Role
from samrit.apps.orgs.queries import UnitView, on_day
from samrit.apps.results.models import Report, State
from samrit.apps.rounds.models import RoundTime, Year
from samrit.apps.rounds.queries import last_days
from samrit.web import wording
from samrit.web.components.forms import Option, Select
from samrit.web.components.reading import Button, Column, Empty, Link, Pagination, Status, Table, Words
from samrit.web.pages import Standing, page, signed_in, standing, unit_name
from samrit.web.reader import Text
from samrit.web.staff.assessments.words import round_name

ON_A_PAGE = 15
_ORDER = (State.RETURNED, State.DRAFT, State.SUBMITTED, State.UNDER_REVIEW, State.VERIFIED, State.CLOSED)
Counted = Mapping[tuple[UUID, str], Mapping[str, int]]


@require_safe
@signed_in
def listing(request: HttpRequest) -> HttpResponse:
    """A page of them, filtered by year, framework and unit."""
    who = standing(request)
    area = seen_by(who.reach)
    counts = dict(_counts(len(area))(who.user.id, who.on, *area))
    years = _years(list(counts)) if counts else []
    chosen = {name: request.GET.get(name, "") for name in ("year", "framework", "unit")}
    kept = [one for one in years if chosen["year"] in ("", str(one.year)) and chosen["framework"] in ("", one.pack)]
    named = _named(chosen["unit"], who.on)
    count = _of(who, area, kept).filter(named).count() if named is not None else sum(counts[one.id] for one in kept)
    pages = max(1, -(-count // ON_A_PAGE))
    asked = request.GET.get("page", "")
    number = min(pages, max(1, int(asked))) if asked.isascii() and asked.isdecimal() and len(asked) < 7 else 1
    if not count:
        ids = []
    elif number > 1 or len(kept) < len(years) or named is not None:
        ids = list(_page_of(_of(who, area, kept).filter(named or Q()), number, who.on))
    else:
        ids = _first_page(len(area))(who.user.id, who.on, _enough(years, counts), *area)
    # a database that is asked for all at once reads all that belongs to each before it leaves most of them out
    found = {one.id: one for one in _whole(ids)} if ids else {}
    shown = [found[id] for id in ids]
    units = who.names({one.unit_id for one in shown})
    query = urlencode({name: value for name, value in chosen.items() if value})
    return page(
        request, "staff/assessments_list.html", here="/assessments/",
        filters=_filters(years, chosen) if years else [], unit_text=chosen["unit"],
        table=_table(shown, units, who) if shown else None,
        empty=None if shown else _empty(who, bool(years)),
        count=count, is_filtered=bool(query),
        pagination=Pagination(number, pages, f"?{query}&page={{page}}" if query else "?page={page}") if pages > 1 else None,
    )  # fmt: skip


@dataclass(frozen=True)
class Run:
    """A framework in a fiscal year, as the filters offer it."""

    id: UUID
    year: int
    pack: str
    name: Text


@cache
def _counts(width: int) -> Callable[..., list[tuple[UUID, int]]]:
    """How many assessments somebody sees in each year.  `width`: of how many values their area is made."""

    @prepared
    def counts(user: UUID, on: date, *area: Any) -> QuerySet[Assessment, tuple[UUID, int]]:
        seen = Assessment.objects.filter(visible(user, on, *area)).order_by().values("year_id")
        return seen.annotate(count=Count("pk")).values_list("year_id", "count")

    return counts


@cache
def _first_page(width: int) -> Callable[..., list[UUID]]:
    """The first page of all that somebody sees."""

    @prepared
    def first(user: UUID, on: date, years: Collection[UUID], *area: Any) -> QuerySet[Assessment, UUID]:
        return _page_of(Assessment.objects.filter(visible(user, on, *area), year__among=years), 1, on)

    return first


def _enough(years: Sequence[Run], counts: Mapping[UUID, int]) -> list[UUID]:
    """The newest fiscal years that fill a page, so that those before them need not be put in order."""
    found: list[Run] = []
    for be in sorted({one.year for one in years}, reverse=True):
        if sum(counts[one.id] for one in found) >= ON_A_PAGE:
            break
        found += [one for one in years if one.year == be]
    return [one.id for one in found]


def _years(ids: Collection[UUID]) -> list[Run]:
    return [Run(id, year, pack, Text(th, en)) for id, year, pack, th, en in _year_rows(ids)]


@prepared
def _year_rows(ids: Collection[UUID]) -> QuerySet[Year, tuple[UUID, int, str, str, str]]:
    return Year.objects.filter(id__among=ids).values_list(
        "id", "fiscal_year", "pack__pack", "pack__name_th", "pack__name_en"
    )


def _of(who: Standing, area: Sequence[Any], kept: Sequence[Run]) -> QuerySet[Assessment]:
    seen = Assessment.objects.filter(visible(who.user.id, who.on, *area))
    return seen.filter(year__in=[one.id for one in kept])


def _named(text: str, on: date) -> Q | None:
    """That a unit is called so on the day; None where nothing was typed."""
    text = text.strip()[:200]
    if not text:
        return None
    called = Q(name_th__icontains=text) | Q(name_en__icontains=text) | Q(short_th__icontains=text)
    return Q(Exists(Placement.objects.filter(called, on_day(on), unit=OuterRef("unit"))))


def _page_of(kept: QuerySet[Assessment], number: int, on: date) -> QuerySet[Assessment, UUID]:
    """A page of them: the latest year first, then in Thai order, which is the order of the bytes of the key."""
    placed = Placement.objects.filter(unit=OuterRef("unit"), since__lte=on).order_by("-since")
    bytewise = "C" if connection.vendor == "postgresql" else "BINARY"
    key = Collate(Coalesce(Subquery(placed.values("sort_key")[:1]), Value("")), bytewise)
    ordered = kept.order_by("-year__fiscal_year", key, "id").values_list("id", flat=True)
    return ordered[(number - 1) * ON_A_PAGE : number * ON_A_PAGE]


@prepared
def _whole(ids: Collection[UUID]) -> QuerySet[Assessment]:
    return whole().filter(id__among=ids)


def _filters(runs: Sequence[Run], chosen: Mapping[str, str]) -> list[Select]:
    every = Option("", Text("ทั้งหมด", "All"))
    years = sorted({str(one.year) for one in runs}, reverse=True)
    packs = sorted({one.pack: one.name for one in runs}.items())
    return [
        Select(
            "year", Text("ปีงบประมาณ", "Fiscal year"),
            options=[every, *(Option(one, one, is_chosen=chosen["year"] == one) for one in years)],
        ),
        Select(
            "framework", Text("กรอบการประเมิน", "Framework"),
            options=[every, *(Option(id, name, is_chosen=chosen["framework"] == id) for id, name in packs)],
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
    for id, its_round, state, count in _how_far([one.id for one in shown]):
        counted[id, its_round][state] = count
    times: dict[UUID, list[RoundTime]] = defaultdict(list)
    for row in _rounds_of({one.year_id for one in shown}):
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
            Link(label, f"/assessments/{one.id}/"), wording.framework_run(one.year), str(one.year.fiscal_year), round, last,
            _states(counted.get((one.id, time.round), {}) if time is not None else {}),
        ))  # fmt: skip
    return Table(Text("การประเมินที่ท่านเห็นได้", "Assessments open to you"), _COLUMNS, rows, is_compact=True)


@prepared
def _how_far(assessments: Collection[UUID]) -> QuerySet[Report, tuple[UUID, str, str, int]]:
    told = Report.objects.filter(assessment__among=assessments).order_by().values("assessment_id", "round", "state")
    return told.annotate(count=Count("id")).values_list("assessment_id", "round", "state", "count")


@prepared
def _rounds_of(years: Collection[UUID]) -> QuerySet[RoundTime]:
    return RoundTime.objects.filter(year__among=years).order_by("last_day", "round")


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
