"""What the official tables of a database hold, read without Samrit: a digest of every row's columns."""

from __future__ import annotations

import hashlib
import sqlite3
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

GUARDED = {
    "sqlite": "SELECT DISTINCT tbl_name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT DISTINCT c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid WHERE NOT t.tgisinternal",
}
"""Tables with triggers are those that only grow; there are no other triggers."""
COLUMNS = {
    "sqlite": "SELECT name FROM pragma_table_info('{}')",
    "postgresql": "SELECT attname FROM pg_attribute WHERE attrelid = '{}'::regclass AND attnum > 0 AND NOT attisdropped",
}
TEXT = {"sqlite": 'quote("{}")', "postgresql": '"{}"::text'}
"""A column as text that tells nothing, empty and zero apart."""


@dataclass(frozen=True)
class Held:
    """One table: its columns, and how often each digest of a row occurs."""

    columns: tuple[str, ...]
    rows: Counter[str]


def read(database: str, home: Path, of: Mapping[str, Held] | None = None) -> dict[str, Held]:
    """All official tables; or those given, with the columns that they had."""
    if database:
        kind, opened = "postgresql", psycopg.connect(database, options="-c TimeZone=UTC")
    else:
        kind, opened = "sqlite", sqlite3.connect(home / "samrit.sqlite3")
    with closing(opened) as connection:

        def ask(query: str) -> list[Any]:
            return connection.execute(query).fetchall()

        tables = list(of) if of is not None else sorted(name for (name,) in ask(GUARDED[kind]))
        return {table: _held(ask, kind, table, of[table].columns if of else None) for table in tables}


def _held(ask: Callable[[str], list[Any]], kind: str, table: str, columns: tuple[str, ...] | None) -> Held:
    columns = columns or tuple(sorted(name for (name,) in ask(COLUMNS[kind].format(table))))
    texts = ", ".join(TEXT[kind].format(name) for name in columns)
    rows = ask(f'SELECT {texts} FROM "{table}"')
    return Held(columns, Counter(hashlib.sha256(repr(row).encode()).hexdigest() for row in rows))
