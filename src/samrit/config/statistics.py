"""How many rows of a kind there are, told to SQLite, which otherwise guesses and asks the long way; PostgreSQL counts by itself."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from samrit.config.environment import Installation

ROWS_LOOKED_AT = 1000
"""Of each index, so that a large database takes no longer than a small one: some hundredths of a second."""
WAIT_SECONDS = 2.0
FEW = "1000"
"""Rows of a table that has none yet: SQLite would take it for a million, and go a long way round it."""


def refresh(installation: Installation) -> bool:
    """Count anew; false where there is nothing to count, or where somebody else is writing for long."""
    found = dict(installation.database)
    if found["engine"] != "sqlite" or not Path(found["name"]).is_file():
        return False
    try:
        with closing(sqlite3.connect(found["name"], timeout=WAIT_SECONDS)) as connection, connection:
            connection.execute(f"PRAGMA analysis_limit={ROWS_LOOKED_AT}")
            connection.execute("ANALYZE")
            connection.executemany("INSERT INTO sqlite_stat1 (tbl, stat) VALUES (?, ?)", _empty(connection))
    except sqlite3.OperationalError:
        return False
    return True


def _empty(connection: sqlite3.Connection) -> list[tuple[str, str]]:
    tables = [name for (name,) in connection.execute("SELECT tbl_name FROM sqlite_schema WHERE type = 'table'")]
    ours = [name for name in tables if not name.startswith("sqlite_")]
    return [(name, FEW) for name in ours if connection.execute(f'SELECT 1 FROM "{name}" LIMIT 1').fetchone() is None]
