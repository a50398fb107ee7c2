"""Grant roles and take them back: unit by unit, for one indicator or all, for a time or without end."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from samrit.apps.ground.denied import Denied
from samrit.apps.orgs import services
from samrit.apps.orgs.models import Grant, Role
from samrit.apps.orgs.permissions import check_can_grant, looks_after
from samrit.apps.orgs.queries import name_of
from samrit.web import wording
from samrit.web.components.forms import Choices, Input, Option, Select
from samrit.web.pages import person, signed_in, standing
from samrit.web.reader import Text
from samrit.web.staff.units.forms import Asked, Plan, answer
from samrit.web.staff.units.here import address, check_is_mine, portrait_of, way_to
from samrit.web.staff.units.people import UNTIL, USERNAME, USERNAME_HINT, user_of
from samrit.web.staff.units.typed import Typed, day_field, text_field, today_text

DUTIES: dict[Role, Text] = {
    Role.REPORTER: Text("กรอกผลและแนบหลักฐาน", "fills in results and proof"),
    Role.HEAD: Text("เห็นชอบและลงนามแทนหน่วย", "approves and signs for the unit"),
    Role.VERIFIER: Text("ตรวจยืนยันรายงานที่มาถึงหน่วย", "verifies the reports that reach the unit"),
    Role.EVALUATOR: Text("สรุปผลการประเมิน", "concludes the assessment"),
    Role.COMMENTATOR: Text("ให้ความเห็นประกอบ", "gives an opinion beside it"),
    Role.AUDITOR: Text("อ่านได้ทั้งหมด ไม่แก้สิ่งใด", "reads everything, changes nothing"),
    Role.ORG_ADMIN: Text("ดูแลหน่วยงาน คน และบทบาท", "looks after units, people and roles"),
}


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def add(request: HttpRequest, id: UUID) -> HttpResponse:
    """Grant a person a role at a unit."""
    found = portrait_of(request, id)
    by = person(request)
    names_first = by.is_administrator and found.unit.root_id is None
    is_admin = looks_after(by, found.unit)
    if not is_admin and not names_first:
        raise Denied(
            "เฉพาะผู้ดูแลหน่วยงานของส่วนนี้ให้บทบาทได้", "only an organisation administrator of this part of the tree may grant roles",
            "แจ้งผู้ดูแลหน่วยงาน", "tell the organisation administrator",
        )  # fmt: skip
    offered = list(Role) if is_admin else [Role.ORG_ADMIN]

    def fields(typed: Typed) -> Sequence[Input]:
        role, subtree = typed.text("role"), typed.text("subtree") != "no"
        options = [
            Option(one.value, Text(f"{wording.ROLES[one].th}: {DUTIES[one].th}", f"{wording.ROLES[one].en}: {DUTIES[one].en}"), is_chosen=one == role)
            for one in offered
        ]  # fmt: skip
        return [
            text_field(typed, "username", USERNAME, USERNAME_HINT),
            typed.shown(Select("role", Text("บทบาท", "Role"), options=[Option("", Text("เลือกบทบาท", "Choose a role")), *options])),
            text_field(
                typed, "indicator", Text("เฉพาะตัวชี้วัด (เว้นว่าง: ทุกตัวชี้วัด)", "Only for the indicator (empty: for all)"),
                Text("รหัสตามแบบ เช่น 3.1.22.1", "its code as printed, such as 3.1.22.1"),
            ),
            Choices(
                "subtree", Text("ครอบคลุม", "Where"),
                options=[
                    Option("yes", Text("หน่วยนี้และทุกหน่วยข้างใต้", "This unit and all below it"), is_chosen=subtree),
                    Option("no", Text("หน่วยนี้หน่วยเดียว", "This unit only"), is_chosen=not subtree),
                ],
            ),
            day_field(typed, "since", Text("ตั้งแต่วันที่", "From the day")),
            day_field(typed, "until", UNTIL),
        ]  # fmt: skip

    def read(typed: Typed) -> Plan | None:
        user, since, until = user_of(typed, found.unit, request), typed.needed_day("since"), typed.day("until")
        role, indicator = typed.needed("role"), typed.text("indicator")
        if role and role not in offered:
            typed.fail("role", Text("เลือกบทบาทจากรายการ", "Choose a role from the list."))
        if len(indicator) > 40:
            typed.fail("indicator", Text("รหัสยาวเกิน 40 ตัวอักษร", "The code is longer than 40 letters."))
        if user is None or typed.errors:
            return None
        name = wording.ROLES[Role(role)]
        done = Text(
            f"ให้บทบาท{name.th}แก่ {user.name} แล้ว เจ้าตัว หัวหน้า และผู้ตรวจสอบได้รับแจ้งแล้ว",
            f"{user.name} was granted the role; the person, the head and the auditors were told.",
        )
        return Plan(
            lambda: services.grant(
                user=user, unit=found.unit, role=role, since=since, until=until, indicator=indicator,
                subtree=typed.text("subtree") != "no", by=by,
            ),
            done=done,
        )  # fmt: skip

    asked = Asked(
        Text(f"ให้บทบาทที่ {found.now.name_th}", f"Grant a role at {found.now.name('en')}"),
        Text("ให้บทบาท", "Grant the role"), fields, read, "", address(id, "roles/"), way_to(found.now),
        begins={"since": today_text()},
        lead=Text("ให้บทบาทแก่ตนเองไม่ได้ หัวหน้าและผู้ตรวจสอบได้รับแจ้งทุกครั้ง", "Nobody grants themselves a role; the head and the auditors always learn of it."),
    )  # fmt: skip
    return answer(request, asked)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def end(request: HttpRequest, id: UUID) -> HttpResponse:
    """Take a role back from a day on; who has it may lay it down."""
    grant = Grant.objects.select_related("unit__root", "user").filter(id=id).first()
    if grant is None:
        raise Http404
    check_is_mine(request, grant.unit)
    by = person(request)
    if grant.user_id != by.id:
        check_can_grant(by, grant.user, grant.unit, grant.role)

    def fields(typed: Typed) -> Sequence[Input]:
        return [day_field(typed, "until", Text("วันแรกที่ไม่มีบทบาทนี้แล้ว", "The first day without the role"))]

    def read(typed: Typed) -> Plan:
        until = typed.needed_day("until")
        return Plan(lambda: services.revoke(grant=grant, by=by, until=until))

    at, role = name_of(grant.unit_id, standing(request).on), wording.ROLES[Role(grant.role)]
    asked = Asked(
        Text(f"เพิกถอนบทบาทของ {grant.user.name}", f"Revoke the role of {grant.user.name}"),
        Text("เพิกถอน", "Revoke it"), fields, read, Text("เพิกถอนแล้ว ผู้เกี่ยวข้องได้รับแจ้งแล้ว", "It was revoked, and those concerned were told."),
        address(grant.unit_id, "roles/"), way_to(at), is_danger=True, begins={"until": today_text()},
        lead=Text(f"{role.th} ที่ {at.name_th}", f"{role.en} at {at.name('en')}"),
    )  # fmt: skip
    return answer(request, asked)
