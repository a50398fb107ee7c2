"""Holidays of an agency: the list, and entering them as typed or pasted from a table, with a preview."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods

from samrit.apps.rounds import permissions, services
from samrit.apps.rounds.holidays import NamedDay, read_holidays
from samrit.apps.rounds.models import Holiday
from samrit.base.counting import counted, plural
from samrit.base.issues import Refused
from samrit.web import wording
from samrit.web.components.forms import Area, ErrorSummary
from samrit.web.components.reading import Button, Column, Empty, Fold, Prose, Status, Table
from samrit.web.pages import person, signed_in
from samrit.web.reader import Text
from samrit.web.staff.blocks import Block, Form, told
from samrit.web.staff.years.whose import HERE, YEARS, agency, looks_after


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def holidays(request: HttpRequest) -> HttpResponse:
    """The list; a pasted list is shown before it is kept."""
    root = agency(request)
    if root is None:
        raise Http404
    text = request.POST.get("days", "")
    known = {one.day: one for one in Holiday.objects.filter(root=root).order_by("-day")}
    days: list[NamedDay] = []
    problems: list[Text] = []
    if request.method == "POST":
        permissions.check_can_set_holidays(person(request), root)
        try:
            days = read_holidays(text.replace("\t", ","))
        except Refused as refused:
            problems = [Text(
                f"บรรทัด {one.place.line}: {wording.problem(one).th}",
                f"line {one.place.line}: {wording.problem(one).en}",
            ) for one in refused.issues]  # fmt: skip
        if not days and not problems:
            problems = [Text("ยังไม่มีวันหยุดสักบรรทัด", "There is no holiday in it yet.")]
        if not problems and "save" in request.POST:
            count = services.set_holidays(root, days, person(request))
            messages.success(
                request,
                str(
                    Text(
                        f"บันทึกวันหยุด {count} วันแล้ว กำหนดส่งที่ตรงวันหยุดเลื่อนไปวันทำการถัดไป",
                        f"{counted(count, 'holiday')} kept; deadlines on such a day move to the next working day",
                    )
                ),
            )
            return HttpResponseRedirect(request.path)
    blocks = []
    if looks_after(request, root):
        blocks += [_preview(days, known, text)] if days else []
        blocks.append(_entry(text, problems, bool(days)))
    rows = [(one.day, Text(one.name_th, one.name_en)) for one in known.values()]
    table = Table(Text("ล่าสุดก่อน", "The latest first"), [Column(Text("วัน", "Day")), Column(Text("ชื่อ", "Name"))], rows)
    none = Empty(
        Text("ยังไม่มีวันหยุด", "There are no holidays yet"),
        Text(
            "เสาร์ อาทิตย์ นับเป็นวันหยุดอยู่แล้ว ผู้ดูแลหน่วยงานเพิ่มวันหยุดราชการในหน้านี้",
            "Saturdays and Sundays count already; the agency's administrator enters public holidays here.",
        ),
    )
    blocks.append(Block(Text("วันหยุดที่บันทึกไว้", "Holidays entered so far"), [table if rows else none]))
    return told(request, Text("วันหยุด", "Holidays"), blocks, here=HERE, crumbs=[YEARS], status=400 if problems else 200)


def _entry(text: str, problems: list[Text], is_previewed: bool) -> Block:
    error = Text(" · ".join(one.th for one in problems), " · ".join(one.en for one in problems)) if problems else ""
    area = Area(
        name="days", label=Text("บรรทัดละหนึ่งวัน", "One day a line"), value=text, rows=6, error=error,
        hint=Text(
            "วันที่, ชื่อวันหยุด, ชื่ออังกฤษ (ถ้ามี) เช่น 13/4/2569, วันสงกรานต์, Songkran วางจาก Excel ได้",
            "Date, Thai name, English name if any, such as 2026-04-13, Wan Songkran, Songkran, or with 13/4/2569 (BE) as the date; may be pasted from Excel.",
        ),
    )  # fmt: skip
    button = Button(Text("ดูก่อนบันทึก", "Look before keeping"), "secondary" if is_previewed else "primary")
    form = Form("/years/holidays/", [area], [button])
    return Block(Text("เพิ่มหรือแก้วันหยุด", "Enter or correct holidays"), [ErrorSummary([area])] if problems else [], form)


def _preview(days: list[NamedDay], known: dict[date, Holiday], text: str) -> Block:
    def state(one: NamedDay) -> Status:
        before = known.get(one.day)
        if before is None:
            return Status("doing", Text("เพิ่ม", "New"))
        is_same = (before.name_th, before.name_en) == (one.name_th, one.name_en)
        return Status("none", Text("เหมือนเดิม", "The same")) if is_same else Status("returned", Text("แก้ชื่อ", "Renamed"))

    heads = [Text("วัน", "Day"), Text("ชื่อ", "Name"), Text("ต่างจากเดิม", "Difference")]
    rows = [(one.day, Text(one.name_th, one.name_en), state(one)) for one in sorted(days, key=lambda one: one.day)]
    table = Table(Text(f"{len(days)} วัน", counted(len(days), "day")), [Column(one) for one in heads], rows)
    save = Button(
        Text(f"บันทึก {len(days)} วันนี้", f"Keep {plural(len(days), 'this', 'these')} {counted(len(days), 'day')}"),
        name="save",
        value="1",
    )
    note = Fold(Text("วันที่ไม่อยู่ในรายการ", "Days that are not in the list"), [Prose([Text("ไม่ถูกลบ", "They stay.")])])
    return Block(
        Text("ที่จะบันทึก", "What will be kept"), [table], Form("/years/holidays/", [], [save], {"days": text}), [note]
    )
