"""An administrator's home while nothing waits: the steps from empty to running, and what stands there when all are done."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from tests.apps.results_world import SINCE, World
from tests.pages import looks
from tests.pages.conftest import Open

from samrit.apps.accounts.models import User
from samrit.apps.assessments.models import Assessment
from samrit.apps.frameworks.models import InstalledPack
from samrit.apps.orgs import services
from samrit.apps.orgs.models import Grant, Holding, Hop, Post, Role, Unit
from samrit.apps.orgs.services import NewUnit
from samrit.apps.rounds.models import RoundTime, Year
from samrit.web.components.reading import Empty, TaskList

Queries = Callable[..., Any]


@pytest.fixture
def empty(world: World) -> World:
    """The agency as it begins: with who looks after it, and nothing else."""
    Assessment.objects.all().delete()
    RoundTime.objects.all().delete()
    Year.objects.all().delete()
    Hop.objects.all().delete()
    Grant.objects.filter(unit=world.root).exclude(role=Role.ORG_ADMIN).delete()
    Grant.objects.filter(unit__root=world.root).delete()
    Holding.objects.all().delete()
    Post.objects.all().delete()
    Unit.objects.filter(root=world.root).update(closed_on=world.today)
    return world


def steps(client: Client, language: str = "th") -> list[tuple[str, str, str, str]]:
    """Each step as a reader sees it: its text, its state, where it leads, its hint."""
    client.cookies["samrit_language"] = language
    shown = client.get("/").context["shown"]
    assert isinstance(shown, TaskList)
    words = {"th": lambda text: text.th, "en": lambda text: text.en}[language]
    return [
        (words(one.text), one.status.kind, one.href, words(one.hint) if one.hint else "")
        for section in shown.sections
        for one in section.tasks
    ]


def states(client: Client) -> list[str]:
    return [state for _, state, _, _ in steps(client)]


# ── the agency ───────────────────────────────────────────────────────────────────────────────────────────────────────


def test_an_empty_agency_has_every_step_to_do_and_each_leads_to_its_page(empty: World, opened: Open) -> None:
    client = opened("org_admin")
    at = f"/units/{empty.root.id}/"
    assert [(text, state, href) for text, state, href, _ in steps(client)] == [
        ("ตั้งหน่วยต่าง ๆ ของหน่วยงาน", "todo", f"{at}import/"),
        ("ให้ทุกตำแหน่งหัวหน้าหน่วยมีผู้ดำรง", "todo", f"{at}posts/"),
        ("ให้บทบาทผู้รายงานและผู้ตรวจยืนยัน", "todo", f"{at}roles/add/"),
        ("กำหนดเส้นทางรายงาน", "todo", f"{at}routes/set/"),
        ("เปิดปีงบประมาณ", "todo", "/years/new/"),
        ("สร้างการประเมินให้หน่วยต่าง ๆ", "todo", "/years/"),
        ("เปิดรายงานของรอบที่เปิดอยู่", "todo", "/years/"),
    ]
    assert [text for text, _, _, _ in steps(client, "en")] == [
        "Set up the agency's units", "Fill the posts of the units' heads", "Give the roles of reporter and verifier",
        "Set a reporting route", "Open a year", "Make assessments for the units", "Open the reports of the open round",
    ]  # fmt: skip
    for _, _, href, _ in steps(client):
        assert client.get(href).status_code == 200, href
    thai, english = (looks.rendered(client, "/", language) for language in ("th", "en"))
    assert "ขั้นตั้งต้นยังเหลือ 7 ขั้น" in thai
    assert "ต่อไป: ตั้งหน่วยต่าง ๆ ของหน่วยงาน" in thai
    assert "7 first steps are still to do" in english
    assert "Next: Set up the agency&#x27;s units" in english or "Next: Set up the agency&#39;s units" in english


def test_half_way_the_next_step_is_the_first_that_is_not_done(world: World, opened: Open) -> None:
    """Set up with people, route, year and assessment; the reports are not opened, and a second post is vacant."""
    vacant = Post.objects.create(unit=world.other, name_th="ผู้อำนวยการอื่น (สมมุติ)", is_head=True)
    client = opened("org_admin")
    assert states(client) == ["done", "todo", "done", "done", "done", "done", "todo"]
    _, _, href, hint = steps(client)[1]
    assert (href, hint) == (f"/units/{world.other.id}/posts/", "ว่าง 1 ตำแหน่ง")
    assert steps(client, "en")[1][3] == "1 post vacant"
    assert client.get("/").context["shown"].next_step.href == href
    world.hold("stranger", post=vacant, how="acting")
    assert states(client) == ["done", "done", "done", "done", "done", "done", "todo"]
    assert steps(client)[6][2] == f"/years/{world.year.id}/"
    assert "1 first step is still to do" in looks.rendered(client, "/", "en")


def test_a_running_agency_has_no_list_of_steps(world: World, opened: Open) -> None:
    world.opened()
    client = opened("org_admin")
    assert isinstance(client.get("/").context["shown"], Empty)
    assert "งานจะขึ้นที่นี่เมื่อเปิดปีงบประมาณ" in looks.rendered(client, "/", "th")
    assert "Tasks appear here once" in looks.rendered(client, "/", "en")


@pytest.mark.parametrize(
    ("undo", "place"),
    [
        (lambda world: Grant.objects.filter(role=Role.REPORTER, unit=world.office).delete(), 2),
        (lambda world: Grant.objects.filter(role=Role.VERIFIER, unit__in=[world.root, world.planning]).update(until=world.today), 2),
        (lambda world: Hop.objects.update(until=world.today), 3),
        (lambda world: Holding.objects.update(until=world.today), 1),
        (lambda world: Post.objects.update(is_head=False), 1),
        (lambda world: Year.objects.create(root=world.root, pack=world.year.pack, fiscal_year=world.year.fiscal_year + 1), 5),
        (lambda world: RoundTime.objects.create(year=world.year, round="1", opens=world.today, last_day=world.today), 6),
    ],
    ids=["no reporter", "verifiers left", "route ended", "head left", "no head's post", "next year is bare", "a round's reports not open"],
)  # fmt: skip
def test_what_comes_undone_is_a_step_to_do_again(
    world: World, opened: Open, undo: Callable[[World], object], place: int
) -> None:
    world.opened()
    undo(world)
    assert states(opened("org_admin")) == ["todo" if n == place else "done" for n in range(7)]


def test_one_vacant_post_of_a_running_agency_brings_no_list_back(world: World, opened: Open) -> None:
    world.opened()
    Post.objects.create(unit=world.other, name_th="หัวหน้า", is_head=True)
    assert isinstance(opened("org_admin").get("/").context["shown"], Empty)


def test_before_the_first_round_opens_its_day_is_told(world: World, opened: Open) -> None:
    RoundTime.objects.update(opens=world.today + timedelta(days=11), last_day=world.today + timedelta(days=40))
    client = opened("org_admin")
    assert steps(client)[6][1::2] == ("todo", "รอบต่อไปเปิด 1 ต.ค. 56")
    assert steps(client, "en")[6][3] == "the next round opens on 1 Oct 2013"


def test_the_roles_that_are_lacking_are_named(empty: World, opened: Open) -> None:
    client = opened("org_admin")
    assert steps(client)[2][3] == "ยังไม่มีผู้รายงานและผู้ตรวจยืนยัน"
    empty.grant("clerk", Role.REPORTER, empty.office)
    assert steps(client)[2][1::2] == ("todo", "ยังไม่มีผู้ตรวจยืนยัน")
    assert steps(client, "en")[2][3] == "no verifier yet"


def test_another_agency_s_people_and_years_do_no_step_of_this_one(empty: World, opened: Open) -> None:
    other = Grant.objects.filter(user=empty["foreigner"]).first()
    assert other is not None
    Hop.objects.create(root=other.unit, pack=empty.pack, order=1)
    Year.objects.create(root=other.unit, pack=InstalledPack.objects.get(), fiscal_year=2556)
    assert set(states(opened("org_admin"))) == {"todo"}


def test_the_administrator_of_an_office_is_not_asked_to_set_up_its_agency(empty: World, opened: Open) -> None:
    empty.grant("stranger", Role.ORG_ADMIN, empty.office)
    assert isinstance(opened("stranger").get("/").context["shown"], Empty)


def test_what_waits_stands_before_the_steps(world: World, opened: Open) -> None:
    """The agency still lacks a head, but the person has a report to write."""
    world.opened()
    Holding.objects.all().delete()
    world.grant("org_admin", Role.REPORTER, world.office)
    assert "จากเริ่มต้นจนใช้งานจริง" not in looks.rendered(opened("org_admin"), "/")


# ── the installation ─────────────────────────────────────────────────────────────────────────────────────────────────


def without(world: World, *what: str) -> None:
    if "agency" in what:
        Unit.objects.filter(root=None).update(closed_on=world.today)
    if "people" in what:
        User.objects.exclude(username="administrator").update(is_active=False)


def test_an_empty_installation_has_every_step_to_do_and_each_leads_to_its_page(
    empty: World, opened: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    without(empty, "agency", "people")
    monkeypatch.setattr(
        "samrit.web.staff.first_steps.InstalledPack.objects",
        InstalledPack.objects.none(),
    )
    client = opened("administrator")
    assert [(text, state, href) for text, state, href, _ in steps(client)] == [
        ("ตั้งหน่วยงาน", "todo", "/units/"),
        ("สร้างบัญชีให้ผู้ใช้", "todo", "/accounts/new/"),
        ("ติดตั้งกรอบการประเมิน", "todo", "/frameworks/install/"),
        ("ให้มีผู้ดูแลหน่วยงาน", "todo", "/units/"),
    ]
    assert [text for text, _, _, _ in steps(client, "en")] == [
        "Set up the agency", "Make accounts for people", "Install a framework", "Name who looks after the agency",
    ]  # fmt: skip
    assert "samrit agency" in looks.rendered(client, "/", "en")


def test_an_agency_that_nobody_looks_after_is_the_step_that_is_left(world: World, opened: Open) -> None:
    Grant.objects.filter(role=Role.ORG_ADMIN, unit=world.root).update(until=world.today)
    client = opened("administrator")
    assert states(client) == ["done", "done", "done", "todo"]
    page = client.get("/").context["shown"]
    assert page.next_step.href == f"/units/{world.root.id}/roles/add/"
    assert client.get(page.next_step.href).status_code == 200


def test_an_installation_that_runs_has_no_list_of_steps(world: World, opened: Open) -> None:
    client = opened("administrator")
    assert isinstance(client.get("/").context["shown"], Empty)
    assert "ดูแลบัญชีผู้ใช้" in looks.rendered(client, "/", "th")
    assert "Look after the accounts" in looks.rendered(client, "/", "en")


def test_where_there_is_no_agency_the_page_of_units_says_how_one_is_set_up(world: World, opened: Open) -> None:
    from samrit.apps.orgs.models import Placement

    Placement.objects.filter(parent=None).update(until=world.today)
    client = opened("administrator")
    for language in ("th", "en"):
        assert "samrit agency" in looks.rendered(client, "/units/", language)


def test_who_looks_after_both_has_both_lists(empty: World, opened: Open) -> None:
    Grant.objects.filter(role=Role.ORG_ADMIN, user=empty["foreigner"]).delete()
    empty.grant("administrator", Role.ORG_ADMIN, empty.root)
    sections = opened("administrator").get("/").context["shown"].sections
    assert [len(one.tasks) for one in sections] == [4, 7]


# ── cost ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("size", [1, 120])
@pytest.mark.parametrize("name", ["org_admin", "administrator"])
def test_the_steps_cost_the_same_however_large_the_agency(
    world: World, opened: Open, django_assert_max_num_queries: Queries, name: str, size: int
) -> None:
    new = [NewUnit("swt", f"สถานีสมมุติ {n}", f"Invented station {n}", code=f"S{n}") for n in range(size)]
    made = services.create_units(parent=world.office, units=new, since=SINCE, by=None)
    Post.objects.bulk_create(Post(unit=one, name_th="หัวหน้าสถานี", is_head=True) for one in made)
    Grant.objects.filter(role=Role.ORG_ADMIN, user=world["foreigner"]).delete()
    client = opened(name)
    client.get("/")
    with django_assert_max_num_queries(8):
        assert isinstance(client.get("/").context["shown"], TaskList)


# ── how it looks ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_looks(empty: World, opened: Open) -> None:
    pages = looks.in_both_languages(opened("org_admin"), "home-agency", "/")
    Grant.objects.filter(role=Role.ORG_ADMIN, unit=empty.root).delete()
    pages |= looks.in_both_languages(opened("administrator"), "home-installation", "/")
    assert looks.problems(pages) == []
