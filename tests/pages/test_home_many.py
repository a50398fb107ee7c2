"""Home of somebody for whom more waits than a page shows."""

from __future__ import annotations

from datetime import timedelta

from tests.apps.results_world import World
from tests.pages.conftest import Open

from samrit.apps.ground import clock
from samrit.apps.orgs.models import Role
from samrit.apps.results.models import Report, State
from samrit.web.staff.home import ALL, MOST


def many(world: World, state: State, count: int) -> None:
    """So many reports of the office, each second one late."""
    Report.objects.bulk_create(
        Report(
            assessment=world.assessment, round="2", indicator=f"9.{number}", state=state, with_unit=world.office,
            changed_at=clock.now(), due=world.today + timedelta(days=30 if number % 2 else -30),
        )
        for number in range(count)
    )  # fmt: skip


def test_all_that_waits_is_counted_and_a_reporters_rest_is_one_press_away(world: World, opened: Open) -> None:
    many(world, State.RETURNED, MOST + 10)
    clerk = opened("clerk")
    page = clerk.get("/").content.decode()
    assert f"มี {MOST + 10} เรื่องรอท่าน เลยกำหนด {(MOST + 10) // 2} เรื่อง" in page
    assert page.count('class="task"') == MOST
    assert '<a href="/?all=1">ดูอีก 10 เรื่อง</a>' in page
    whole = clerk.get("/?all=1").content.decode()
    assert whole.count('class="task"') == MOST + 10
    assert "ดูอีก" not in whole


def test_the_rest_of_one_who_decides_stands_in_the_queue(world: World, opened: Open) -> None:
    many(world, State.SUBMITTED, MOST + 10)
    page = opened("head").get("/").content.decode()
    assert '<a href="/review/">ดูอีก 10 เรื่อง</a>' in page


def test_what_is_too_much_for_a_reporters_page_is_found_by_unit_and_not_in_the_queue(
    world: World, opened: Open
) -> None:
    many(world, State.RETURNED, ALL + 7)
    whole = opened("clerk").get("/?all=1").content.decode()
    assert whole.count('class="task"') == ALL
    assert "ยังมีอีก 7 เรื่อง" in whole
    main = whole.split("<main")[1]
    assert 'href="/assessments/"' in main
    assert "/review/" not in main


def test_who_also_decides_is_led_to_the_queue_as_well(world: World, opened: Open) -> None:
    many(world, State.RETURNED, ALL + 1)
    world.grant("clerk", Role.VERIFIER, world.other)
    main = opened("clerk").get("/?all=1").content.decode().split("<main")[1]
    assert 'href="/assessments/"' in main
    assert 'href="/review/"' in main


def test_what_is_the_same_for_all_that_is_shown_is_said_of_each_while_more_waits(world: World, opened: Open) -> None:
    many(world, State.RETURNED, MOST)
    assert "สำนักงานเขตสมมุติ" in opened("clerk").get("/").content.decode().split('class="task-list"')[0]
    Report.objects.all().delete()
    many(world, State.RETURNED, MOST + 1)
    lead, listed = opened("clerk").get("/").content.decode().split('class="task-list"')
    assert "สำนักงานเขตสมมุติ" not in lead.split("<main")[1]
    assert "สำนักงานเขตสมมุติ" in listed
