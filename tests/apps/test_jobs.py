"""Jobs: asked for once, done at least once, tried again with patience, given up with the reason, never lost with a worker."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import OperationalError, transaction
from django.db.transaction import TransactionManagementError
from django.utils import timezone

from samrit.apps.ground import clock
from samrit.apps.ground.denied import NotNow
from samrit.apps.notices import jobs, queries, worker
from samrit.apps.notices.models import Job

KIND = "test.job"


class Handler:
    """Notes what it was asked, and does what the test says."""

    def __init__(self) -> None:
        self.asked: list[Any] = []
        self.does = lambda ids, tell: None

    def __call__(self, ids: Any, tell: jobs.Tell) -> None:
        self.asked.append(ids)
        self.does(ids, tell)


@pytest.fixture
def handler() -> Iterator[Handler]:
    handler = Handler()
    jobs.job(KIND)(handler)
    yield handler
    del jobs.HANDLERS[KIND]


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Lets time pass at a word."""
    passed = timedelta()
    real = timezone.now

    def wait(**much: float) -> None:
        nonlocal passed
        passed += timedelta(**much)

    monkeypatch.setattr(timezone, "now", lambda: real() + passed)
    return wait


def ask(key: str = "k", **ids: Any) -> Job:
    with transaction.atomic():
        return jobs.enqueue(KIND, ids, key)


def the(asked: Job) -> Job:
    return Job.objects.get(id=asked.id)


def fail(ids: Any, tell: jobs.Tell) -> None:
    raise RuntimeError("the printer burns")


def die(ids: Any, tell: jobs.Tell) -> None:
    raise SystemExit  # what a worker that is ended leaves behind


def die_in_the_middle() -> None:
    with pytest.raises(SystemExit):
        worker.run_once()


def test_a_job_is_done_with_its_ids_and_only_once(handler: Handler) -> None:
    asked = ask(run="r1")
    assert worker.run_once()
    assert not worker.run_once()
    assert handler.asked == [{"run": "r1"}]
    assert (the(asked).state, the(asked).progress, the(asked).claim) == ("done", 100, None)


@pytest.mark.usefixtures("handler")
def test_asking_twice_gives_one_job() -> None:
    assert ask(a=1).id == ask(a=1).id
    assert Job.objects.count() == 1


def test_a_job_that_is_done_is_not_done_again_for_the_same_key(handler: Handler) -> None:
    ask()
    worker.run_once()
    ask()
    assert not worker.run_once()
    assert len(handler.asked) == 1


@pytest.mark.usefixtures("handler")
def test_a_key_stands_for_one_job() -> None:
    ask(a=1)
    with pytest.raises(ValueError, match="another job"):
        ask(a=2)


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(KeyError), transaction.atomic():
        jobs.enqueue("no.such.job", {}, "k")


@pytest.mark.usefixtures("handler")
def test_a_kind_is_defined_once() -> None:
    with pytest.raises(ValueError, match="twice"):
        jobs.job(KIND)(fail)


@pytest.mark.usefixtures("handler")
def test_a_job_outside_a_transaction_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "connection", SimpleNamespace(in_atomic_block=False))
    with pytest.raises(TransactionManagementError):
        jobs.enqueue(KIND, {}, "k")


def test_what_is_undone_asked_for_nothing(handler: Handler) -> None:
    def asked_and_undone() -> None:
        with transaction.atomic():
            jobs.enqueue(KIND, {}, "k")
            raise LookupError

    with pytest.raises(LookupError):
        asked_and_undone()
    assert not worker.run_once()
    assert handler.asked == []


def test_the_job_due_longest_comes_first_and_none_before_its_time(handler: Handler) -> None:
    for n, minutes in enumerate((5, -1, -3)):
        asked = ask(f"k{n}", n=n)
        Job.objects.filter(id=asked.id).update(not_before=clock.now() + timedelta(minutes=minutes))
    while worker.run_once():
        pass
    assert handler.asked == [{"n": 2}, {"n": 1}]


def test_a_failed_attempt_waits_longer_each_time_and_the_last_gives_up_with_the_problem(
    handler: Handler, later: Any
) -> None:
    handler.does = fail
    asked = ask()
    waits = []
    for attempt in range(1, worker.MOST_ATTEMPTS + 1):
        assert worker.run_once()
        assert not worker.run_once()
        assert the(asked).attempts == attempt
        if attempt < worker.MOST_ATTEMPTS:
            assert the(asked).state == "waiting"
            waits.append(round((the(asked).not_before - clock.now()).total_seconds()))
            later(seconds=waits[-1] + 1)
    assert waits == [10, 40, 160, 640]
    assert the(asked).state == "failed"
    assert the(asked).problem.startswith("RuntimeError: the printer burns")
    assert [one.id for one in queries.failed_jobs()] == [asked.id]
    assert queries.jobs_by_state() == {"failed": 1}


def test_a_job_that_succeeds_at_last_is_done_without_a_problem(handler: Handler, later: Any) -> None:
    handler.does = fail
    asked = ask()
    worker.run_once()
    assert the(asked).problem
    handler.does = lambda ids, tell: None
    later(minutes=1)
    worker.run_once()
    assert (the(asked).state, the(asked).problem) == ("done", "")


def test_a_job_given_up_can_be_tried_afresh_and_no_other(handler: Handler) -> None:
    asked = ask()
    with pytest.raises(NotNow):
        jobs.retry(asked.id)
    Job.objects.filter(id=asked.id).update(state="failed", attempts=5)
    jobs.retry(asked.id)
    assert worker.run_once()
    assert (the(asked).state, the(asked).attempts) == ("done", 1)


def test_progress_is_told_within_0_and_100(handler: Handler) -> None:
    asked = ask()
    seen = []

    def work(ids: Any, tell: jobs.Tell) -> None:
        for percent in (-5, 40, 300):
            tell(percent)
            seen.append(the(asked).progress)

    handler.does = work
    worker.run_once()
    assert seen == [0, 40, 100]


def test_a_dead_workers_job_waits_again_and_is_done_by_another(handler: Handler, later: Any) -> None:
    handler.does = die
    asked = ask()
    die_in_the_middle()
    assert the(asked).state == "running"
    handler.does = lambda ids, tell: None
    later(seconds=worker.DEAD_AFTER.total_seconds() - 1)
    assert worker.reap() == 0
    later(seconds=2)
    assert worker.reap() == 1
    assert (the(asked).state, the(asked).problem) == ("waiting", worker.DIED)
    later(seconds=11)
    assert worker.run_once()
    assert (the(asked).state, the(asked).attempts) == ("done", 2)


def test_a_beat_keeps_a_job_with_its_worker(handler: Handler, later: Any) -> None:
    asked = ask()

    def work(ids: Any, tell: jobs.Tell) -> None:
        later(minutes=10)
        tell(50)
        assert worker.reap() == 0

    handler.does = work
    worker.run_once()
    assert the(asked).state == "done"


def test_a_job_that_kills_every_worker_is_given_up(handler: Handler, later: Any) -> None:
    handler.does = die
    asked = ask()
    for _ in range(worker.MOST_ATTEMPTS):
        die_in_the_middle()
        later(minutes=5)
        worker.reap()
        later(hours=1)
    assert (the(asked).state, the(asked).problem) == ("failed", worker.DIED)
    assert not worker.run_once()


def test_a_worker_thought_dead_that_comes_back_writes_nothing_more(handler: Handler, later: Any) -> None:
    asked = ask()
    lost = []

    def slow(ids: Any, tell: jobs.Tell) -> None:
        later(minutes=5)
        worker.reap()
        try:
            tell(90)
        except jobs.Lost:
            lost.append(True)
            raise

    handler.does = slow
    worker.run_once()
    assert lost == [True]
    assert (the(asked).state, the(asked).progress) == ("waiting", 0)


def test_a_late_end_does_not_undo_that_another_has_the_job(handler: Handler, later: Any) -> None:
    asked = ask()

    def slow_and_silent(ids: Any, tell: jobs.Tell) -> None:
        later(minutes=5)
        worker.reap()

    handler.does = slow_and_silent
    worker.run_once()
    assert the(asked).state == "waiting"


class UntilIdle(threading.Event):
    """A worker that finds nothing to do, or cannot, is told to stop: no test waits."""

    def wait(self, timeout: float | None = None) -> bool:
        self.set()
        return True


@pytest.fixture
def _own_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    """The worker may not close the connection that holds the test's transaction."""
    monkeypatch.setattr(worker, "close_old_connections", lambda: None)


@pytest.mark.usefixtures("_own_connection")
def test_the_worker_ends_when_told_and_has_finished_what_it_began(handler: Handler) -> None:
    stop = UntilIdle()
    asked = [ask("a"), ask("b")]
    handler.does = lambda ids, tell: stop.set()
    worker.run_forever(stop)
    assert sorted(the(one).state for one in asked) == ["done", "waiting"]


@pytest.mark.usefixtures("_own_connection")
def test_the_worker_outlives_a_database_that_does_not_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    stop = threading.Event()
    tries: list[bool] = []

    def run_once(*, beating: bool) -> bool:
        tries.append(beating)
        if len(tries) == 2:
            stop.set()
        raise OperationalError("gone")

    monkeypatch.setattr(worker, "run_once", run_once)
    monkeypatch.setattr(worker, "IDLE_SECONDS", 0)
    worker.run_forever(stop)
    assert tries == [True, True]
