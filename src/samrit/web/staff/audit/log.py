"""The log of events: filtered, newest first, each in words; and the history of one thing."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from samrit.apps.accounts.events import SIGNED_IN, SIGNED_OUT
from samrit.apps.accounts.models import User
from samrit.apps.audit.codes import EVENTS
from samrit.apps.audit.models import Event
from samrit.apps.ground import clock
from samrit.base import thai
from samrit.web import days
from samrit.web.components.forms import ErrorSummary, Field, Option, Select
from samrit.web.components.log import Log
from samrit.web.components.reading import Breadcrumb, Button, Empty, Link, Notice
from samrit.web.pages import page, signed_in
from samrit.web.reader import Text
from samrit.web.sentences import sentence
from samrit.web.staff.audit.seeing import Sight, cut, newest, newest_about, people_of, seen, sight
from samrit.web.staff.audit.telling import KINDS, kind_of, tell
from samrit.web.staff.blocks import HOME

SHOWN = 25
BUT_COMING_AND_GOING = "-coming-and-going"
"""The choice of everything but people signing in and out, which drown the rest."""
LOG = Link(Text("บันทึกตรวจสอบ", "Audit log"), "/audit/")


@require_safe
@signed_in
def events(request: HttpRequest) -> HttpResponse:
    """The newest events of what one may see, by kind, day and person; older ones page by page."""
    seeing = sight(request)
    asked = {name: request.GET.get(name, "").strip() for name in ("code", "day", "person", "before")}
    kept = {name: value for name, value in asked.items() if value and name != "before"}
    day, day_error = _day(asked["day"])
    before = _before(asked["before"])
    rows, older = _page(_filtered(seeing, asked, day, before) if kept else newest(seeing, before, SHOWN + 1))
    fields = [
        Select(name="code", label=Text("เรื่อง", "What"), options=_codes(asked["code"])),
        Field(
            name="day", label=Text("วันที่", "Day"), kind="date", value=asked["day"], error=day_error,
            hint=days.HINT,
        ),
        Field(name="person", label=Text("ผู้กระทำ", "Who did it"), value=asked["person"], hint=Text("บางส่วนของชื่อ", "a part of the name")),
    ]  # fmt: skip
    return page(
        request, "staff/audit_log.html", here="/audit/",
        heading=LOG.text, crumbs=Breadcrumb([HOME], LOG.text), fields=fields, problems=ErrorSummary(fields),
        told=Log(tell(rows)) if rows else None, bare=_bare(seeing), is_filtered=bool(kept), nothing=_nothing(bool(kept)), shown=SHOWN,
        older=f"?{urlencode({**kept, 'before': older})}" if older else "",
        newest=f"?{urlencode(kept)}" if asked["before"] else "",
        verify=Button(Text("ตรวจสายโซ่ว่าไม่ถูกแก้", "Check that nothing was changed"), "secondary", href="/audit/verify/"),
    )  # fmt: skip


@require_safe
@signed_in
def history(request: HttpRequest, id: UUID) -> HttpResponse:
    """Everything on the record about one thing, newest first."""
    seeing = sight(request)
    rows, older = _page(newest_about(seeing, id, _before(request.GET.get("before", "")), SHOWN + 1))
    label = next((kind for one in rows if vars(one)["is_whole"] for kind, key in one.about if key == str(id)), "")
    if not rows:
        raise Http404
    kind = kind_of(label) if label else Text("สิ่งนี้", "this")
    heading = Text(f"ประวัติของ{kind.th}", f"History of the {kind.en or kind.th}" if label else "History")
    open_at = KINDS[label][1].format(id) if label in KINDS else ""
    return page(
        request, "staff/audit_log.html", here="/audit/",
        heading=heading, crumbs=Breadcrumb([HOME, LOG], heading), told=Log(tell(rows)) if rows else None, bare=_bare(seeing), id=str(id),
        open_at=Link(Text(f"เปิดหน้าของ{kind.th}", f"Open the {kind.en or kind.th}"), open_at) if open_at else "",
        older=f"?{urlencode({'before': older})}" if older else "",
    )  # fmt: skip


def _filtered(seeing: Sight, asked: dict[str, str], day: date | None, before: int) -> list[Event]:
    found = seen(seeing)
    if asked["code"] in EVENTS:
        found = found.filter(code=asked["code"])
    elif asked["code"] == BUT_COMING_AND_GOING:
        found = found.exclude(code__in=(SIGNED_IN, SIGNED_OUT))
    if day is not None:
        starts = datetime.combine(day, time(), clock.BANGKOK)
        found = found.filter(at__gte=starts, at__lt=starts + timedelta(days=1))
    if asked["person"]:
        found = found.filter(actor__in=_people(seeing, asked["person"]))
    return list(cut(found, before)[: SHOWN + 1])


def _before(text: str) -> int:
    """The number that a page's events come before; past all numbers where none was given."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 2**62


def _page(rows: list[Event]) -> tuple[list[Event], int]:
    """A page of events, and the number before which the next one begins (0: there is none).

    Pages are cut by number, not counted: counting would read the whole log.
    """
    return rows[:SHOWN], rows[SHOWN - 1].number if len(rows) > SHOWN else 0


def _people(seeing: Sight, name: str) -> QuerySet[User, UUID]:
    """Whose name holds a text.  Names of people of other agencies cannot be tried out by filtering."""
    named = User.objects if seeing.sees_all_bare else people_of(seeing.agencies)
    return named.filter(Q(name__icontains=name) | Q(username__iexact=name)).values_list("id", flat=True)


def _codes(chosen: str) -> list[Option]:
    every = Option("", Text("ทุกเรื่อง", "everything"))
    but = Text("ทุกเรื่องยกเว้นการเข้าออกระบบ", "everything but signing in and out")
    most = Option(BUT_COMING_AND_GOING, but, is_chosen=chosen == BUT_COMING_AND_GOING)
    known = [Option(code, sentence(code, None), is_chosen=code == chosen) for code in sorted(EVENTS)]
    return [every, most, *known]


def _day(text: str) -> tuple[date | None, Text | str]:
    if not text:
        return None, ""
    try:
        return thai.parse_date(text), ""
    except thai.ThaiTextError as wrong:
        return None, days.no_day(wrong)


def _bare(seeing: Sight) -> Notice | None:
    if not seeing.sees_all_bare:
        return None
    return Notice(
        "info", Text("ผู้ดูแลระบบเห็นเพียงเรื่องและเวลา", "The administrator sees kinds and times only"),
        Text("รายละเอียดของแต่ละหน่วยงานเปิดให้ผู้ตรวจสอบและผู้ดูแลของหน่วยงานนั้น", "Each agency's details are open to its own auditors and administrators."),
    )  # fmt: skip


def _nothing(is_filtered: bool) -> Empty:
    if is_filtered:
        return Empty(
            Text("ไม่พบเหตุการณ์ตามที่กรอง", "No event fits"), Text("ลองล้างตัวกรอง หรือเลือกวันอื่น", "Clear the filter, or choose another day."),
            Button(Text("ดูทุกเหตุการณ์", "See all events"), "secondary", href="/audit/"),
        )  # fmt: skip
    return Empty(
        Text("ยังไม่มีเหตุการณ์", "Nothing has happened yet"),
        Text("ทุกการส่ง ตรวจ ยืนยัน ออกเอกสาร และเปลี่ยนบทบาท จะอยู่ที่นี่", "Every submission, decision, paper and change of role will stand here."),
    )  # fmt: skip
