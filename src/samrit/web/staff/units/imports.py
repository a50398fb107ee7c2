"""Import a tree and its people from a table: upload, look at what would happen, do it, take it back."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from uuid import UUID

import xlsxwriter
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods, require_safe

from samrit.apps.ground.denied import Refusal
from samrit.apps.orgs import importing, sheets, states
from samrit.apps.orgs.importing import Preview
from samrit.apps.orgs.models import Import, Role
from samrit.apps.orgs.people_rows import PersonChange
from samrit.apps.orgs.permissions import check_can_import
from samrit.apps.orgs.portrait import Portrait
from samrit.apps.orgs.queries import name_of
from samrit.apps.orgs.unit_rows import UnitChange
from samrit.base.counting import counted
from samrit.base.issues import Issue, Refused, errors
from samrit.web import wording
from samrit.web.components.forms import ErrorSummary, FileDrop, Input
from samrit.web.components.reading import (
    Answer,
    Answers,
    Button,
    Column,
    Empty,
    Link,
    Notice,
    Pagination,
    Status,
    Table,
    Tabs,
)  # fmt: skip
from samrit.web.pages import person, signed_in, standing
from samrit.web.reader import Text
from samrit.web.staff.blocks import Block, Form, told
from samrit.web.staff.units import waiting
from samrit.web.staff.units.changing import NAMES
from samrit.web.staff.units.forms import Asked, Plan, answer, refusal_notice
from samrit.web.staff.units.here import address, check_is_mine, long_day, portrait_of, way_to
from samrit.web.staff.units.typed import Typed, day_field, today_text

PER_PAGE = 100
MOST_BYTES = 10_000_000
SAMPLES: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "units": (
        ("รหัสหน่วย", "รหัสหน่วยเหนือ", "ประเภทหน่วย", "ชื่อหน่วย", "ชื่ออังกฤษ", "ชื่อย่อ"),
        ("ตย-01", "", "กก.", "กองกำกับการตัวอย่าง", "Example Sub-division", "กก.ตัวอย่าง"),
    ),
    "people": (
        ("ชื่อผู้ใช้", "ชื่อ-สกุล", "สังกัด", "ตำแหน่ง", "บทบาท"),
        ("somchai.example", "สมชาย ตัวอย่าง", "ตย-01", "ผู้กำกับการ", "head"),
    ),
}
"""Headings and one row, as `sheets` reads them."""


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def upload(request: HttpRequest, id: UUID) -> HttpResponse:
    """Give a table and the day from which it holds; nothing is changed by that."""
    found = _importable(request, id)
    typed = Typed(dict(request.POST.lists()) if request.method == "POST" else {"since": [today_text()]})
    if request.method == "POST":
        since, file = typed.needed_day("since"), request.FILES.get("table")
        if file is None:
            typed.fail("table", Text("เลือกไฟล์ก่อน", "Choose a file first."))
        elif file.size is None or file.size > MOST_BYTES:
            typed.fail(
                "table",
                Text("ไฟล์ใหญ่เกิน 10 เมกะไบต์ แบ่งเป็นหลายไฟล์", "The file is larger than 10 MB; part it into several."),
            )
        elif not typed.errors:
            data, name = file.read(), (file.name or "table")[:100]
            try:
                sheets.read(data, name)
                token = waiting.keep(user=person(request).id, root=id, since=since, name=name, data=data)
                return HttpResponseRedirect(address(id, f"import/{token}/"))
            except Refused as refused:
                for issue in refused.issues:
                    typed.fail("table", wording.problem(issue))
    label, hint = (
        Text("ไฟล์ XLSX หรือ CSV", "XLSX or CSV file"),
        Text("ไม่เกิน 10 เมกะไบต์ 50,000 แถว", "up to 10 MB and 50,000 rows"),
    )
    fields: list[Input] = [
        typed.shown(FileDrop("table", label, hint, accept=".xlsx,.csv,text/csv", are_several=False)),
        day_field(typed, "since", Text("มีผลตั้งแต่วันที่", "Holds from the day")),
    ]
    buttons = [
        Button(Text("ดูก่อนว่าจะเกิดอะไร", "Look at what would happen")),
        Button(Text("ไม่ทำ กลับไป", "Go back, change nothing"), "secondary", href="/units/"),
    ]
    samples = [
        Link(Text("ตารางหน่วย (XLSX)", "Table of units (XLSX)"), address(id, "import/units.xlsx")),
        Link(Text("ตารางหน่วย (CSV)", "Table of units (CSV)"), address(id, "import/units.csv")),
        Link(Text("ตารางคน (XLSX)", "Table of people (XLSX)"), address(id, "import/people.xlsx")),
        Link(Text("ตารางคน (CSV)", "Table of people (CSV)"), address(id, "import/people.csv")),
    ]
    summary: list[object] = [ErrorSummary(fields)] if typed.errors else []
    blocks = [
        Block(things=summary, form=Form(request.path, fields, buttons, takes_files=True)),
        Block(
            Text("ตารางตัวอย่างให้กรอก", "Tables to fill in"),
            [Text("มีหัวตารางและแถวตัวอย่างหนึ่งแถว ลบแถวตัวอย่างก่อนนำเข้า", "With headings and one example row; remove that row before the import."),
             Answers(Text("ดาวน์โหลด", "Download"), [Answer(Text("แบบตาราง", "Table"), one) for one in samples])],
        ),
    ]  # fmt: skip
    return told(
        request, Text("นำเข้าหน่วยและคน", "Import units and people"), blocks, here="/units/", crumbs=way_to(found.now),
        lead=Text("ขั้นแรกดูตัวอย่างก่อน ยังไม่มีอะไรเปลี่ยนจนกว่าจะกดนำเข้า", "First a preview; nothing changes until you press import."),
        status=422 if typed.errors else 200,
    )  # fmt: skip


@require_safe
@signed_in
def sample(request: HttpRequest, id: UUID, what: str, kind: str) -> HttpResponse:
    """An empty table with its headings and one example row."""
    _importable(request, id)
    if what not in SAMPLES or kind not in ("csv", "xlsx"):
        raise Http404
    if kind == "csv":
        text = io.StringIO(newline="")
        csv.writer(text).writerows(SAMPLES[what])
        # Excel takes a CSV file for Thai only where it begins with this mark
        content, media = text.getvalue().encode("utf-8-sig"), "text/csv; charset=utf-8"
    else:
        content, media = _workbook(SAMPLES[what]), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    response = HttpResponse(content, content_type=media)
    response["Content-Disposition"] = f'attachment; filename="samrit-{what}.{kind}"'
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def preview(request: HttpRequest, id: UUID, token: str) -> HttpResponse:
    """What a table would do, problems first; and the import itself, refused where the organisation changed meanwhile."""
    found = _importable(request, id)
    by = person(request)
    table = waiting.find(token, user=by.id, root=id)
    if table is None and "do" in request.POST:
        # pressed twice, or in another tab: what came in stands there
        said = Text(
            "ตารางนี้ไม่ได้รอนำเข้าแล้ว ถ้านำเข้าไปแล้วจะอยู่ในรายการนี้",
            "This table no longer waits; if it was imported, it stands in this list.",
        )
        messages.info(request, str(said))
        return HttpResponseRedirect(address(id, "imports/"))
    if table is None:
        raise Http404
    if request.method == "POST" and "drop" in request.POST:
        waiting.drop(token)
        return HttpResponseRedirect(address(id, "import/"))
    looked = importing.preview(sheets.read(table.data, table.name), root=found.unit, since=table.since, by=by)
    refusal: Refusal | None = None
    if request.method == "POST":
        try:
            if request.POST.get("state") != looked.state:
                raise states.changed_since_preview()
            importing.apply(looked, by=by)
        except Refusal as refused:
            refusal = refused
        except Refused:
            pass  # the problems stand on the page already
        else:
            waiting.drop(token)
            messages.success(
                request, str(Text("นำเข้าแล้ว ยกเลิกทั้งชุดได้ที่หน้านี้", "Imported. It can be taken back as a whole here."))
            )
            return HttpResponseRedirect(address(id, "imports/"))
    return _previewed(request, found, looked, table, refusal)


@require_safe
@signed_in
def done(request: HttpRequest, id: UUID) -> HttpResponse:
    """The imports of an agency, newest first, each with a way to take it back."""
    found = _importable(request, id)
    rows: list[list[object]] = []
    for one in Import.objects.filter(root_id=id).select_related("by").order_by("-created_at")[:PER_PAGE]:
        made = one.made
        people = len(made.get("users", ()))
        what = Text(
            f"หน่วย {len(made.get('after', ()))} คนใหม่ {people} บทบาท {len(made.get('grants', ()))}",
            f"{counted(len(made.get('after', ())), 'unit')}, {counted(people, 'new person', 'new people')}, {counted(len(made.get('grants', ())), 'role')}",
        )
        undo_link = Link(Text("ยกเลิกการนำเข้า", "Take it back"), f"/units/imports/{one.id}/undo/")
        state = undo_link if one.undone_at is None else Status("closed", Text("ยกเลิกแล้ว", "taken back"))
        rows.append([one.created_at, one.by.name if one.by else Text("ระบบ", "the program"), one.since, what, state])
    step = Button(Text("นำเข้าตาราง", "Import a table"), href=address(id, "import/"))
    if rows:
        columns = [
            Column(Text("เมื่อ", "When")), Column(Text("โดย", "By")), Column(Text("มีผลตั้งแต่", "Holds from")),
            Column(Text("นำเข้าอะไร", "What")), Column(Text("ทำ", "Do")),
        ]  # fmt: skip
        shown: list[object] = [Table(Text("การนำเข้าที่ผ่านมา", "Earlier imports"), columns, rows), step]
    else:
        words = Text("นำเข้าผังหน่วยและคนทั้งชุดจาก Excel ได้", "A whole tree and its people can come from Excel.")
        shown = [Empty(Text("ยังไม่เคยนำเข้า", "Nothing was imported yet"), words, step)]
    heading = Text("การนำเข้าที่ผ่านมา", "Earlier imports")
    return told(request, heading, [Block(things=shown)], here="/units/", crumbs=way_to(found.now))


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def undo(request: HttpRequest, id: UUID) -> HttpResponse:
    """Take an import back whole, as long as nothing was built on it."""
    one = Import.objects.select_related("root").filter(id=id).first()
    if one is None:
        raise Http404
    check_is_mine(request, one.root)
    check_can_import(person(request), one.root)

    def read(typed: Typed) -> Plan:
        return Plan(lambda: importing.undo(id, by=person(request)))

    asked = Asked(
        Text("ยกเลิกการนำเข้าทั้งชุด", "Take the whole import back"), Text("ยกเลิกการนำเข้า", "Take it back"),
        lambda typed: [], read, Text("ยกเลิกการนำเข้าแล้ว", "The import was taken back."),
        address(one.root_id, "imports/"), way_to(name_of(one.root, standing(request).on)), is_danger=True,
        lead=Text(
            f"หน่วย คน ตำแหน่ง และบทบาทที่นำเข้าซึ่งมีผลตั้งแต่ {long_day(one.since).th} จะหายไป และที่เปลี่ยนจะกลับเป็นเดิม",
            f"The units, people, posts and roles that it brought from {long_day(one.since).en} on disappear, and what it changed is as before.",
        ),
    )  # fmt: skip
    return answer(request, asked)


def _importable(request: HttpRequest, id: UUID) -> Portrait:
    found = portrait_of(request, id)
    if found.unit.root_id is not None:
        raise Http404
    check_can_import(person(request), found.unit)
    return found


def _previewed(
    request: HttpRequest, found: Portrait, looked: Preview, table: waiting.Waiting, refusal: Refusal | None
) -> HttpResponse:  # fmt: skip
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
        Column(Text("แถว", "Row"), True), Column(Text("ปัญหา", "Problem")), Column(Text("วิธีแก้", "What to do")), Column(Text("รหัส", "Code")),
    ]  # fmt: skip
    # a row is a number to be found in the file, not a count: it is shown without thousands parted
    rows = [[str(one.place.line), Text(one.th, one.en), Text(one.cure_th, one.cure_en), one.code] for one in found]
    return Table(Text("ปัญหาในไฟล์", "Problems in the file"), columns, rows)


def _changes(found: Sequence[UnitChange | PersonChange]) -> list[object]:
    units = [one for one in found if isinstance(one, UnitChange)]
    people = [one for one in found if isinstance(one, PersonChange)]
    shown: list[object] = []
    if units:
        columns = [Column(Text("แถว", "Row"), True), Column(NAMES["code"]), Column(Text("ต่างอย่างไร", "What differs"))]
        rows = [[str(one.place.line), one.code, _difference(one)] for one in units]
        shown.append(Table(Text("หน่วย", "Units"), columns, rows))
    if people:
        columns = [
            Column(Text("แถว", "Row"), True), Column(Text("ชื่อผู้ใช้", "Username")), Column(Text("ชื่อ", "Name")), Column(Text("หน่วย", "Unit")),
            Column(Text("ตำแหน่ง", "Post")), Column(Text("บทบาทที่ให้", "Roles given")),
        ]  # fmt: skip
        rows = [
            [str(one.place.line), one.username, one.name, one.unit, one.post or "–", _granted(one)] for one in people
        ]
        shown.append(Table(Text("คน", "People"), columns, rows))
    return shown or [Text("ไม่มีแถวในส่วนนี้", "There are no rows of this kind.")]


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


def _workbook(rows: Sequence[Sequence[str]]) -> bytes:
    written = io.BytesIO()
    with xlsxwriter.Workbook(written, {"in_memory": True}) as book:
        sheet = book.add_worksheet("samrit")
        bold = book.add_format({"bold": True})
        # text cells: a code such as 007 keeps its noughts
        plain = book.add_format({"num_format": "@"})
        sheet.set_column(0, len(rows[0]) - 1, 24, plain)
        for number, row in enumerate(rows):
            for column, text in enumerate(row):
                sheet.write_string(number, column, text, bold if number == 0 else plain)
        sheet.freeze_panes(1, 0)
    return written.getvalue()
