"""The agreement page: unit, framework, year, the terms agreed and by which posts, and each round with its reports."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from samrit.apps.assessments.models import Agreement, Assessment
from samrit.apps.assessments.queries import agreements_of, posts_of
from samrit.apps.frameworks.queries import terms_of
from samrit.apps.ground.clock import BANGKOK
from samrit.apps.ground.prepared import prepared
from samrit.apps.orgs.models import Role
from samrit.apps.results.models import Report, State
from samrit.apps.rounds.models import RoundTime
from samrit.apps.rounds.queries import last_days
from samrit.apps.scoring.models import Current
from samrit.base.counting import counted
from samrit.packs.terms import Terms
from samrit.web import found, wording
from samrit.web.components.reading import (
    Breadcrumb,
    Button,
    Column,
    Link,
    Table,
    Task,
    TaskList,
    TaskSection,
    Words,
)  # fmt: skip
from samrit.web.pages import Standing, page, signed_in, standing, unit_name
from samrit.web.reader import Text
from samrit.web.staff.assessments.words import address, round_name, titled

OPENERS = (Role.REPORTER, Role.HEAD, Role.ORG_ADMIN)


@require_safe
@signed_in
def one(request: HttpRequest, id: UUID) -> HttpResponse:
    """One assessment, whole."""
    assessment = found.assessment(request, id)
    who = standing(request)
    unit = unit_name(who.names([assessment.unit_id]).get(assessment.unit_id))
    agreements = agreements_of(assessment)
    held = agreements[0] if agreements else None
    terms = terms_of(assessment.year.pack, held.overlay if held else "", who.on)
    times, scores = _times(assessment)
    reports: dict[str, list[Report]] = defaultdict(list)
    for report in _reports(assessment.id):
        report.assessment = assessment
        reports[report.round].append(report)
    days = last_days(times, [assessment.unit])
    heading = titled(assessment, unit)
    return page(
        request, "staff/assessments_one.html", here="/assessments/",
        assessment=assessment, heading=heading,
        breadcrumb=Breadcrumb([Link(Text("การประเมิน", "Assessments"), "/assessments/")], heading),
        agreement=_agreed(held) if held else None, is_signed=held is not None,
        earlier=len(agreements) - 1 if agreements else 0,
        terms_table=_terms(terms),
        rounds=[
            {
                "name": round_name(assessment, time.round) or time.round,
                "address": address(assessment, time.round),
                "notice": _when(time, days[time.id, assessment.unit_id].day, who),
                "tasks": _tasks(reports[time.round], terms, who) if reports[time.round] else None,
                "may_open": may_open(assessment, time, who) and not reports[time.round],
                "open": f"{address(assessment, time.round)}open/",
                "score": _score(scores[time.id]),
            }
            for time in times
        ],
    )  # fmt: skip


def _times(assessment: Assessment) -> tuple[list[RoundTime], dict[UUID, str | None]]:
    """The rounds of the year in order, and the newest total of each: "" where it is not complete, None before a score."""
    times: list[RoundTime] = []
    totals: dict[UUID, str | None] = {}
    for one in _rounds(assessment.year_id, assessment.id):
        totals[one.id] = vars(one)["total"]
        one.year = assessment.year
        times.append(one)
    return times, totals


@prepared
def _rounds(year: UUID, assessment: UUID) -> QuerySet[RoundTime]:
    newest = Current.objects.filter(assessment=assessment, round=OuterRef("round")).values("run__total")
    rows = RoundTime.objects.filter(year=year).annotate(total=Subquery(newest[:1]))
    return rows.order_by("last_day", "round")


@prepared
def _reports(assessment: UUID) -> QuerySet[Report]:
    return Report.objects.filter(assessment=assessment)


def may_open(assessment: Assessment, time: RoundTime, who: Standing) -> bool:
    """Whether the button to open a round's reports is of any use: the service decides."""
    has = any(who.reach.may(role, assessment.unit_id) for role in OPENERS)
    return has and time.closed_at is None and time.opens <= who.on


def _agreed(agreement: Agreement) -> list[tuple[Text, Words]]:
    """Number, day, and the posts that signed."""
    day = agreement.signed_at.astimezone(BANGKOK).date()
    signatory, counterparty = posts_of(agreement)
    unknown = Text("ไม่ได้ดำรงตำแหน่งใดในวันลงนาม", "held no post on the day of signing")
    return [
        (Text("คำรับรองฉบับที่", "Agreement no."), str(agreement.number)),
        (Text("ลงนามเมื่อ", "Signed on"), wording.day(day)),
        (Text("ผู้ทำคำรับรอง", "Signatory"), signatory or unknown),
        (Text("ผู้รับคำรับรอง", "Counterparty"), counterparty or unknown),
    ]


def _terms(terms: Terms) -> Table:
    rows: list[tuple[object, ...]] = []
    for top in terms.pack.indicators:
        name = Text(f"{top.code} {top.name.th}", f"{top.code} {top.name.said('en')}")
        state: Words = (
            Text("ไม่อยู่ในข้อตกลง", "not in the agreement") if top.code in terms.dropped else Text("วัด", "measured")
        )
        rows.append((name, top.weight.percent if top.weight else "–", state))
    columns = (
        Column(Text("ตัวชี้วัด", "Indicator")),
        Column(Text("น้ำหนัก", "Weight"), True),
        Column(Text("ข้อตกลง", "Agreed")),
    )
    return Table(Text("สิ่งที่ตกลงวัด", "What was agreed to be measured"), columns, rows, is_compact=True)


def _when(time: RoundTime, last: date, who: Standing) -> Text:
    day, opens = wording.day(last), wording.day(time.opens)
    if time.closed_at is not None:
        return Text("ปิดรอบแล้ว", "Closed for good")
    if time.opens > who.on:
        return Text(f"จะเปิดวันที่ {opens.th}", f"Opens on {opens.en}")
    if last < who.on:
        return Text(
            f"พ้นวันสุดท้าย ({day.th}) แล้ว ยังตรวจและสรุปผลได้",
            f"Its last day ({day.en}) is past; it may still be verified and concluded",
        )
    left = (last - who.on).days
    return Text(f"เปิดอยู่ ส่งได้ถึง {day.th} (อีก {left} วัน)", f"Open until {day.en} ({counted(left, 'day')} left)")


def _tasks(reports: Sequence[Report], terms: Terms, who: Standing) -> TaskList:
    order = {str(top.code): index for index, top in enumerate(terms.pack.indicators)}
    names = {str(top.code): top.name for top in terms.pack.indicators}
    tasks = []
    for report in sorted(reports, key=lambda one: order.get(one.indicator, len(order))):
        name = names.get(report.indicator)
        words = (
            Text(f"{report.indicator} {name.th}", f"{report.indicator} {name.said('en')}")
            if name
            else Text(report.indicator)
        )
        reporter = who.reach.may(Role.REPORTER, report.assessment.unit_id, report.indicator) is not None
        is_mine = reporter and report.state in (State.DRAFT, State.RETURNED)
        tasks.append(
            Task(words, wording.status(report.state), f"/reports/{report.id}/" + ("" if is_mine else "review/"))
        )
    first = next(
        (task for task in tasks if task.status.kind in ("returned", "todo") and not task.href.endswith("review/")), None
    )
    step = Button(Text("ทำรายการถัดไป", "Do the next one"), href=first.href) if first else None
    return TaskList([TaskSection(Text("รายงานของรอบนี้", "This round's reports"), tasks)], step)


def _score(total: str | None) -> Text:
    if total is None:
        return Text("ยังไม่เคยคิดคะแนน", "Not scored yet")
    if not total:
        return Text("คะแนนรวมยังไม่ครบ", "The total is not complete yet")
    return Text(f"คะแนนรวมล่าสุด {total}", f"Newest total: {total}")
