"""Import a tree and its people from a table: upload, look at what would happen, do it, take it back."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods, require_safe

from samrit.apps.ground.denied import Refusal
from samrit.apps.orgs import importing, sheets, states
from samrit.apps.orgs.models import Import
from samrit.apps.orgs.permissions import check_can_import
from samrit.apps.orgs.portrait import Portrait
from samrit.apps.orgs.queries import name_of
from samrit.base.counting import counted
from samrit.base.issues import Refused
from samrit.web import wording
from samrit.web.components.forms import ErrorSummary, FileDrop, Input
from samrit.web.components.reading import (
    Answer,
    Answers,
    Button,
    Column,
    Empty,
    Link,
    Status,
    Table,
)  # fmt: skip
from samrit.web.pages import person, signed_in, standing
from samrit.web.reader import Text
from samrit.web.staff.blocks import Block, Form, told
from samrit.web.staff.units import waiting
from samrit.web.staff.units.forms import Asked, Plan, answer
from samrit.web.staff.units.here import address, check_is_mine, long_day, portrait_of, way_to
from samrit.web.staff.units.import_preview import PER_PAGE, previewed
from samrit.web.staff.units.import_samples import SAMPLES, content_of
from samrit.web.staff.units.typed import Typed, day_field, today_text

MOST_BYTES = 10_000_000


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
    content, media = content_of(what, kind)
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
    return previewed(request, found, looked, table, refusal)


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
