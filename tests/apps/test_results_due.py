"""The day by which a report is due lasts until a working day, wherever it is shown or counted as late."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.apps.results_world import World, clock_at

from samrit.apps.orgs import roles
from samrit.apps.orgs.models import Hop, Role
from samrit.apps.results import more_time, queries
from samrit.apps.results.due import DaysOff, due_day, late_before
from samrit.apps.results.models import Report
from samrit.apps.rounds.models import Holiday
from samrit.apps.rounds.queries import last_day_for

SATURDAY, MONDAY = date(2013, 10, 5), date(2013, 10, 7)
"""The 5th of the month after the round, as the route says, and the working day it comes to."""


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> World:
    return World(clock_at(monkeypatch))


def off(world: World, *days: date) -> None:
    Holiday.objects.bulk_create(Holiday(root=world.root, day=day, name_th="วันหยุดสมมุติ") for day in days)


@pytest.mark.parametrize(
    ("holidays", "due"),
    [((), 7), ((MONDAY,), 8), ((date(2013, 10, 4),), 7), ((MONDAY, date(2013, 10, 8), date(2013, 10, 9)), 10)],
)
def test_a_hop_on_a_day_off_is_due_on_the_next_working_day(world: World, holidays: tuple[date, ...], due: int) -> None:
    report = world.bring_to(world.opened(), "under_review")
    off(world, *holidays)
    (task,) = queries.work_of(roles.reach(world["verifier"], world.today), world.today).tasks
    assert report.due == SATURDAY  # as the route says
    assert task.due == due_day(report) == date(2013, 10, due)


@pytest.mark.parametrize(
    ("day", "following", "due"),
    [
        (28, False, date(2013, 9, 30)),
        (31, True, date(2013, 10, 31)),
        (30, False, date(2013, 9, 30)),
        (12, True, date(2013, 10, 14)),
    ],
)
def test_every_day_a_route_may_name_is_moved_alike(world: World, day: int, following: bool, due: date) -> None:
    Hop.objects.update(day=day, of_following_month=following)
    assert due_day(world.bring_to(world.opened(), "under_review")) == due


def test_more_time_is_counted_from_the_stated_day_and_then_moved(world: World) -> None:
    report = world.bring_to(world.opened(), "under_review")
    for days, due in ((7, 14), (10, 15)):
        more_time.extend(
            world.time, world.office, world.time.last_day + timedelta(days=days), "น้ำท่วม", world["org_admin"]
        )
        report.refresh_from_db()
        assert report.due == SATURDAY + timedelta(days=days)
        assert due_day(report) == date(2013, 10, due)


def test_a_draft_is_due_by_its_unit_s_own_last_day(world: World) -> None:
    Report.objects.all().delete()
    world.time.last_day = SATURDAY
    world.time.save()
    report = world.opened()
    assert due_day(report) == last_day_for(world.time, world.office) == MONDAY


@pytest.mark.parametrize("state", ["draft", "submitted", "returned", "under_review"])
@pytest.mark.parametrize("holidays", [(), (MONDAY,), (date(2013, 10, 4), MONDAY)])
def test_the_database_counts_as_late_what_the_list_shows_as_late(
    world: World, state: str, holidays: tuple[date, ...]
) -> None:
    off(world, *holidays)
    world.time.last_day = SATURDAY
    world.time.save()
    world.bring_to(world.opened(), state)
    name = {"submitted": "head", "under_review": "verifier"}.get(state, "clerk")
    for day in (date(2013, 10, 2) + timedelta(days=n) for n in range(10)):
        reach = roles.reach(world[name], day)
        told = queries.work_of(reach, day)
        counted = queries.turns_of(reach, queries.WAITING).ask(queries._most_needed(None), late_before(reach, day))
        assert {(count, late) for _, count, late in counted} == {(told.count, told.late)}
        assert told.late == sum(one.is_late for one in told.tasks)


def test_where_agencies_differ_late_is_what_is_late_in_each(world: World) -> None:
    off(world, MONDAY)
    tuesday = MONDAY + timedelta(days=1)
    assert late_before(roles.reach(world["verifier"], tuesday), tuesday) == SATURDAY
    assert late_before(roles.reach(world["stranger"], tuesday), tuesday) == tuesday


def test_holidays_are_read_once_for_all_that_asks(world: World) -> None:
    report = world.bring_to(world.opened(), "under_review")
    world.grant("verifier", Role.VERIFIER, world.other)
    known, reach = DaysOff(), roles.reach(world["verifier"], world.today)
    assert report.assessment.year.root == world.root
    with CaptureQueriesContext(connection) as asked:
        late_before(reach, world.today, known)
        due_day(report, known)
        late_before(reach, world.today, known)
    assert len(asked) == 1
