"""The organisation's pages: the tree and its units, what is changed there, and what names that deceive come to."""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import uuid4

import lxml.html
import pytest
from django.http import HttpResponse
from django.test import Client
from tests.apps.results_world import SINCE, World
from tests.pages import looks
from tests.pages.conftest import Open

from samrit.apps.accounts.models import User
from samrit.apps.orgs import queries, services
from samrit.apps.orgs.levels import MOST_BESIDE
from samrit.apps.orgs.models import Grant, Holding, Hop, Placement, Post, Role, Unit
from samrit.apps.orgs.services import NewUnit
from samrit.web.reader import Text
from samrit.web.staff.units.kinds import COMMON, printed

Queries = Callable[..., Any]


def text(answer: Any) -> str:
    return str(answer.content.decode())


def sent(client: Client, path: str, status: int = 302, **fields: object) -> HttpResponse:
    answer: Any = client.post(path, fields)
    assert answer.status_code == status, text(answer)
    return answer


def unit_called(name: str) -> Unit:
    return Placement.objects.filter(name_th=name).order_by("-since")[0].unit


def many(world: World, count: int) -> None:
    """Units below the office and beside it, with a vacant post each."""
    new = [NewUnit("swt", f"สถานีสมมุติ {n}", f"Invented station {n}", code=f"S{n}") for n in range(count)]
    made = services.create_units(parent=world.office, units=new, since=SINCE, by=None)
    Post.objects.bulk_create(Post(unit=one, name_th="หัวหน้าสถานี", is_head=True) for one in made)


# ── reading ──────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("part", ["", "posts/", "roles/", "routes/", "assessments/"])
@pytest.mark.parametrize("size", [10, 300])
def test_the_pages_ask_a_constant_number_of_queries(
    world: World, opened: Open, django_assert_max_num_queries: Queries, part: str, size: int
) -> None:
    many(world, size)
    client = opened("org_admin")
    client.get("/units/")
    with django_assert_max_num_queries(12):
        assert client.get(f"/units/{world.office.id}/{part}").status_code == 200


@pytest.mark.parametrize("size", [10, 300, 1500])
def test_the_tree_asks_a_constant_number_of_queries_and_stays_short(
    world: World, opened: Open, django_assert_max_num_queries: Queries, size: int
) -> None:
    many(world, size)
    client = opened("org_admin")
    client.get("/units/")
    with django_assert_max_num_queries(12):
        page = text(client.get("/units/"))
    assert page.count('class="outline-line"') <= 150
    with django_assert_max_num_queries(12):
        opened_up = text(client.get(f"/units/?open={world.office.id}"))
    assert opened_up.count('class="outline-line"') <= 150
    assert "สถานีสมมุติ" in opened_up


def test_pressing_on_shows_every_unit_of_a_large_branch_once(world: World, opened: Open) -> None:
    many(world, 130)
    client = opened("clerk")
    address, seen, pages = f"/units/?open={world.office.id}", Counter[str](), 0
    while address:
        page = client.get(address).content.decode()
        seen.update(re.findall(r'href="/units/[0-9a-f-]{36}/">(สถานีสมมุติ \d+)</a>', page))
        onward = re.search(r'<a href="([^"]+)">↓ ถัดไปอีก', page)
        address, pages = (html.unescape(onward[1]) if onward else ""), pages + 1
    assert (len(seen), set(seen.values()), pages) == (130, {1}, -(-130 // MOST_BESIDE))
    assert f"↑ ก่อนหน้านี้อีก {130 // MOST_BESIDE * MOST_BESIDE} หน่วย" in page


def test_a_unit_that_is_opened_stands_among_those_beside_it(world: World, opened: Open) -> None:
    many(world, 130)
    below = sorted(Placement.objects.filter(parent=world.office).values_list("sort_key", "unit_id"))
    of = below[100][1]
    services.create_units(parent=Unit.objects.get(id=of), units=[NewUnit("swt", "หน่วยเล็กสมมุติ")], since=SINCE, by=None)
    page = text(opened("clerk").get(f"/units/?open={of}"))
    assert "หน่วยเล็กสมมุติ" in page
    first = 100 - MOST_BESIDE // 2
    assert f'id="u-{below[first][1]}"' in page
    assert f'id="u-{below[first - 1][1]}"' not in page
    assert f"↑ ก่อนหน้านี้อีก {first} หน่วย" in page


@pytest.mark.parametrize(
    "wish", ["open=x", "open=&from=9", "open={office}&from=99999", "open={office}&from=-1", "open={other}"]
)
def test_what_cannot_be_opened_shows_the_tree_all_the_same(world: World, opened: Open, wish: str) -> None:
    wish = wish.format(office=world.office.id, other=uuid4())
    assert "สำนักงานเขตอื่นสมมุติ" in text(opened("clerk").get(f"/units/?{wish}"))


def test_a_large_branch_is_one_press_away(world: World, opened: Open) -> None:
    many(world, 400)
    page = text(opened("clerk").get("/units/"))
    assert "สถานีสมมุติ 7" not in page
    assert f"open={world.office.id}" in page
    assert "400 หน่วยข้างใต้" in page


def test_vacant_posts_stand_in_the_tree(world: World, opened: Open) -> None:
    assert "ตำแหน่งว่าง" not in text(opened("clerk").get("/units/"))
    Holding.objects.all().delete()
    assert "ตำแหน่งว่าง 1" in text(opened("clerk").get("/units/"))


def test_a_closed_unit_is_found_by_its_day_and_by_its_name(world: World, opened: Open) -> None:
    services.close(unit=world.other, on=date(2012, 10, 1), by=None)
    client = opened("clerk")
    assert "สำนักงานเขตอื่นสมมุติ" not in text(client.get("/units/"))
    assert "สำนักงานเขตอื่นสมมุติ" in text(client.get("/units/?on=30/9/2555"))
    assert "สำนักงานเขตอื่นสมมุติ" in text(client.get("/units/?on=2012-09-30"))
    found = text(client.get("/units/?q=เขตอื่น"))
    assert "สำนักงานเขตอื่นสมมุติ" in found
    assert "ยุบเลิก 1 ตุลาคม 2555" in found


def test_a_unit_is_found_by_its_former_name(world: World, opened: Open) -> None:
    services.rename(unit=world.other, name_th="สำนักงานใหม่สมมุติ", on=date(2013, 1, 1), by=None)
    page = text(opened("clerk").get("/units/?q=เขตอื่น"))
    assert "สำนักงานใหม่สมมุติ" in page
    assert "สำนักงานเขตอื่นสมมุติ" in page


@pytest.mark.parametrize("wish", ["เมื่อวาน", "32/1/2556", "<script>"])
def test_a_day_that_is_none_shows_today_and_says_so(world: World, opened: Open, wish: str) -> None:
    page = text(opened("clerk").get("/units/", {"on": wish}))
    assert "อ่านวันที่ไม่ได้" in page
    assert "<script>" not in page.split("<main")[1]


def test_another_agency_is_not_found_in_the_tree(world: World, opened: Open) -> None:
    other = queries.root_of(Grant.objects.filter(user=world["foreigner"])[0].unit)
    assert opened("clerk").get(f"/units/?agency={other}").status_code == 404
    assert "กรมอื่นสมมุติ" not in text(opened("clerk").get("/units/?q=กรม"))


def test_posts_tell_who_holds_acts_and_is_delegated(world: World, opened: Open) -> None:
    world.hold("clerk", "acting")
    world.hold("second_clerk", "delegated")
    page = text(opened("verifier").get(f"/units/{world.office.id}/posts/"))
    for words in ("ดำรงตำแหน่ง", "รักษาราชการแทน", "ได้รับมอบอำนาจ", "head (invented)"):
        assert words in page
    assert "สิ้นสุด" not in page  # a verifier changes nothing here


def test_roles_tell_where_they_were_given(world: World, opened: Open) -> None:
    page = text(opened("clerk").get(f"/units/{world.office.id}/roles/"))
    assert "clerk (invented)" in page
    assert "evaluator (invented)" in page
    assert "verifier (invented)" not in page.replace("last_verifier (invented)", "")  # given beside, not above
    assert "last_verifier (invented)" not in page  # given above, for that unit only


def test_routes_tell_each_hop_with_its_day(world: World, opened: Open) -> None:
    page = text(opened("clerk").get(f"/units/{world.office.id}/routes/"))
    assert "สำนักแผนสมมุติ" in page
    assert "ภายในวันที่ 5 ของเดือนถัดไป" in page


# ── changing ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_unit_is_set_up_renamed_moved_and_merged_and_its_page_tells_all_of_it(world: World, opened: Open) -> None:
    client = opened("org_admin")
    sent(client, f"/units/{world.root.id}/add/", name_th="ศูนย์สมมุติ", kind="swt", code="C1", since="1/10/2555")
    unit = unit_called("ศูนย์สมมุติ")

    look = sent(client, f"/units/{unit.id}/rename/", 200, name_th="ศูนย์ใหม่สมมุติ", kind="swt", on="1/1/2556")
    assert "ศูนย์สมมุติ → ศูนย์ใหม่สมมุติ" in text(look)
    assert queries.name_of(unit, date(2013, 2, 1)).name_th == "ศูนย์สมมุติ"  # looking changed nothing
    sent(client, f"/units/{unit.id}/rename/", name_th="ศูนย์ใหม่สมมุติ", kind="swt", on="1/1/2556", sure="1")

    look = sent(client, f"/units/{unit.id}/move/", 200, to=world.office.id, on="1/4/2556")
    assert "ไปใต้" in text(look)
    sent(client, f"/units/{unit.id}/move/", to=world.office.id, on="1/4/2556", sure="1")
    assert queries.superior(unit, date(2013, 4, 1)) == world.office.id
    assert queries.superior(unit, date(2013, 3, 31)) == world.root.id

    look = sent(client, f"/units/{world.other.id}/merge/", 200, other=unit.id, on="1/9/2556")
    assert "หน่วยที่ยุบ" in text(look)
    assert "ศูนย์ใหม่สมมุติ" in text(look)
    sent(client, f"/units/{world.other.id}/merge/", other=unit.id, on="1/9/2556", sure="1")

    page = text(client.get(f"/units/{unit.id}/"))
    for words in ("ศูนย์สมมุติ", "ศูนย์ใหม่สมมุติ", "1 มกราคม 2556", "1 เมษายน 2556", "ยุบรวมเข้า", "ยุบเลิกตั้งแต่ 1 กันยายน 2556"):
        assert words in page
    assert "รวมมาจาก" in text(client.get(f"/units/{world.other.id}/"))


def test_a_kind_is_chosen_from_what_the_packs_and_the_agency_know(world: World, opened: Open) -> None:
    Placement.objects.filter(unit=world.planning).update(kind="plan_office")
    client = opened("org_admin")
    for path in (f"/units/{world.root.id}/add/", f"/units/{world.office.id}/rename/"):
        page = text(client.get(path))
        options = dict(re.findall(r'<option value="([^"]*)"[^>]*>([^<]*)</option>', page.split('id="kind"')[1]))
        assert options["spk"] == "สำนักประชาสัมพันธ์เขต (สปข.) (spk)"  # a pack's, by its name
        assert options["plan_office"] == "plan_office"  # the agency's own
        assert '<input id="kind-other"' in page
    assert '<option value="spk" selected>' in text(client.get(f"/units/{world.office.id}/rename/"))
    client.cookies["samrit_language"] = "en"
    assert "Regional public relations office" in text(client.get(f"/units/{world.root.id}/add/"))


@pytest.mark.parametrize(
    ("chosen", "typed", "kind"),
    [
        ("spk", "", "spk"),
        ("", "ศูนย์ข้อมูล", "ศูนย์ข้อมูล"),
        ("spk", "ศูนย์ข้อมูล", "ศูนย์ข้อมูล"),  # what is typed is what was meant
        ("", " SPK ", "spk"),
        ("", "สำนักประชาสัมพันธ์เขต (สปข.)", "spk"),  # a name of the list is that kind
    ],
)
def test_another_kind_may_be_typed(world: World, opened: Open, chosen: str, typed: str, kind: str) -> None:
    fields = {"name_th": "ศูนย์สมมุติ", "kind": chosen, "kind-other": typed, "since": "1/10/2555"}
    sent(opened("org_admin"), f"/units/{world.root.id}/add/", **fields)
    assert queries.name_of(unit_called("ศูนย์สมมุติ"), date(2013, 1, 1)).kind == kind


def test_a_kind_that_no_list_has_is_not_chosen(world: World, opened: Open) -> None:
    for kind in ("", "of_tomorrow"):
        fields = {"name_th": "ศูนย์สมมุติ", "kind": kind, "since": "1/10/2555"}
        page = text(sent(opened("org_admin"), f"/units/{world.root.id}/add/", 422, **fields))
        assert 'id="kind-error"' in page


def test_a_changed_kind_is_looked_at_by_its_name(world: World, opened: Open) -> None:
    client, path = opened("org_admin"), f"/units/{world.office.id}/rename/"
    fields = {"name_th": "สำนักงานเขตสมมุติ", "kind": "spk", "kind-other": "ศูนย์ข้อมูล", "on": "1/1/2556"}
    look = text(sent(client, path, 200, **fields))
    assert "สำนักประชาสัมพันธ์เขต (สปข.) → ศูนย์ข้อมูล" in look
    sent(client, path, sure="1", **fields)
    assert queries.name_of(world.office, date(2013, 1, 1)).kind == "ศูนย์ข้อมูล"


def test_what_is_open_is_counted_before_a_unit_closes(world: World, opened: Open) -> None:
    world.opened()
    client = opened("org_admin")
    look = text(sent(client, f"/units/{world.office.id}/close/", 200, heir=world.other.id, on="1/10/2556"))
    assert "รายงานของหน่วยเหล่านี้ที่ยังไม่ปิด" in look
    assert queries.is_there(world.office, date(2013, 10, 1))
    sent(client, f"/units/{world.office.id}/close/", heir=world.other.id, on="1/10/2556", sure="1")
    assert queries.successors_of(world.office, date(2013, 10, 1)) == [world.other.id]


def test_a_unit_is_split_and_the_units_below_go_where_was_chosen(world: World, opened: Open) -> None:
    many(world, 2)
    first, second = unit_called("สถานีสมมุติ 0"), unit_called("สถานีสมมุติ 1")
    fields = {
        "name_th-1": "เขตหนึ่งสมมุติ", "kind-1": "spk", "name_th-2": "เขตสองสมมุติ", "kind-2": "spk",
        f"takes-{first.id}": "1", f"takes-{second.id}": "2", "on": "1/9/2556",
    }  # fmt: skip
    client, path = opened("org_admin"), f"/units/{world.office.id}/split/"
    assert "เขตสองสมมุติ" in text(sent(client, path, 200, **fields))
    sent(client, path, sure="1", **fields)
    assert queries.superior(second, date(2013, 9, 1)) == unit_called("เขตสองสมมุติ").id
    assert "แยกเป็น" in text(client.get(f"/units/{world.office.id}/"))


def test_a_move_below_itself_is_refused_before_anybody_is_asked_whether_they_are_sure(
    world: World, opened: Open
) -> None:
    many(world, 1)
    below = unit_called("สถานีสมมุติ 0")
    answer = sent(opened("org_admin"), f"/units/{world.office.id}/move/", 409, to=below.id, on="1/9/2556")
    assert "อยู่ใต้ตัวเอง" in text(answer)
    assert str(below.id) in text(answer).split("selected")[0][-120:]  # what was chosen is still chosen


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("<script>alert(1)</script>", "เครื่องหมายของโปรแกรม"),
        ("=cmd()", "เครื่องหมายของโปรแกรม"),
        ("สน.\u202eกลับหลัง", "สลับทิศการอ่าน"),
        ("", "ใส่ค่า"),
    ],
)
def test_names_that_deceive_are_refused_at_their_field_and_kept_as_typed(
    world: World, opened: Open, name: str, says: str
) -> None:
    fields = {"name_th": name, "name_en": "Kept & typed", "kind": "swt", "since": "1/9/2556"}
    page = text(sent(opened("org_admin"), f"/units/{world.root.id}/add/", 422, **fields))
    assert says in page.split('id="name_th-error"')[1].split("</p>")[0]
    assert "“name_th”" not in page
    assert 'value="Kept &amp; typed"' in page
    assert "<script>alert" not in page


def test_a_bad_day_and_a_bad_name_are_told_at_once(world: World, opened: Open) -> None:
    fields = {"name_th": "<b>", "kind": "swt", "since": "เมื่อวาน"}
    page = text(sent(opened("org_admin"), f"/units/{world.root.id}/add/", 422, **fields))
    assert 'id="since-error"' in page
    assert 'id="name_th-error"' in page


def test_a_name_with_html_that_came_by_another_way_is_shown_as_text(world: World, opened: Open) -> None:
    Placement.objects.filter(unit=world.other).update(name_th="<b>หนา</b>", name_en="<img src=x>")
    client = opened("org_admin")
    for path in ("/units/", f"/units/{world.other.id}/", f"/units/{world.other.id}/move/", "/why/", "/units/?q=หนา"):
        page = text(client.get(path))
        assert "<b>หนา" not in page
        assert "<img src=x>" not in page


def test_a_person_is_put_into_a_post_by_username_and_ended(world: World, opened: Open) -> None:
    client, path = opened("org_admin"), f"/units/posts/{world.post.id}/assign/"
    refused = sent(client, path, 409, username="STRANGER", how="holds", since="1/9/2556")
    assert "มีผู้ดำรงตำแหน่งนี้" in text(refused)
    assert 'value="STRANGER"' in text(refused)
    sent(client, path, username="STRANGER", how="acting", since="1/9/2556", until="1/10/2556")
    held = Holding.objects.get(user=world["stranger"])
    assert (held.how, held.until) == ("acting", date(2013, 10, 1))
    sent(client, f"/units/holdings/{held.id}/end/", until="15/9/2556")
    held.refresh_from_db()
    assert held.until == date(2013, 9, 15)


def test_who_holds_a_post_may_delegate_it_and_nothing_else(world: World, opened: Open) -> None:
    client, path = opened("head"), f"/units/posts/{world.post.id}/assign/"
    sent(client, path, 422, username="clerk", how="holds", since="1/9/2556")
    sent(client, path, username="clerk", how="delegated", since="1/9/2556", until="1/10/2556")
    assert Holding.objects.get(user=world["clerk"]).how == "delegated"


@pytest.mark.parametrize("username", ["foreigner", "nobody-at-all"])
def test_people_of_other_agencies_are_not_found_by_username(world: World, opened: Open, username: str) -> None:
    path = f"/units/{world.office.id}/roles/add/"
    page = text(sent(opened("org_admin"), path, 422, username=username, role="reporter", since="1/9/2556"))
    assert "ไม่พบชื่อผู้ใช้นี้" in page


def test_a_role_is_granted_for_an_indicator_and_a_time_and_revoked(world: World, opened: Open) -> None:
    client, path = opened("org_admin"), f"/units/{world.office.id}/roles/add/"
    fields = {"username": "stranger", "role": "reporter", "indicator": "2", "since": "1/9/2556", "until": "1/10/2556"}
    sent(client, path, subtree="no", **fields)
    given = Grant.objects.get(user=world["stranger"])
    assert (given.indicator, given.subtree, given.until, given.granted_by) == (
        "2",
        False,
        date(2013, 10, 1),
        world["org_admin"],
    )
    sent(client, f"/units/grants/{given.id}/end/", until="20/9/2556")
    given.refresh_from_db()
    assert given.until == date(2013, 9, 20)


def test_nobody_grants_themselves_a_role(world: World, opened: Open) -> None:
    path = f"/units/{world.office.id}/roles/add/"
    page = text(sent(opened("org_admin"), path, 403, username="org_admin", role="reporter", since="1/9/2556"))
    assert "ให้บทบาทแก่ตนเองไม่ได้" in page
    assert not Grant.objects.filter(user=world["org_admin"], role=Role.REPORTER).exists()


def test_a_route_is_set_after_a_look(world: World, opened: Open) -> None:
    client, path = opened("org_admin"), f"/units/{world.root.id}/routes/set/"
    fields = {
        "pack": world.pack, "indicator": "2", "unit_kind": "spk", "to-1": "superior", "day-1": "๒๘",
        "to-2": str(world.planning.id), "day-2": "5", "month-2": "next", "since": "1/9/2556",
    }  # fmt: skip
    assert "ขั้นที่ 2" in text(sent(client, path, 200, **fields))
    sent(client, path, sure="1", **fields)
    hops = list(Hop.objects.filter(indicator="2").order_by("order").values_list("to", "day", "of_following_month"))
    assert hops == [(None, 28, False), (world.planning.id, 5, True)]
    assert "หน่วยเหนือของหน่วยที่ส่ง" in text(client.get(f"/units/{world.office.id}/routes/"))


def test_a_route_s_form_begins_with_one_step_that_is_always_there(world: World, opened: Open) -> None:
    client, path = opened("org_admin"), f"/units/{world.root.id}/routes/set/"
    for language, blank, none in (("th", "เลือกหน่วย", "ไม่มีขั้นนี้"), ("en", "Choose a unit", "no such step")):
        page = looks.rendered(client, path, language)
        assert re.findall(r'<select id="(to-\d)"', page) == ["to-1"]
        assert f'<option value="" selected>{blank}</option>' in page
        assert none not in page


def test_a_step_is_added_and_what_was_typed_stays(world: World, opened: Open) -> None:
    client, path = opened("org_admin"), f"/units/{world.root.id}/routes/set/"
    fields = {
        "pack": world.pack,
        "indicator": "2",
        "to-1": "superior",
        "day-1": "๒๘",
        "month-1": "next",
        "since": "1/9/2556",
    }
    assert 'name="more" value="1" formaction="#to-2"' in text(client.get(path))
    page = text(sent(client, path, 200, more="1", **fields))
    assert re.findall(r'<select id="(to-\d)"', page) == ["to-1", "to-2"]
    assert page.count("ไม่มีขั้นนี้") == 1
    first = page.split('id="to-1"')[1].split("</select>")[0]
    assert '<option value="superior" selected>' in first
    assert re.search(r'name="day-1"[^>]* value="๒๘"', page)
    assert re.search(r'name="month-1" value="next" checked', page)
    assert re.search(r'name="since"[^>]* value="1/9/2556"', page)
    assert not Hop.objects.filter(indicator="2").exists()
    # sent with the second step left open, and with a mistake: it is shown again, no further one
    page = text(sent(client, path, 422, **(fields | {"day-1": "32", "to-2": ""})))
    assert re.findall(r'<select id="(to-\d)"', page) == ["to-1", "to-2"]
    # looked at and taken back to be changed: the same steps
    page = text(sent(client, path, 200, **fields, **{"to-2": ""}))
    assert 'name="sure"' in page
    assert 'name="to-2"' in page


def test_steps_are_added_up_to_eight(world: World, opened: Open) -> None:
    client, path = opened("org_admin"), f"/units/{world.root.id}/routes/set/"
    page = text(sent(client, path, 200, more="1", **{f"to-{n}": "superior" for n in range(1, 8)}))
    assert len(re.findall(r'<select id="to-\d"', page)) == 8
    assert 'name="more"' not in page
    page = text(sent(client, path, 200, more="1", **{f"to-{n}": "superior" for n in range(1, 10)}))
    assert len(re.findall(r'<select id="to-\d"', page)) == 8


def test_a_route_without_its_first_step_is_refused_there(world: World, opened: Open) -> None:
    fields = {"pack": world.pack, "to-1": "", "to-2": "superior", "since": "1/9/2556"}
    page = text(sent(opened("org_admin"), f"/units/{world.root.id}/routes/set/", 422, **fields))
    assert 'id="to-1-error"' in page


def test_a_route_is_ended_by_saying_so_and_only_where_there_is_one(world: World, opened: Open) -> None:
    client, path = opened("org_admin"), f"/units/{world.root.id}/routes/set/"
    ends = '<option value="none">'
    assert ends in text(client.get(path))
    fields = {"pack": world.pack, "to-1": "none", "since": "1/9/2556"}
    assert 'id="to-1-error"' in text(sent(client, path, 422, **fields, **{"to-2": "superior"}))
    assert "เส้นทางนี้สิ้นสุด" in text(sent(client, path, 200, **fields))
    sent(client, path, sure="1", **fields)
    assert set(Hop.objects.values_list("until", flat=True)) == {date(2013, 9, 1)}
    assert ends not in text(client.get(path))


def test_among_many_units_the_button_that_finds_stands_at_its_own_field(world: World, opened: Open) -> None:
    many(world, 60)
    client, path = opened("org_admin"), f"/units/{world.root.id}/routes/set/"
    assert 'name="more" value="1" formaction="#to-2-called"' in text(client.get(path))
    page = text(sent(client, path, 200, more="1", pack=world.pack, **{"to-1": "superior"}))
    for step in ("to-1", "to-2"):
        row = page.split(f'id="{step}-called"')[1].split("</div>")[0]
        assert f'name="find" value="1" formaction="#{step}-called"' in row
    page = text(sent(client, path, 200, find="1", **{"to-1": "superior", "to-2": "", "to-2-called": "สมมุติ 41"}))
    assert re.findall(r'<select id="(to-\d)"', page) == ["to-1", "to-2"]
    assert re.search(r'<option value="[0-9a-f-]{36}" selected>สถานีสมมุติ 41', page.split('id="to-2"')[1])
    assert '<option value="superior" selected>' in page.split('id="to-1"')[1].split("</select>")[0]


def test_a_day_no_month_has_is_refused_at_its_field(world: World, opened: Open) -> None:
    fields = {"pack": world.pack, "to-1": "superior", "day-1": "32", "since": "1/9/2556"}
    page = text(sent(opened("org_admin"), f"/units/{world.root.id}/routes/set/", 422, **fields))
    assert 'id="day-1-error"' in page


def test_an_administrator_names_the_first_organisation_administrator_and_no_other_role(
    world: World, opened: Open
) -> None:
    client, path = opened("administrator"), f"/units/{world.root.id}/roles/add/"
    sent(client, path, 422, username="stranger", role="verifier", since="1/9/2556")
    sent(client, path, username="stranger", role="org_admin", since="1/9/2556")
    assert Grant.objects.get(user=world["stranger"]).role == Role.ORG_ADMIN
    assert User.objects.get(username="administrator").is_administrator


# ── names as printed, and units found by their names ─────────────────────────────────────────────────────────────────


def test_kinds_of_unit_stand_by_their_printed_names(world: World, opened: Open) -> None:
    client = opened("org_admin")
    tree, unit = text(client.get("/units/")), text(client.get(f"/units/{world.office.id}/"))
    form = text(client.get(f"/units/{world.root.id}/routes/set/"))
    kind = printed().kinds["spk"]
    assert kind.th in tree
    assert kind.th in unit
    assert f'<option value="spk">{kind.th}</option>' in form


@pytest.mark.parametrize(("language", "name"), [("th", "ศูนย์ปฏิบัติการ"), ("en", "Operations centre")])
def test_a_functional_unit_s_kind_has_its_name_in_both_languages_everywhere(
    world: World, opened: Open, language: str, name: str
) -> None:
    Placement.objects.filter(unit=world.planning).update(kind="operations_centre")
    Unit.objects.filter(id=world.planning.id).update(is_functional=True)
    client = opened("org_admin")
    client.cookies["samrit_language"] = language
    paths = "/units/", f"/units/{world.planning.id}/", f"/units/{world.root.id}/", f"/years/{world.year.id}/make/"
    for path in paths:
        page = text(client.get(path))
        assert name in page, path
        assert not re.findall(r">[^<]*operations_centre[^<]*<", page), path


def test_a_pack_s_name_for_a_kind_stands_before_the_common_one(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    name = printed().kinds["spk"]
    monkeypatch.setitem(COMMON, "spk", Text("เขต", "Region"))
    assert printed().kinds["spk"] == name


def chosen(page: str) -> list[str]:
    """The units that a page offers in its choices."""
    return re.findall(r'<option value="([0-9a-f-]{36})"', page)


@pytest.mark.parametrize(("typed", "found"), [("สมมุติ 7", 40), ("station 12", 13), ("S299", 1), ("ดวงจันทร์", 0), ("", 0)])
def test_among_many_units_one_is_found_by_a_part_of_its_name(
    world: World, opened: Open, typed: str, found: int
) -> None:
    many(world, 300)
    client = opened("org_admin")
    path = f"/units/{world.other.id}/move/"
    assert chosen(text(client.get(path))) == []
    page = text(sent(client, path, 200, **{"to-called": typed, "on": "1/10/2556", "find": "1"}))
    assert len(chosen(page)) == found
    assert f'value="{typed}"' in page or not typed
    assert 'class="error' not in page
    if found == 1:  # the only one is chosen already, and pressing on moves the unit below it
        assert f'<option value="{chosen(page)[0]}" selected>' in page


def test_what_was_found_is_taken_with_all_that_was_typed(world: World, opened: Open) -> None:
    many(world, 60)
    client, target = opened("org_admin"), unit_called("สถานีสมมุติ 41")
    path, data = f"/units/{world.other.id}/move/", {"to-called": "สมมุติ 41", "to": target.id, "on": "1/10/2556"}
    look = sent(client, path, 200, **data)
    assert 'name="to-called" value="สมมุติ 41"' in text(look)
    sent(client, path, **data, sure="1")
    assert queries.superior(world.other, date(2013, 10, 1)) == target.id


def test_enter_presses_the_form_s_own_button_and_finds_units_where_their_name_was_typed(
    world: World, opened: Open
) -> None:
    many(world, 60)
    client, path, target = opened("org_admin"), f"/units/{world.other.id}/move/", unit_called("สถานีสมมุติ 41")
    form = lxml.html.fromstring(text(client.get(path))).xpath('//main//form[.//*[@id="to-called"]]')[0]
    enter, find, *_ = form.xpath('.//button[not(@type) or @type="submit"]')
    assert (enter.get("name"), enter.get("tabindex"), enter.get("aria-hidden")) == ("enter", "-1", "true")
    assert find.get("name") == "find"
    asked = {"on": "1/10/2556", "to": "", "enter": "1", "to-called": "สมมุติ 41", "to-called-was": ""}
    page = text(sent(client, path, 200, **asked))
    assert chosen(page) == [str(target.id)]
    assert 'name="to-called-was" value="สมมุติ 41"' in page
    asked |= {"to": target.id, "to-called-was": "สมมุติ 41"}
    look = text(sent(client, path, 200, **asked))
    assert 'name="sure"' in look
    assert 'name="enter"' not in look
    # nothing was typed to search for
    page = text(sent(client, path, 422, **(asked | {"to": "", "to-called": "", "to-called-was": ""})))
    assert 'id="to-error"' in page


def test_few_units_stand_in_one_list(world: World, opened: Open) -> None:
    page = text(opened("org_admin").get(f"/units/{world.other.id}/move/"))
    assert str(world.office.id) in chosen(page)
    assert "to-called" not in page


def test_why_also_finds_its_unit_by_name(world: World, opened: Open) -> None:
    many(world, 60)
    client = opened("clerk")
    page = text(client.get("/why/", {"role": "verifier", "unit-called": "สมมุติ 41", "find": "1"}))
    assert chosen(page) == [str(unit_called("สถานีสมมุติ 41").id)]
    answer = client.get("/why/", {"role": "verifier", "unit-called": "x", "unit": chosen(page)[0]})
    assert "ทำไม่ได้" in text(answer)
    by_enter = {"role": "verifier", "enter": "1", "unit-called": "สมมุติ 41"}
    assert chosen(text(client.get("/why/", by_enter | {"unit-called-was": ""}))) == chosen(page)
    answer = client.get("/why/", by_enter | {"unit-called-was": "สมมุติ 41", "unit": chosen(page)[0]})
    assert "ทำไม่ได้" in text(answer)


def test_english_forms_tell_both_ways_to_type_a_day(world: World, opened: Open) -> None:
    client, path = opened("org_admin"), f"/units/{world.other.id}/close/"
    page = looks.rendered(client, path, "en")
    assert "such as 2013-10-01, or 1/10/2556 (BE)" in html.unescape(page)
    kept = [sent(client, path, 200, on=typed).content for typed in ("2013-10-01", "1/10/2556", "1 ต.ค. ค.ศ. 2013")]
    assert all("1 ตุลาคม 2556" in one.decode() for one in kept)
    refused = text(sent(client, path, 422, on="1/10/2013"))
    assert "เป็นปี ค.ศ." in refused
