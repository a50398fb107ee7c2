"""`samrit serve` with one of its processes killed: the others go on, what is missing is started anew, nothing stays behind."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from samrit.config import serving

from . import server
from .server import Kept, Whole, is_alive, kill, until

HOLDS = "CREATE VIEW for_ever AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"
"""Whoever reads it never comes to an end."""


@pytest.fixture(scope="module")
def site(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Whole]:
    with server.serving(Whole(server.copy(prepared, tmp_path_factory.mktemp("whole") / "home"))) as running:
        yield running


@pytest.fixture
def running(site: Whole) -> Whole:
    """Serving, whatever was done to it before."""
    if site.process is None:
        site.start()
    until("every process is there", lambda: len(site.answering()) == 2 and site.worker())
    return site


def is_whole(site: Whole) -> None:
    """Everybody who asks is answered, and nothing is half there."""
    assert [site.ask("GET", "/sign-in/").status for _ in range(8)] == [200] * 8
    assert Kept(site.home).halves() == []


def test_a_process_that_answers_is_replaced(running: Whole) -> None:
    before, first = running.web(), running.answering()
    kill(first[0])
    until("another takes its place", lambda: first[0] not in running.answering() and len(running.answering()) == 2)
    until("it answers", running.is_answering)
    assert running.web() == before
    is_whole(running)


def test_the_web_server_is_replaced_with_all_its_processes(running: Whole) -> None:
    before, those = running.web(), running.answering()
    kill(before)
    until("another takes its place", lambda: running.web() not in (0, before))
    until("it answers", running.is_answering)
    assert not any(is_alive(one) for one in those)
    is_whole(running)


@pytest.mark.parametrize("how", ["alone", "with the web server's first process"])
def test_nobody_outlives_a_killed_supervisor_and_its_place_is_free(how: str, running: Whole) -> None:
    assert running.process is not None
    everybody, web = running.everybody(), running.web()
    assert len(everybody) == 5
    if how != "alone":
        os.kill(running.process.pid, signal.SIGSTOP)  # it has no time to clear up
        kill(web)
    kill(running.process.pid)
    running.process.communicate()
    running.process = None
    until("all others have ended", lambda: not any(is_alive(one) for one in everybody), within=20)
    assert serving.free_port(server.HOST, running.port) == running.port
    running.start()
    is_whole(running)
    told = Kept(running.home).samrit("doctor")
    assert told.returncode == 0, told.stdout + told.stderr


# ── a job ────────────────────────────────────────────────────────────────────────────────────────────────────────────


OPENING = "FROM notices_job WHERE kind = 'results.open'"
ENDING = "BEFORE UPDATE ON notices_job WHEN NEW.kind = 'results.open' AND NEW.state = 'done'"


@pytest.mark.parametrize("where", ["in the midst of a write", "between its work and its end"])
def test_a_job_whose_worker_is_killed_is_done_once(where: str, prepared: Path, tmp_path: Path) -> None:
    kept = Kept(server.copy(prepared, tmp_path / "home"))
    before = kept.one("SELECT count(*) FROM results_report")
    made = subprocess.run(
        [sys.executable, "-m", "tests.broken.newcomers"], env=server.environment_of(kept.home), check=True,
        capture_output=True,
    )  # fmt: skip
    ours = ", ".join(f"'{one.replace('-', '')}'" for one in json.loads(made.stdout))
    of_each = f"SELECT count(*), count(DISTINCT indicator) FROM results_report WHERE assessment_id IN ({ours}) GROUP BY assessment_id"
    told = (
        "SELECT count(*) FROM audit_event e JOIN audit_subject s ON s.event_id = e.id"
        f" WHERE e.code = 'results.opened' AND s.object IN ({ours})"
    )
    at_fourth = f"BEFORE INSERT ON results_report WHEN (SELECT count(*) FROM results_report) = {before + 9 + 4}"
    is_midst = where == "in the midst of a write"
    write(kept, HOLDS, f"CREATE TRIGGER holds {at_fourth if is_midst else ENDING} BEGIN SELECT * FROM for_ever; END")
    with server.serving(Whole(kept.home, processes=1)) as running:
        opened = 1 if is_midst else 3
        until("the worker is held", lambda: kept.rows(of_each) == [(9, 9)] * opened and is_held(kept))
        assert kept.rows(f"SELECT state, attempts {OPENING}") == [("running", 1)]
        first = running.worker()
        kill(first)
        until("nobody writes", lambda: not is_held(kept))
        write(kept, "DROP TRIGGER holds", "DROP VIEW for_ever")
        until("another worker is started", lambda: running.worker() not in (0, first))
        assert kept.rows(f"SELECT state, attempts {OPENING}") == [("running", 1)]
        assert (kept.rows(of_each), kept.one(told)) == ([(9, 9)] * opened, opened)
        # two minutes without a sign of life, and the ten seconds before the next attempt
        write(
            kept, f"UPDATE notices_job SET beat_at = datetime(beat_at, '-3 minutes') WHERE id IN (SELECT id {OPENING})"
        )
        until("the job waits again", lambda: kept.one(f"SELECT state {OPENING}") == "waiting")
        assert "stopped in the middle" in kept.one(f"SELECT problem {OPENING}")
        write(kept, f"UPDATE notices_job SET not_before = datetime('now') WHERE id IN (SELECT id {OPENING})")
        until("all jobs are done", lambda: kept.rows("SELECT DISTINCT state FROM notices_job") == [("done",)])
        assert kept.one(f"SELECT attempts {OPENING}") == 2
        assert (kept.rows(of_each), kept.one(told)) == ([(9, 9)] * 3, 3)
        assert running.is_answering()
    assert kept.halves() == []
    assert kept.samrit("audit", "verify").returncode == 0


def write(kept: Kept, *statements: str) -> None:
    """Past the program."""
    with closing(sqlite3.connect(kept.home / "samrit.sqlite3", timeout=20)) as connection:
        for one in statements:
            connection.execute(one)
        connection.commit()


def is_held(kept: Kept) -> bool:
    """Whether somebody has been writing for a second: no write of the program's takes so long."""
    with closing(sqlite3.connect(kept.home / "samrit.sqlite3", timeout=1)) as connection:
        try:
            connection.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError:
            return True
    return False
