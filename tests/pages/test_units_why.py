"""Why may I, or may I not: the answer, by what, who gave it, until when, whom to ask."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from tests.apps.results_world import World
from tests.pages.conftest import Open

from samrit.apps.orgs import services
from samrit.apps.orgs.models import Role
from samrit.apps.results.states import Action
from samrit.web.staff.why import ACTIONS


def asked(world: World, opened: Open, name: str, role: str, **more: str) -> str:
    answer = opened(name).get("/why/", {"role": role, "unit": str(world.office.id), **more})
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_a_yes_names_the_grant_who_gave_it_and_its_end(world: World, opened: Open) -> None:
    services.grant(
        user=world["stranger"], unit=world.root, role=Role.REPORTER, since=date(2013, 9, 1), until=date(2013, 10, 1),
        by=world["org_admin"],
    )  # fmt: skip
    page = asked(world, opened, "stranger", "reporter", indicator="2")
    assert "ทำได้" in page
    assert "org_admin (invented)" in page
    assert "1 ตุลาคม 2556" in page
    assert f"/units/{world.root.id}/roles/" in page


def test_a_yes_by_post_names_the_post(world: World, opened: Open) -> None:
    page = asked(world, opened, "head", "head")
    assert "ตำแหน่งหัวหน้าหน่วย (ดำรงตำแหน่ง)" in page


def test_a_no_says_what_is_lacking_and_whom_to_ask(world: World, opened: Open) -> None:
    page = asked(world, opened, "clerk", "verifier")
    assert "ทำไม่ได้" in page
    assert "ไม่เคยได้รับบทบาท" in page
    assert "org_admin (invented)" in page


def test_a_question_without_a_unit_is_asked_back_at_the_field(world: World, opened: Open) -> None:
    answer = opened("clerk").get("/why/?role=verifier&unit=")
    assert answer.status_code == 422
    assert 'id="unit-error"' in answer.content.decode()


def test_ones_own_roles_are_listed_with_where_they_hold(world: World, opened: Open) -> None:
    page = opened("head").get("/why/").content.decode()
    assert "หัวหน้าหน่วย" in page.split("</table>")[0]
    assert f"/units/{world.office.id}/" in page


def test_the_question_asks_few_queries(
    world: World, opened: Open, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    client = opened("clerk")
    client.get("/why/")
    with django_assert_max_num_queries(12):
        client.get("/why/")


def test_every_action_on_a_report_is_told_with_its_reason(world: World, opened: Open) -> None:
    report = world.opened()
    page = opened("clerk").get(f"/why/report/{report.id}/").content.decode()
    assert set(ACTIONS) == set(Action)
    for words in ACTIONS.values():
        assert words.th in page
    assert page.count("status good") >= 2  # the reporter saves and submits
    assert page.count("status quiet") >= 5
