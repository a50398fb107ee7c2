"""The tree of an agency on a day as an outline, and the search that finds former names as well."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from samrit.apps.orgs import queries as orgs
from samrit.apps.orgs.levels import MOST_BESIDE, Beside, levels, vacancies
from samrit.apps.orgs.levels import sizes as sizes_of
from samrit.apps.orgs.models import Unit
from samrit.apps.orgs.queries import Found, UnitView
from samrit.apps.orgs.roles import agencies_of
from samrit.base.counting import counted
from samrit.web import days
from samrit.web.components.forms import Field
from samrit.web.components.outline import Branch, Outline
from samrit.web.components.reading import Button, Empty, Link, Notice, Status, Tabs
from samrit.web.elements import date_field
from samrit.web.pages import page, signed_in, standing, unit_name
from samrit.web.reader import Text
from samrit.web.staff.units.here import address, day_asked, long_day, may_change
from samrit.web.staff.units.kinds import Printed, printed


@require_safe
@signed_in
def whole(request: HttpRequest) -> HttpResponse:
    """An agency's units on a day, level by level; or those that a search finds."""
    who, on, text = standing(request), day_asked(request), request.GET.get("q", "").strip()[:200]
    choices = _agencies(request)
    if not choices:
        return page(request, "staff/units_tree.html", here="/units/", things=[_none(who.user.is_administrator)])
    agency = _chosen(request, choices)
    root = Unit(id=agency.id)
    things: list[object] = []
    if len(choices) > 1:
        links = [Link(unit_name(one), f"/units/?agency={one.id}") for one in choices]
        things.append(Tabs(Text("ส่วนราชการ", "Agencies"), links, f"/units/?agency={agency.id}"))
    if request.GET.get("on") and on == who.on and request.GET["on"].strip() != date_field(on):
        things.append(Notice("warn", Text("อ่านวันที่ไม่ได้ จึงแสดงวันนี้", "This is no day; today is shown."), days.HINT))
    if text:
        things += _found(orgs.search(root, text, on), text, on)
    else:
        things += _outline(request, agency, on)
    fields = [
        Field("q", Text("ค้นหาหน่วย", "Find a unit"), Text("ชื่อ ชื่อเดิม ชื่อย่อ หรือรหัส", "name, former name, short name or code"), kind="search", value=text),
        Field("on", Text("ณ วันที่", "On the day"), days.HINT, kind="date", value=date_field(on)),
    ]  # fmt: skip
    return page(
        request, "staff/units_tree.html", here="/units/", things=things, fields=fields, agency=agency,
        name=unit_name(agency), on=on, is_today=on == who.on, may_change=may_change(request, root),
        back=f"/units/?{urlencode({'agency': str(agency.id), 'on': on.isoformat()})}" if text else "",
    )  # fmt: skip


def _none(is_administrator: bool) -> Empty:
    """No agency: to whoever looks after the installation, how to set one up; to others, whom to ask."""
    if is_administrator:
        return Empty(
            Text("ยังไม่มีหน่วยงานในระบบนี้", "No agency was set up yet"),
            Text(
                'ตั้งที่เครื่องแม่ข่ายด้วยคำสั่ง samrit agency รหัส "ชื่อหน่วยงาน" --admin ชื่อผู้ใช้ของผู้ดูแลหน่วยงาน',
                'Set it up on the server: samrit agency CODE "its name" --admin and the username of who is to look after it.',
            ),
            Button(Text("กลับไปดูขั้นตอน", "Back to the steps"), href="/"),
        )
    return Empty(
        Text("ท่านยังไม่อยู่ในส่วนราชการใด", "You belong to no agency yet"),
        Text("เมื่อได้รับบทบาทหรือตำแหน่ง จะเห็นหน่วยงานที่นี่", "Units appear here once you have a role or a post."),
        Button(Text("ดูว่าต้องขอใคร", "See whom to ask"), href="/why/"),
    )


def _agencies(request: HttpRequest) -> Sequence[UnitView]:
    """Those the person belongs to; for who looks after the installation, all."""
    who = standing(request)
    if who.user.is_administrator:
        return orgs.agencies(who.on)
    if who.agency is not None:
        # several agencies are rare, and each of them is a root among the names known already
        known = {who.agency.id: who.agency} | {one.id: one for one in who.units.values() if one.parent is None}
        return sorted(known.values(), key=lambda one: (one.sort_key, str(one.id)))
    return list(orgs.names_of(agencies_of(who.user, who.on), who.on).values())


def _chosen(request: HttpRequest, choices: Sequence[UnitView]) -> UnitView:
    wish = request.GET.get("agency", "")
    mine = standing(request).agency
    if not wish:
        return next((one for one in choices if mine is not None and one.id == mine.id), choices[0])
    found = next((one for one in choices if str(one.id) == wish), None)
    if found is None:
        raise Http404
    return found


def _found(hits: Sequence[Found], text: str, on: date) -> list[object]:
    names = printed()
    if not hits:
        return [
            Empty(
                Text(f"ไม่พบหน่วยที่ชื่อมีคำว่า “{text}”", f"No unit is or was called “{text}”"),
                Text("ลองคำที่สั้นลง หรือรหัสของหน่วย", "Try a shorter word, or the code of the unit."),
                Button(Text("ดูหน่วยทั้งหมด", "See all units"), "secondary", href="/units/"),
            )
        ]
    branches = []
    for hit in hits:
        name = unit_name(hit.unit)
        kind = _kind(hit.unit, names)
        notes_th, notes_en = [kind.th], [kind.en]
        if hit.matched != hit.unit.name_th:
            notes_th.append(f"ชื่อเดิมหรือชื่อใหม่: {hit.matched}")
            notes_en.append(f"also called: {hit.matched}")
        status = _ended(hit.unit, on)
        note = Text(" · ".join(filter(None, notes_th)), " · ".join(filter(None, notes_en)))
        branches.append(Branch(name, address(hit.unit.id), note=note, status=status))
    most = len(hits) == orgs.MOST_FOUND
    title = Text(f"พบ {len(hits)} หน่วย", f"{counted(len(hits), 'unit')} found")
    shown: list[object] = [Outline(title, branches)]
    if most:
        shown.append(
            Notice("info", Text("แสดงเท่านี้ก่อน พิมพ์คำเพิ่มเพื่อให้แคบลง", "Only these are shown; type more to narrow it down."))
        )
    return shown


def _outline(request: HttpRequest, agency: UnitView, on: date) -> list[object]:
    who = standing(request)
    found = levels(agency.id, _asked(request), _from(request), on)
    if found is None:
        return [
            Empty(
                Text(f"ณ {long_day(on).th} ยังไม่มีส่วนราชการนี้", f"On {long_day(on).en} the agency did not exist"),
                Text("เลือกวันหลังจากนั้น", "Choose a later day."),
                Button(Text("ดูวันนี้", "See today"), "secondary", href="/units/"),
            )
        ]
    here = found.path[-1]
    shown = {agency.id, *(unit for beside in found.below.values() for unit in beside.units)}
    names = who.names(shown) if on == who.on else orgs.names_of(shown, on)
    sizes, vacant, kinds = sizes_of(shown, on), vacancies(shown, on), printed()
    extra = {"agency": str(agency.id)} | ({} if on == who.on else {"on": on.isoformat()})

    def link(open: UUID, to: UUID, **more: str) -> str:
        return f"/units/?{urlencode(extra | {'open': str(open)} | more)}#u-{to}"

    def branch(id: UUID) -> Branch:
        one, beside = names[id], found.below.get(id)
        many = Text(f"{sizes[id]} หน่วยข้างใต้", f"{sizes[id]} below") if sizes.get(id) else ""
        more = Link(many, link(id, id), unit_name(one)) if many and not beside else None
        lines = _lines(beside, id, branch, link) if beside else []
        return Branch(
            unit_name(one), address(id), f"u-{id}", _note(one, kinds), _vacant(vacant.get(id, 0)), lines, many, more,
            id in found.path, id == here and id != agency.id,
        )  # fmt: skip

    return [Outline(Text("หน่วยงานตามสายบังคับบัญชา", "Units under each other"), [branch(agency.id)])]


def _asked(request: HttpRequest) -> UUID | None:
    try:
        return UUID(request.GET.get("open", ""))
    except ValueError:
        return None


def _from(request: HttpRequest) -> int:
    """From which of the units below the opened one the page goes on."""
    text = request.GET.get("from", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 0


def _lines(beside: Beside, above: UUID, branch: Callable[[UUID], Branch], link: Callable[..., str]) -> list[Branch]:
    """The units below one that are shown, between ways to those before and after them."""
    lines = [branch(one) for one in beside.units]
    last = beside.first + len(lines)
    if beside.first:
        words = Text(f"↑ ก่อนหน้านี้อีก {beside.first} หน่วย", f"↑ {beside.first} more before these")
        start = max(0, beside.first - MOST_BESIDE)
        lines.insert(0, Branch(words, link(above, above, **{"from": str(start)})))
    if last < beside.count:
        left = beside.count - last
        words = Text(f"↓ ถัดไปอีก {left} หน่วย", f"↓ {left} more after these")
        lines.append(Branch(words, link(above, above, **{"from": str(last)})))
    return lines


def _kind(one: UnitView, names: Printed) -> Text:
    kind = names.kind(one.kind) if one.kind else ""
    th, en = (kind.th, kind.en or kind.th) if isinstance(kind, Text) else (kind, kind)
    return Text(" · ".join(filter(None, (th, one.code))), " · ".join(filter(None, (en, one.code))))


def _note(one: UnitView, names: Printed) -> Text:
    kind = _kind(one, names)
    functional = (" · หน่วยตามภารกิจ", " · functional unit") if one.is_functional else ("", "")
    return Text((kind.th + functional[0]).removeprefix(" · "), (kind.en + functional[1]).removeprefix(" · "))


def _vacant(count: int) -> Status | None:
    return Status("late", Text(f"ตำแหน่งว่าง {count}", f"{count} vacant")) if count else None


def _ended(one: UnitView, on: date) -> Status | None:
    if one.until is not None and one.until <= on:
        day = long_day(one.until)
        return Status("closed", Text(f"ยุบเลิก {day.th}", f"Closed on {day.en}"))
    if one.since > on:
        day = long_day(one.since)
        return Status("todo", Text(f"ตั้ง {day.th}", f"Begins on {day.en}"))
    return None
