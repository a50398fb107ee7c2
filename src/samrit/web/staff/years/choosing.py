"""Find one unit of an agency by its name: a search field, then a button for each unit found."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest

from samrit.apps.ground import clock
from samrit.apps.orgs import queries as orgs
from samrit.apps.orgs.models import Unit
from samrit.web.components.forms import Field
from samrit.web.components.reading import Button, Column, Empty, Link, Table
from samrit.web.reader import Text
from samrit.web.staff.blocks import Block, Form
from samrit.web.staff.units.kinds import printed


def unit_search(request: HttpRequest, path: str) -> Block:
    """Where a unit's name is typed."""
    field = Field(
        name="q", label=Text("ชื่อหรือรหัสหน่วย", "Name or code of the unit"), kind="search", value=request.GET.get("q", ""),
        hint=Text("บางส่วนของชื่อก็พอ ชื่อเดิมก็หาได้", "A part of it will do; former names are found too."),
    )  # fmt: skip
    return Block(
        Text("เลือกหน่วย", "Choose a unit"),
        form=Form(path, [field], [Button(Text("ค้นหา", "Search"), "secondary")], method="get"),
    )


def unit_choices(request: HttpRequest, root: Unit, path: str) -> list[Block]:
    """The units found, each a way on."""
    text = request.GET.get("q", "").strip()
    if not text:
        return []
    found = orgs.search(root, text, clock.today())
    if not found:
        return [Block(things=[Empty(Text("ไม่พบหน่วยชื่อนี้", "No unit is called so"), Text(
            "ลองพิมพ์บางส่วนของชื่อ หรือดูในผังหน่วยงาน",
            "Try a part of the name, or look in the tree.",
        ), Button(Text("ดูผังหน่วยงาน", "See the tree"), "secondary", href="/units/"))])]  # fmt: skip
    names = printed()
    rows = [
        (Link(Text(one.unit.name_th, one.unit.name_en), f"{path}?unit={one.unit.id}", Text(
            "เลือก",
            "choose",
        )), names.kind(one.unit.kind), one.matched if one.matched != one.unit.name_th else "")
        for one in found
    ]  # fmt: skip
    heads = [Text("หน่วย", "Unit"), Text("ประเภท", "Kind"), Text("ชื่อเดิมที่พบ", "Former name found")]
    return [
        Block(
            Text("ที่พบ", "Found"),
            [Table(Text("กดชื่อเพื่อเลือก", "Press a name to choose it"), [Column(one) for one in heads], rows)],
        )
    ]


def chosen_unit(request: HttpRequest, root: Unit) -> Unit | None:
    """The unit that was chosen, if it belongs to the agency."""
    try:
        key = UUID(request.POST.get("unit") or request.GET.get("unit") or "")
    except ValueError:
        return None
    found = Unit.objects.select_related("root").filter(pk=key).first()
    return found if found is not None and root.pk in (found.pk, found.root_id) else None
