"""The pages of a unit beside its overview: posts and who is in them, roles, reporting routes, assessments."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from samrit.apps.assessments.models import Assessment
from samrit.apps.assessments.queries import visible_to
from samrit.apps.orgs import portrait as sides
from samrit.apps.orgs.models import Role
from samrit.apps.orgs.portrait import Destination, GivenRole, HeldBy, HeldPost, Portrait
from samrit.apps.orgs.queries import root_of
from samrit.web import wording
from samrit.web.components.reading import (
    Button,
    Column,
    Empty,
    Link,
    Notice,
    Status,
    Table,
    Words,
)  # fmt: skip
from samrit.web.pages import signed_in, standing, unit_name
from samrit.web.reader import Text
from samrit.web.staff.blocks import Block, told
from samrit.web.staff.units.here import (
    UNITS,
    address,
    long_day,
    may_change,
    portrait_of,
    tabs,
)  # fmt: skip
from samrit.web.staff.units.kinds import printed, said

HOW: dict[str, Text] = {
    "holds": Text("ดำรงตำแหน่ง", "holds the post"),
    "acting": Text("รักษาราชการแทน", "acting"),
    "delegated": Text("ได้รับมอบอำนาจ", "by delegation"),
}


@require_safe
@signed_in
def posts(request: HttpRequest, id: UUID) -> HttpResponse:
    """A unit's posts with their ranks, and who is in them."""
    found = portrait_of(request, id, is_whole=False)
    may = may_change(request, found.unit)
    held = sides.held_posts(id, standing(request).on)
    step = Button(Text("เพิ่มตำแหน่ง", "Add a post"), "secondary" if held else "primary", href=address(id, "posts/add/"))
    if not held:
        words = Text(
            "ผู้ดูแลหน่วยงานเพิ่มตำแหน่งและแต่งตั้งผู้ดำรงตำแหน่งได้", "An administrator of the agency adds posts and fills them."
        )
        nothing = Empty(Text("ยังไม่มีตำแหน่งในหน่วยนี้", "This unit has no posts yet"), words, step if may else None)
        return told_of(request, found, "posts/", [Block(things=[nothing])])
    blocks = [_post(post, may, standing(request).on) for post in held]
    if may:
        blocks.append(Block(things=[step]))
    return told_of(request, found, "posts/", blocks)


@require_safe
@signed_in
def roles(request: HttpRequest, id: UUID) -> HttpResponse:
    """Who has which role here, given where and by whom."""
    found = portrait_of(request, id, is_whole=False)
    may = may_change(request, found.unit)
    given = sides.given_roles(id, standing(request).on)
    step = Button(Text("ให้บทบาท", "Grant a role"), "primary", href=address(id, "roles/add/"))
    note = Text(
        "หัวหน้าหน่วยได้บทบาทจากตำแหน่งของตน ดูที่แท็บตำแหน่ง", "The head has that role by their post: see the page of posts."
    )
    if given:
        shown: object = _roles_table(given, found, may, standing(request).user.id, standing(request).on)
    else:
        shown = Empty(Text("ยังไม่มีใครได้รับบทบาทที่นี่", "Nobody was granted a role here yet"), note, step if may else None)
    after: list[object] = [Notice("info", Text("บทบาทจากตำแหน่ง", "Roles by post"), note)] if given else []
    if may and given:
        after.append(step)
    return told_of(request, found, "roles/", [Block(things=[shown, *after])])


@require_safe
@signed_in
def routes(request: HttpRequest, id: UUID) -> HttpResponse:
    """To whom the unit's reports go, one after the other, and by which day; for each framework."""
    found = portrait_of(request, id, is_whole=False)
    ways = sides.routes_for(root_of(found.unit), standing(request).on, found.now.kind)
    names = printed()
    blocks = []
    for way in ways:
        about_th = f"ตัวชี้วัด {way.indicator}" if way.indicator else "ทุกตัวชี้วัด"
        about_en = f"indicator {way.indicator}" if way.indicator else "all indicators"
        kind, pack = names.kind(way.unit_kind), names.framework(way.pack)
        kind_th = f"หน่วยประเภท {said(kind, 'th')}" if way.unit_kind else "ทุกประเภทหน่วย"
        kind_en = f"units of the kind {said(kind, 'en')}" if way.unit_kind else "all kinds of unit"
        rows = [[hop.order, _destination(hop), due_text(hop)] for hop in way.hops]
        columns = [Column(Text("ลำดับ", "Step"), True), Column(Text("ส่งถึง", "Goes to")), Column(Text("กำหนด", "Due"))]
        caption = Text(f"{said(pack, 'th')}: {about_th} {kind_th}", f"{said(pack, 'en')}: {about_en}, {kind_en}")
        blocks.append(Block(things=[Table(caption, columns, rows)]))
    rule = Text(
        "ถ้ามีหลายเส้นทาง ใช้เส้นทางที่เจาะจงที่สุด ถ้าไม่มี รายงานไปที่หน่วยเหนือ",
        "Of several routes the most specific one holds; without any, reports go to the superior unit.",
    )
    step: list[object] = []
    if may_change(request, found.unit) and found.unit.root_id is None:
        step = [Button(Text("กำหนดเส้นทางรายงาน", "Set a reporting route"), href=address(id, "routes/set/"))]
    elif may_change(request, found.unit):
        step = [
            Link(
                Text("กำหนดเส้นทางของส่วนราชการ", "Set the agency's routes"), address(root_of(found.unit), "routes/set/")
            )
        ]
    blocks.append(Block(things=[Notice("info", Text("เส้นทางที่ใช้จริง", "Which route holds"), rule), *step]))
    return told_of(request, found, "routes/", blocks)


@require_safe
@signed_in
def assessments(request: HttpRequest, id: UUID) -> HttpResponse:
    """The unit's assessments by year, those the person may read."""
    found = portrait_of(request, id, is_whole=False)
    who = standing(request)
    # a role that reaches the unit opens all of them, and is known already; who has none may still be assessed here
    known = who.reach.reaches(id, Role)
    all_of_it = Assessment.objects.select_related("post", "year__pack").defer("year__pack__files")
    mine = (all_of_it if known else visible_to(who.user, who.on, who.reach)).filter(unit_id=id)
    mine = mine.order_by("-year__fiscal_year", "year__pack__pack", "id")
    rows = [
        [
            Link(Text(f"ปีงบประมาณ {one.year.fiscal_year}", f"Fiscal year {one.year.fiscal_year} (BE)"), f"/assessments/{one.id}/"),
            wording.framework_run(one.year),
            "" if one.post is None else Text(one.post.name_th, one.post.name_en),
        ]
        for one in mine
    ]  # fmt: skip
    if rows:
        columns = [
            Column(Text("ปี", "Year")), Column(Text("กรอบการประเมิน", "Framework")), Column(Text("ตำแหน่ง", "Post")),
        ]  # fmt: skip
        shown: object = Table(Text("การประเมินของหน่วยนี้", "Assessments of this unit"), columns, rows)
    else:
        words = Text(
            "อาจยังไม่มีการประเมิน หรือบทบาทของท่านไม่ครอบคลุมหน่วยนี้",
            "Either there are none yet, or your roles do not reach this unit.",
        )
        step = Button(Text("ดูว่าท่านมีบทบาทใด", "See which roles you have"), "secondary", href="/why/")
        shown = Empty(Text("ไม่มีการประเมินที่ท่านอ่านได้", "No assessments that you may read"), words, step)
    return told_of(request, found, "assessments/", [Block(things=[shown])])


def due_text(hop: Destination) -> Text:
    """The day by which a step of a route is due."""
    if hop.day is None:
        return Text("ไม่กำหนดวัน", "no day set")
    month_th, month_en = ("เดือนถัดไป", "the following month") if hop.of_following_month else ("เดือนนั้น", "that month")
    return Text(f"ภายในวันที่ {hop.day} ของ{month_th}", f"by day {hop.day} of {month_en}")


def until_text(since: date, until: date | None, on: date) -> Text:
    """From when until when; what begins later says so."""
    begins = ("เริ่ม", "from") if since > on else ("ตั้งแต่", "since")
    first, last = long_day(since), long_day(until) if until else None
    th, en = f"{begins[0]} {first.th}", f"{begins[1]} {first.en}"
    return Text(f"{th} จนถึงก่อน {last.th}", f"{en}, before {last.en}") if last else Text(th, en)


def told_of(
    request: HttpRequest, found: Portrait, part: str, blocks: Sequence[Block], on: date | None = None
) -> HttpResponse:  # fmt: skip
    """A page of a unit, with the way to it and to its other pages."""
    who = standing(request)
    agency = who.units.get(root_of(found.unit))
    crumbs = [UNITS]
    if agency is not None and agency.id != found.unit.id:
        crumbs.append(Link(unit_name(agency), address(agency.id)))
    # the superior unit between them, where it is not the agency itself
    above = found.names.get(found.now.parent) if found.now.parent else None
    if above is not None and above.parent is not None:
        crumbs.append(Link(unit_name(above), address(above.id)))
    if on is not None and on != who.on:
        title = Text(f"แสดงตามที่เป็น ณ {long_day(on).th}", f"As it is on {long_day(on).en}")
        notice = Notice("info", title, link=Link(Text("ดูวันนี้", "See today"), address(found.unit.id)))
        blocks = [Block(things=[notice]), *blocks]
    top = Block(things=[tabs(found.unit.id, part)])
    return told(request, unit_name(found.now), [top, *blocks], here="/units/", crumbs=crumbs)


def _post(post: HeldPost, may: bool, on: date) -> Block:
    name = Text(post.name_th, post.name_en)
    rows = [_held(one, may, on) for one in post.holders]
    now = [one for one in post.holders if one.since <= on]
    things: list[object] = []
    if not now:
        things.append(Status("late", Text("ว่าง", "vacant")))
    if post.is_head:
        things.append(Status("done", Text("หัวหน้าหน่วย ลงนามแทนหน่วยได้", "head of the unit, signs for it")))
    if post.rank:
        things.append(Text(f"ระดับ {post.rank}", f"Rank {post.rank}"))
    if rows:
        columns = [Column(Text("ผู้อยู่ในตำแหน่ง", "Who")), Column(Text("อย่างไร", "How")), Column(Text("เมื่อใด", "When"))]
        columns += [Column(Text("ทำ", "Do"))] if may else []
        things.append(Table(Text("ผู้อยู่ในตำแหน่งนี้", "Who is in this post"), columns, rows))
    if may:
        things.append(
            Button(
                Text("แต่งตั้งผู้ดำรงตำแหน่ง", "Put somebody into this post"),
                "secondary",
                href=f"/units/posts/{post.id}/assign/",
            )
        )
    return Block(name, things)


def _held(one: HeldBy, may: bool, on: date) -> list[object]:
    row: list[object] = [one.name, HOW[one.how], until_text(one.since, one.until, on)]
    end = Link(
        Text("สิ้นสุด", "End"),
        f"/units/holdings/{one.holding}/end/",
        Text(f"การดำรงตำแหน่งของ {one.name}", f"the holding of {one.name}"),
    )
    return [*row, end] if may else row


def _roles_table(given: Sequence[GivenRole], found: Portrait, may: bool, me: UUID, on: date) -> Table:
    rows: list[list[object]] = []
    ends = may or any(one.user == me for one in given)
    for one in given:
        about = (
            Text(f"เฉพาะตัวชี้วัด {one.indicator}", f"indicator {one.indicator} only")
            if one.indicator
            else Text("ทุกตัวชี้วัด", "all indicators")
        )
        at = Text("ที่หน่วยนี้", "at this unit") if one.at == found.unit.id else Text(one.at_th, one.at_en)
        reach = "" if one.subtree else Text(" (ไม่รวมหน่วยข้างใต้)", " (not those below)")
        where: Words = Text(f"{at.th}{reach.th}", f"{at.en or at.th}{reach.en}") if isinstance(reach, Text) else at
        by = one.by or Text("ผู้ดูแลระบบ ตอนติดตั้ง", "the installation")
        row: list[object] = [
            one.name,
            wording.ROLES[Role(one.role)],
            about,
            where,
            until_text(one.since, one.until, on),
            by,
        ]
        if ends:
            link = Link(
                Text("เพิกถอน", "Revoke"),
                f"/units/grants/{one.grant}/end/",
                Text(f"บทบาทของ {one.name}", f"the role of {one.name}"),
            )
            row.append(link if may or one.user == me else "")
        rows.append(row)
    columns = [
        Column(Text("ใคร", "Who")), Column(Text("บทบาท", "Role")), Column(Text("เรื่อง", "For")), Column(Text("ให้ไว้ที่", "Given at")),
        Column(Text("เมื่อใด", "When")), Column(Text("ผู้ให้", "Given by")),
    ]  # fmt: skip
    columns += [Column(Text("ทำ", "Do"))] if ends else []
    return Table(Text("บทบาทที่ครอบคลุมหน่วยนี้", "Roles that reach this unit"), columns, rows)


def _destination(hop: Destination) -> Words | Link:
    if hop.to is None:
        return Text("หน่วยเหนือของหน่วยที่ส่ง", "the superior unit of the sender")
    return Link(Text(hop.to_th, hop.to_en), address(hop.to))
