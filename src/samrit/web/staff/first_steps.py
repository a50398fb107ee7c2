"""From empty to running: what an administrator of the installation or of an agency has yet to do, step by step."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery, UUIDField

from samrit.apps.accounts.models import User
from samrit.apps.assessments.models import Assessment
from samrit.apps.frameworks.models import InstalledPack
from samrit.apps.ground.prepared import prepared
from samrit.apps.orgs.models import Grant, Holding, Hop, Post, Role, Unit
from samrit.apps.orgs.queries import on_day
from samrit.apps.results.models import Report
from samrit.apps.rounds.models import RoundTime, Year
from samrit.base.counting import counted
from samrit.web import wording
from samrit.web.components.reading import Button, Status, Task, TaskList, TaskSection, Words
from samrit.web.pages import Standing, unit_name
from samrit.web.reader import Text

DONE = Status("done", Text("ทำแล้ว", "Done"))
TO_DO = Status("todo", Text("ยังไม่ได้ทำ", "To do"))


@dataclass(frozen=True)
class Step:
    """A step to a running installation or agency: whether it is done, and where one does it or sees it."""

    text: Text
    is_done: bool
    href: str
    hint: Words = ""
    comes_again: bool = False
    """It does so with every change of people; by itself it does not mean that the agency does not run."""


def first_steps(who: Standing) -> TaskList | None:
    """The steps of all that the person sets up and that does not run yet; None: it runs, or is for others to set up.

    One query for the installation, one for the agencies, two more for each that has steps left.
    """
    parts: list[tuple[Text, list[Step]]] = []
    if who.user.is_administrator:
        parts.append((Text("ตั้งระบบให้พร้อมใช้", "Make the installation ready"), _of_installation(who)))
    parts += _of_agencies(who)
    parts = [(title, steps) for title, steps in parts if any(not one.is_done and not one.comes_again for one in steps)]
    if not parts:
        return None
    first = next(one for _, steps in parts for one in steps if not one.is_done)
    sections = [TaskSection(title, [_line(one) for one in steps]) for title, steps in parts]
    return TaskList(sections, Button(Text(f"ต่อไป: {first.text.th}", f"Next: {first.text.en}"), href=first.href))


def _line(step: Step) -> Task:
    return Task(step.text, DONE if step.is_done else TO_DO, step.href, step.hint)


def _of_installation(who: Standing) -> list[Step]:
    agencies = _standing(Unit.objects.filter(root=None), who.on)
    looked_after = Grant.objects.filter(on_day(who.on), unit=OuterRef("pk"), role=Role.ORG_ADMIN, user__is_active=True)
    row = User.objects.filter(pk=who.user.pk).values(
        has_agency=Exists(agencies),
        has_people=Exists(User.objects.filter(is_active=True).exclude(pk=who.user.pk)),
        has_pack=Exists(InstalledPack.objects.all()),
        alone=Subquery(agencies.filter(~Exists(looked_after)).order_by("created_at").values("pk")[:1]),
    )[0]  # fmt: skip
    found = dict[str, Any](row)
    alone: UUID | None = found["alone"]
    return [
        Step(
            Text("ตั้งหน่วยงาน", "Set up the agency"), found["has_agency"], "/units/",
            "" if found["has_agency"] else Text(
                "ที่เครื่องแม่ข่าย ด้วยคำสั่ง samrit agency", "on the server, by the command samrit agency"
            ),
        ),
        Step(
            Text("สร้างบัญชีให้ผู้ใช้", "Make accounts for people"), found["has_people"],
            "/accounts/" if found["has_people"] else "/accounts/new/",
        ),
        Step(
            Text("ติดตั้งกรอบการประเมิน", "Install a framework"), found["has_pack"],
            "/frameworks/" if found["has_pack"] else "/frameworks/install/",
        ),
        Step(
            Text("ให้มีผู้ดูแลหน่วยงาน", "Name who looks after the agency"), found["has_agency"] and alone is None,
            f"/units/{alone}/roles/add/" if alone else "/units/",
            Text("ผู้ดูแลหน่วยงานทำขั้นที่เหลือต่อ", "they take the steps that follow"),
        ),
    ]  # fmt: skip


def _of_agencies(who: Standing) -> Iterator[tuple[Text, list[Step]]]:
    """Of each agency that the person looks after as a whole: an office's administrator does not set up its agency."""
    mine = {
        basis.at for basis in who.reach.held
        if basis.role == Role.ORG_ADMIN and basis.subtree and basis.root in (None, basis.at)
    }  # fmt: skip
    if not mine:
        return
    for found in _progress(mine, who.on):
        found |= {"vacant": 0, "vacant_at": None}
        if all(one.is_done for one in (*_of_people(found), *_of_year(found))):
            continue  # vacant posts alone are no reason for the list, and counting them goes through all posts
        found |= _vacancies(found["id"], who.on)
        name = unit_name(who.units.get(found["id"]))
        title = Text(f"จากเริ่มต้นจนใช้งานจริง: {name.th}", f"From empty to running: {name.en or name.th}")
        yield title, [*_of_people(found), *_of_year(found)]


def _of_people(found: dict[str, Any]) -> list[Step]:
    """Units, those who lead them, those who work in them, and the way reports go."""
    at, vacant = f"/units/{found['id']}/", found["vacant"] or 0
    heads = f"{at}posts/" if not found["vacant_at"] else f"/units/{found['vacant_at']}/posts/"
    lacking = [
        role for has, role in (
            (found["has_reporter"], Text("ผู้รายงาน", "reporter")), (found["has_verifier"], Text("ผู้ตรวจยืนยัน", "verifier")),
        ) if not has
    ]  # fmt: skip
    return [
        Step(
            Text("ตั้งหน่วยต่าง ๆ ของหน่วยงาน", "Set up the agency's units"), found["has_units"],
            f"/units/?agency={found['id']}" if found["has_units"] else f"{at}import/",
            "" if found["has_units"] else Text("นำเข้าจากตารางได้ทั้งผัง", "the whole tree can come from a table"),
        ),
        Step(
            Text("ให้ทุกตำแหน่งหัวหน้าหน่วยมีผู้ดำรง", "Fill the posts of the units' heads"),
            found["is_led"] and not vacant, heads,
            Text(f"ว่าง {vacant:,} ตำแหน่ง", f"{counted(vacant, 'post')} vacant") if vacant else "",
            comes_again=bool(found["is_led"]),
        ),
        Step(
            Text("ให้บทบาทผู้รายงานและผู้ตรวจยืนยัน", "Give the roles of reporter and verifier"), not lacking,
            f"{at}roles/add/" if lacking else f"{at}roles/",
            Text("ยังไม่มี" + "และ".join(one.th for one in lacking), "no " + " and no ".join(one.en for one in lacking) + " yet") if lacking else "",
        ),
        Step(
            Text("กำหนดเส้นทางรายงาน", "Set a reporting route"), found["has_route"],
            f"{at}routes/" if found["has_route"] else f"{at}routes/set/",
            "" if found["has_route"] else Text("จนกว่าจะกำหนด รายงานไปที่หน่วยเหนือ", "until then reports go to the superior unit"),
        ),
    ]  # fmt: skip


def _of_year(found: dict[str, Any]) -> list[Step]:
    """The year, its assessments, and the reports of the round that is open."""
    newest: UUID | None = found["newest"]
    opens: date | None = found["opens"]
    has_opened = found["has_reports"] and found["unopened"] is None
    hint: Words = ""
    if not has_opened and found["unopened"] is None and opens is not None:
        day = wording.day(opens)
        hint = Text(f"รอบต่อไปเปิด {day.th}", f"the next round opens on {day.en}")
    elif not has_opened:
        hint = Text("ระบบเปิดให้เองวันละครั้ง หรือเปิดเดี๋ยวนี้", "they open by themselves once a day, or now if you say so")
    return [
        Step(
            Text("เปิดปีงบประมาณ", "Open a year"), newest is not None, "/years/" if newest else "/years/new/",
        ),
        Step(
            Text("สร้างการประเมินให้หน่วยต่าง ๆ", "Make assessments for the units"), found["has_assessments"],
            "/assessments/" if found["has_assessments"] else f"/years/{newest}/make/" if newest else "/years/",
        ),
        Step(
            Text("เปิดรายงานของรอบที่เปิดอยู่", "Open the reports of the open round"), has_opened,
            f"/years/{found['unopened'] or newest}/" if newest else "/years/", hint,
        ),
    ]  # fmt: skip


@prepared
def _progress(agencies: Collection[UUID], on: date) -> QuerySet[Any, Any]:
    """How far some agencies are, each in a row."""
    this, inside = OuterRef("pk"), Q(unit=OuterRef("pk")) | Q(unit__root=OuterRef("pk"))
    heads = _standing(Post.objects.filter(inside, is_head=True), on, "unit__")
    granted = Grant.objects.filter(inside, on_day(on))
    years = Year.objects.filter(root=this).order_by("-fiscal_year", "pk")
    running = RoundTime.objects.filter(year__root=this, opens__lte=on, last_day__gte=on, closed_at=None)
    opened = Report.objects.filter(assessment__year=OuterRef("year"), round=OuterRef("round"))
    unopened = running.filter(Exists(Assessment.objects.filter(year=OuterRef("year"))), ~Exists(opened))
    coming = RoundTime.objects.filter(year__root=this, opens__gt=on, closed_at=None)
    rows = Unit.objects.filter(pk__among=agencies).annotate(
        has_units=Exists(_standing(Unit.objects.filter(root=this), on)),
        is_led=Exists(heads.filter(_held(on))),
        has_reporter=Exists(granted.filter(role=Role.REPORTER)),
        has_verifier=Exists(granted.filter(role=Role.VERIFIER)),
        has_route=Exists(Hop.objects.filter(on_day(on), root=this)),
        newest=Subquery(years.values("pk")[:1]),
        fiscal_year=Subquery(years.values("fiscal_year")[:1]),
        unopened=Subquery(unopened.order_by("opens").values("year")[:1], output_field=UUIDField()),
        opens=Subquery(coming.order_by("opens").values("opens")[:1]),
        has_reports=Exists(Report.objects.filter(assessment__year__root=this)),
    )  # fmt: skip
    # of the newest year only: the agency that runs one year has the next one to set up
    made = Assessment.objects.filter(year__root=this, year__fiscal_year=OuterRef("fiscal_year"))
    return rows.annotate(has_assessments=Exists(made)).order_by("created_at").values()


def _vacancies(agency: UUID, on: date) -> dict[str, Any]:
    """How many heads' posts nobody holds, and the unit of one of them; two queries."""
    inside = Q(unit=agency) | Q(unit__root=agency)
    vacant = _standing(Post.objects.filter(inside, is_head=True), on, "unit__").filter(~_held(on))
    return {"vacant": vacant.count(), "vacant_at": vacant.order_by("unit").values_list("unit_id", flat=True).first()}


def _held(on: date) -> Exists:
    return Exists(Holding.objects.filter(on_day(on), post=OuterRef("pk")))


def _standing(rows: QuerySet[Any], on: date, path: str = "") -> QuerySet[Any]:
    """Rows whose unit, or which as units, are not closed on a day."""
    return rows.filter(Q(**{f"{path}closed_on": None}) | Q(**{f"{path}closed_on__gt": on}))
