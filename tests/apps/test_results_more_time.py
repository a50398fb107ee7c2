"""More time for a unit moves the days of those who verify its reports by as many, whenever it is given."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.apps.results_world import World, clock_at, fresh

from samrit.apps.assessments.models import Assessment
from samrit.apps.audit.queries import history
from samrit.apps.orgs.models import Hop, Unit
from samrit.apps.results import more_time, services
from samrit.apps.results.models import Report
from samrit.apps.rounds.models import Extension

LAST_DAY = date(2013, 9, 30)
HOP = date(2013, 10, 5)
"""The 5th of the month after the one in which the round ends, as the route says for both units that verify."""
STATED = {"draft": LAST_DAY, "submitted": LAST_DAY, "returned": LAST_DAY, "under_review": HOP, "verified": HOP}


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> World:
    return World(clock_at(monkeypatch))


def extend(world: World, unit: Unit | None = None, days: int = 3) -> Extension:
    until = LAST_DAY + timedelta(days=days)
    return more_time.extend(world.time, unit or world.office, until, "น้ำท่วม", world["org_admin"])


@pytest.mark.parametrize("state", STATED)
def test_three_days_more_for_a_unit_are_three_more_for_whoever_has_its_report(world: World, state: str) -> None:
    report = world.bring_to(world.opened(), state)
    assert (report.due, report.extension) == (STATED[state], None)
    given = extend(world)
    assert (fresh(report).due, report.extension) == (STATED[state] + timedelta(days=3), given)
    assert more_time.days_more(report) == 3


@pytest.mark.parametrize("state", STATED)
def test_it_does_not_matter_whether_the_time_was_given_before_or_after(world: World, state: str) -> None:
    given = extend(world)
    report = world.bring_to(world.opened(), state)
    assert (report.due, report.extension) == (STATED[state] + timedelta(days=3), given)


def test_every_unit_of_the_route_has_the_days_more(world: World) -> None:
    Hop.objects.filter(order=2).update(day=15)
    report = world.bring_to(world.opened(), "under_review")
    given = extend(world)
    world.do(report, "verify", "verifier")
    assert (report.with_unit, report.due, report.extension) == (world.root, date(2013, 10, 18), given)


def test_a_longer_extension_moves_the_day_on_from_the_shorter_one(world: World) -> None:
    report = world.bring_to(world.opened(), "under_review")
    extend(world)
    longer = extend(world, days=7)
    assert (fresh(report).due, report.extension) == (date(2013, 10, 12), longer)


@pytest.mark.parametrize("first", ["unit", "agency"])
def test_of_the_unit_s_own_time_and_that_of_a_unit_above_the_longer_counts(world: World, first: str) -> None:
    report = world.bring_to(world.opened(), "under_review")
    if first == "unit":
        given = extend(world, days=7)
        extend(world, world.root, days=3)
    else:
        extend(world, world.root, days=3)
        given = extend(world, days=7)
    assert (fresh(report).due, report.extension) == (date(2013, 10, 12), given)


def test_time_for_a_unit_above_moves_the_reports_below_and_time_for_another_unit_does_not(world: World) -> None:
    report = world.bring_to(world.opened(), "under_review")
    extend(world, world.other, days=9)
    assert (fresh(report).due, report.extension) == (HOP, None)
    given = extend(world, world.root)
    assert (fresh(report).due, report.extension) == (date(2013, 10, 8), given)


def test_a_closed_report_and_one_without_a_day_stay_as_they_are(world: World) -> None:
    closed = world.bring_to(world.opened(), "closed")
    without = world.assessment.reports.exclude(id=closed.id).first()
    assert without is not None
    Report.objects.filter(id=without.id).update(due=None)
    extend(world)
    assert (fresh(closed).due, closed.extension) == (HOP, None)
    assert (fresh(without).due, without.extension) == (None, None)


def test_reports_of_another_round_keep_their_days(world: World) -> None:
    report = world.opened()
    Report.objects.filter(id=report.id).update(round="1")
    extend(world)
    assert (fresh(report).due, report.extension) == (LAST_DAY, None)


def test_what_a_person_has_open_is_not_stale_because_more_time_was_given(world: World) -> None:
    report = world.bring_to(world.opened(), "under_review")
    seen = report.version
    extend(world)
    services.verify(report, by=world["verifier"], version=seen)
    assert fresh(report).with_unit == world.root


def test_more_time_is_one_event_of_the_round(world: World) -> None:
    world.opened()
    extend(world)
    assert [event.code for event in history(world.time.id)] == ["rounds.extended"]


def test_the_queries_do_not_grow_with_the_reports(world: World) -> None:
    world.opened()
    with CaptureQueriesContext(connection) as few:
        extend(world, world.root)
    for unit in (world.other, world.planning):
        services.open_reports(
            Assessment.objects.create(year=world.year, unit=unit, made_by="kind"), round=world.round, by=None
        )
    with CaptureQueriesContext(connection) as more:
        extend(world, world.root, days=5)
    assert len(more) <= len(few) + 1  # the days given before are all one
