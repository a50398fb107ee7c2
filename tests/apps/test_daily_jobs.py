"""The jobs that each day begins with: asked for once a day, harmless when done again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.conf import settings
from tests.apps.results_world import World, clock_at

from samrit.apps.accounts.models import Attempts, Session
from samrit.apps.assessments.models import Assessment
from samrit.apps.evidence import store
from samrit.apps.ground import clock
from samrit.apps.notices import jobs, worker
from samrit.apps.notices.models import Job
from samrit.apps.results.models import Report
from samrit.apps.rounds.models import Extension
from samrit.config.worker import DAILY, ask_for_today


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> World:
    made = World(clock_at(monkeypatch))
    monkeypatch.setattr(settings, "INSTALLATION", SimpleNamespace(home=tmp_path, upload_bytes=10**6))
    store.root().mkdir(parents=True)
    return made


def do_all() -> None:
    while worker.run_once():
        pass
    assert list(Job.objects.exclude(state="done").values_list("kind", "problem")) == []


def test_each_day_begins_once_also_with_two_workers_and_by_the_day_of_bangkok(world: World) -> None:
    world.clock.at = datetime(2013, 9, 20, 16, 50, tzinfo=UTC)  # ten to midnight in Bangkok
    ask_for_today()
    ask_for_today()
    assert sorted(Job.objects.values_list("kind", flat=True)) == sorted(DAILY)
    do_all()
    ask_for_today()
    assert Job.objects.filter(state="waiting").count() == 0
    world.clock.at += timedelta(minutes=20)
    ask_for_today()
    assert Job.objects.filter(state="waiting").count() == len(DAILY)
    do_all()


def test_every_daily_job_is_known_to_workers() -> None:
    assert [jobs.handler_of(kind) is not None for kind in DAILY] == [True] * len(DAILY)


def test_the_reports_of_a_round_open_on_its_first_day_and_once(world: World) -> None:
    world.time.opens = world.today + timedelta(days=1)
    world.time.save()
    ask_for_today()
    do_all()
    assert not Report.objects.exists()
    world.clock.at += timedelta(days=1)
    for _ in range(2):
        ask_for_today()
        do_all()
    assert sorted(Report.objects.values_list("indicator", flat=True)) == list("123456789")
    before = Report.objects.count()
    world.clock.at += timedelta(days=1)
    ask_for_today()
    do_all()
    assert Report.objects.count() == before


@pytest.mark.parametrize("over", ["round closed", "last day past", "unit closed"])
def test_nothing_is_opened_where_it_is_over(over: str, world: World) -> None:
    if over == "round closed":
        world.time.closed_at = clock.now()
        world.time.save()
    elif over == "last day past":
        world.time.last_day = world.today - timedelta(days=1)
        world.time.save()
    else:
        world.office.closed_on = world.today
        world.office.save()
    ask_for_today()
    do_all()
    assert not Report.objects.exists()


def test_where_the_last_day_is_past_only_units_with_more_time_get_reports(world: World) -> None:
    world.time.last_day = world.today - timedelta(days=1)  # a Thursday
    world.time.save()
    Assessment.objects.create(year=world.year, unit=world.other, made_by="kind")
    Extension.objects.create(
        time=world.time,
        unit=world.office,
        last_day=world.today,
        reason="รอผลสำรวจ",
        by=world["org_admin"],
        at=clock.now(),
    )
    ask_for_today()
    do_all()
    assert set(Report.objects.values_list("assessment__unit", flat=True)) == {world.office.id}


def test_on_the_last_day_itself_also_one_moved_to_a_working_day_reports_open(world: World) -> None:
    world.clock.at += timedelta(days=3)  # a Monday
    world.time.last_day = world.today - timedelta(days=1)
    world.time.save()
    ask_for_today()
    do_all()
    assert Report.objects.exists()


def test_old_attempts_and_sessions_that_are_over_are_forgotten_and_living_ones_kept(world: World) -> None:
    now = clock.now()
    for name, since in (("old", now - timedelta(days=400)), ("new", now)):
        Attempts.objects.create(key=name, failures=1, since=since)
        Session.objects.create(
            session_key=name,
            session_data="",
            began_at=since,
            expire_date=since + timedelta(hours=9),
            user=world["clerk"],
        )
    ask_for_today()
    do_all()
    assert list(Attempts.objects.values_list("key", flat=True)) == ["new"]
    assert list(Session.objects.values_list("session_key", flat=True)) == ["new"]


def test_what_was_never_finished_is_swept_out_of_the_store(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    swept: list[object] = []
    monkeypatch.setattr("samrit.apps.evidence.jobs.sweep", lambda: swept.append(1))
    ask_for_today()
    do_all()
    assert swept == [1]
