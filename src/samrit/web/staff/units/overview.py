"""What a unit is on a day and was before, what stands above and below it, and what may be changed there."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from samrit.apps.orgs.levels import Beside, right_below
from samrit.apps.orgs.portrait import Handing, Portrait
from samrit.apps.orgs.queries import UnitView, names_of, root_of
from samrit.base.counting import counted
from samrit.web.components.reading import Answer, Answers, Button, Column, Link, Lock, Status, Table
from samrit.web.pages import signed_in, standing, unit_name
from samrit.web.reader import Text
from samrit.web.staff.blocks import Block
from samrit.web.staff.units.here import address, day_asked, long_day, may_change, portrait_of
from samrit.web.staff.units.kinds import Printed, printed
from samrit.web.staff.units.unit import told_of

HANDED: dict[str, tuple[Text, Text]] = {
    "merged": (Text("ยุบรวมเข้า", "merged into"), Text("รวมมาจาก", "took in")),
    "split": (Text("แยกเป็น", "split into"), Text("แยกมาจาก", "split off from")),
    "replaced": (Text("หน้าที่ไปอยู่ที่", "duties went to"), Text("รับหน้าที่จาก", "took over from")),
}


@require_safe
@signed_in
def whole(request: HttpRequest, id: UUID) -> HttpResponse:
    """What a unit is on a day and was before, what stands above and below it, where its duties came from and went."""
    on = day_asked(request)
    found = portrait_of(request, id, on, has_below=False)
    names, beside = printed(), right_below(id, on)
    who = standing(request)
    around = who.names(beside.units) if on == who.on else names_of(beside.units, on)
    blocks = [
        Block(Text("ข้อมูลหน่วย", "About this unit"), [_facts(found, names)]),
        _below(found, beside, [around[one] for one in beside.units], names),
        _history(found, names),
    ]
    if found.successors or found.predecessors:
        blocks.insert(1, _handed(found))
    if may_change(request, found.unit):
        blocks.append(_changes(found))
    return told_of(request, found, "", blocks, on)


def _facts(found: Portrait, names: Printed) -> Answers:
    now = found.now
    above = found.names.get(now.parent) if now.parent else None
    if found.unit.closed_on and not found.stands:
        day = long_day(found.unit.closed_on)
        state: object = Status("closed", Text(f"ยุบเลิกตั้งแต่ {day.th}", f"closed since {day.en}"))
    elif not found.stands:
        day = long_day(found.history[0].since)
        state = Status("todo", Text(f"จะตั้งใน {day.th}", f"to be set up on {day.en}"))
    else:
        state = Status("done", Text("มีอยู่", "exists"))
    rows = [
        Answer(Text("ชื่อไทย", "Thai name"), now.name_th),
        Answer(Text("ชื่ออังกฤษ", "English name"), now.name_en or "–"),
        Answer(Text("ชื่อย่อ", "Short name"), now.short_th or "–"),
        Answer(Text("รหัส", "Code"), now.code or "–"),
        Answer(Text("ประเภทหน่วย", "Kind of unit"), names.kind(now.kind)),
        Answer(Text("หน่วยเหนือ", "Superior unit"), Link(unit_name(above), address(above.id)) if above else Text("ไม่มี (เป็นส่วนราชการ)", "none (an agency)")),
        Answer(
            Text("ลักษณะ", "What it is"),
            Text("หน่วยตามภารกิจ", "functional unit") if now.is_functional else Text("หน่วยตามสายบังคับบัญชา", "unit of the line"),
        ),
        Answer(Text("สถานะ", "State"), state),
    ]  # fmt: skip
    return Answers(Text("ชื่อ ที่อยู่ในผัง และสถานะ", "Names, place and state"), rows)


def _below(found: Portrait, beside: Beside, shown: Sequence[UnitView], names: Printed) -> Block:
    title = Text(f"หน่วยข้างใต้ {beside.count} หน่วย", f"{counted(beside.count, 'unit')} below")
    if not shown:
        return Block(Text("หน่วยข้างใต้", "Units below"), [Text("ไม่มีหน่วยอยู่ข้างใต้", "No units stand below this one.")])
    columns = [Column(Text("หน่วย", "Unit")), Column(Text("ประเภท", "Kind")), Column(Text("รหัส", "Code"))]
    rows = [[Link(unit_name(one), address(one.id)), names.kind(one.kind), one.code or "–"] for one in shown]
    table = Table(Text("หน่วยข้างใต้โดยตรง", "Units right below"), columns, rows)
    more: list[object] = []
    if beside.count > len(rows):
        more = [Link(Text(f"ดูทั้ง {beside.count} หน่วยในผัง", f"See all {beside.count} in the tree"), _in_tree(found))]
    return Block(title, [table, *more])


def _in_tree(found: Portrait) -> str:
    return f"/units/?agency={root_of(found.unit)}&open={found.unit.id}#u-{found.unit.id}"


def _history(found: Portrait, names: Printed) -> Block:
    rows: list[list[object]] = []
    for one in reversed(found.history):
        above = found.names.get(one.parent) if one.parent else None
        under: object = Link(unit_name(above), address(above.id)) if above else "–"
        rows.append(
            [unit_name(one), names.kind(one.kind), under, one.since, one.until or Text("ยังเป็นอยู่", "still holds")]
        )
    columns = [
        Column(Text("ชื่อ", "Name")), Column(Text("ประเภท", "Kind")), Column(Text("อยู่ใต้", "Below")),
        Column(Text("ตั้งแต่", "From")), Column(Text("ถึงก่อน", "Ended before")),
    ]  # fmt: skip
    return Block(
        Text("ประวัติ", "History"),
        [Table(Text("ชื่อและที่อยู่ในผัง ใหม่สุดก่อน", "Names and places, the newest first"), columns, rows)],
    )


def _handed(found: Portrait) -> Block:
    answers = [_handing(one, 0, found) for one in found.successors] + [
        _handing(one, 1, found) for one in found.predecessors
    ]
    return Block(
        Text("การรับช่วงหน้าที่", "Where duties came from and went"),
        [Answers(Text("หน่วยที่เกี่ยวข้อง", "The other units"), answers)],
    )


def _handing(one: Handing, side: int, found: Portrait) -> Answer:
    words, day = HANDED[one.how][side], long_day(one.on)
    other = found.names[one.unit]
    return Answer(Text(f"{words.th} ({day.th})", f"{words.en} ({day.en})"), Link(unit_name(other), address(other.id)))


def _changes(found: Portrait) -> Block:
    id = found.unit.id
    ways = [
        Button(Text("เปลี่ยนชื่อหรือประเภท", "Rename, or change the kind"), "secondary", href=address(id, "rename/")),
        Button(Text("ตั้งหน่วยข้างใต้", "Set up a unit below"), "secondary", href=address(id, "add/")),
        Button(Text("ยุบรวมหน่วยอื่นเข้ามา", "Merge others into it"), "secondary", href=address(id, "merge/")),
    ]
    if found.unit.root_id is not None:
        ways += [
            Button(Text("ย้ายไปใต้หน่วยอื่น", "Move it"), "secondary", href=address(id, "move/")),
            Button(Text("แยกเป็นหลายหน่วย", "Split it"), "secondary", href=address(id, "split/")),
            Button(Text("ยุบเลิก", "Close it"), "danger", href=address(id, "close/")),
        ]
    else:
        ways.append(
            Button(Text("สีและตราของหน่วยงาน", "The agency's colour and emblem"), "secondary", href=address(id, "face/"))
        )
    if not found.stands:
        reason = Text("หน่วยนี้ไม่ได้มีอยู่ในวันนี้ จึงแก้ไม่ได้", "This unit does not exist on this day, so it cannot be changed.")
        return Block(
            Text("แก้ไขหน่วยนี้", "Change this unit"),
            [Lock(reason, link=Link(Text("ดูผังหน่วยงาน", "See the tree"), "/units/"))],
        )
    return Block(Text("แก้ไขหน่วยนี้", "Change this unit"), ways)
