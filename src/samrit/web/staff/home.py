"""What waits for a person, first: the home page of every role, and the notices."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path
from django.views.decorators.http import require_POST, require_safe

from samrit.apps.notices.queries import Told, unread
from samrit.apps.notices.services import mark_read
from samrit.apps.orgs.models import Role
from samrit.apps.results.models import Report, State
from samrit.apps.results.queries import Task, sent, work_of
from samrit.base import thai
from samrit.base.counting import counted
from samrit.web import wording
from samrit.web.components.reading import Button, Empty, Link, Status, TaskList, TaskSection
from samrit.web.components.reading import Task as Line
from samrit.web.pages import Standing, page, person, signed_in, standing, unit_name
from samrit.web.reader import Text
from samrit.web.sentences import sentence
from samrit.web.staff.first_steps import first_steps

MOST, ALL = 20, 300
"""How many tasks a home page shows, and how many one press away; what is beyond that stands where it can be searched."""
MOST_SENT = 5
SOON = timedelta(days=14)


@require_safe
@signed_in
def home(request: HttpRequest) -> HttpResponse:
    """What was returned or is late, what is due, what else waits: one list, one obvious next step."""
    who = standing(request)
    most = ALL if request.GET.get("all") else MOST
    work = work_of(who.reach, who.on, most, who.off)
    tasks, count = work.tasks, work.count
    steps = None if tasks else first_steps(who)
    # what is the same for all is said once, on top
    is_one = count == len(tasks) and len({_belongs(one) for one in tasks}) == 1
    shown = _listed(tasks, who, in_short=is_one) if tasks else steps or _nothing(who)
    away = _away(sent(who.reach, who.on, MOST_SENT, who.off)) if who.has(Role.REPORTER) else None
    return page(
        request,
        "staff/home.html",
        here="/",
        lead=_lead(who, count, work.late, _where(tasks[0]) if is_one else Text("", ""), steps),
        shown=shown,
        more=count - len(tasks),
        rest="/?all=1" if who.has(Role.REPORTER) else "/review/",
        elsewhere=_elsewhere(who) if most == ALL else [],
        away=away,
    )


@require_safe
@signed_in
def notices(request: HttpRequest) -> HttpResponse:
    """What a person was told and has not read, each with a way to what it is about."""
    told = unread(person(request).id)
    return page(request, "staff/notices.html", told=[(one, sentence(one.code, one.words), _about(one)) for one in told])


@require_POST
@signed_in
def read(request: HttpRequest) -> HttpResponse:
    """Take note that all were read."""
    mark_read(person(request).id)
    return HttpResponseRedirect("/notices/")


urlpatterns = [
    path("", home, name="home"),
    path("notices/", notices, name="notices"),
    path("notices/read/", read, name="notices-read"),
]


def _elsewhere(who: Standing) -> list[Link]:
    """Where somebody finds what is too much for a page: reports of their units one by one, decisions in the queue."""
    found = []
    if who.has(Role.REPORTER):
        words = Text("หาตามหน่วย กรอบ หรือปี ในรายการประเมิน", "find it by unit, framework or year, among the assessments")
        found.append(Link(words, "/assessments/"))
    if not found or who.has(Role.HEAD, Role.VERIFIER, Role.EVALUATOR):
        found.append(Link(Text("ดูเรื่องที่รอท่านตัดสินในคิว", "see what waits for your decision in the queue"), "/review/"))
    return found


def _listed(tasks: Sequence[Task], who: Standing, in_short: bool) -> TaskList:
    """Tasks by how bad they are; each leads to the page where it is done."""
    urgent, soon, later = list[Task](), list[Task](), list[Task]()
    for one in tasks:
        if one.is_late or one.report.state == State.RETURNED:
            urgent.append(one)
        else:
            (soon if one.due is not None and one.due <= who.on + SOON else later).append(one)
    parts = (
        (Text("เลยกำหนด หรือถูกส่งกลับ", "Late or returned"), urgent),
        (Text("ครบกำหนดใน 14 วัน", "Due within 14 days"), soon),
        (Text("รอท่านทำต่อไป", "Waiting for you next"), later),
    )
    sections = [TaskSection(title, [_line(one, in_short) for one in found]) for title, found in parts if found]
    first = tasks[0] if not urgent else urgent[0]
    return TaskList(sections, Button(_verb(first), href=address(first)), is_counted=False)


def _away(tasks: Sequence[Task]) -> TaskList | None:
    """What was sent, and who has it now."""
    lines = []
    for task in tasks:
        here = unit_name(task.is_with)
        due = Text("") if task.due is None else _due(task.due, task.report)
        hint = Text(f"อยู่กับ {here.th} {due.th}".strip(), f"with {here.en or here.th} {due.en}".strip())
        lines.append(
            Line(wording.indicator(task.report), wording.status(task.report.state), f"/reports/{task.report.id}/", hint)
        )
    return TaskList([TaskSection(Text("ส่งไปแล้ว", "Sent"), lines)], is_counted=False) if lines else None


def _line(task: Task, in_short: bool) -> Line:
    hint = Text("ไม่มีกำหนดวัน", "no day set") if task.due is None else _due(task.due, task.report)
    if not in_short:
        where = _where(task)
        hint = Text(f"{where.th} · {hint.th}", f"{where.en} · {hint.en}")
    status = Status("late", Text("เลยกำหนด", "Late")) if task.is_late else wording.status(task.report.state)
    return Line(wording.indicator(task.report), status, address(task), hint)


def _due(day: date, report: Report) -> Text:
    due, more = wording.due(day), wording.moved(report)
    return Text(f"{due.th}{more.th}", f"{due.en}{more.en}")


def _where(task: Task) -> Text:
    """Unit, framework, year and round in a line."""
    report, unit = task.report, unit_name(task.unit)
    framework = wording.framework_and_year(report.assessment.year)
    return Text(
        f"{unit.th} · {framework.th} รอบ {wording.round_of(report)}",
        f"{unit.en or unit.th} · {framework.en}, round {wording.round_of(report)}",
    )


def _belongs(task: Task) -> tuple[object, str]:
    return task.report.assessment_id, task.report.round


def address(task: Task) -> str:
    """Where a task is done: a draft on its working page, everything else where it is reviewed."""
    return f"/reports/{task.report.id}/" + ("" if task.role == Role.REPORTER else "review/")


def _verb(task: Task) -> Text:
    code = task.report.indicator
    return {
        State.RETURNED: Text(f"แก้ตัวชี้วัด {code} ที่ถูกส่งกลับ", f"Correct indicator {code}, which was returned"),
        State.DRAFT: Text(f"รายงานตัวชี้วัด {code}", f"Report indicator {code}"),
        State.SUBMITTED: Text(f"พิจารณาตัวชี้วัด {code}", f"Consider indicator {code}"),
        State.UNDER_REVIEW: Text(f"ตรวจตัวชี้วัด {code}", f"Verify indicator {code}"),
        State.VERIFIED: Text(f"สรุปผลตัวชี้วัด {code}", f"Conclude indicator {code}"),
    }[State(task.report.state)]


def _lead(who: Standing, count: int, late: int, where: Text, steps: TaskList | None) -> Text:
    """`count` and `late` are of all that waits, shown or not; `where` is what is the same for all of it."""
    today = thai.format_date(who.on, "long")
    day = wording.day(who.on).en
    if steps is not None:
        left = steps.total - steps.done
        return Text(
            f"วันนี้ {today} ไม่มีงานค้าง ขั้นตั้งต้นยังเหลือ {left} ขั้น",
            f"Today is {day}: nothing is waiting for you, but {counted(left, 'first step is', 'first steps are')} still to do.",
        )
    if not count:
        return Text(f"วันนี้ {today} ไม่มีงานค้าง", f"Today is {day}: nothing is waiting for you.")
    tail_th, tail_en = (f" เลยกำหนด {late} เรื่อง", f", {late} of them late") if late else ("", "")
    return Text(
        f"วันนี้ {today} มี {count:,} เรื่องรอท่าน{tail_th} {where.th}".strip(),
        f"Today is {day}: {counted(count, 'thing waits', 'things wait')} for you{tail_en}. {where.en}".strip(),
    )


def _nothing(who: Standing) -> Empty:
    """What to do when nothing waits, by role."""
    if who.has(Role.AUDITOR):
        step = Button(Text("เปิดบันทึกตรวจสอบ", "Open the audit log"), href="/audit/")
        words = Text(
            "ท่านอ่านได้ทุกอย่างของหน่วยงาน และไม่แก้สิ่งใด", "You may read everything of the agency, and change nothing."
        )
    elif who.has(Role.ORG_ADMIN):
        step = Button(Text("ดูปีและรอบรายงาน", "See the years and rounds"), href="/years/")
        words = Text(
            "งานจะขึ้นที่นี่เมื่อเปิดปีงบประมาณและรอบรายงานแล้ว", "Tasks appear here once a fiscal year and its rounds are open."
        )
    elif who.reach.held:
        step = Button(Text("ดูการประเมินของหน่วย", "See the unit's assessments"), href="/assessments/")
        words = Text("เมื่อมีเรื่องถึงท่าน จะขึ้นที่นี่พร้อมวันครบกำหนด", "What comes to you appears here with the day it is due.")
    elif who.user.is_administrator:
        step = Button(Text("ดูแลบัญชีผู้ใช้", "Look after the accounts"), href="/accounts/")
        words = Text(
            "ท่านดูแลระบบและบัญชี แต่ไม่เห็นผลของหน่วยงาน จนกว่าจะได้รับบทบาทในหน่วย",
            "You look after the installation and its accounts; results stay closed to you unless you are given a role.",
        )
    else:
        step = Button(Text("ดูว่าต้องขอใคร", "See whom to ask"), href="/why/")
        words = Text("บัญชีนี้ยังไม่มีบทบาทในหน่วยใด", "This account has no role at any unit yet.")
    return Empty(Text("ไม่มีงานค้าง", "Nothing is waiting"), words, step)


def _about(told: Told) -> str:
    return f"/reports/{told.object}/" if told.object and told.code.startswith("results.") else ""
