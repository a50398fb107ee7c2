"""Merge, split and close units: what happens, from which day and whom it touches is shown before it is done."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from samrit.apps.orgs import queries as orgs
from samrit.apps.orgs import services, states
from samrit.apps.orgs.models import Unit
from samrit.apps.orgs.portrait import Portrait
from samrit.apps.orgs.queries import UnitView, root_of
from samrit.apps.orgs.services import NewUnit
from samrit.web.components.forms import Choices, Input, Option, Select
from samrit.web.components.reading import Answer
from samrit.web.pages import person, signed_in, standing, unit_name
from samrit.web.reader import Text
from samrit.web.staff.units.changing import FROM, NAMES
from samrit.web.staff.units.choosing import unit_fields
from samrit.web.staff.units.forms import Asked, Plan, answer
from samrit.web.staff.units.here import address, changeable, way_to
from samrit.web.staff.units.kinds import choosable, kind_fields, kind_of
from samrit.web.staff.units.touching import touched
from samrit.web.staff.units.typed import EMPTY, Typed, day_field, text_field, today_text

PARTS = ("1", "2", "3")


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def merge(request: HttpRequest, id: UUID) -> HttpResponse:
    """Merge other units into this one: it takes their duties and what stands below them."""
    found = changeable(request, id)
    tree = [one for one in _tree(request, found) if one.id != id and one.parent is not None]
    beside = [one for one in tree if one.parent == found.now.parent]

    def fields(typed: Typed) -> Sequence[Input]:
        chosen = typed.several("units")
        options = [Option(str(one.id), unit_name(one), is_chosen=str(one.id) in chosen) for one in beside]
        shown: list[Input] = []
        if beside:
            label = Text("หน่วยใต้หน่วยเหนือเดียวกันที่จะยุบรวมเข้ามา", "Units beside it that are merged into it")
            shown.append(typed.shown(Choices("units", label, options=options, are_several=True)))
        blank = Text("ไม่มี", "none")
        label = Text("หน่วยอื่นอีกหนึ่งหน่วย", "One more unit from elsewhere")
        return [*shown, *unit_fields(typed, "other", label, tree, blank), day_field(typed, "on", FROM)]

    def read(typed: Typed) -> Plan | None:
        on, other = typed.needed_day("on"), typed.unit("other", tree)
        chosen = [one for one in tree if str(one.id) in typed.several("units") or one.id == other]
        if not chosen:
            nothing = states.nothing_named()
            typed.fail(
                "units" if beside else "other",
                Text(f"{nothing.th} {nothing.cure_th}", f"{nothing.en}; {nothing.cure_en}"),
            )
            return None
        units = list(Unit.objects.filter(id__in=[one.id for one in chosen]))
        says = [
            Answer(Text("หน่วยที่ยุบ", "Units that close"), _listed(chosen)),
            Answer(Text("รวมเข้า", "Merged into"), unit_name(found.now)),
            Answer(FROM, on),
            *touched(units, on),
        ]
        after = Text(
            "หน่วยที่ยุบยังค้นพบและมีประวัติครบ รายงานที่ยังไม่ปิดเดินต่อโดยคนของหน่วยที่รับรวม หน่วยข้างใต้มาอยู่ใต้หน่วยที่รับรวม",
            "The closed units stay findable with their history; the people of this unit go on with their open reports, and the units below come here.",
        )
        return Plan(lambda: services.merge(units=units, into=found.unit, on=on, by=person(request)), says, after)

    return answer(
        request,
        Asked(
            Text(f"ยุบรวมหน่วยอื่นเข้า {found.now.name_th}", f"Merge others into {found.now.name('en')}"),
            Text("ยุบรวม", "Merge them"), fields, read, Text("ยุบรวมแล้ว", "They were merged."),
            address(id), way_to(found.now), begins={"on": today_text()}, is_danger=True,
            lead=Text(
                "หน่วยที่เลือกจะยุบ หน้าที่และหน่วยข้างใต้มาอยู่ที่นี่ จะเห็นผลทั้งหมดก่อนยืนยัน",
                "The units chosen close; their duties, and the units below them, come here. You see all of it before it is done.",
            ),
        ),
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def split(request: HttpRequest, id: UUID) -> HttpResponse:
    """Close a unit and set up two or three in its place."""
    found = changeable(request, id)
    kinds = choosable(found.unit)

    def fields(typed: Typed) -> Sequence[Input]:
        shown: list[Input] = []
        for part in PARTS:
            head_th, head_en = f"หน่วยที่ {part}: ", f"Unit {part}: "
            for name in ("name_th", "name_en", "kind", "code"):
                label = Text(head_th + NAMES[name].th, head_en + NAMES[name].en)
                hint = (
                    Text("เว้นว่างได้ถ้าแยกเป็นสองหน่วย", "may stay empty for two units")
                    if part == "3" and name == "name_th"
                    else ""
                )
                if name == "kind":
                    shown += kind_fields(typed, f"kind-{part}", label, kinds)
                else:
                    shown.append(text_field(typed, f"{name}-{part}", label, hint))
        for child in found.below:
            chosen = typed.text(f"takes-{child.id}") or "1"
            options = [Option(part, Text(f"หน่วยที่ {part}", f"Unit {part}"), is_chosen=part == chosen) for part in PARTS]
            label = Text(f"{child.name_th} ไปอยู่ใต้", f"{child.name('en')} goes to")
            shown.append(typed.shown(Select(f"takes-{child.id}", label, options=options)))
        return [*shown, day_field(typed, "on", FROM)]

    def read(typed: Typed) -> Plan | None:
        on = typed.needed_day("on")
        parts = [part for part in PARTS if part != "3" or typed.text("name_th-3")]
        kind = {part: kind_of(typed, f"kind-{part}", kinds) for part in parts}
        for part in parts:
            typed.needed(f"name_th-{part}")
            if not kind[part]:
                typed.fail(f"kind-{part}", EMPTY)
        goes = {child.id: typed.text(f"takes-{child.id}") or "1" for child in found.below}
        for child, part in goes.items():
            if part not in parts:
                typed.fail(f"takes-{child}", Text("หน่วยนี้ยังไม่มีชื่อ", "That unit has no name yet."))
        if typed.errors:
            return None
        children = Unit.objects.in_bulk(list(goes))
        into = [
            NewUnit(
                kind[part], typed.raw(f"name_th-{part}"), typed.raw(f"name_en-{part}"), "",
                typed.raw(f"code-{part}"), False, tuple(children[one] for one, to in goes.items() if to == part),
            )
            for part in parts
        ]  # fmt: skip
        says = [
            Answer(Text("หน่วยที่แยก (จะยุบ)", "Unit that is split (it closes)"), unit_name(found.now)),
            *(Answer(Text(f"หน่วยใหม่ที่ {n}", f"New unit {n}"), Text(one.name_th, one.name_en)) for n, one in enumerate(into, 1)),
            Answer(FROM, on),
            *touched([found.unit], on),
        ]  # fmt: skip
        after = Text(
            "หน่วยใหม่รับหน้าที่ต่อ คนและบทบาทของหน่วยเดิมต้องแต่งตั้งใหม่ที่หน่วยใหม่",
            "The new units take over; people and roles have to be entered anew there.",
        )
        return Plan(lambda: services.split(unit=found.unit, into=into, on=on, by=person(request)), says, after)

    return answer(
        request,
        Asked(
            Text(f"แยก {found.now.name_th} เป็นหลายหน่วย", f"Split {found.now.name('en')}"),
            Text("แยกหน่วย", "Split the unit"), fields, read, Text("แยกหน่วยแล้ว", "The unit was split."),
            address(id), way_to(found.now), begins={"on": today_text()} | {f"kind-{part}": found.now.kind for part in PARTS[:2]},
            is_danger=True,
            lead=Text(
                "หน่วยเดิมจะยุบ มีหน่วยใหม่สองหรือสามหน่วยแทน จะเห็นผลทั้งหมดก่อนยืนยัน",
                "It closes, and two or three new units take its place. You see all of it before it is done.",
            ),
        ),
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def close(request: HttpRequest, id: UUID) -> HttpResponse:
    """Close a unit that has none below it; its duties go to another, or to its superior."""
    found = changeable(request, id)
    tree = [one for one in _tree(request, found) if one.id != id]

    def fields(typed: Typed) -> Sequence[Input]:
        blank = Text("หน่วยเหนือ", "The superior unit")
        label = Text("หน้าที่ไปอยู่ที่", "Its duties go to")
        return [
            *unit_fields(typed, "heir", label, tree, blank),
            day_field(typed, "on", Text("ยุบตั้งแต่วันที่", "Closed from the day")),
        ]

    def read(typed: Typed) -> Plan | None:
        on, heir = typed.needed_day("on"), typed.unit("heir", tree)
        if typed.errors:
            return None
        above = found.names.get(found.now.parent) if found.now.parent else None
        to = next((one for one in tree if one.id == heir), above)
        says = [
            Answer(Text("หน่วยที่ยุบเลิก", "Unit that closes"), unit_name(found.now)),
            Answer(Text("หน้าที่ไปอยู่ที่", "Its duties go to"), unit_name(to)),
            Answer(FROM, on),
            *touched([found.unit], on),
        ]
        after = Text(
            "หน่วยที่ยุบยังค้นพบและมีประวัติครบ รายงานที่ยังไม่ปิดเดินต่อโดยหน่วยที่รับหน้าที่",
            "The closed unit stays findable with its history; whoever takes its duties goes on with its open reports.",
        )
        unit = Unit.objects.get(id=heir) if heir else None
        return Plan(lambda: services.close(unit=found.unit, on=on, heir=unit, by=person(request)), says, after)

    return answer(
        request,
        Asked(
            Text(f"ยุบเลิก {found.now.name_th}", f"Close {found.now.name('en')}"),
            Text("ยุบเลิกหน่วย", "Close the unit"), fields, read, Text("ยุบเลิกหน่วยแล้ว", "The unit was closed."),
            address(id), way_to(found.now), begins={"on": today_text()}, is_danger=True,
            lead=Text(
                "ประวัติและรายงานของหน่วยไม่หาย จะเห็นผลทั้งหมดก่อนยืนยัน",
                "Its history and reports stay. You see all of it before it is done.",
            ),
        ),
    )  # fmt: skip


def _tree(request: HttpRequest, found: Portrait) -> list[UnitView]:
    return orgs.tree_on(Unit(id=root_of(found.unit)), standing(request).on)


def _listed(units: Sequence[UnitView]) -> Text:
    names = [unit_name(one) for one in units]
    return Text(" · ".join(one.th for one in names), " · ".join(one.en or one.th for one in names))
