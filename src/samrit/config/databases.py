"""Copies of the database: a consistent one taken while it is written to, and one put into an empty place."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

from samrit.base.issues import Place, Refused, define

PROGRAM_MISSING = define(
    "SE019", "error",
    th="ไม่พบโปรแกรม {name} ของ PostgreSQL ในเครื่องนี้", en="PostgreSQL's program {name} is not on this machine",
    cure_th="ติดตั้ง postgresql-client รุ่นเดียวกับเซิร์ฟเวอร์ หรือสำรองที่เครื่องฐานข้อมูล",
    cure_en="install postgresql-client of the server's version, or make the backup on the database machine",
)  # fmt: skip
PROGRAM_FAILED = define(
    "SE020", "error",
    th="{name} ทำไม่สำเร็จ ({why})", en="{name} did not succeed ({why})",
    cure_th="ตรวจ SAMRIT_DATABASE รุ่นของโปรแกรม และเนื้อที่ว่าง", cure_en="check SAMRIT_DATABASE, the program's version, and the free space",
)  # fmt: skip
DAMAGED = define(
    "SE021", "error",
    th="ฐานข้อมูลเสียหายหรืออ่านไม่ได้ ({why})", en="the database is damaged or cannot be read ({why})",
    cure_th="หยุดใช้ แล้วกู้คืนจากสำรองล่าสุดที่ดี", cure_en="stop using it, and restore the latest good backup",
)  # fmt: skip

Head = tuple[int, str]
LAST_EVENT = "SELECT number, hash FROM audit_event ORDER BY number DESC LIMIT 1"


def copy_sqlite(source: Path, target: Path) -> Head:
    """A consistent copy of a database that others write to meanwhile; answers the head of its audit chain."""
    try:
        with closing(_open(source)) as live, closing(sqlite3.connect(target)) as copy:
            live.backup(copy)  # in one step: a snapshot; writers go on in the log
            copy.execute("PRAGMA journal_mode=DELETE")  # one file, no log beside it
            return check_sqlite(copy, target)
    except sqlite3.Error as error:
        raise Refused([DAMAGED.at(Place(str(source)), why=str(error))]) from None


def check_sqlite(connection: sqlite3.Connection, place: Path) -> Head:
    """Raises Refused unless the file is sound; answers the head of its audit chain."""
    (told,) = connection.execute("PRAGMA quick_check(1)").fetchone()
    if told != "ok":
        raise Refused([DAMAGED.at(Place(str(place)), why=str(told))])
    found = connection.execute(LAST_EVENT).fetchone()
    return (0, "0" * 64) if found is None else (int(found[0]), str(found[1]))


def head_of_sqlite(file: Path) -> Head:
    """The head of the audit chain in a database that nobody has open."""
    try:
        with closing(_open(file)) as connection:
            return check_sqlite(connection, file)
    except sqlite3.Error as error:
        raise Refused([DAMAGED.at(Place(str(file)), why=str(error))]) from None


def dump_postgresql(database: Mapping[str, str], target: Path) -> Head:
    """`pg_dump` in its own format: a snapshot, while others write; answers a head no later than the snapshot's."""
    head = head_of_postgresql(database)
    _run("pg_dump", ["--format=custom", "--no-owner", "--no-privileges", f"--file={target}"], database)
    return head


def fill_postgresql(database: Mapping[str, str], source: Path) -> None:
    """`pg_restore` into an empty database, all or nothing."""
    options = ["--exit-on-error", "--single-transaction", "--no-owner", "--no-privileges"]
    _run("pg_restore", [*options, f"--dbname={database['name']}", str(source)], database)


def tables_of_postgresql(database: Mapping[str, str]) -> int:
    """How many tables stand in the database; raises Refused when it cannot be reached."""
    query = "SELECT count(*) FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')"
    return int(str(_ask(database, query)[0]))


def head_of_postgresql(database: Mapping[str, str]) -> Head:
    """The head of the audit chain."""
    found = _ask(database, LAST_EVENT)
    return (int(str(found[0])), str(found[1])) if found else (0, "0" * 64)


def _open(file: Path) -> sqlite3.Connection:
    # rw, not ro: a read-only connection cannot open the log of a database that nobody has open; never create one
    return sqlite3.connect(f"{file.resolve().as_uri()}?mode=rw", uri=True, timeout=20)


def _ask(database: Mapping[str, str], query: str) -> tuple[object, ...]:
    import psycopg

    from samrit.config.preparing import unreachable

    named: dict[str, Any] = {
        "dbname": database["name"],
        **{key: database[key] for key in ("user", "password", "host", "port")},
    }
    try:
        with psycopg.connect(**{key: value for key, value in named.items() if value}, connect_timeout=10) as connection:
            return connection.execute(query.encode()).fetchone() or ()
    except psycopg.Error as error:
        raise Refused([unreachable(error)]) from None


def _run(name: str, arguments: list[str], database: Mapping[str, str]) -> None:
    program = shutil.which(name)
    if program is None:
        raise Refused([PROGRAM_MISSING.at(Place("PATH"), name=name)])
    # by environment: what stands in the arguments, every user of the machine can read
    told = {"PGDATABASE": "name", "PGUSER": "user", "PGPASSWORD": "password", "PGHOST": "host", "PGPORT": "port"}
    env = {**os.environ, **{variable: database[key] for variable, key in told.items() if database[key]}}
    run = subprocess.run(
        [program, "--no-password", *arguments], env=env, stdin=subprocess.DEVNULL, capture_output=True, check=False
    )
    if run.returncode:
        lines = run.stderr.decode("utf-8", "replace").strip().splitlines()
        raise Refused([PROGRAM_FAILED.at(Place(name), name=name, why=lines[-1] if lines else str(run.returncode))])
