"""An import shows what it would do and every problem, does all of it or nothing, and can be taken back whole."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db.models import Model
from openpyxl import Workbook

from samrit.apps.accounts.models import User
from samrit.apps.audit.models import Event
from samrit.apps.ground import clock
from samrit.apps.ground.denied import Denied, NotNow
from samrit.apps.notices.models import Notice
from samrit.apps.orgs import importing, queries, roles, services, sheets
from samrit.apps.orgs.models import Ancestor, Grant, Holding, Placement, Post, Role, Unit
from samrit.base.issues import Refused

JAN, FEB = date(2026, 1, 1), date(2026, 2, 1)
UNITS = "code,parent,kind,name_th,name_en,short\n"
PEOPLE = "username,name,unit,post,role\n"
TREE = UNITS + "A1,A,section,ฝ่ายหนึ่ง,Section one,\nA,,division,กองเอ,Division A,กอ.\nB,,division,กองบี,,\n"
STAFF = PEOPLE + "head.a,นางหนึ่ง สมมุติ,A,ผู้อำนวยการ,head\nclerk.a,นายสอง สมมุติ,A1,,reporter\n"


def agency(name: str = "กรมสมมุติ") -> Unit:
    return services.create_root(kind="department", name_th=name, since=JAN, by=None)


def look(root: Unit, *texts: str, by: User | None = None, since: date = FEB) -> importing.Preview:
    rows = sheets.Rows()
    for text in texts:
        read = sheets.read(text.encode(), "rows.csv")
        rows.units += read.units
        rows.people += read.people
        rows.problems += read.problems
    return importing.preview(rows, root=root, since=since, by=by)


def bring(root: Unit, *texts: str, by: User | None = None) -> Any:
    return importing.apply(look(root, *texts, by=by), by=by)


def told(preview: importing.Preview) -> list[tuple[str, int]]:
    return [(issue.code, issue.place.line) for issue in preview.problems]


def everything() -> dict[str, list[Any]]:
    models: tuple[type[Model], ...] = (Unit, Placement, User, Post, Holding, Grant)
    found: dict[str, list[Any]] = {}
    for model in models:
        rows = model._default_manager.order_by("pk").values()
        found[model.__name__] = [{k: v for k, v in row.items() if k != "created_at"} for row in rows]
    paths = Ancestor.objects.order_by("tree__since", "above", "below")
    found["paths"] = list(paths.values_list("tree__since", "above", "below", "depth"))
    return found


def drawn(root: Unit, day: date = FEB) -> list[str]:
    return ["-" * one.depth + one.name_th for one in queries.tree_on(root, day)]


def test_a_tree_and_its_people_come_in_whatever_the_order_of_the_rows() -> None:
    root = agency()
    preview = look(root, TREE, STAFF)
    assert preview.problems == ()
    assert [preview.count(what) for what in ("added", "changed", "same")] == [5, 0, 0]
    importing.apply(preview, by=None)
    assert drawn(root) == ["กรมสมมุติ", "-กองบี", "-กองเอ", "--ฝ่ายหนึ่ง"]
    a, a1 = Unit.objects.get(code="A"), Unit.objects.get(code="A1")
    head, clerk = User.objects.get(username="head.a"), User.objects.get(username="clerk.a")
    assert [holder.user for holder in queries.heads_of(a, FEB)] == [head]
    basis = roles.may(head, Role.HEAD, a, "", FEB)
    assert basis is not None
    assert basis.kind == "holding"
    assert roles.may(clerk, Role.REPORTER, a1, "", FEB)
    assert not clerk.has_usable_password()


def test_bringing_the_same_rows_in_again_changes_nothing() -> None:
    root = agency()
    bring(root, TREE, STAFF)
    preview = look(root, TREE, STAFF)
    assert [preview.count(what) for what in ("added", "changed", "same")] == [0, 0, 5]
    before = everything()
    importing.apply(preview, by=None)
    assert everything() == before


def test_rows_that_differ_change_the_units_from_that_day_and_show_before_and_after() -> None:
    root = agency()
    bring(root, TREE)
    rows = UNITS + "A1,B,section,ฝ่ายใหม่,Section one,\nC,A1,section,ฝ่ายซี,,\n"
    later = look(root, rows, since=date(2026, 3, 1))
    [change] = [one for one in later.units if one.what == "changed"]
    assert (change.before["parent"], change.after["parent"]) == ("A", "B")
    importing.apply(later, by=None)
    assert drawn(root) == ["กรมสมมุติ", "-กองบี", "-กองเอ", "--ฝ่ายหนึ่ง"]
    assert drawn(root, date(2026, 3, 1)) == ["กรมสมมุติ", "-กองบี", "--ฝ่ายใหม่", "---ฝ่ายซี", "-กองเอ"]


PROBLEMS: dict[str, tuple[str, list[tuple[str, int]]]] = {
    "no code": (UNITS + ",,division,กอง,,\n", [("OG001", 2)]),
    "no name and no kind": (UNITS + "X,,,,,\n", [("OG001", 2)] * 2),
    "unknown parent": (UNITS + "X,NONE,division,กอง,,\n", [("OG011", 2)]),
    "parent closed": (UNITS + "X,CLOSED,division,กอง,,\n", [("OG011", 2)]),
    "a closed unit": (UNITS + "CLOSED,,division,กอง,,\n", [("OG013", 2)]),
    "twice": (UNITS + "X,,division,กอง,,\nX,,division,กอง,,\n", [("OG010", 3)]),
    "a circle in the file": (UNITS + "X,Y,division,ก,,\nY,Z,division,ข,,\nZ,X,division,ค,,\n", [("OG012", n) for n in (2, 3, 4)]),
    "below itself": (UNITS + "X,X,division,ก,,\n", [("OG012", 2)]),
    "a circle with what stands": (UNITS + "OLD,X,division,ก,,\nX,OLD1,section,ข,,\n", [("OG012", 2), ("OG012", 3)]),
    "html": (UNITS + "X,,division,<img src=x>,,\n", [("OG003", 2)]),
    "bidi": (UNITS + "X,,division,กอง\u202e1,,\n", [("OG004", 2)]),
    "a formula": (UNITS + "X,,division,=1+1,,\n", [("OG003", 2)]),
    "a column twice": ("code,parent,kind,name_th,kind\nX,,division,กอง,x\n", [("OG009", 1)]),
    "a stranger's unit": (PEOPLE + "new.one,ก ข,ELSE,,reporter\n", [("OG018", 2)]),
    "unknown unit": (PEOPLE + "new.one,ก ข,NONE,,reporter\n", [("OG018", 2)]),
    "unknown role": (PEOPLE + "new.one,ก ข,OLD,,boss\n", [("OG019", 2)]),
    "not a username": (PEOPLE + "New One!,ก ข,OLD,,reporter\n", [("OG015", 2)]),
    "another's username": (PEOPLE + "known1,คนอื่น,OLD,,reporter\n", [("OG016", 2)]),
    "two names": (PEOPLE + "new.one,ก ข,OLD,,reporter\nnew.one,ค ง,OLD1,,reporter\n", [("OG016", 3)]),
    "of another agency": (PEOPLE + "stranger1,นายแปลก สมมุติ,OLD,,reporter\n", [("OG017", 2)]),
    "a held post": (PEOPLE + "new.one,ก ข,OLD,ผู้อำนวยการ,head\n", [("OG021", 2)]),
    "two for one post": (PEOPLE + "new.one,ก ข,OLD,เลขา,\nnew.two,ค ง,OLD,เลขา,\n", [("OG021", 3)]),
    "the same row": (PEOPLE + "new.one,ก ข,OLD,,reporter\nNEW.ONE,ก ข,OLD,,reporter\n", [("OG022", 3)]),
    "oneself": (PEOPLE + "admin1,นายจัด สมมุติ,OLD,,verifier\n", [("OG020", 2)]),
    "html in a person's name": (PEOPLE + "new.one,<b>ก</b>,OLD,,reporter\n", [("OG003", 2)]),
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), PROBLEMS.values(), ids=PROBLEMS)
def test_what_is_wrong_is_told_with_its_row_and_nothing_comes_in(text: str, expected: list[tuple[str, int]]) -> None:
    root, other = agency(), agency("กรมอื่น")
    old = services.create_unit(parent=root, kind="division", name_th="เดิม", code="OLD", since=JAN, by=None)
    services.create_unit(parent=old, kind="section", name_th="เดิมหนึ่ง", code="OLD1", since=JAN, by=None)
    closed = services.create_unit(parent=root, kind="division", name_th="เลิก", code="CLOSED", since=JAN, by=None)
    services.close(unit=closed, on=date(2026, 1, 15), by=None)
    services.create_unit(parent=other, kind="division", name_th="นอก", code="ELSE", since=JAN, by=None)
    known, stranger, admin = (
        User.objects.create_user(username, name=name)
        for username, name in (("known1", "นายรู้ สมมุติ"), ("stranger1", "นายแปลก สมมุติ"), ("admin1", "นายจัด สมมุติ"))
    )
    post = services.create_post(unit=old, name_th="ผู้อำนวยการ", is_head=True, by=None)
    services.assign_holder(post=post, user=known, since=JAN, by=None)
    services.grant(user=stranger, unit=other, role=Role.REPORTER, since=JAN, by=None)
    services.grant(user=admin, unit=root, role=Role.ORG_ADMIN, since=JAN, by=None)
    preview = look(root, text, by=admin)
    assert told(preview) == expected
    assert all(issue.cure_th and issue.cure_en for issue in preview.problems)
    before = everything()
    with pytest.raises(Refused) as refused:
        importing.apply(preview, by=admin)
    assert [(issue.code, issue.place.line) for issue in refused.value.issues] == expected
    assert everything() == before


def test_of_ten_thousand_rows_three_bad_ones_are_told_at_once_and_nothing_comes_in(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    root = agency()
    lines = [f"U{n},{f'U{n // 10}' if n >= 10 else ''},section,หน่วย {n},," for n in range(10_000)]
    lines[4_000] = "U4000,NOBODY,section,หน่วย,,"
    lines[7_000] = "U7000,U700,section,<script>,,"
    lines[9_998] = "U5,,section,หน่วย,,"
    preview = look(root, UNITS + "\n".join(lines))
    assert told(preview) == [("OG011", 4_002), ("OG003", 7_002), ("OG010", 10_000)]
    with pytest.raises(Refused):
        importing.apply(preview, by=None)
    assert Unit.objects.count() == 1


def test_a_thousand_rows_come_in_with_few_queries(django_assert_max_num_queries: Any) -> None:
    root = agency()
    units = "\n".join(f"U{n},{f'U{n // 10}' if n >= 10 else ''},section,หน่วย {n},," for n in range(1_000))
    people = "\n".join(f"user{n},คนที่ {n} สมมุติ,U{n},,reporter" for n in range(1_000))
    with django_assert_max_num_queries(150):
        bring(root, UNITS + units, PEOPLE + people)
    assert Ancestor.objects.filter(below__code="U999").count() == 4
    assert Grant.objects.count() == 1_000


def test_an_import_can_be_taken_back_whole_and_only_once() -> None:
    root = agency()
    bring(root, TREE)
    before = everything()
    rows = UNITS + "A,,division,กองเอใหม่,Division A,กอ.\nA1,B,section,ฝ่ายหนึ่ง,Section one,\nC,A,section,ฝ่ายซี,,\n"
    done = importing.apply(look(root, rows, STAFF, since=date(2026, 3, 1)), by=None)
    assert everything() != before
    importing.undo(done.id, by=None)
    assert everything() == before
    with pytest.raises(NotNow):
        importing.undo(done.id, by=None)
    codes = list(Event.objects.order_by("-number").values_list("code", flat=True)[:2])
    assert codes == ["orgs.import_undone", "orgs.imported"]


BUILT: dict[str, Callable[[Unit], object]] = {
    "a unit below": lambda a: services.create_unit(parent=a, kind="x", name_th="ใต้", since=FEB, by=None),
    "renamed": lambda a: services.rename(unit=a, name_th="ใหม่", on=date(2026, 3, 1), by=None),
    "a post": lambda a: services.create_post(unit=a, name_th="ตำแหน่ง", by=None),
    "a grant at a unit": lambda a: services.grant(
        user=User.objects.get(username="clerk.a"), unit=a, role=Role.AUDITOR, since=FEB, by=None
    ),
    "a grant revoked": lambda a: services.revoke(grant=Grant.objects.get(user__username="clerk.a"), by=None),
    "signed in": lambda a: User.objects.filter(username="clerk.a").update(last_login=clock.now()),
}


@pytest.mark.parametrize("build", BUILT.values(), ids=BUILT)
def test_an_import_on_which_something_was_built_stays_whole(build: Callable[[Unit], object]) -> None:
    root = agency()
    done = bring(root, TREE, STAFF)
    build(Unit.objects.get(code="A"))
    before = everything()
    with pytest.raises(NotNow):
        importing.undo(done.id, by=None)
    assert everything() == before


def test_an_import_into_a_tree_that_changed_after_the_preview_is_refused() -> None:
    root = agency()
    preview = look(root, TREE)
    services.create_unit(parent=root, kind="x", name_th="แทรก", code="A", since=JAN, by=None)
    with pytest.raises(NotNow):
        importing.apply(preview, by=None)


def test_only_the_agencys_org_admin_imports_and_the_head_and_auditors_learn_of_it() -> None:
    root = agency()
    admin, auditor, reader = (User.objects.create_user(f"user{n}", name=f"คนที่ {n} สมมุติ") for n in range(3))
    services.grant(user=admin, unit=root, role=Role.ORG_ADMIN, since=JAN, by=None)
    services.grant(user=auditor, unit=root, role=Role.AUDITOR, since=JAN, by=None)
    for by in (reader, auditor):
        with pytest.raises(Denied):
            look(root, TREE, by=by)
    Notice.objects.all().delete()
    done = bring(root, TREE, STAFF, by=admin)
    with pytest.raises(Denied):
        importing.undo(done.id, by=reader)
    clerk = User.objects.get(username="clerk.a")
    assert {(one.to, one.code) for one in Notice.objects.all()} == {
        (auditor.id, "orgs.imported"),
        (clerk.id, "orgs.role_granted"),
    }
    assert Grant.objects.get(user=clerk).granted_by == admin


# files


def workbook(**tables: list[list[Any]]) -> bytes:
    book = Workbook()
    book.remove(book.active)
    for name, rows in tables.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def test_a_workbook_gives_units_and_people_from_sheets_named_as_one_likes() -> None:
    data = workbook(
        notes=[["อ่านก่อน"], ["ข้อความ"]],
        หน่วย=[["รหัส", "ชื่อหน่วย", "ประเภท", "หน่วยเหนือ"], ["A", "กองเอ", "division", None], [None] * 4, [7, "กอง 7", "x", "A"]],
        คน=[["ชื่อผู้ใช้", "ชื่อ-สกุล", "สังกัด", "บทบาท"], ["user.a", "นางเอ สมมุติ", "A", "ผู้รายงาน"]],
    )  # fmt: skip
    rows = sheets.read(data, "org.xlsx")
    assert [(row["code"], row["name_th"], row["parent"], row.place.line) for row in rows.units] == [
        ("A", "กองเอ", "", 2),
        ("7", "กอง 7", "A", 4),
    ]
    assert [(row["username"], row["role"], row.place.file) for row in rows.people] == [
        ("user.a", "ผู้รายงาน", "org.xlsx คน")
    ]
    root = agency()
    assert importing.preview(rows, root=root, since=FEB, by=None).problems == ()


def test_a_formula_in_a_workbook_is_refused() -> None:
    data = workbook(units=[["code", "parent", "kind", "name_th"], ["A", None, "x", '=CONCAT("ก","ข")']])
    assert [issue.code for issue in sheets.read(data, "org.xlsx").problems] == ["OG008"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp874"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_csv_is_read_as_office_programs_write_it(encoding: str, separator: str) -> None:
    text = "code,parent,kind,name_th\r\nA,,division,กองเอ\r\n".replace(",", separator)
    [row] = sheets.read(text.encode(encoding), "rows.csv").units
    assert (row["code"], row["name_th"]) == ("A", "กองเอ")


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "WB011"),
        (b"%PDF-1.7", "WB010"),
        (b"a,b\n1,2\n", "OG005"),
        (b"code,parent,kind,name_th\n", "OG005"),
        (b"code,parent,kind,name_th\nA,,x,\xff\xfe\xfc", "OG006"),
        (b"code,parent,kind,name_th\nA,,x," + b"a" * 200_000, "OG006"),
        (b"code,parent,kind,name_th\n" + b"A,,x,y\n" * 50_001, "OG007"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_table_of_ours_is_refused(data: bytes, code: str) -> None:
    with pytest.raises(Refused) as refused:
        sheets.read(data, "file")
    assert [issue.code for issue in refused.value.issues] == [code]
