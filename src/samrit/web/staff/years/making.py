"""Make a year's assessments: for every unit of some kinds, with a preview; or for one unit that joins or signs."""

from __future__ import annotations

from collections import Counter
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods

from samrit.apps.assessments import permissions, services, states
from samrit.apps.assessments.models import Assessment
from samrit.apps.frameworks.queries import unpacked
from samrit.apps.ground import clock
from samrit.apps.orgs import queries as orgs
from samrit.apps.orgs.queries import UnitView
from samrit.apps.rounds.queries import times_of
from samrit.base.counting import counted
from samrit.web import wording
from samrit.web.components.forms import Choices, ErrorSummary, Option
from samrit.web.components.reading import Button, Column, Empty, Prose, Status, Table, Words
from samrit.web.pages import person, signed_in
from samrit.web.reader import Text
from samrit.web.staff.blocks import Block, Form, told
from samrit.web.staff.units.kinds import printed, said
from samrit.web.staff.years.choosing import chosen_unit, unit_choices, unit_search
from samrit.web.staff.years.whose import HERE, Whose, year

SHOWN = 100


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def by_kind(request: HttpRequest, id: UUID) -> HttpResponse:
    """Choose kinds, see the units, make their assessments; those already there stay."""
    of = year(request, id)
    permissions.check_can_make(person(request), of.year.root)
    states.check_can_make(times_of(of.year))
    units = orgs.tree_on(of.year.root, clock.today())
    sent = request.POST.get("make")
    asked = request.POST.getlist("kinds") if sent is None else sent.split(",")
    chosen = [kind for kind in asked if any(one.kind == kind for one in units)]
    if chosen and sent is not None:
        made = services.make_by_kind(of.year, chosen, clock.today(), person(request))
        messages.success(
            request,
            str(
                Text(
                    f"สร้าง {len(made):,} การประเมินแล้ว",
                    counted(len(made), "assessment was made", "assessments were made"),
                )
            ),
        )
        return HttpResponseRedirect(of.path)
    error = Text("เลือกอย่างน้อยหนึ่งประเภท", "Choose at least one kind.") if request.method == "POST" and not chosen else ""
    blocks = [*([_preview(of, units, chosen)] if chosen else []), _kinds(of, units, chosen, error)]
    heading = Text("สร้างการประเมินตามประเภทหน่วย", "Make assessments by kind of unit")
    return told(request, heading, blocks, here=HERE, crumbs=of.crumbs, status=400 if error else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def one_unit(request: HttpRequest, id: UUID) -> HttpResponse:
    """A unit joins of its own will, or its agreement is drawn up."""
    of = year(request, id)
    states.check_can_make(times_of(of.year))
    unit = chosen_unit(request, of.year.root)
    path = request.path
    if unit is None:
        blocks = [unit_search(request, path), *unit_choices(request, of.year.root, path)]
    else:
        permissions.check_can_join(person(request), unit)
        if request.method == "POST" and request.POST.get("how") == "join":
            joined = services.join(of.year, unit, person(request))
            messages.success(request, str(Text("เข้าร่วมแล้ว", "The unit takes part")))
            return HttpResponseRedirect(f"/assessments/{joined.pk}/")
        if request.method == "POST" and request.POST.get("how") == "agreement":
            drawn = services.draw_up(of.year, unit, person(request))
            return HttpResponseRedirect(f"/assessments/{drawn.pk}/agreement/")
        name = orgs.name_of(unit, clock.today())
        buttons = [
            Button(Text("เข้าร่วมด้วยเกณฑ์ตามชุดเกณฑ์", "Join under the pack's own rules"), name="how", value="join"),
            Button(Text("ตั้งเรื่องเพื่อทำคำรับรอง", "Draw up an agreement"), "secondary", name="how", value="agreement"),
        ]
        note = Text(
            "ถ้ามีการประเมินของหน่วยนี้ในปีนี้แล้ว จะได้เรื่องเดิม",
            "If the unit already has its assessment of this year, you get that one.",
        )
        blocks = [
            Block(Text(name.name_th, name.name_en), [Prose([note])], Form(path, [], buttons, {"unit": str(unit.pk)}))
        ]
    heading = Text("เข้าร่วม หรือทำคำรับรองของหน่วยเดียว", "Join, or draw up one unit's agreement")
    return told(request, heading, blocks, here=HERE, crumbs=of.crumbs)


def _kinds(of: Whose, units: list[UnitView], chosen: list[str], error: Text | str) -> Block:
    names, known = _names(of), printed()
    counts = Counter(one.kind for one in units if one.kind)
    if not counts:
        return Block(things=[Empty(Text(
            "หน่วยในผังยังไม่มีประเภท",
            "The units of the tree have no kind yet",
        ), Text("กำหนดประเภทในผังหน่วยงานก่อน", "Give them one in the tree first."), Button(Text("ดูผังหน่วยงาน", "See the tree"), "secondary", href="/units/"))])  # fmt: skip
    options = [
        Option(
            kind, _kind(names.get(kind), known.kind(kind)), Text(f"{count:,} หน่วย", counted(count, "unit")), kind in chosen,
        )
        for kind, count in sorted(counts.items(), key=lambda item: (item[0] not in names, item[0]))
    ]  # fmt: skip
    field = Choices(
        name="kinds", label=Text("ประเภทหน่วย", "Kinds of unit"), options=options, are_several=True, error=error
    )
    button = Button(Text("ดูหน่วยก่อนสร้าง", "See the units first"), "secondary" if chosen else "primary")
    return Block(
        Text("เลือกประเภท", "Choose kinds"),
        [ErrorSummary([field])] if error else [],
        Form(f"{of.path}make/", [field], [button]),
    )


def _names(of: Whose) -> dict[str, Text]:
    return {str(one.id): wording.text(one.name) for one in unpacked(of.year.pack).framework.unit_kinds}


def _kind(name: Text | None, kind: Words) -> Text:
    th, en = said(kind, "th"), said(kind, "en")
    outside = Text(f"{th} (ไม่ใช่ประเภทของชุดเกณฑ์นี้)", f"{en} (not a kind of this pack)")
    return outside if name is None else name


def _preview(of: Whose, units: list[UnitView], chosen: list[str]) -> Block:
    there = set(Assessment.objects.filter(year=of.year, post=None).values_list("unit_id", flat=True))
    wanted = [one for one in units if one.kind in chosen]
    names, known = _names(of), printed()
    new = [one for one in wanted if one.id not in there]
    rows = [
        (Text(one.name_th, one.name_en), names.get(one.kind) or known.kind(one.kind), Status("none", Text(
            "มีแล้ว",
            "There already",
        )) if one.id in there else Status("doing", Text("จะสร้าง", "Will be made")))
        for one in wanted[:SHOWN]
    ]  # fmt: skip
    heads = [Text("หน่วย", "Unit"), Text("ประเภท", "Kind"), Text("สถานะ", "State")]
    caption = Text(f"{len(wanted):,} หน่วย สร้างใหม่ {len(new):,}", f"{counted(len(wanted), 'unit')}, {len(new):,} new")
    if len(wanted) > SHOWN:
        caption = Text(f"{caption.th} แสดง {SHOWN} หน่วยแรก", f"{caption.en}; the first {SHOWN} are shown")
    reason = "" if new else Text("ทุกหน่วยมีการประเมินแล้ว", "every unit has its assessment")
    make = Button(
        Text(f"สร้าง {len(new):,} การประเมิน", f"Make {counted(len(new), 'assessment')}"),
        name="make",
        value=",".join(chosen),
        reason=reason,
    )
    return Block(
        Text("หน่วยที่จะสร้าง", "What will be made"),
        [Table(caption, [Column(one) for one in heads], rows)],
        Form(f"{of.path}make/", buttons=[make]),
    )
