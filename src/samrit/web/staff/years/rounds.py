"""A round: give a unit more time, close it for good, open its reports for every assessment."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods, require_POST

from samrit.apps.accounts.models import User
from samrit.apps.assessments.models import Assessment
from samrit.apps.ground import clock
from samrit.apps.ground.denied import NotNow
from samrit.apps.ground.ids import new_id
from samrit.apps.notices.jobs import enqueue
from samrit.apps.orgs import queries as orgs
from samrit.apps.results import more_time
from samrit.apps.results.services import open_reports as open_for
from samrit.apps.rounds import permissions, services, states
from samrit.apps.rounds.models import Extension, RoundTime, Year
from samrit.apps.rounds.naming import time_said
from samrit.apps.rounds.queries import last_days, longest_last_day
from samrit.base import thai
from samrit.base.counting import counted
from samrit.base.issues import Refused
from samrit.web import days, wording
from samrit.web.components.forms import Area, ErrorSummary, Field
from samrit.web.components.reading import Answer, Answers, Button, Column, Lock, Table
from samrit.web.pages import person, signed_in
from samrit.web.reader import Text
from samrit.web.staff.blocks import Block, Form, told
from samrit.web.staff.years.choosing import chosen_unit, unit_choices, unit_search
from samrit.web.staff.years.whose import HERE, year

JOB = "rounds.open_reports"
AT_ONCE = 10
"""Assessments whose reports are opened while one waits; more are opened by a job."""


def job_prefix(of: Year) -> str:
    """How the keys of a year's jobs begin."""
    return f"{JOB} {of.pk}"


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def close(request: HttpRequest, id: UUID, round_id: str) -> HttpResponse:
    """A check page first: a closed round is not opened again."""
    of = year(request, id)
    time = of.time(round_id)
    permissions.check_can_close(person(request), time)
    if request.method == "POST":
        services.close(time, person(request))
        messages.success(request, str(Text(f"ปิดรอบ {time_said(time)} แล้ว", f"Round {time_said(time)} is closed")))
        return HttpResponseRedirect(of.path)
    longest = longest_last_day(time)
    answers = [
        Answer(Text("รอบ", "Round"), time_said(time)), Answer(Text("เปิดเมื่อ", "Opened"), time.opens), Answer(Text("วันสุดท้าย", "Last day"), time.last_day),
        Answer(Text("หน่วยที่มีเวลานานที่สุดถึง", "The unit with most time has until"), longest),
        Answer(Text("การประเมินในปีนี้", "Assessments of the year"), of.year.assessments.count()),
    ]  # fmt: skip
    after = Text(
        "ไม่มีใครรายงาน แก้ไข หรือตรวจในรอบนี้ได้อีก และเปิดอีกไม่ได้",
        "Nobody can report, correct or decide in this round any more, and it is not opened again.",
    )
    things: list[object] = [Answers(Text("ตรวจก่อนปิด", "Check before closing"), answers, after)]
    form: Form | None = Form(request.path, buttons=[Button(Text("ปิดรอบนี้ถาวร", "Close this round for good"), "danger")])
    try:
        states.check_can_close(time, longest, clock.now())
    except NotNow as no:
        things.insert(0, Lock(Text(no.th, no.en), Text(no.cure_th, no.cure_en)))
        form = None
        things.append(Button(Text("กลับไปหน้าของปีนี้", "Back to the year"), "secondary", href=of.path))
    heading = Text(f"ปิดรอบ {time_said(time)}", f"Close round {time_said(time)}")
    return told(request, heading, [Block(Text("รอบที่จะปิด", "The round"), things, form)], here=HERE, crumbs=of.crumbs)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def extend(request: HttpRequest, id: UUID, round_id: str) -> HttpResponse:
    """More time for a unit and all below it, with a reason; find the unit, then the day."""
    of = year(request, id)
    time = of.time(round_id)
    states.check_is_not_closed(time)
    heading = Text(f"ขยายเวลารอบ {time_said(time)}", f"More time for round {time_said(time)}")
    asked = {name: request.POST.get(name, "").strip() for name in ("last_day", "reason")}
    unit = chosen_unit(request, of.year.root)
    errors: dict[str, Text] = {}
    if request.method == "POST" and unit is not None:
        day = _day(asked["last_day"], errors)
        if day is not None:
            try:
                more_time.extend(time, unit, day, asked["reason"], person(request))
            except Refused as refused:
                for issue in refused.issues:
                    errors["reason" if issue.code == "YR006" else "last_day"] = wording.problem(issue)
            else:
                messages.success(
                    request,
                    str(
                        Text(
                            "ขยายเวลาแล้ว หน่วยและหน่วยในสังกัดส่งได้ถึงวันใหม่ หน่วยที่ตรวจได้เวลาเพิ่มเท่ากัน",
                            "Done: the unit and all below it may report until then; those who verify have as many days more",
                        )
                    ),
                )
                return HttpResponseRedirect(of.path)
    blocks = [unit_search(request, request.path)]
    if unit is None:
        blocks += unit_choices(request, of.year.root, request.path)
    else:
        permissions.check_can_extend(person(request), unit)
        name, later = orgs.name_of(unit, clock.today()), days.such_as(time.last_day + timedelta(days=14))
        fields = [
            Field(name="last_day", label=Text("วันสุดท้ายใหม่", "New last day"), kind="date", value=asked["last_day"], error=errors.get("last_day", ""),
                  hint=Text(
                      f"หลังวันที่ {thai.format_date(time.last_day)} {later.th} วันตรวจยืนยันรายงานของหน่วยนี้เลื่อนไปด้วยเท่ากัน",
                      f"after {wording.day(time.last_day).en}, {later.en}; the days to verify this unit's reports move by as many",
                  )),
            Area(name="reason", label=Text("เหตุผล", "Reason"), value=asked["reason"], error=errors.get("reason", ""), hint=Text(
                "ผู้ตรวจสอบจะอ่าน",
                "Auditors read it.",
            )),
        ]  # fmt: skip
        things: list[object] = [ErrorSummary(fields)] if errors else []
        blocks = [Block(
            Text(name.name_th, name.name_en), things,
            Form(request.path, fields, [Button(Text("ขยายเวลาให้หน่วยนี้", "Give this unit more time"))], {"unit": str(unit.pk)}),
        )]  # fmt: skip
    blocks += _given(time)
    return told(request, heading, blocks, here=HERE, crumbs=of.crumbs, status=400 if errors else 200)


@require_POST
@signed_in
def open_reports(request: HttpRequest, id: UUID, round_id: str) -> HttpResponse:
    """Open the round's reports for every unit that has time; those already open stay as they are."""
    of = year(request, id)
    time = of.time(round_id)
    permissions.check_can_close(person(request), time)
    # over for everybody, or not begun: a draft that nobody may fill in would stay late for ever
    states.check_takes_results(time, longest_last_day(time), clock.now())
    if of.year.assessments.count() <= AT_ONCE:
        made = run_job(of.year.pk, round_id, person(request).pk, lambda percent: None)
        messages.success(
            request, str(Text(f"เปิดรายงานแล้ว {made:,} เรื่อง", counted(made, "report is open", "reports are open")))
        )
    else:
        with transaction.atomic():
            ids = {"year": str(of.year.pk), "round": round_id, "by": str(person(request).pk)}
            enqueue(JOB, ids, f"{job_prefix(of.year)} {round_id} {new_id()}")
    return HttpResponseRedirect(of.path)


def run_job(year_id: UUID, round_id: str, by: UUID, tell: Callable[[int], None]) -> int:
    """Open them one assessment after another, where its unit has time; done twice it does no harm.

    Returns how many reports are open.
    """
    user, time = User.objects.get(pk=by), RoundTime.objects.select_related("year").get(year=year_id, round=round_id)
    every = list(Assessment.objects.filter(year=year_id).select_related("unit", "year__pack").order_by("id"))
    last, today = last_days([time], [one.unit for one in every]), clock.today()
    has_begun = time.closed_at is None and time.opens <= today
    wanted = [one for one in every if has_begun and last[time.id, one.unit_id].day >= today]
    opened = 0
    for done, one in enumerate(wanted, 1):
        opened += len(open_for(one, round=round_id, by=user))
        tell(done * 100 // len(wanted))
    return opened


def _day(text: str, errors: dict[str, Text]) -> date | None:
    try:
        return thai.parse_date(text)
    except thai.ThaiTextError as wrong:
        errors["last_day"] = days.no_day(wrong)
        return None


def _given(time: RoundTime) -> list[Block]:
    rows = list(Extension.objects.filter(time=time).select_related("by").order_by("-at")[:50])
    names = orgs.names_of({one.unit_id for one in rows}, clock.today())
    if not rows:
        return []
    heads = [Text("หน่วย", "Unit"), Text("ถึงวันที่", "Until"), Text("เหตุผล", "Reason"), Text("ผู้ให้", "Given by")]
    table = Table(
        Text("ใหม่สุดก่อน", "The newest first"), [Column(one) for one in heads],
        [(Text(names[one.unit_id].name_th, names[one.unit_id].name_en), one.last_day, one.reason, one.by.name) for one in rows],
    )  # fmt: skip
    return [Block(Text("ที่ขยายแล้ว", "Given so far"), [table])]
