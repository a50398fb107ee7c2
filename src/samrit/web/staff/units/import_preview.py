"""What an import would do, shown before it is done: problems first, then the rows by what becomes of them."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse

from samrit.apps.ground.denied import Refusal
from samrit.apps.orgs.importing import Preview
from samrit.apps.orgs.models import Role
from samrit.apps.orgs.people_rows import PersonChange
from samrit.apps.orgs.portrait import Portrait
from samrit.apps.orgs.unit_rows import UnitChange
from samrit.base.counting import counted
from samrit.base.issues import Issue, Place, errors
from samrit.web import wording
from samrit.web.components.reading import Answer, Answers, Button, Column, Link, Notice, Pagination, Table, Tabs
from samrit.web.reader import Text
from samrit.web.staff.blocks import Block, Form, told
from samrit.web.staff.units import waiting
from samrit.web.staff.units.changing import NAMES
from samrit.web.staff.units.forms import refusal_notice
from samrit.web.staff.units.here import way_to

PER_PAGE = 100


def previewed(
    request: HttpRequest, found: Portrait, looked: Preview, table: waiting.Waiting, refusal: Refusal | None
) -> HttpResponse:  # fmt: skip
    """The page: in short, then the rows of the kind that was asked for; importing them, where nothing stands against it."""
    wrong = errors(looked.problems)
    changes: list[UnitChange | PersonChange] = [*looked.units, *looked.people]
    by_kind = {what: [one for one in changes if one.what == what] for what in ("added", "changed", "same")}
    counts = {"problems": len(looked.problems)} | {what: len(rows) for what, rows in by_kind.items()}
    asked = request.GET.get("show", "")
    show = (
        asked
        if asked in counts
        else next((one for one in ("problems", "added", "changed", "same") if counts[one]), "same")
    )
    links = [
        Link(Text(f"{th} {counts[one]}", f"{en} {counts[one]}"), f"?show={one}") for one, (th, en) in _SHOWN.items()
    ]
    pages = max(1, -(-counts[show] // PER_PAGE))
    wish = request.GET.get("page", "1")
    number = min(pages, max(1, int(wish))) if wish.isascii() and wish.isdigit() and len(wish) < 7 else 1
    part = slice((number - 1) * PER_PAGE, number * PER_PAGE)
    body: list[object] = [] if refusal is None else [refusal_notice(refusal)]
    if wrong:
        title = Text(
            f"มี {len(wrong)} ปัญหา จึงยังนำเข้าไม่ได้", f"{counted(len(wrong), 'problem')}: nothing can be imported yet"
        )
        body.append(
            Notice(
                "bad",
                title,
                Text(
                    "แก้ในไฟล์แล้วส่งไฟล์ใหม่ ไม่มีอะไรถูกนำเข้าครึ่งเดียว",
                    "Mend them in the file and upload it again; nothing is imported by halves.",
                ),
            )
        )
    body += [
        Answers(Text("สรุป", "In short"), [
            Answer(Text("ไฟล์", "File"), table.name), Answer(Text("มีผลตั้งแต่", "Holds from"), looked.since),
            *(Answer(Text(*_SHOWN[one]), counts[one]) for one in counts),
        ]),
        Tabs(Text("ส่วนของตัวอย่าง", "Parts of the preview"), links, f"?show={show}"),
    ]  # fmt: skip
    if show == "problems":
        body.append(_problems(looked.problems[part]) if counts[show] else Text("ไม่พบปัญหา", "No problems were found."))
    else:
        body += _changes(by_kind[show][part])
    if pages > 1:
        body.append(Pagination(number, pages, f"?show={show}&page={{page}}"))
    other = Button(Text("ส่งไฟล์อื่น", "Upload another file"), "secondary", name="drop", value="1")
    is_new = counts["added"] + counts["changed"] > 0
    go = Button(Text("นำเข้าทั้งหมดนี้", "Import all of this"), name="do", value="1")
    form = Form(request.path, (), [go, other] if is_new and not wrong else [other], {"state": looked.state})
    if not wrong and not is_new:
        body.append(
            Notice("info", Text("ทุกแถวตรงกับที่มีอยู่แล้ว ไม่มีอะไรให้นำเข้า", "Every row is there already; nothing to import."))
        )
    return told(
        request, Text("ดูก่อนนำเข้า", "Before it is imported"), [Block(Text("สิ่งที่จะเกิดขึ้น", "What would happen"), body, form)], here="/units/",
        crumbs=way_to(found.now), status=200 if refusal is None else 409,
    )  # fmt: skip


_SHOWN = {
    "problems": ("ปัญหา", "Problems"),
    "added": ("เพิ่มใหม่", "New"),
    "changed": ("เปลี่ยน", "Changed"),
    "same": ("เหมือนเดิม", "As it is"),
}


def _problems(found: Sequence[Issue]) -> Table:
    columns = [
        Column(Text("ในไฟล์", "In the file")), Column(Text("ปัญหา", "Problem")), Column(Text("วิธีแก้", "What to do")), Column(Text("รหัส", "Code"), True),
    ]  # fmt: skip
    rows = [[_row(one.place), Text(one.th, one.en), Text(one.cure_th, one.cure_en), one.code] for one in found]
    return Table(Text("ปัญหาในไฟล์", "Problems in the file"), columns, rows)


def _changes(found: Sequence[UnitChange | PersonChange]) -> list[object]:
    units = [one for one in found if isinstance(one, UnitChange)]
    people = [one for one in found if isinstance(one, PersonChange)]
    shown: list[object] = []
    if units:
        columns = [
            Column(Text("ในไฟล์", "In the file")),
            Column(NAMES["code"]),
            Column(Text("ต่างอย่างไร", "What differs")),
        ]
        rows = [[_row(one.place), one.code, _difference(one)] for one in units]
        shown.append(Table(Text("หน่วย", "Units"), columns, rows))
    if people:
        columns = [
            Column(Text("ในไฟล์", "In the file")), Column(Text("ชื่อผู้ใช้", "Username")), Column(Text("ชื่อ", "Name")), Column(Text("หน่วย", "Unit")),
            Column(Text("ตำแหน่ง", "Post")), Column(Text("บทบาทที่ให้", "Roles given")),
        ]  # fmt: skip
        rows = [[_row(one.place), one.username, one.name, one.unit, one.post or "–", _granted(one)] for one in people]
        shown.append(Table(Text("คน", "People"), columns, rows))
    return shown or [Text("ไม่มีแถวในส่วนนี้", "There are no rows of this kind.")]


def _row(place: Place) -> Text:
    # a number to be found in the file, not a count: it is shown without thousands parted
    return Text(f"แถว {place.line}", f"Row {place.line}")


def _difference(one: UnitChange) -> Text:
    labels = NAMES | {"parent": Text("หน่วยเหนือ", "Superior unit")}
    told_th, told_en = [], []
    for field, label in labels.items():
        before, after = one.before.get(field, ""), one.after.get(field, "")
        if one.what != "changed" and after:
            told_th.append(f"{label.th}: {after}")
            told_en.append(f"{label.en}: {after}")
        elif one.what == "changed" and before != after:
            told_th.append(f"{label.th}: {before or '–'} → {after or '–'}")
            told_en.append(f"{label.en}: {before or '–'} → {after or '–'}")
    return Text(" · ".join(told_th), " · ".join(told_en))


def _granted(one: PersonChange) -> Text:
    names = [wording.ROLES[Role(role)] for role in one.grants]
    return Text(" · ".join(name.th for name in names) or "–", " · ".join(name.en for name in names) or "–")
