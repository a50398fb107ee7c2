"""SQLite is told how many rows there are, so that it need not guess; nobody waits for that."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from samrit.config import statistics


def at(file: Path, engine: str = "sqlite") -> Any:
    return SimpleNamespace(database={"engine": engine, "name": str(file)})


def made(file: Path) -> Path:
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("CREATE TABLE report (id INTEGER PRIMARY KEY, state TEXT)")
        connection.execute("CREATE INDEX by_state ON report (state)")
        connection.executemany("INSERT INTO report (state) VALUES (?)", [("closed",)] * 300)
    return file


def test_sqlite_knows_how_many_rows_an_index_has(tmp_path: Path) -> None:
    file = made(tmp_path / "samrit.sqlite3")
    assert statistics.refresh(at(file))
    with closing(sqlite3.connect(file)) as connection:
        assert connection.execute("SELECT stat FROM sqlite_stat1 WHERE idx = 'by_state'").fetchone() == ("300 300",)


def test_a_table_without_rows_is_not_taken_for_a_large_one(tmp_path: Path) -> None:
    file = made(tmp_path / "samrit.sqlite3")
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("CREATE TABLE heir (report INTEGER)")
        connection.execute("CREATE INDEX by_report ON heir (report)")
    asked = "EXPLAIN QUERY PLAN SELECT 1 FROM heir JOIN report ON report.id = heir.report WHERE state = 'closed'"
    for _ in range(2):
        assert statistics.refresh(at(file))
        with closing(sqlite3.connect(file)) as connection:
            assert connection.execute("SELECT count(*) FROM sqlite_stat1 WHERE tbl = 'heir'").fetchone() == (1,)
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.executemany("INSERT INTO report (state) VALUES (?)", [("closed",)] * 3_000)
    assert statistics.refresh(at(file))
    with closing(sqlite3.connect(file)) as connection:
        plan = [row[3] for row in connection.execute(asked)]
    assert plan[0].startswith("SCAN heir")


def test_a_database_that_is_not_there_or_not_ours_to_count_is_left_alone(tmp_path: Path) -> None:
    missing = tmp_path / "none.sqlite3"
    assert not statistics.refresh(at(missing))
    assert not missing.exists()
    assert not statistics.refresh(at(made(tmp_path / "samrit"), "postgresql"))


def test_somebody_who_writes_for_long_is_not_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(statistics, "WAIT_SECONDS", 0.0)
    file = made(tmp_path / "samrit.sqlite3")
    with closing(sqlite3.connect(file, isolation_level=None)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        assert not statistics.refresh(at(file))
        writer.execute("ROLLBACK")
    assert statistics.refresh(at(file))
