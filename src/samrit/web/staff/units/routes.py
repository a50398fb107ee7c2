"""Set a reporting route: for a framework, an indicator or all, a kind of unit or all; steps with their days."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods

from samrit.apps.orgs import queries as orgs
from samrit.apps.orgs import services
from samrit.apps.orgs.models import Hop, Unit
from samrit.apps.orgs.permissions import check_can_change
from samrit.apps.orgs.queries import UnitView, on_day
from samrit.apps.orgs.routes import Step
from samrit.base.thai import ThaiTextError, parse_figure
from samrit.web.components.forms import Choices, Field, Input, Option, Select
from samrit.web.components.reading import Answer, Button, Words
from samrit.web.pages import person, signed_in, standing, unit_name
from samrit.web.reader import Text
from samrit.web.staff.units.choosing import MOST_IN_A_LIST, SEARCH, unit_fields
from samrit.web.staff.units.forms import Asked, Plan, answer
from samrit.web.staff.units.here import address, portrait_of, way_to
from samrit.web.staff.units.kinds import printed
from samrit.web.staff.units.typed import Typed, day_field, text_field, today_text

MOST_STEPS = 8
SUPERIOR, NONE = "superior", "none"


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def change(request: HttpRequest, id: UUID) -> HttpResponse:
    """Enter a route from a day on, in the place of the one that held."""
    found = portrait_of(request, id)
    if found.unit.root_id is not None:
        return HttpResponseRedirect(address(found.unit.root_id, "routes/set/"))
    check_can_change(person(request), found.unit)
    tree = orgs.tree_on(Unit(id=id), standing(request).on)
    kinds = sorted({one.kind for one in tree if one.kind})
    names = printed()
    packs = sorted(names.frameworks)
    has_route = Hop.objects.filter(on_day(standing(request).on), root=id).exists()

    def fields(typed: Typed) -> Sequence[Input]:
        shown: list[Input] = [
            _select(typed, "pack", Text("กรอบการประเมิน", "Framework"), Text("เลือกกรอบ", "Choose a framework"), {one: names.framework(one) for one in packs}),
            text_field(typed, "indicator", Text("เฉพาะตัวชี้วัด (เว้นว่าง: ทุกตัวชี้วัด)", "Only for the indicator (empty: for all)")),
            _select(typed, "unit_kind", Text("เฉพาะหน่วยประเภท", "Only for units of the kind"), Text("ทุกประเภท", "all kinds"), {one: names.kind(one) for one in kinds}),
            day_field(typed, "since", Text("ตั้งแต่วันที่", "From the day")),
        ]  # fmt: skip
        # last, right above the button that adds another
        for step in _steps_shown(typed):
            shown += _step_fields(typed, step, tree, may_end=has_route)
        return shown

    def read(typed: Typed) -> Plan | None:
        pack, since = typed.needed("pack"), typed.needed_day("since")
        if pack and pack not in packs:
            typed.fail("pack", Text("เลือกกรอบจากรายการ", "Choose a framework from the list."))
        kind = typed.text("unit_kind")
        steps = [one for step in _steps_shown(typed) if (one := _step(typed, step, tree)) is not None]
        if typed.text("to-1") == NONE and steps:
            typed.fail("to-1", Text("เลิกใช้เส้นทางนี้ไม่ได้เมื่อยังมีขั้นอื่น", "A route that ends has no further steps."))
        elif not typed.text("to-1") and "to-1" not in typed.errors:
            typed.fail("to-1", Text("เลือกว่ารายงานไปที่ใดก่อน", "Choose where reports go first."))
        if typed.errors:
            return None
        units = {one.id: unit_name(one) for one in tree}
        says = [
            Answer(Text("กรอบการประเมิน", "Framework"), names.framework(pack)),
            Answer(Text("ตัวชี้วัด", "Indicator"), typed.text("indicator") or Text("ทุกตัวชี้วัด", "all")),
            Answer(Text("ประเภทหน่วย", "Kind of unit"), names.kind(kind) if kind else Text("ทุกประเภท", "all kinds")),
            *(
                Answer(
                    Text(f"ขั้นที่ {n}", f"Step {n}"),
                    Text("หน่วยเหนือ", "the superior unit") if one.to is None else units[one.to.id],
                )
                for n, one in enumerate(steps, 1)
            ),
            Answer(Text("ตั้งแต่วันที่", "From the day"), since),
        ]  # fmt: skip
        if steps:
            after = Text(
                "รอบที่หน้าต่างรายงานปิดไปก่อนวันนั้นยังใช้เส้นทางเดิม",
                "Rounds whose window closed before that day keep their route.",
            )
        else:
            after = Text(
                "ไม่มีขั้นใด: เส้นทางนี้สิ้นสุด และใช้เส้นทางที่กว้างกว่าแทน",
                "No steps: this route ends, and the less specific one holds again.",
            )
        return Plan(
            lambda: services.set_route(
                root=found.unit, pack=pack, steps=steps, indicator=typed.text("indicator")[:40], unit_kind=kind,
                since=since, by=person(request),
            ),
            says, after,
        )  # fmt: skip

    asked = Asked(
        Text("กำหนดเส้นทางรายงาน", "Set a reporting route"), Text("กำหนดเส้นทาง", "Set the route"), fields, read,
        Text("กำหนดเส้นทางแล้ว", "The route was set."), address(id, "routes/"), way_to(found.now),
        begins={"since": today_text()},
        more=lambda typed: _add(typed, len(tree) > MOST_IN_A_LIST),
        lead=Text("รายงานเดินไปทีละขั้น ไม่จำเป็นต้องตามสายบังคับบัญชา", "A report goes step by step; it need not follow the line of command."),
    )  # fmt: skip
    return answer(request, asked)


def _steps_shown(typed: Typed) -> list[str]:
    """The first step, those that were shown already, and one more where that was asked for."""
    count = max((n for n in range(1, MOST_STEPS + 1) if f"to-{n}" in typed.texts), default=1)
    return [str(n) for n in range(1, min(count + ("more" in typed.texts), MOST_STEPS) + 1)]


def _add(typed: Typed, is_searched: bool) -> Button | None:
    count = len(_steps_shown(typed))
    if count == MOST_STEPS:
        return None
    new = f"to-{count + 1}{SEARCH if is_searched else ''}"
    return Button(Text("เพิ่มขั้น", "Add a step"), "secondary", name="more", value="1", back_to=new)


def _select(typed: Typed, name: str, label: Text, blank: Text, texts: Mapping[str, Words]) -> Select:
    chosen = typed.text(name)
    options = [Option("", blank), *(Option(one, said, is_chosen=one == chosen) for one, said in texts.items())]
    return typed.shown(Select(name, label, options=options))


def _step_fields(typed: Typed, step: str, tree: Sequence[UnitView], *, may_end: bool) -> list[Input]:
    """To whom, by which day, of which month.  The first step is always there: a route that ends says so."""
    chosen = typed.text(f"to-{step}")
    goes = [
        Option(SUPERIOR, Text("หน่วยเหนือของหน่วยที่ส่ง", "the superior unit of the sender"), is_chosen=chosen == SUPERIOR)
    ]
    label, blank = Text(f"ขั้นที่ {step} ส่งถึง", f"Step {step} goes to"), Text("ไม่มีขั้นนี้", "no such step")
    if step == "1":
        blank = Text("เลือกหน่วย", "Choose a unit")
        if may_end:
            ends = Text("เลิกใช้เส้นทางนี้ ใช้เส้นทางที่กว้างกว่า", "this route ends; the less specific one holds")
            goes.append(Option(NONE, ends, is_chosen=chosen == NONE))
    next_month = typed.text(f"month-{step}") == "next"
    return [
        *unit_fields(typed, f"to-{step}", label, tree, blank, goes),
        typed.shown(
            Field(
                f"day-{step}", Text(f"ขั้นที่ {step} ภายในวันที่", f"Step {step} by day"),
                Text("1 ถึง 31 ถ้าตรงวันหยุดถือวันทำการถัดไป เว้นว่าง: ไม่กำหนด", "1 to 31; on a day off, the next working day counts; empty: no day set"),
                kind="figure", value=typed.raw(f"day-{step}"),
            )
        ),
        Choices(
            f"month-{step}", Text(f"ขั้นที่ {step} ของเดือนใด", f"Step {step}, of which month"),
            options=[
                Option("same", Text("เดือนนั้น", "that month"), is_chosen=not next_month),
                Option("next", Text("เดือนถัดไป", "the following month"), is_chosen=next_month),
            ],
        ),
    ]  # fmt: skip


def _step(typed: Typed, step: str, tree: Sequence[UnitView]) -> Step | None:
    day = _day(typed, f"day-{step}")
    if not typed.text(f"to-{step}"):
        if day is not None:
            typed.fail(f"to-{step}", Text("ใส่วันไว้ แต่ยังไม่ได้เลือกหน่วย", "A day is given, but no unit."))
        return None
    if step == "1" and typed.text("to-1") == NONE:
        return None
    to = None if typed.text(f"to-{step}") == SUPERIOR else typed.unit(f"to-{step}", tree)
    if to is None and typed.text(f"to-{step}") != SUPERIOR:
        return None
    unit = None if to is None else Unit.objects.filter(id=to).first()
    if to is not None and unit is None:
        raise Http404
    return Step(unit, day, typed.text(f"month-{step}") == "next")


def _day(typed: Typed, name: str) -> int | None:
    if not typed.text(name):
        return None
    try:
        figure = parse_figure(typed.text(name))
    except ThaiTextError:
        figure = None
    if figure is None or figure != int(figure) or not 1 <= figure <= 31:
        typed.fail(name, Text("ใส่วันที่ 1 ถึง 31", "Give a day from 1 to 31."))
        return None
    return int(figure)
