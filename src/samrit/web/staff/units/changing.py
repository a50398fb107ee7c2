"""Set up, rename and move units, each on a small page of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from samrit.apps.orgs import queries as orgs
from samrit.apps.orgs import services
from samrit.apps.orgs.models import Unit
from samrit.apps.orgs.queries import root_of
from samrit.web.components.forms import Choices, Input, Option
from samrit.web.components.reading import Answer, Words
from samrit.web.pages import person, signed_in, standing, unit_name
from samrit.web.reader import Language, Text
from samrit.web.staff.units.choosing import unit_fields
from samrit.web.staff.units.forms import Asked, Plan, answer
from samrit.web.staff.units.here import address, changeable, long_day, way_to
from samrit.web.staff.units.kinds import choosable, kind_fields, kind_of, said
from samrit.web.staff.units.touching import touched
from samrit.web.staff.units.typed import Typed, day_field, text_field, today_text

NAMES = {
    "name_th": Text("ชื่อไทย", "Thai name"),
    "name_en": Text("ชื่ออังกฤษ", "English name"),
    "short_th": Text("ชื่อย่อ", "Short name"),
    "kind": Text("ประเภทหน่วย", "Kind of unit"),
    "code": Text("รหัส", "Code"),
}
HINTS = {
    "name_th": Text("ชื่อเต็มตามคำสั่ง", "the full name as in the order"),
    "code": Text("รหัสในตารางของหน่วยงาน ไม่ซ้ำกัน เว้นว่างได้", "as in the agency's own tables, once only; may stay empty"),
}
LANGUAGES: tuple[Language, ...] = ("th", "en")
FROM = Text("ตั้งแต่วันที่", "From the day")


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def add(request: HttpRequest, id: UUID) -> HttpResponse:
    """Set up a unit below another."""
    above = changeable(request, id)
    kinds = choosable(above.unit)

    def fields(typed: Typed) -> Sequence[Input]:
        functional = typed.text("functional") == "yes"
        return [
            *_name_fields(typed, kinds),
            text_field(typed, "code", NAMES["code"], HINTS["code"]),
            Choices(
                "functional", Text("ลักษณะของหน่วย", "What it is"),
                options=[
                    Option("no", Text("หน่วยตามสายบังคับบัญชา", "A unit of the line"), is_chosen=not functional),
                    Option("yes", Text("หน่วยตามภารกิจ เช่น ศูนย์หรือสายงาน", "A functional unit: a centre, a line of work"), is_chosen=functional),
                ],
            ),
            day_field(typed, "since", FROM),
        ]  # fmt: skip

    def read(typed: Typed) -> Plan:
        since, kind = typed.needed_day("since"), kind_of(typed, "kind", kinds)
        return Plan(
            lambda: services.create_unit(
                parent=above.unit, kind=kind, name_th=typed.raw("name_th"), name_en=typed.raw("name_en"),
                short_th=typed.raw("short_th"), code=typed.raw("code"), since=since, by=person(request),
                is_functional=typed.text("functional") == "yes",
            )
        )  # fmt: skip

    name = unit_name(above.now)
    return answer(
        request,
        Asked(
            Text(f"ตั้งหน่วยใต้ {name.th}", f"Set up a unit below {name.en or name.th}"),
            Text("ตั้งหน่วย", "Set up the unit"), fields, read, Text("ตั้งหน่วยแล้ว", "The unit was set up."),
            address(id), way_to(above.now), begins={"since": today_text()},
            again=Text("ตั้งหน่วย แล้วเพิ่มอีกหน่วย", "Set it up, then another"),
            lead=Text("ถ้ามีหลายหน่วย นำเข้าจาก Excel จะเร็วกว่า", "For many units, an import from Excel is quicker."),
        ),
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def rename(request: HttpRequest, id: UUID) -> HttpResponse:
    """Call a unit something else from a day on; what it was called stays on record."""
    found = changeable(request, id)
    now = found.now
    before = {"name_th": now.name_th, "name_en": now.name_en, "short_th": now.short_th, "kind": now.kind}
    kinds = choosable(found.unit)

    def fields(typed: Typed) -> Sequence[Input]:
        return [*_name_fields(typed, kinds), day_field(typed, "on", FROM)]

    def read(typed: Typed) -> Plan | None:
        on = typed.needed_day("on")
        asked = {name: typed.raw(name) for name in before} | {"kind": kind_of(typed, "kind", kinds)}
        given = {name: text for name, text in asked.items() if text.strip() != before[name]}
        if not given:
            typed.fail("name_th", Text("ยังไม่ได้เปลี่ยนอะไร", "Nothing was changed yet."))
            return None
        day = long_day(on)
        says = [Answer(NAMES[name], _becomes(name, before[name], text.strip(), kinds)) for name, text in given.items()]
        says.append(Answer(FROM, on))
        after = Text(
            f"ก่อน {day.th} และในเอกสารที่ออกไปแล้วยังเป็นชื่อเดิม ค้นชื่อเดิมก็พบ",
            f"Before {day.en}, and on papers already issued, the old name stays; a search finds it by both.",
        )
        return Plan(lambda: services.rename(unit=found.unit, on=on, by=person(request), **given), says, after)

    return answer(
        request,
        Asked(
            Text(f"เปลี่ยนชื่อหรือประเภทของ {now.name_th}", f"Rename {now.name('en')}"),
            Text("เปลี่ยนชื่อ", "Rename it"), fields, read, Text("เปลี่ยนชื่อแล้ว", "It was renamed."),
            address(id), way_to(now), begins={**before, "on": today_text()},
        ),
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def move(request: HttpRequest, id: UUID) -> HttpResponse:
    """Put a unit with all below it under another from a day on."""
    found = changeable(request, id)
    who = standing(request)
    tree = orgs.tree_on(Unit(id=root_of(found.unit)), who.on)

    def fields(typed: Typed) -> Sequence[Input]:
        blank = Text("เลือกหน่วย", "Choose a unit")
        return [
            *unit_fields(typed, "to", Text("หน่วยเหนือใหม่", "New superior unit"), tree, blank),
            day_field(typed, "on", FROM),
        ]

    def read(typed: Typed) -> Plan | None:
        on, to = typed.needed_day("on"), typed.unit("to", tree)
        if to is None:
            typed.needed("to")
            return None
        above = found.names.get(found.now.parent) if found.now.parent else None
        target = next(one for one in tree if one.id == to)
        says = [
            Answer(Text("หน่วยที่ย้าย", "Unit that moves"), unit_name(found.now)),
            Answer(Text("จากใต้", "From below"), unit_name(above)),
            Answer(Text("ไปใต้", "To below"), unit_name(target)),
            Answer(FROM, on),
            *touched([found.unit], on),
        ]
        after = Text(
            "รายงานที่ส่งแล้วยังเดินตามเส้นทางเดิมของรอบนั้น บทบาทที่ให้ไว้ที่หน่วยเหนือเดิมจะไม่ครอบคลุมหน่วยนี้อีก",
            "Reports already sent keep the route of their round; roles given at the former superior no longer reach this unit.",
        )
        unit = Unit.objects.get(id=to)
        return Plan(lambda: services.move(unit=found.unit, to=unit, on=on, by=person(request)), says, after)

    return answer(
        request,
        Asked(
            Text(f"ย้าย {found.now.name_th}", f"Move {found.now.name('en')}"),
            Text("ย้ายหน่วย", "Move the unit"), fields, read, Text("ย้ายหน่วยแล้ว", "The unit was moved."),
            address(id), way_to(found.now), begins={"on": today_text()},
            lead=Text("หน่วยข้างใต้ย้ายตามไปด้วย", "The units below it move along."),
        ),
    )  # fmt: skip


def _name_fields(typed: Typed, kinds: Mapping[str, Words]) -> list[Input]:
    names = [text_field(typed, name, NAMES[name], HINTS.get(name, "")) for name in ("name_th", "name_en", "short_th")]
    return [*names, *kind_fields(typed, "kind", NAMES["kind"], kinds)]


def _becomes(name: str, old: str, new: str, kinds: Mapping[str, Words]) -> Text:
    """From what to what; a kind by its name."""
    was, will = (kinds.get(one, one) if name == "kind" else one for one in (old, new))
    th, en = (f"{said(was, language) or '–'} → {said(will, language) or '–'}" for language in LANGUAGES)
    return Text(th, en)
