"""Why may I, or may I not: one's roles, a question about a role at a unit, and every action on one report."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.http import require_safe

from samrit.apps.accounts.models import User
from samrit.apps.ground.denied import Refusal
from samrit.apps.orgs.models import Role, Unit
from samrit.apps.orgs.queries import UnitView
from samrit.apps.orgs.roles import Basis, people_with
from samrit.apps.orgs.why import why as why_of
from samrit.apps.results.permissions import what_can
from samrit.apps.results.states import Action
from samrit.web import found, wording
from samrit.web.components.forms import ErrorSummary, Field, Option, Select
from samrit.web.components.reading import (
    Answer,
    Answers,
    Button,
    Column,
    Empty,
    Link,
    Notice,
    Prose,
    Status,
    Table,
    Words,
)  # fmt: skip
from samrit.web.pages import Standing, signed_in, standing, unit_name
from samrit.web.reader import Text
from samrit.web.staff.blocks import Block, Form, told
from samrit.web.staff.units.choosing import asks_for_units, choices, unit_fields
from samrit.web.staff.units.here import address, check_is_mine
from samrit.web.staff.units.roles import DUTIES
from samrit.web.staff.units.typed import Typed
from samrit.web.staff.units.unit import HOW, until_text

TITLE = Text("ทำไมฉันทำได้ หรือทำไม่ได้", "Why may I, or may I not?")
ACTIONS: dict[Action, Text] = {
    Action.SAVE: Text("กรอกและแก้ผล", "Fill in and change results"),
    Action.SUBMIT: Text("ส่งให้หัวหน้าเห็นชอบ", "Send it to the head"),
    Action.WITHDRAW: Text("ถอนคืนมาแก้", "Take it back"),
    Action.APPROVE: Text("เห็นชอบในฐานะหัวหน้า", "Approve it as the head"),
    Action.RETURN: Text("ส่งกลับให้แก้", "Return it"),
    Action.VERIFY: Text("ตรวจยืนยัน แล้วส่งต่อ", "Verify it and hand it on"),
    Action.VERIFY_LAST: Text("ตรวจยืนยันเป็นหน่วยสุดท้าย", "Verify it as the last unit"),
    Action.CONCLUDE: Text("สรุปผลการประเมิน", "Conclude the assessment"),
}


@require_safe
@signed_in
def mine(request: HttpRequest) -> HttpResponse:
    """All one's own roles, and a question about one that may be lacking."""
    who = standing(request)
    typed = Typed(dict(request.GET.lists()))
    if not asks_for_units(typed) and (typed.text("role") or typed.text("unit")):
        answered = _answered(request, typed)
        if answered is not None:
            return answered
    tree, is_part = choices(typed, "unit", who.agency.id, who.on) if who.agency is not None else ([], False)
    blocks = [Block(Text("บทบาทของท่าน", "Your roles"), _roles(who))]
    if tree or is_part:
        chosen = typed.text("role")
        options = [
            Option(one.value, Text(f"{wording.ROLES[one].th}: {DUTIES[one].th}", f"{wording.ROLES[one].en}: {DUTIES[one].en}"), is_chosen=one == chosen)
            for one in Role
        ]  # fmt: skip
        blank = Text("เลือกหน่วย", "Choose a unit")
        fields = [
            typed.shown(Select("role", Text("ทำในฐานะ", "To act as"), options=[Option("", Text("เลือกบทบาท", "Choose a role")), *options])),
            *unit_fields(typed, "unit", Text("ที่หน่วย", "At the unit"), tree, blank, is_part=is_part),
            Field(
                "indicator", Text("ตัวชี้วัด (เว้นว่าง: ทุกตัวชี้วัด)", "Indicator (empty: all of them)"),
                Text("รหัสตามแบบ เช่น 2 หรือ 3.1.22.1", "its code as printed, such as 2 or 3.1.22.1"), value=typed.text("indicator"),
            ),
        ]  # fmt: skip
        buttons = [Button(Text("ดูคำตอบ", "Show me"))]
        form = Form("/why/", fields, buttons, method="get")
        summary: list[object] = [ErrorSummary(fields)] if typed.errors else []
        blocks.append(Block(Text("ถามเรื่องบทบาทหนึ่ง", "Ask about a role"), summary, form))
    return told(request, TITLE, blocks, here="", lead=_lead(who), status=422 if typed.errors else 200)


@require_safe
@signed_in
def of_report(request: HttpRequest, id: UUID) -> HttpResponse:
    """Every action on a report: may I now, and if not, why and what to do."""
    who = standing(request)
    report = found.report(request, id)
    may = what_can(who.user, report, who.on, who.reach)
    rows = [[ACTIONS[action], _yes_or_no(refusal), _reason(refusal)] for action, refusal in may.items()]
    columns = [
        Column(Text("การทำ", "Action")),
        Column(Text("ได้หรือไม่", "May I?")),
        Column(Text("เหตุผลและทางแก้", "Why, and what to do")),
    ]
    name = wording.indicator(report)
    things: list[object] = [
        Answers(
            Text("เรื่องและสถานะ", "What it is, and its state"),
            [
                Answer(Text("ตัวชี้วัด", "Indicator"), name), Answer(Text("รอบ", "Round"), wording.round_of(report)),
                Answer(Text("สถานะ", "State"), wording.status(report.state)),
            ],
        ),
        Table(Text("ท่านทำอะไรกับรายงานนี้ได้บ้าง", "What you may do with this report"), columns, rows),
        Link(Text("เปิดรายงาน", "Open the report"), f"/reports/{report.id}/"),
    ]  # fmt: skip
    return told(
        request,
        Text(f"ทำได้หรือทำไม่ได้: {name.th}", f"May I, or may I not: {name.en}"),
        [Block(Text("รายงานนี้", "This report"), things)],
        here="",
        crumbs=[Link(TITLE, "/why/")],
    )


urlpatterns = [
    path("why/", mine, name="why"),
    path("why/report/<uuid:id>/", of_report, name="why-report"),
]


def _lead(who: Standing) -> Text:
    day = wording.day(who.on)
    return Text(f"สิ่งที่บัญชีนี้ทำได้ ณ {day.th} และเพราะอะไร", f"What this account may do on {day.en}, and by what.")


def _answered(request: HttpRequest, typed: Typed) -> HttpResponse | None:
    """The answer to a question; none: something of it is missing."""
    who = standing(request)
    role = typed.needed("role")
    if role and role not in Role.values:
        typed.fail("role", Text("เลือกบทบาทจากรายการ", "Choose a role from the list."))
    unit = _unit(request, typed.text("unit")) if typed.needed("unit") else None
    if unit is None or typed.errors:
        return None
    indicator = typed.text("indicator")[:40]
    reasons = why_of(who.user, role, unit, indicator, who.on, who.reach)
    at = who.names([unit.id])[unit.id]
    name = wording.ROLES[Role(role)]
    about = Text(f"ตัวชี้วัด {indicator}", f"indicator {indicator}") if indicator else Text("ทุกตัวชี้วัด", "all indicators")
    question = Text(f"เป็น{name.th}ของ {at.name_th} ({about.th})", f"{name.en} at {at.name('en')} ({about.en})")
    said = [Text(th, en) for th, en in zip(reasons.th, reasons.en, strict=True)]
    blocks: list[Block]
    if reasons.basis is not None:
        blocks = [
            Block(
                things=[
                    Notice("good", Text(f"ทำได้: {question.th}", f"You may: {question.en}")),
                    Prose(said),
                ]
            ),
            Block(Text("ที่มาของสิทธิ", "Where it comes from"), [_given(reasons.basis, at)]),
        ]
    else:
        title = Text(f"ทำไม่ได้: {question.th}", f"You may not: {question.en}")
        blocks = [
            Block(things=[Notice("warn", title), Prose(said)]),
            Block(Text("ขอใครได้", "Whom to ask"), [_whom(unit, who)]),
        ]
    again = Link(Text("ถามเรื่องอื่น", "Ask something else"), "/why/")
    blocks.append(Block(things=[again]))
    return told(request, question, blocks, here="", crumbs=[Link(TITLE, "/why/")])


def _unit(request: HttpRequest, text: str) -> Unit:
    try:
        id = UUID(text)
    except ValueError:
        raise Http404 from None
    unit = Unit.objects.select_related("root").filter(id=id).first()
    if unit is None:
        raise Http404
    standing(request).names([unit.id])
    check_is_mine(request, unit)
    return unit


def _given(basis: Basis, at: UnitView) -> Answers:
    by = User.objects.filter(id=basis.granted_by).first() if basis.granted_by else None
    how: Words = Text("บทบาทที่ได้รับ", "a role that was granted")
    if basis.kind == "holding":
        how = Text(f"ตำแหน่งหัวหน้าหน่วย ({HOW[basis.how].th})", f"the post of head ({HOW[basis.how].en})")
    page = address(basis.at, "posts/" if basis.kind == "holding" else "roles/")
    rows = [
        Answer(Text("ได้มาโดย", "By"), how),
        Answer(Text("ผู้ให้", "Given by"), by.name if by else Text("ไม่ได้บันทึกผู้ให้", "not on record")),
        Answer(Text("ถึงเมื่อใด", "Until when"), basis.until or Text("ไม่มีกำหนด", "without end")),
        Answer(Text("ดูที่หน่วย", "See it at the unit"), Link(Text("เปิดหน้าของหน่วย", "Open the unit's page"), page)),
    ]
    return Answers(Text("ได้มาอย่างไร และถึงเมื่อใด", "By what, and until when"), rows)


def _whom(unit: Unit, who: Standing) -> object:
    """Those who grant roles at a unit."""
    admins = (
        User.objects.filter(id__in=people_with(Role.ORG_ADMIN, unit, who.on)).exclude(id=who.user.id).order_by("name")
    )
    names = [one.name for one in admins]
    if not names:
        return Text(
            "หน่วยนี้ยังไม่มีผู้ดูแลหน่วยงาน แจ้งผู้ดูแลระบบ",
            "Nobody looks after this unit yet; tell an administrator of the installation.",
        )
    listed = " · ".join(names)
    return Text(f"ผู้ดูแลหน่วยงาน: {listed}", f"Administrators of the agency: {listed}")


def _roles(who: Standing) -> Sequence[object]:
    entries = who.reach.held
    if not entries:
        words = Text(
            "ขอบทบาทจากผู้ดูแลหน่วยงานของท่าน แล้วกลับมาดูหน้านี้",
            "Ask the administrator of your agency for a role, then look here again.",
        )
        if who.user.is_administrator:
            words = Text(
                "ท่านดูแลระบบได้ แต่ไม่มีสิทธิเหนือผลของหน่วยใด จนกว่าผู้ดูแลหน่วยงานจะให้บทบาท",
                "You look after the installation, which gives no say over any result until an agency grants you a role.",
            )
        return [
            Empty(
                Text("บัญชีนี้ยังไม่มีบทบาทในหน่วยใด", "This account has no role at any unit"),
                words,
                Button(Text("กลับหน้าแรก", "Back to the start"), "secondary", href="/"),
            )
        ]
    givers = {
        one.id: one.name for one in User.objects.filter(id__in={one.granted_by for one in entries if one.granted_by})
    }
    rows: list[list[object]] = []
    for one in entries:
        at = who.units.get(one.at)
        about = (
            Text(f"เฉพาะตัวชี้วัด {one.indicator}", f"indicator {one.indicator} only")
            if one.indicator
            else Text("ทุกตัวชี้วัด", "all indicators")
        )
        if one.kind == "holding":
            by: Words = Text(f"ตำแหน่งหัวหน้าหน่วย ({HOW[one.how].th})", f"the post of head ({HOW[one.how].en})")
        else:
            by = givers.get(one.granted_by, "") if one.granted_by else Text("ผู้ดูแลระบบ ตอนติดตั้ง", "the installation")
        reach = Text("รวมหน่วยข้างใต้", "with all below") if one.subtree else Text("หน่วยนี้หน่วยเดียว", "this unit only")
        rows.append([
            wording.ROLES[Role(one.role)], Link(unit_name(at), address(one.at)), reach, about,
            until_text(one.since, one.until, who.on), by,
        ])  # fmt: skip
    columns = [
        Column(Text("บทบาท", "Role")), Column(Text("ที่หน่วย", "At the unit")), Column(Text("ครอบคลุม", "Where")), Column(Text("เรื่อง", "For")),
        Column(Text("เมื่อใด", "When")), Column(Text("ได้มาโดย", "By")),
    ]  # fmt: skip
    return [Table(Text("บทบาทที่มีอยู่วันนี้", "Roles that hold today"), columns, rows)]


def _yes_or_no(refusal: Refusal | None) -> Status:
    return Status("done", Text("ได้", "Yes")) if refusal is None else Status("closed", Text("ไม่ได้", "No"))


def _reason(refusal: Refusal | None) -> Text:
    if refusal is None:
        return Text("บทบาทและเวลาอนุญาต", "Your role and the time allow it.")
    return Text(f"{refusal.th} {refusal.cure_th}".strip(), f"{_whole(refusal.en)} {_whole(refusal.cure_en)}".strip())


def _whole(said: str) -> str:
    """A refusal's words as a sentence of its own, for two of them stand side by side."""
    if not said:
        return ""
    return f"{said[0].upper()}{said[1:]}" + ("" if said.endswith((".", "?")) else ".")
