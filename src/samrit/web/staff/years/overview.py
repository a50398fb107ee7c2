"""The years of one's agency, one year with its rounds, and opening the next."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods, require_safe

from samrit.apps.assessments.models import Assessment
from samrit.apps.frameworks.queries import installed_packs
from samrit.apps.ground import clock
from samrit.apps.ground.denied import NotNow
from samrit.apps.notices.models import Job
from samrit.apps.rounds import calendar, permissions, services, states
from samrit.apps.rounds.models import RoundTime, Year
from samrit.apps.rounds.naming import round_names, time_said
from samrit.apps.rounds.queries import given_until, has_time, holidays_of, times_of
from samrit.base import thai
from samrit.base.counting import counted
from samrit.base.issues import Refused
from samrit.web import wording
from samrit.web.components.forms import ErrorSummary, Field, Option, Select
from samrit.web.components.reading import (
    Button,
    Column,
    Empty,
    Link,
    Lock,
    Notice,
    Progress,
    Prose,
    Status,
    Table,
    Words,
)
from samrit.web.pages import person, signed_in
from samrit.web.reader import Text
from samrit.web.staff.blocks import Block, Form, told
from samrit.web.staff.years.rounds import JOB, job_prefix
from samrit.web.staff.years.whose import HERE, YEARS, Whose, agency, looks_after, year


@require_safe
@signed_in
def years(request: HttpRequest) -> HttpResponse:
    """Fiscal years of the agency, newest first, and the ways to packs and holidays."""
    root = agency(request)
    # counted year by year: joined and grouped, the database would sort every assessment of the agency by the year's columns
    made = Assessment.objects.filter(year=OuterRef("pk")).order_by().values("year").annotate(n=Count("pk")).values("n")
    found = [] if root is None else list(
        Year.objects.filter(root=root).select_related("pack").annotate(count=Coalesce(Subquery(made), 0)).order_by("-fiscal_year", "pack__pack")
    )  # fmt: skip
    is_admin = root is not None and looks_after(request, root)
    links: list[object] = [Button(Text("กรอบการประเมิน", "Frameworks"), "secondary", href="/frameworks/")]
    if root is not None:
        links.append(Button(Text("วันหยุด", "Holidays"), "secondary", href="/years/holidays/"))
    if is_admin:
        links.insert(0, Button(Text("เปิดปีงบประมาณ", "Open a year"), href="/years/new/"))
    rows = [
        (Link(wording.framework_run(one), f"/years/{one.pk}/"), str(one.fiscal_year), one.pack.version, vars(one)["count"])
        for one in found
    ]  # fmt: skip
    heads = [
        Column(Text("กรอบการประเมิน", "Framework")), Column(Text("ปีงบประมาณ", "Fiscal year")), Column(Text("รุ่นของชุดเกณฑ์", "Version of the pack")),
        Column(Text("การประเมิน", "Assessments"), is_figure=True),
    ]  # fmt: skip
    table = Table(Text("ใหม่สุดก่อน", "The newest first"), heads, rows)
    return told(request, YEARS.text, [
        Block(things=links), Block(Text("ปีงบประมาณ", "Fiscal years"), [table if rows else _none(root is not None, is_admin)]),
    ], here=HERE)  # fmt: skip


@require_safe
@signed_in
def one(request: HttpRequest, id: UUID) -> HttpResponse:
    """A year: its rounds with their days and what may be done with each, its assessments, its calendar."""
    of = year(request, id)
    times = times_of(of.year)
    names = {id: wording.text(name) for id, name in round_names(of.year).items()}
    count, left = _have_time(of, times)
    blocks = [
        Block(things=_jobs(of)),
        Block(Text("ปฏิทิน", "Calendar"), [Button(Text("ดูปฏิทินกำหนดส่ง", "See the calendar of deadlines"), "secondary", href=f"{of.path}calendar/")]),
        Block(Text("รอบการประเมิน", "Rounds"), [_rounds(times, names, left)]),
    ]  # fmt: skip
    if of.is_admin:
        for time in times:
            blocks += _actions(of, time, names.get(time.round, Text(time_said(time))), count, left.get(time.id, count))
    blocks.append(_assessments(of, times, count))
    return told(request, of.name, [one for one in blocks if one.things or one.form], here=HERE, crumbs=[YEARS])


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def open_one(request: HttpRequest) -> HttpResponse:
    """Open a year: which framework, which year; opened again it is the same year."""
    root = agency(request)
    if root is None:
        raise Http404
    permissions.check_can_open_year(person(request), root)
    packs = installed_packs()
    asked = {name: request.POST.get(name, "").strip() for name in ("pack", "fiscal_year")}
    errors: dict[str, Text] = {}
    if request.method == "POST":
        chosen = next((one for one in packs if str(one.pk) == asked["pack"]), None)
        be_year = thai.normalise(thai.arabic_digits(asked["fiscal_year"]))
        if chosen is None:
            errors["pack"] = Text("เลือกกรอบการประเมินจากรายการ", "Choose a framework from the list.")
        if not (be_year.isascii() and be_year.isdigit() and len(be_year) == 4):
            errors["fiscal_year"] = Text(
                "พิมพ์ปี พ.ศ. สี่หลัก เช่น 2569", "Type a year of the Buddhist era in four figures, such as 2569."
            )
        if chosen is not None and not errors:
            try:
                made = services.open_year(root, chosen, int(be_year), person(request))
            except Refused as refused:
                errors["fiscal_year"] = wording.problem(refused.issues[0])
            else:
                messages.success(
                    request,
                    str(
                        Text(
                            "เปิดปีงบประมาณแล้ว ขั้นต่อไปคือสร้างการประเมินให้หน่วยต่าง ๆ",
                            "The year is open; next, make assessments for the units",
                        )
                    ),
                )
                return HttpResponseRedirect(f"/years/{made.pk}/")
    fields = [
        Select(
            name="pack", label=Text("กรอบการประเมิน", "Framework"), error=errors.get("pack", ""),
            options=[Option(str(one.pk), Text(
                f"{one.name_th} รุ่น {one.version} (ปี {one.fiscal_year})",
                f"{one.name_en or one.name_th}, version {one.version} ({one.fiscal_year})",
            ), is_chosen=str(one.pk) == asked["pack"]) for one in packs],
        ),
        Field(
            name="fiscal_year", label=Text("ปีงบประมาณ (พ.ศ.)", "Fiscal year (Buddhist era)"), kind="code", value=asked["fiscal_year"],
            error=errors.get("fiscal_year", ""), hint=Text(
                "ใช้ชุดเกณฑ์กับปีหลังปีของมันได้ รอบจะเลื่อนตามปี",
                "A pack may be run for a later year than its own: its rounds move with the year.",
            ),
        ),
    ]  # fmt: skip
    things: list[object] = [ErrorSummary(fields)] if errors else []
    block = Block(
        Text("ปีที่จะเปิด", "The year"),
        things,
        Form("/years/new/", fields, [Button(Text("เปิดปีงบประมาณนี้", "Open this year"))]),
    )
    if not packs:
        block = Block(things=[Empty(Text("ยังไม่มีชุดเกณฑ์", "No pack is installed"), Text(
            "ขอให้ผู้ดูแลระบบติดตั้งก่อน",
            "Ask the administrator to install one first.",
        ), Button(Text("ดูกรอบการประเมิน", "See the frameworks"), "secondary", href="/frameworks/"))])  # fmt: skip
    heading = Text("เปิดปีงบประมาณ", "Open a year")
    return told(request, heading, [block], here=HERE, crumbs=[YEARS], status=400 if errors else 200)


def _have_time(of: Whose, times: list[RoundTime]) -> tuple[int, dict[UUID, int]]:
    """How many assessments there are; and for how many units a round goes on whose last day is past; three queries.

    A last day on a holiday is not past before the working day it comes to.
    """
    today = clock.today()
    past = [one for one in times if one.closed_at is None and one.last_day < today]
    days_off = holidays_of(of.year.root) if past else set()
    past = [one for one in past if calendar.working_day(one.last_day, days_off) < today]
    # few rounds have units with more time, and only those need to be counted unit by unit
    given = given_until(past, calendar.lasts_until(today, days_off)) if past else set()
    asked = {f"left_{place}": has_time(one, today, days_off) for place, one in enumerate(past) if one.id in given}
    found = of.year.assessments.aggregate(
        every=Count("pk"), **{name: Count("pk", filter=is_left) for name, is_left in asked.items()}
    )
    return found["every"], {one.id: found.get(f"left_{place}", 0) for place, one in enumerate(past)}


def state_of(time: RoundTime, left: int | None = None) -> Status:
    """Where a round stands today.  `left`: how many units still have time though its last day is past; None: it is not."""
    today = clock.today()
    if time.closed_at is not None:
        return Status("closed", Text("ปิดแล้ว", "Closed"))
    if today < time.opens:
        return Status("todo", Text("ยังไม่เปิด", "Not open yet"))
    if today <= time.last_day or left is None:
        return Status("doing", Text("เปิดอยู่", "Open"))
    if not left:
        return Status("late", Text("หมดเวลา", "Time is over"))
    units = counted(left, "unit still has time", "units still have time")
    return Status("doing", Text(f"ยังมีเวลา {left:,} หน่วย", units))


def _rounds(times: list[RoundTime], names: dict[str, Text], left: dict[UUID, int]) -> Table:
    rows = [
        (names.get(one.round, time_said(one)), one.opens, one.last_day, state_of(one, left.get(one.id)))
        for one in times
    ]
    heads = [Text("รอบ", "Round"), Text("เปิด", "Opens"), Text("วันสุดท้ายที่รับผล", "Last day"), Text("สถานะ", "State")]
    caption = Text("หน่วยที่ได้ขยายเวลามีวันสุดท้ายของตน", "Units that were given more time have a last day of their own")
    return Table(caption, [Column(one) for one in heads], rows)


def _actions(of: Whose, time: RoundTime, name: Text, count: int, left: int) -> list[Block]:
    """What may be done with a round; a closed one says that it stays as it is.  `left`: how many units have time."""
    said = name.en or name.th
    title = Text(f"จัดการ {name.th}", f"Manage {said[:1].lower()}{said[1:]}")
    if time.closed_at is not None:
        try:
            states.check_is_not_closed(time)
        except NotNow as no:
            return [Block(title, [Lock(Text(no.th, no.en), Text(no.cure_th, no.cure_en))])]
    path = f"{of.path}rounds/{time.round}/"
    none: Words = ""
    if not count:
        none = Text("ยังไม่มีการประเมิน สร้างก่อน", "there are no assessments yet")
    elif clock.today() < time.opens:
        day = wording.day(time.opens)
        none = Text(f"เปิดได้ตั้งแต่ {day.th}", f"from {day.en} on")
    elif not left:
        none = Text("หมดเวลาทุกหน่วยแล้ว ขยายเวลาก่อน", "no unit has time left; give more time first")
    return [Block(
        title,
        [
            Button(Text("ขยายเวลาให้หน่วย", "Give a unit more time"), "secondary", href=f"{path}extend/"),
            Button(Text("ปิดรอบ", "Close the round"), "secondary", href=f"{path}close/"),
        ],
        Form(f"{path}reports/", buttons=[Button(Text(
            "เปิดรายงานให้ทุกหน่วยเดี๋ยวนี้",
            "Open the reports of every unit now",
        ), "secondary", reason=none, id=f"open-{time.round}")]),
    )]  # fmt: skip


def _assessments(of: Whose, times: list[RoundTime], count: int) -> Block:
    title = Text("การประเมินของปีนี้", "Assessments of this year")
    things: list[object] = [
        Prose([Text(f"มี {count:,} การประเมิน", counted(count, "assessment"))]),
        Button(Text("ดูการประเมิน", "See the assessments"), "secondary", href="/assessments/"),
    ]
    try:
        states.check_year_is_running(times)
    except NotNow as no:
        return Block(title, [*things, Lock(Text(no.th, no.en), Text(no.cure_th, no.cure_en))])
    if of.is_admin:
        things.append(Button(Text("สร้างตามประเภทหน่วย", "Make by kind of unit"), href=f"{of.path}make/"))
    things.append(
        Button(
            Text("เข้าร่วม หรือทำคำรับรองของหน่วยเดียว", "Join, or draw up one unit's agreement"),
            "secondary",
            href=f"{of.path}join/",
        )
    )
    return Block(title, things)


def _jobs(of: Whose) -> list[object]:
    if not of.is_admin:
        return []
    one = Job.objects.filter(kind=JOB, key__startswith=job_prefix(of.year)).order_by("-not_before", "-id").first()
    if one is None or one.state == "done":
        return []
    if one.state == "failed":
        return [
            Notice(
                "bad",
                Text("เปิดรายงานไม่สำเร็จ", "The reports could not all be opened"),
                Text("กดเปิดอีกครั้ง หน่วยที่เปิดแล้วไม่เปลี่ยน", "Open them again; those already open stay as they are."),
            )
        ]
    return [
        Progress(
            Text("กำลังเปิดรายงาน (ร้อยละ)", "Opening reports (percent)"),
            one.progress,
            100,
            Text("ออกจากหน้านี้ได้", "You may leave this page."),
        )
    ]


def _none(has_agency: bool, is_admin: bool) -> Empty:
    if not has_agency:
        return Empty(
            Text("บัญชีนี้ไม่ได้อยู่ในหน่วยงานใด", "This account belongs to no agency"),
            Text(
                "ขอบทบาทจากผู้ดูแลหน่วยงาน กรอบการประเมินเปิดอ่านได้",
                "Ask an agency's administrator for a role; the frameworks are open to read.",
            ),
        )
    first = Button(Text("เปิดปีงบประมาณ", "Open a year"), href="/years/new/") if is_admin else None
    return Empty(
        Text("ยังไม่ได้เปิดปีงบประมาณ", "No year was opened yet"),
        Text(
            "ผู้ดูแลหน่วยงานเปิดปี แล้วสร้างการประเมินให้หน่วยต่าง ๆ",
            "The agency's administrator opens a year and makes assessments for its units.",
        ),
        first,
    )
