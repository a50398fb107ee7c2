"""Tables of units and people: looked at before anything happens, imported whole or not at all, taken back whole."""

from __future__ import annotations

import stat
from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.apps.results_world import SINCE, World
from tests.pages.conftest import Open

from samrit.apps.orgs import services, sheets
from samrit.apps.orgs.models import Grant, Import, Placement, Unit
from samrit.web.staff.units import imports, waiting

HEAD = "รหัสหน่วย,รหัสหน่วยเหนือ,ประเภทหน่วย,ชื่อหน่วย"
Queries = Callable[..., Any]


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder of its own, so that what waits is only what the test uploaded."""
    monkeypatch.setattr(waiting, "folder", lambda: tmp_path / "imports-waiting")


def given(client: Client, world: World, rows: Sequence[str], head: str = HEAD) -> Any:
    table = SimpleUploadedFile("units.csv", "\n".join([head, *rows]).encode())
    return client.post(f"/units/{world.root.id}/import/", {"table": table, "since": "1/10/2556"})


def looked(client: Client, path: str) -> str:
    return str(client.get(path).content.decode())


def state_of(page: str) -> str:
    return page.split('name="state" value="')[1].split('"')[0]


def test_a_tree_is_looked_at_imported_and_taken_back(world: World, opened: Open) -> None:
    client = opened("org_admin")
    path = given(client, world, ["N1,,swt,สถานีหนึ่งสมมุติ", "N2,N1,swt,สถานีสองสมมุติ"])["Location"]
    before = Unit.objects.count()
    page = looked(client, path)
    assert "สถานีหนึ่งสมมุติ" in page
    assert "หน่วยเหนือ: N1" in page
    assert Unit.objects.count() == before
    answer = client.post(path, {"state": state_of(page), "do": "1"})
    assert answer.status_code == 302
    assert Unit.objects.count() == before + 2
    assert client.get(path).status_code == 404  # the table is gone with the import
    done = Import.objects.get()
    assert f"/units/imports/{done.id}/undo/" in looked(client, f"/units/{world.root.id}/imports/")
    assert client.post(f"/units/imports/{done.id}/undo/").status_code == 302
    assert Unit.objects.count() == before
    again = client.post(f"/units/imports/{done.id}/undo/")
    assert again.status_code == 409


def test_three_bad_rows_among_ten_thousand_are_named_and_nothing_is_imported(
    world: World, opened: Open, django_assert_max_num_queries: Queries
) -> None:
    rows = [f"N{n},{f'N{n // 10}' if n >= 10 else ''},swt,สถานีสมมุติ {n}" for n in range(1, 10_001)]
    rows[4_999] = "N5000,ไม่มีหน่วยนี้,swt,สถานีหลง"
    rows[6_999] = "N7000,,swt,<b>สถานี</b>"
    rows[8_999] = "N1,,swt,สถานีซ้ำ"
    client = opened("org_admin")
    path = given(client, world, rows)["Location"]
    with django_assert_max_num_queries(40):  # of ten thousand rows: none is looked up by itself
        page = looked(client, path)
    for row, code in ((5001, "OG011"), (7001, "OG003"), (9001, "OG010")):
        assert f'<th role="rowheader" scope="row">แถว {row}</th>' in page
        assert code in page
    assert "มี 3 ปัญหา" in page
    assert "<b>สถานี" not in page
    assert "นำเข้าทั้งหมดนี้" not in page
    assert len(page) < 60_000
    added = looked(client, f"{path}?show=added&page=2")
    assert added.count('role="rowheader"') == imports.PER_PAGE
    units = Unit.objects.count()
    assert (
        client.post(path, {"state": state_of(page), "do": "1"}).status_code == 200
    )  # the problems again, nothing done
    assert Unit.objects.count() == units


def test_a_circle_is_refused_and_named(world: World, opened: Open) -> None:
    client = opened("org_admin")
    path = given(client, world, ["A,C,swt,ก", "B,A,swt,ข", "C,B,swt,ค"])["Location"]
    page = looked(client, path)
    assert "อยู่ใต้ตัวเอง" in page
    assert "A &gt; C &gt; B &gt; A" in page
    assert "นำเข้าทั้งหมดนี้" not in page


def test_a_tree_that_changed_since_the_look_is_not_imported_into(world: World, opened: Open) -> None:
    client = opened("org_admin")
    path = given(client, world, ["N1,,swt,สถานีหนึ่งสมมุติ"])["Location"]
    state = state_of(looked(client, path))
    services.create_unit(parent=world.root, kind="swt", name_th="หน่วยแทรกสมมุติ", since=SINCE, by=None)
    answer = client.post(path, {"state": state, "do": "1"})
    assert answer.status_code == 409
    assert "โครงสร้างเปลี่ยนไปหลังจากดูตัวอย่าง" in answer.content.decode()
    assert not Placement.objects.filter(name_th="สถานีหนึ่งสมมุติ").exists()
    # the page now shows the tree as it is, and may be imported
    again = client.post(path, {"state": state_of(answer.content.decode()), "do": "1"})
    assert again.status_code == 302


def test_what_waits_is_the_uploaders_alone_and_is_private_on_the_disk(world: World, opened: Open) -> None:
    path = given(opened("org_admin"), world, ["N1,,swt,สถานีหนึ่งสมมุติ"])["Location"]
    world.people["other_admin"] = world["stranger"]
    world.grant("other_admin", "org_admin", world.root)
    assert Grant.objects.filter(user=world["stranger"], role="org_admin").exists()
    assert opened("other_admin").get(path).status_code == 404
    files = list(waiting.folder().iterdir())
    assert len(files) == 2
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}
    assert stat.S_IMODE(waiting.folder().stat().st_mode) == 0o700


def test_what_waits_is_swept_after_a_day(world: World, opened: Open) -> None:
    client = opened("org_admin")
    path = given(client, world, ["N1,,swt,สถานีหนึ่งสมมุติ"])["Location"]
    assert client.get(path).status_code == 200
    world.clock.at += timedelta(days=1, hours=1)
    client = opened("org_admin")  # the session ended with the working day
    assert client.get(path).status_code == 404
    given(client, world, ["N2,,swt,สถานีสองสมมุติ"])
    assert len(list(waiting.folder().iterdir())) == 2


@pytest.mark.parametrize("token", ["../../etc/passwd", "x" * 31, "x" * 33, "." * 32])
def test_a_token_that_is_none_finds_nothing(world: World, token: str) -> None:
    assert waiting.find(token, user=world["org_admin"].id, root=world.root.id) is None


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"a,b,c\n1,2,3\n", "ไม่พบคอลัมน์"),
        (b"%PDF-1.7 pretends to be a table", "ไฟล์ PDF"),
        (b"\xff\xfe\x00\x01", "อ่านตัวอักษร"),
    ],
)
def test_a_file_that_is_no_table_is_refused_at_its_field(world: World, opened: Open, data: bytes, says: str) -> None:
    table = SimpleUploadedFile("units.csv", data)
    answer = opened("org_admin").post(f"/units/{world.root.id}/import/", {"table": table, "since": "1/10/2556"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert says in page.split('id="table-error"')[1].split("</p>")[0]
    assert not waiting.folder().exists()


@pytest.mark.parametrize("what", ["units", "people"])
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_tables_to_fill_in_are_read_back_as_they_are(world: World, opened: Open, what: str, kind: str) -> None:
    answer = opened("org_admin").get(f"/units/{world.root.id}/import/{what}.{kind}")
    rows = sheets.read(answer.content, f"{what}.{kind}")
    assert not rows.problems
    found = rows.units if what == "units" else rows.people
    assert [tuple(row.texts.values()) for row in found] == [imports.SAMPLES[what][1]]


def test_people_are_shown_with_what_they_are_given(world: World, opened: Open) -> None:
    client = opened("org_admin")
    head = "ชื่อผู้ใช้,ชื่อ-สกุล,สังกัด,ตำแหน่ง,บทบาท"
    path = given(client, world, [f"new.person,บุคคล สมมุติ,{world.office.id},เสมียน,reporter"], head)["Location"]
    page = looked(client, path)
    assert "new.person" in page
    assert "ผู้รายงาน" in page
    assert client.post(path, {"state": state_of(page)}).status_code == 302
    assert Grant.objects.get(user__username="new.person").granted_by == world["org_admin"]


def test_another_file_may_be_chosen_instead(world: World, opened: Open) -> None:
    client = opened("org_admin")
    path = given(client, world, ["N1,,swt,สถานีหนึ่งสมมุติ"])["Location"]
    assert client.post(path, {"drop": "1"})["Location"] == f"/units/{world.root.id}/import/"
    assert list(waiting.folder().iterdir()) == []


def test_the_folder_is_the_installations_own() -> None:
    assert Path(settings.INSTALLATION.home) / "imports-waiting" == waiting_folder()


waiting_folder = waiting.folder
"""As it is without the tests' own."""
