"""`samrit doctor`: what may be wrong with an installation, one check a line, each problem with its cure."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from samrit.base.issues import Issue, Place, Refused, define
from samrit.config import databases, keys, preparing
from samrit.config.environment import Installation

FREE_BYTES = 2_000_000_000
BACKUP_AGE = timedelta(days=8)
NOT_BEFORE = datetime(2026, 1, 1, tzinfo=UTC)
"""This program is younger than that, so a clock that says otherwise is wrong."""
CLOCKS_APART = timedelta(seconds=30)
OLDEST_POSTGRESQL = 150_000

FOLDER_MISSING = define(
    "SE027", "error",
    th="ไม่มีโฟลเดอร์ {name} หรือเขียนไม่ได้", en="the folder {name} is missing or cannot be written",
    cure_th="กู้คืนจากสำรอง หรือแก้เจ้าของด้วย chown", cure_en="restore it from a backup, or mend its owner with chown",
)  # fmt: skip
NOT_DURABLE = define(
    "SE028", "error",
    th="ไฟดับแล้วอาจเสียข้อมูลที่บันทึกแล้ว: {name} เป็น {value}", en="a power cut could lose what was saved: {name} is {value}",
    cure_th="ตั้ง {name} เป็น {wanted} ในฐานข้อมูล", cure_en="set {name} to {wanted} in the database",
)  # fmt: skip
BEHIND = define(
    "SE029", "error",
    th="ฐานข้อมูลยังขาดการปรับปรุง {count} ขั้น ({first} …)", en="the database lacks {count} migrations ({first} …)",
    cure_th="สำรองด้วย samrit backup แล้วสั่ง samrit upgrade", cure_en="make a backup with: samrit backup, then run: samrit upgrade",
)  # fmt: skip
UNGUARDED = define(
    "SE030", "error",
    th="ตารางทางการ {table} ถูกถอดตัวกันแก้ออก", en="the official table {table} has lost its guard against changes",
    cure_th="มีผู้แก้ฐานข้อมูลโดยตรง ตรวจสายโซ่เหตุการณ์ แล้วเทียบกับสำรอง", cure_en="somebody changed the database directly: check the audit chain, and compare with a backup",
)  # fmt: skip
LITTLE_SPACE = define(
    "SE031", "error",
    th="ดิสก์เหลือ {free} MB น้อยกว่า {wanted} MB", en="{free} MB of disk are left, fewer than {wanted} MB",
    cure_th="ย้ายสำรองเก่าออก หรือเพิ่มเนื้อที่", cure_en="move old backups away, or add space",
)  # fmt: skip
CLOCK_WRONG = define(
    "SE032", "error",
    th="นาฬิกาเครื่องผิด: {now} {why_th}", en="the clock is wrong: {now} {why_en}",
    cure_th="ตั้งเวลาและเปิดใช้ NTP", cure_en="set the time, and switch NTP on",
)  # fmt: skip
NO_BACKUP = define(
    "SE033", "warning",
    th="ไม่มีสำรองใหม่กว่า {days} วันใน {folder}", en="no backup in {folder} is newer than {days} days",
    cure_th="สั่ง samrit backup ทุกวัน และเก็บสำเนาไว้เครื่องอื่น", cure_en="run samrit backup every day, and keep a copy on another machine",
)  # fmt: skip
TOO_OLD = define(
    "SE034", "error",
    th="{name} รุ่น {found} เก่ากว่า {wanted}", en="{name} {found} is older than {wanted}",
    cure_th="ปรับเป็นรุ่นใหม่กว่า", cure_en="move to a newer version",
)  # fmt: skip


@dataclass(frozen=True)
class Check:
    """One thing looked at, and what is wrong with it."""

    id: str
    th: str
    en: str
    issues: tuple[Issue, ...]

    @property
    def ok(self) -> bool:
        """Whether nothing is wrong; a warning is not wrong."""
        return all(issue.severity != "error" for issue in self.issues)


def examine(installation: Installation) -> Iterator[Check]:
    """Every check in turn; those of the database only once it can be reached.  Django must have been started."""
    yield _check("folders", "โฟลเดอร์ข้อมูลและสิทธิ์", "data folders and their rights", folders, installation)
    yield _check(
        "secrets",
        "กุญแจและความลับ เจ้าของอ่านได้คนเดียว",
        "keys and secrets, readable by their owner only",
        secrets,
        installation,
    )
    yield _check("space", "เนื้อที่ว่างในดิสก์", "free disk space", space, installation)
    yield _check("backup", "สำรองข้อมูลล่าสุด", "a recent backup", recent_backup, installation)
    reached = _check(
        "database", "ฐานข้อมูลติดต่อได้และไม่เสียหาย", "the database is reachable and sound", reachable, installation
    )
    yield reached
    if not reached.ok:
        return
    yield _check("durability", "สิ่งที่บันทึกแล้วไม่หายเมื่อไฟดับ", "what was saved survives a power cut", durability)
    shape = _check("migrations", "โครงฐานข้อมูลตรงกับโปรแกรม", "the database has this program's shape", migrations)
    yield shape
    if not shape.ok:
        return
    yield _check("guards", "ตารางทางการมีตัวกันแก้ครบ", "official tables are guarded against changes", guards)
    yield _check("audit", "สายโซ่เหตุการณ์ครบและไม่ถูกแก้", "the audit chain is whole and unchanged", chain)
    yield _check("files", "ไฟล์หลักฐานอยู่ครบและไม่เสียหาย", "files of evidence are there and undamaged", files)
    yield _check("clock", "นาฬิกาของเครื่อง", "the machine's clock", clock)


def folders(installation: Installation) -> Iterator[Issue]:
    """Each there, writable, and closed to others."""
    home = installation.home
    for folder in (home, *(home / name for name in preparing.FOLDERS)):
        if not folder.is_dir() or not os.access(folder, os.W_OK | os.X_OK):
            yield FOLDER_MISSING.at(Place(str(folder)), name=folder)
        else:
            yield from keys.open_to_others(folder)


def secrets(installation: Installation) -> Iterator[Issue]:
    """The audit key can be used; secret files are closed to others; the TLS key is in a form the server reads."""
    try:
        keys.audit_key(installation.audit_key)
    except Refused as refused:
        yield from refused.issues
    tls = installation.tls[1:] if installation.tls else ()
    for file in (installation.settings_file, installation.audit_key, *tls):
        if file.exists():
            yield from keys.open_to_others(file)
    from samrit.config.serving import key_form

    yield from key_form(installation)


def space(installation: Installation) -> Iterator[Issue]:
    """Enough for a while of evidence and for a backup beside it."""
    free = shutil.disk_usage(installation.home).free
    if free < FREE_BYTES:
        yield LITTLE_SPACE.at(Place(str(installation.home)), free=free // 10**6, wanted=FREE_BYTES // 10**6)


def recent_backup(installation: Installation) -> Iterator[Issue]:
    """One that is at most a week old lies where backups are written by default."""
    folder = installation.backups
    newest = max((path.stat().st_mtime for path in folder.glob("*.tar")), default=0.0)
    if datetime.now(UTC) - datetime.fromtimestamp(newest, UTC) > BACKUP_AGE:
        yield NO_BACKUP.at(Place(str(folder)), days=BACKUP_AGE.days - 1, folder=folder)


def reachable(installation: Installation) -> Iterator[Issue]:
    """It answers; an SQLite file is whole."""
    from django.db import Error, connection

    try:
        if connection.vendor == "sqlite":
            name = str(connection.settings_dict["NAME"])
            if Path(name) == Path(installation.database["name"]) and not Path(name).is_file():
                yield databases.DAMAGED.at(Place(name), why=os.strerror(2))
                return
            found = _one("PRAGMA quick_check(1)")
            if found != "ok":
                yield databases.DAMAGED.at(Place(name), why=found)
        else:
            found = int(_one("SHOW server_version_num"))
            if found < OLDEST_POSTGRESQL:
                wanted = OLDEST_POSTGRESQL // 10_000
                yield TOO_OLD.at(Place("SAMRIT_DATABASE"), name="PostgreSQL", found=found // 10_000, wanted=wanted)
    except Error as error:
        yield preparing.unreachable(error)


def durability() -> Iterator[Issue]:
    """A commit is on the disk before anybody is told of it."""
    from django.db import connection

    if connection.vendor == "sqlite":
        wanted = {"journal_mode": ("wal",), "synchronous": ("2", "3")}
        found = {name: str(_one(f"PRAGMA {name}")) for name in wanted}
    else:
        wanted = {"fsync": ("on",), "full_page_writes": ("on",), "synchronous_commit": ("on", "remote_apply", "local")}
        found = {name: str(_one(f"SHOW {name}")) for name in wanted}
    for name, value in found.items():
        if value not in wanted[name]:
            yield NOT_DURABLE.at(Place("SAMRIT_DATABASE"), name=name, value=value, wanted=wanted[name][0])


def migrations() -> Iterator[Issue]:
    """None is missing."""
    from samrit.config.health import not_applied

    missing = not_applied()
    if missing:
        yield BEHIND.at(Place("SAMRIT_DATABASE"), count=len(missing), first=missing[0])


def guards() -> Iterator[Issue]:
    """Every table that a migration made insert-only still is."""
    from django.apps import apps
    from django.db import connection
    from django.db.migrations.loader import MigrationLoader

    from samrit.apps.ground.insert_only import InsertOnly

    if connection.vendor == "sqlite":
        query = "SELECT tbl_name, count(*) FROM sqlite_master WHERE type = 'trigger' GROUP BY tbl_name"
    else:
        query = (
            "SELECT c.relname, count(*) FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
            "WHERE NOT t.tgisinternal AND t.tgenabled IN ('O', 'A') GROUP BY c.relname"
        )
    with connection.cursor() as cursor:
        cursor.execute(query)
        standing = dict(cursor.fetchall())
    for (app, _), migration in sorted(MigrationLoader(None).disk_migrations.items()):
        for operation in migration.operations:
            if isinstance(operation, InsertOnly):
                table = apps.get_model(app, operation.model)._meta.db_table
                if standing.get(table, 0) < 2:  # one against UPDATE and DELETE each, or both and TRUNCATE
                    yield UNGUARDED.at(Place(table), table=table)


def chain() -> Iterator[Issue]:
    """Every event follows from the one before."""
    from samrit.apps.audit import queries

    yield from queries.verify()


def files() -> Iterator[Issue]:
    """Every file of evidence that a row names is there, and is still what was given; reads the whole store."""
    from samrit.apps.evidence import queries

    yield from queries.check_files()


def clock() -> Iterator[Issue]:
    """Not before this program was written, not before the last event, not far from the database's."""
    from django.db import connection

    from samrit.apps.audit.models import Event

    now = datetime.now(UTC)
    last = Event.objects.order_by("-number").values_list("at", flat=True).first()
    if now < NOT_BEFORE:
        yield _wrong_clock(now, "ก่อนมีโปรแกรมนี้", "is before this program was made")
    if last is not None and now + CLOCKS_APART < last:
        yield _wrong_clock(now, "ก่อนเหตุการณ์ล่าสุดที่บันทึกไว้", "is before the last event recorded")
    if connection.vendor == "postgresql" and abs(_one("SELECT now()") - now) > CLOCKS_APART:
        yield _wrong_clock(now, "ต่างจากนาฬิกาของฐานข้อมูล", "differs from the database's clock")


def _wrong_clock(now: datetime, th: str, en: str) -> Issue:
    return CLOCK_WRONG.at(Place("clock"), now=now.isoformat(timespec="seconds"), why_th=th, why_en=en)


def _check(id_: str, th: str, en: str, look: Callable[..., Iterator[Issue]], *given: object) -> Check:
    try:
        issues = tuple(look(*given))
    except OSError as error:
        place = Place(str(error.filename or ""))
        issues = (preparing.NOT_MADE.at(place, why=error.strerror or type(error).__name__),)
    return Check(id_, th, en, issues)


def _one(query: str) -> Any:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchone()[0]
